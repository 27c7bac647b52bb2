"""The pages of a site: each opens, shows what it is for, and Python answers."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import (
    FROM_ELSEWHERE,
    GREETING,
    NAMELESS,
    NAMES_THAT_NEED_ENCODING,
    ODD_NAME,
    PREFIX,
)
from tests.browser.kept_state import wait_until_kept
from tests.browser.notebook_page import PATIENCE, NotebookPage
from tests.browser.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.registry]


def test_the_front_page_leads_to_the_notebooks_and_lists_the_files(reader: Reader) -> None:
    page = reader.open("")
    expect(page.locator(".jp-Notebook .jp-Cell").first).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".jp-DirListing-item").filter(has_text="penguins.ipynb")).to_be_visible()


def test_the_front_page_leads_a_narrow_screen_to_a_page_that_has_room_for_a_notebook(reader: Reader) -> None:
    page = reader.context.new_page()
    page.set_viewport_size({"width": 420, "height": 800})
    page.goto(reader.address)
    notebook = page.locator(".jp-Notebook")
    expect(notebook.locator(".jp-Cell").first).to_be_visible(timeout=PATIENCE)
    assert notebook.evaluate("element => element.getBoundingClientRect().width") > 380


def test_the_tree_opens_a_notebook_in_a_tab_of_its_own(course_reader: Reader) -> None:
    page = course_reader.open("tree/")
    with page.expect_popup() as opened:
        page.locator(".jp-DirListing-item").filter(has_text="plain.ipynb").dblclick()
    notebook = NotebookPage(opened.value)
    notebook.wait_until_shown(1)
    notebook.run_all()
    expect(notebook.output("6 * 7")).to_have_text("42")


def test_the_editor_opens_a_file(reader: Reader) -> None:
    page = reader.open("edit/index.html?path=data/README.md")
    expect(page.locator(".cm-content")).to_contain_text("enguins")


def test_the_repl_answers(reader: Reader) -> None:
    page = reader.open("repl/index.html?kernel=python&code=6*7")
    expect(page.locator(".jp-CodeConsole .jp-OutputArea-output").last).to_have_text("42", timeout=PATIENCE)


def test_the_notebook_page_runs_a_notebook_below_a_path_prefix_and_imports_a_compiled_package(
    course_reader: Reader,
) -> None:
    assert course_reader.address.endswith(PREFIX)
    notebook = course_reader.open_notebook("plain.ipynb", app="notebooks")
    notebook.run_all()
    expect(notebook.output("6 * 7")).to_have_text("42")
    # A compiled package of the lock, imported and installed.
    assert notebook.ask("import msgspec; msgspec.json.encode([1, 2])") == "b'[1,2]'"
    assert notebook.ask("%pip install -q humanize msgspec\nimport humanize; humanize.ordinal(3)") == "'3rd'"
    # Notebook shows a busy kernel in the first icon: the page's own must have made room for JupyterLite's.
    icon = notebook.page.locator('link[rel="icon"]')
    expect(icon).to_have_count(1)
    assert course_reader.address in str(icon.evaluate("link => link.href"))


def test_notebooks_of_odd_names_open_from_the_file_browser(course_reader: Reader) -> None:
    page = course_reader.open("lab/")
    entries = page.locator(".jp-DirListing-item")
    for name in (ODD_NAME, *NAMES_THAT_NEED_ENCODING):
        entries.filter(has_text=name).dblclick()
        entries.filter(has_text=f"{name}.ipynb").dblclick(timeout=10_000)
        shown = page.locator(".jp-Notebook:visible .jp-Cell")
        expect(shown).to_have_count(1)
        expect(shown).to_contain_text(name)
        page.locator(".jp-BreadCrumbs-home").click()


def test_a_notebook_of_an_odd_name_opens_by_its_address_and_runs(course_reader: Reader) -> None:
    notebook = course_reader.open_notebook(f"{ODD_NAME}/{ODD_NAME}.ipynb", app="notebooks")
    notebook.run_all()
    expect(notebook.output("open")).to_have_text(repr(GREETING))


def test_python_starts_where_service_workers_are_forbidden(
    browser: Browser, course: str, elsewhere: list[str]
) -> None:
    with Reader.visiting(course, browser, elsewhere, service_workers="block") as reader:
        assert reader.open_notebook("plain.ipynb").ask("6 * 7") == "42"


@contextmanager
def plain_http_server(folder: Path) -> Iterator[str]:
    command = [
        sys.executable,
        "-u",
        "-m",
        "http.server",
        "0",
        "--bind",
        "127.0.0.1",
        "--directory",
        str(folder),
    ]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        announced = process.stdout.readline()
        try:
            yield announced.partition("(")[2].partition(")")[0]
        finally:
            process.terminate()


def test_pythons_own_server_is_enough(browser: Browser, course_site: Path, elsewhere: list[str]) -> None:
    with plain_http_server(course_site) as address, Reader.visiting(address, browser, elsewhere) as reader:
        notebook = reader.open_notebook("plain.ipynb")
        notebook.run_all()
        expect(notebook.output("6 * 7")).to_have_text("42")


#: Timers of half a second, as a page sets before it saves its state, take as long as is said.
TIME_TO_SAVE = """
{
  const { setTimeout } = globalThis;
  globalThis.setTimeout = (handler, delay, ...given) =>
    setTimeout(handler, delay === 500 ? %d : delay, ...given);
}
"""


@pytest.mark.parametrize("app", ["lab", "notebooks"])
def test_a_notebook_opens_before_the_pages_state_is_saved(course_reader: Reader, app: str) -> None:
    course_reader.context.add_init_script(TIME_TO_SAVE % 60_000)
    notebook = NotebookPage(course_reader.open(f"{app}/index.html?path=plain.ipynb"))
    expect(notebook.cells).to_have_count(1, timeout=30_000)


#: A notebook's first kernel is started once its checkpoint was looked for: when the test says so.
HELD_CHECKPOINTS = """
{
  const { get } = IDBObjectStore.prototype;
  const released = new Promise((resolve) => { globalThis.releaseCheckpoints = resolve; });
  IDBObjectStore.prototype.get = function (key) {
    const request = get.call(this, key);
    if (this.name === "checkpoints") {
      Object.defineProperty(request, "onsuccess", {
        set: (hear) => {
          request.addEventListener("success", async (event) => {
            await released;
            hear.call(request, event);
          });
        },
      });
    }
    return request;
  };
}
"""


def test_cells_that_are_run_before_the_notebook_has_a_kernel_run_once_it_has(course_reader: Reader) -> None:
    course_reader.context.add_init_script(HELD_CHECKPOINTS)
    notebook = course_reader.open_notebook(FROM_ELSEWHERE, app="notebooks")
    page = notebook.page
    notebook.choose("Run", "Run All Cells")
    prompts = notebook.code_cells.locator(".jp-InputPrompt")
    expect(prompts).to_have_text(["[*]:", "[*]:"])
    # Text needs no kernel.
    expect(page.locator(".jp-MarkdownOutput em")).to_have_text("two")
    expect(page.locator(".jp-KernelName")).to_have_text("No Kernel")
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    page.evaluate("releaseCheckpoints()")
    expect(notebook.output("append")).to_have_text("[1, 2]", timeout=PATIENCE)
    expect(prompts).to_have_text(["[1]:", "[2]:"])


def test_a_notebook_that_names_no_kernel_asks_for_one_at_once(course_reader: Reader) -> None:
    course_reader.context.add_init_script(HELD_CHECKPOINTS)
    notebook = course_reader.open_notebook(NAMELESS, app="notebooks")
    notebook.choose("Run", "Run All Cells")
    expect(notebook.page.locator(".jp-Dialog").first).to_contain_text("Select Kernel")


def test_a_page_is_as_it_was_left_and_opens_what_its_address_names_besides(course_reader: Reader) -> None:
    page = course_reader.open("lab/index.html?path=plain.ipynb")
    tabs = page.locator("#jp-main-dock-panel .lm-TabBar-tab")
    expect(tabs.filter(has_text="plain.ipynb")).to_be_visible()
    page.locator(".jp-DirListing-item").filter(has_text=ODD_NAME).dblclick()
    page.locator(".jp-DirListing-item").filter(has_text=f"{ODD_NAME}.ipynb").dblclick(timeout=10_000)
    expect(tabs).to_have_count(2)
    for name in ("plain", f"{ODD_NAME}/{ODD_NAME}"):
        entry = json.dumps(f"notebook:{name}.ipynb")
        wait_until_kept(page, f"data[{entry}] && layout.main?.dock?.widgets?.includes({entry})")
    page.goto(f"{course_reader.address}lab/index.html")
    expect(tabs).to_have_count(2)
    # The state may be saved before the layout is restored, or after it.
    course_reader.context.add_init_script(TIME_TO_SAVE % 0)
    page.goto(f"{course_reader.address}lab/index.html?path=Week%20%232/Week%20%232.ipynb")
    expect(tabs).to_have_count(3)
    page.goto(f"{course_reader.address}lab/index.html?reset")
    expect(page.locator(".jp-DirListing-item").first).to_be_visible()
    expect(tabs.filter(has_text="ipynb")).to_have_count(0)
