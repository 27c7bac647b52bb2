"""Widgets that a notebook was saved with: alive before any kernel, silent where nobody vouches for them."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from playwright.sync_api import expect

from lite_build.serve.server import serve_site
from lite_build.store.cache import user_cache
from tests.browser.notebook_page import NotebookPage
from tests.browser.reader import Reader
from tests.build.conftest import CommandLine, configure_project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.registry]

COUNTER = '''\
import anywidget
from traitlets import Int


class Counter(anywidget.AnyWidget):
    _esm = """
    export default {
      initialize() {
        globalThis.madeCounters = (globalThis.madeCounters ?? 0) + 1;
      },
      render({ model, el }) {
        const button = document.createElement("button");
        const show = () => { button.textContent = `counted ${model.get("value")}`; };
        button.addEventListener("click", () => {
          model.set("value", model.get("value") + 1);
          model.save_changes();
          model.send({ kind: "clicked" });
        });
        model.on("change:value", show);
        show();
        el.append(button);
      },
    };
    """
    _css = "button { letter-spacing: 1px; }"
    value = Int(0).tag(sync=True)


heard = []
counter = Counter(value=4)
counter.on_msg(lambda _, content, buffers: heard.append(content["kind"]))
counter
'''
BOX = """\
from ipywidgets import IntSlider, VBox, jslink

other, hidden, slider = Counter(value=10), Counter(value=20), IntSlider()
jslink((other, "value"), (slider, "value"))
VBox([other, slider, counter])
"""
HIDDEN = "hidden"
BYTES = '''\
import litewidget
from traitlets import Bytes


class Shown(litewidget.Widget):
    _esm = """
    export default {
      render({ model, el }) {
        const { buffer, byteOffset, byteLength } = model.get("data");
        el.textContent = `bytes ${[...new Uint8Array(buffer, byteOffset, byteLength)]}`;
      },
    };
    """
    data = Bytes(bytes([1, 2, 3])).tag(sync=True)


Shown()
'''
SOURCES = (COUNTER, BOX, HIDDEN, BYTES)
STATE = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"
#: What hostile code would do, wherever it gets to run.
RAN = "globalThis.ran = [...(globalThis.ran ?? []), '{}']"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, browser: Browser, elsewhere: list[str]) -> Path:
    """A site with a notebook that was saved with its widgets, by a run in the page of a site without it."""
    project = tmp_path_factory.mktemp("saved")
    (project / "notebooks").mkdir()
    # With no kernel named, JupyterLab would ask which one to take.
    metadata = {"kernelspec": {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}}
    cells = [nbformat.v4.new_code_cell(source) for source in SOURCES]
    nbformat.write(
        nbformat.v4.new_notebook(metadata=metadata, cells=cells), project / "notebooks" / "plain.ipynb"
    )
    configure_project(
        project,
        {
            "LiteBuildConfig": {"apps": ["lab", "notebooks"]},
            "BootAddon": {"snapshot": True},
            "PackagesAddon": {"requirements": ["anywidget"]},
        },
    )
    CommandLine(user_cache()).build(project)
    with visiting(project / "_output", browser, elsewhere) as author:
        notebook = author.open_notebook("plain.ipynb")
        notebook.choose("Settings", "Save Widget State Automatically")
        notebook.run_all()
        expect(notebook.page.get_by_text("bytes 1,2,3")).to_be_visible()
        notebook.page.keyboard.press("Control+s")
        expect(notebook.page.locator("#jp-main-dock-panel .lm-TabBar-tab.jp-mod-dirty")).to_have_count(0)
        with notebook.page.expect_download() as download:
            notebook.choose("File", "Download")
        download.value.save_as(project / "notebooks" / "saved.ipynb")
    CommandLine(user_cache()).build(project)
    return project / "_output"


@contextmanager
def visiting(site: Path, browser: Browser, elsewhere: list[str]) -> Iterator[Reader]:
    with (
        serve_site(site, as_published=True) as address,
        Reader.visiting(address, browser, elsewhere) as visitor,
    ):
        yield visitor


@pytest.fixture
def visitor(site: Path, browser: Browser, elsewhere: list[str]) -> Iterator[Reader]:
    """Somebody who comes to the site for the first time."""
    with visiting(site, browser, elsewhere) as visitor:
        yield visitor


@pytest.fixture
def saved(site: Path) -> dict[str, Any]:
    """The notebook as it was published, to be changed."""
    notebook: dict[str, Any] = json.loads((site / "files" / "saved.ipynb").read_text(encoding="utf-8"))
    return notebook


def counters(place: Page | Locator) -> Locator:
    return place.get_by_role("button", name="counted")


def held(page: Page) -> Locator:
    return page.locator(".jp-litewidget-held:visible")


#: How large a file JupyterLab uploads in one part, in bytes.
SENT_AT_ONCE = 1024 * 1024


def card(page: Page) -> Locator:
    return page.get_by_role("group", name="Saved widget")


def states(notebook: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The saved state of each model, by its id."""
    models: dict[str, dict[str, Any]] = notebook["metadata"]["widgets"][STATE]["state"]
    return models


def upload(visitor: Reader, notebook: dict[str, Any], folder: Path) -> NotebookPage:
    """Put a notebook into the site by the file browser, and open it."""
    path = folder / "uploaded.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    page = visitor.open("lab/index.html")
    with page.expect_file_chooser() as chooser:
        page.locator('[data-command="filebrowser:upload"], [title^="Upload"]').first.click()
    chooser.value.set_files(path)
    if path.stat().st_size > SENT_AT_ONCE:
        # It is listed as soon as its first part is there.
        expect(page.get_by_text("Complete!")).to_be_visible()
    page.locator(".jp-DirListing-item").get_by_text(path.name, exact=True).dblclick()
    opened = NotebookPage(page)
    opened.wait_until_shown(len(notebook["cells"]))
    return opened


@pytest.mark.parametrize("app", ["lab", "notebooks"])
def test_saved_widgets_are_alive_where_no_kernel_ever_starts(visitor: Reader, app: str) -> None:
    never_ends = "await new Promise(() => undefined); export default undefined"
    visitor.context.route(
        "**/pyodide.asm.mjs", lambda route: route.fulfill(body=never_ends, content_type="text/javascript")
    )
    page = visitor.open_notebook("saved.ipynb", app).page
    expect(counters(page)).to_have_text(["counted 4", "counted 10", "counted 4", "counted 20"])
    expect(counters(page).first).to_have_css("letter-spacing", "1px")
    expect(page.get_by_text("bytes 1,2,3")).to_be_visible()
    expect(held(page)).to_have_count(0)
    counters(page).first.click()
    # One model is in two places, and one is linked with a slider of ipywidgets' own.
    expect(counters(page)).to_have_text(["counted 5", "counted 10", "counted 5", "counted 20"])
    expect(held(page).first).to_contain_text("Not yet in Python")
    counters(page).nth(1).click()
    expect(page.locator(".widget-readout")).to_have_text("11")
    expect(card(page)).to_have_count(0)


def test_running_its_cell_gives_a_saved_widget_its_python_object(visitor: Reader) -> None:
    notebook = visitor.open_notebook("saved.ipynb")
    page = notebook.page
    counters(page).first.click()
    counters(page).first.click()
    expect(held(page)).to_have_count(2)
    notebook.wait_for_the_kernel()
    run_anew(notebook, COUNTER)
    # In both places, of which one is another cell's.
    expect(held(page)).to_have_count(0)
    assert notebook.ask("counter.value, heard") == "(6, ['clicked', 'clicked'])"
    counters(page).first.click()
    assert notebook.ask("counter.value, len(heard)") == "(7, 3)"
    notebook.ask("setattr(counter, 'value', 50) or 1")
    expect(counters(page)).to_have_text(["counted 50", "counted 10", "counted 50", "counted 20"])
    # It is the widget that was there: no other was made beside it.
    assert page.evaluate("madeCounters") == 3


def test_a_widget_that_another_cell_shows_is_found_by_its_order(visitor: Reader) -> None:
    notebook = visitor.open_notebook("saved.ipynb")
    page = notebook.page
    counters(page).last.click()
    notebook.wait_for_the_kernel()
    run_anew(notebook, COUNTER)
    expect(held(page)).to_have_count(1)
    # It is made here, after one of the same class, and shown by the next cell alone.
    run_anew(notebook, BOX)
    expect(held(page)).to_have_count(0)
    assert notebook.ask("other.value, hidden.value") == "(10, 21)"
    notebook.ask("setattr(hidden, 'value', 70) or 1")
    expect(counters(page)).to_have_text(["counted 4", "counted 10", "counted 4", "counted 70"])
    assert page.evaluate("madeCounters") == 3


def test_closing_and_restarting_leave_nothing_behind(visitor: Reader) -> None:
    notebook = visitor.open_notebook("saved.ipynb")
    page = notebook.page
    expect(counters(page)).to_have_count(4)
    styles = page.evaluate("document.adoptedStyleSheets.length")
    page.evaluate("globalThis.gone = [...document.querySelectorAll('.afm-place')]")
    page.get_by_role("main").locator(".lm-TabBar-tabCloseIcon:visible").first.click()
    expect(counters(page)).to_have_count(0)
    page.locator(".jp-DirListing-item").get_by_text("saved.ipynb", exact=True).dblclick()
    expect(counters(page)).to_have_text(["counted 4", "counted 10", "counted 4", "counted 20"])
    assert page.evaluate("gone.some((place) => place.isConnected)") is False
    assert page.evaluate("document.adoptedStyleSheets.length") == styles
    counters(page).first.click()
    notebook.wait_for_the_kernel()
    notebook.choose("Kernel", "Restart Kernel…")
    page.get_by_role("dialog").get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    counters(page).first.click()
    expect(counters(page)).to_have_text(["counted 6", "counted 10", "counted 6", "counted 20"])
    expect(held(page)).to_have_count(2)
    notebook.wait_for_the_kernel()
    run_anew(notebook, COUNTER)
    expect(held(page)).to_have_count(0)
    assert notebook.ask("counter.value") == "6"
    expect(counters(page)).to_have_count(4)


def test_a_hostile_notebook_runs_nothing_before_it_is_asked_to(
    visitor: Reader, saved: dict[str, Any], tmp_path: Path
) -> None:
    markup = f'<img src="data:," onerror="{RAN.format("markup")}">'
    for model in states(saved).values():
        if "_esm" in model["state"]:
            hook = f"() {{ {RAN.format('hook')} }}"
            module = f"{RAN.format('module')}; export default {{ initialize{hook}, render{hook} }}"
            # Of another release, too.
            model |= {"model_module_version": "~0.2.*"}
            model["state"] |= {"_esm": module, "_css": "body { border: 9px solid red; }"}
    states(saved)["html"] = {
        "model_name": "HTMLModel",
        "model_module": "@jupyter-widgets/controls",
        "model_module_version": "2.0.0",
        "state": {"value": markup},
    }
    for cell in saved["cells"]:
        # A file's word for itself.
        cell["metadata"]["trusted"] = True
    page_code = f'<img src="data:," onerror="{RAN.format("handler")}"><script>{RAN.format("script")}</script>'
    shown = [{VIEW: {"version_major": 2, "version_minor": 0, "model_id": "html"}}, {"text/html": page_code}]
    saved["cells"][2]["outputs"] = [
        {"output_type": "display_data", "metadata": {}, "data": data} for data in shown
    ]
    notebook = upload(visitor, saved, tmp_path)
    page = notebook.page
    expect(card(page)).to_have_count(4)
    expect(card(page).first).to_contain_text("Counter: its JavaScript, 1 line")
    expect(card(page).first).to_contain_text("HTML: its markup, 1 line")
    # By then the kernel's widget manager has read the saved state as well.
    notebook.wait_for_the_kernel()
    assert notebook.ask("6 * 7") == "42"
    expect(card(page)).to_have_count(4)
    assert page.evaluate("globalThis.ran") is None
    expect(page.locator("body")).to_have_css("border-top-width", "0px")
    card(page).first.get_by_role("button").click()
    page.wait_for_function("globalThis.ran?.includes('hook')")
    expect(card(page)).to_have_count(0)
    # The card listed the widgets' code. What else the cells hold stays harmless.
    expect(page.locator('[data-mime-type="text/html"]')).to_have_count(1)
    assert notebook.ask("7 * 7") == "49"
    assert not {"script", "handler"} & set(page.evaluate("globalThis.ran"))
    visitor.take_complaints()


def test_a_notebook_that_was_edited_asks_first_and_one_that_was_only_saved_does_not(visitor: Reader) -> None:
    notebook = visitor.open_notebook("saved.ipynb")
    expect(counters(notebook.page)).to_have_count(4)
    type_and_save(notebook, "x", "Backspace")
    again = visitor.open_notebook("saved.ipynb")
    expect(counters(again.page)).to_have_count(4)
    type_and_save(again, "x")
    edited = visitor.open_notebook("saved.ipynb")
    expect(card(edited.page)).to_have_count(4)
    expect(counters(edited.page)).to_have_count(0)
    card(edited.page).first.get_by_role("button").click()
    expect(counters(edited.page)).to_have_text(["counted 4", "counted 10", "counted 4", "counted 20"])


def test_a_notebook_that_a_link_leads_to_asks_first(
    visitor: Reader, site: Path, saved: dict[str, Any]
) -> None:
    saved["cells"][2]["source"] += " for somebody else"
    (site / "linked.ipynb").write_text(json.dumps(saved), encoding="utf-8")
    page = visitor.open("lab/index.html")
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.locator(".lm-Menu-itemLabel").get_by_text("Open from URL…", exact=True).click()
    page.get_by_role("dialog").get_by_role("textbox").fill(f"{visitor.address}linked.ipynb")
    page.get_by_role("dialog").get_by_role("button", name="Open").click()
    expect(card(page)).to_have_count(4)
    expect(counters(page)).to_have_count(0)
    assert page.evaluate("globalThis.madeCounters") is None


def type_and_save(notebook: NotebookPage, *keys: str) -> None:
    """Press keys in the cell of one line, then save, and wait until that is done."""
    notebook.code_cells.nth(2).locator(".cm-content").click()
    for key in keys:
        notebook.page.keyboard.press(key)
    dirty = notebook.page.locator("#jp-main-dock-panel .lm-TabBar-tab.jp-mod-dirty")
    expect(dirty).not_to_have_count(0)
    notebook.choose("File", "Save Notebook")
    expect(dirty).to_have_count(0)


def run_anew(notebook: NotebookPage, source: str) -> None:
    """Run a cell whose number may stay the same: this session has run none before."""
    notebook.cell(source.splitlines()[0]).locator(".cm-content").click()
    notebook.page.keyboard.press("Control+Enter")


def test_saved_state_that_is_broken_is_told_in_its_cell_and_harms_no_other(
    visitor: Reader, saved: dict[str, Any], tmp_path: Path
) -> None:
    counter, lost = (
        next(id_ for id_, model in states(saved).items() if model["state"].get("value") == value)
        for value in (4, 20)
    )
    del states(saved)[counter]["state"]["_esm"]
    states(saved)[lost]["state"]["note"] = "x" * 5_000_000
    notebook = upload(visitor, saved, tmp_path)
    page = notebook.page
    card(page).first.get_by_role("button").click()
    expect(page.get_by_role("alert").filter(has_text="Counter").first).to_be_visible()
    expect(page.get_by_role("button", name="counted 10")).to_be_visible()
    expect(page.get_by_text("bytes 1,2,3")).to_be_visible()
    visitor.take_complaints()
