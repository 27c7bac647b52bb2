"""AFM widgets, with several releases of anywidget: our loader runs them, and they answer to Python."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING
from urllib.parse import quote

import nbformat
import pytest
from playwright.sync_api import expect

from lite_build.packages.wheels.labextensions import extract_labextensions
from lite_build.serve.server import serve_site
from lite_build.store.cache import user_cache
from tests.browser.notebook_page import SHOWN_BY_OUR_LOADER as OURS
from tests.browser.other_hosts import unpack_package
from tests.browser.published_widgets import BESIDE_THE_NOTEBOOK, REQUIREMENTS, WIDGETS
from tests.browser.reader import Reader
from tests.browser.widget_cells import (
    CONTROLS,
    COUNTER,
    GAUGE,
    GAUGE_UNIT,
    LABEL,
    LABEL_MODULE,
    LABEL_STYLE,
    rewrite_in_editor,
    write_modules,
)
from tests.build.conftest import CommandLine, configure_project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.browser.notebook_page import NotebookPage

pytestmark = [pytest.mark.browser, pytest.mark.registry]
#: For what takes pages of its own, and is worth them once.
NEWEST_ONLY = pytest.mark.parametrize(
    "anywidgets_version", [list(REQUIREMENTS)[-1]], indirect=True, scope="module"
)


@pytest.fixture(scope="module", params=list(REQUIREMENTS))
def anywidgets_version(request: pytest.FixtureRequest) -> str:
    version: str = request.param
    return version


@pytest.fixture(scope="module")
def site(anywidgets_version: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp(f"anywidget-{anywidgets_version}")
    shown = [each.source for name, each in WIDGETS.items() if is_shipped(name, anywidgets_version)]
    # With no kernel named, JupyterLab would ask which one to take.
    metadata = {"kernelspec": {"name": "python", "display_name": "Python (Pyodide)"}}
    (project / "notebooks").mkdir()
    write_modules(project / "notebooks")
    unpack_package(BESIDE_THE_NOTEBOOK, project / "notebooks")
    for name, sources in {
        "widgets.ipynb": (COUNTER, CONTROLS, LABEL, GAUGE, *shown),
        "few.ipynb": (COUNTER, GAUGE),
    }.items():
        cells = [nbformat.v4.new_code_cell(source) for source in sources]
        notebook = nbformat.v4.new_notebook(metadata=metadata, cells=cells)
        nbformat.write(notebook, project / "notebooks" / name)
    configure_project(
        project,
        {
            "LiteBuildConfig": {"apps": ["lab", "notebooks", "repl"]},
            "BootAddon": {"snapshot": True},
            "PackagesAddon": {"requirements": REQUIREMENTS[anywidgets_version]},
        },
    )
    CommandLine(user_cache()).build(project)
    return project / "_output"


@pytest.fixture(scope="module")
def visitor(site: Path, browser: Browser, elsewhere: list[str]) -> Iterator[Reader]:
    with (
        serve_site(site, as_published=True) as address,
        Reader.visiting(address, browser, elsewhere) as visiting,
    ):
        visiting.context.grant_permissions(["clipboard-read", "clipboard-write"])
        yield visiting


@pytest.fixture(scope="module")
def notebook(visitor: Reader) -> NotebookPage:
    """The notebook of all widgets, run."""
    opened = visitor.open_notebook("widgets.ipynb")
    opened.run_all()
    return opened


def is_shipped(name: str, anywidgets_version: str) -> bool:
    module = WIDGETS[name].source.split()[1]
    return module != "widget_periodictable" or module in REQUIREMENTS[anywidgets_version]


def test_the_site_has_one_loader_of_afm_widgets(visitor: Reader) -> None:
    extensions = {
        name: visitor.context.request.get(f"{visitor.address}extensions/{name}/package.json").status
        for name in ("litewidget", "anywidget")
    }
    assert extensions == {"litewidget": 200, "anywidget": 404}


@pytest.mark.parametrize("name", list(WIDGETS))
def test_a_published_widget_answers_to_python(
    visitor: Reader, notebook: NotebookPage, anywidgets_version: str, name: str
) -> None:
    if not is_shipped(name, anywidgets_version):
        pytest.skip(f"no release of it takes anywidget {anywidgets_version}")
    widget = WIDGETS[name]
    # By the first line: clicks beside a cell fold it up to that. One may hold others.
    shown = notebook.output(widget.source.splitlines()[0]).locator(OURS).first
    expect(shown).to_be_visible()
    widget.act(shown)
    assert notebook.ask(widget.question) == widget.answer


@pytest.mark.parametrize("name", ["lines", "manager"])
def test_a_bundle_with_a_framework_goes_with_its_widget(
    visitor: Reader, notebook: NotebookPage, name: str
) -> None:
    shown = notebook.output(f"{name} = ").locator(OURS)
    expect(shown).to_have_count(1)
    notebook.ask(f"{name}.close(); 1")
    expect(shown).to_have_count(0)


def test_a_published_widget_is_dark_while_the_page_is_and_the_page_is_left_as_it_was(
    visitor: Reader, notebook: NotebookPage
) -> None:
    shown = notebook.output(WIDGETS["ColorPicker"].source.splitlines()[0]).locator(OURS)
    label = shown.locator(".colorpicker-label")
    expect(label).to_have_css("background-color", "rgb(243, 244, 246)")
    expect(shown).to_have_attribute("data-theme", "light")
    # The site takes the theme that the reader's system has.
    notebook.page.emulate_media(color_scheme="dark")
    expect(label).to_have_css("background-color", "rgb(31, 41, 55)")
    expect(notebook.page.locator("html.dark, html[data-theme], body.dark, body[data-theme]")).to_have_count(0)
    notebook.page.emulate_media(color_scheme="light")
    expect(label).to_have_css("background-color", "rgb(243, 244, 246)")


def test_containers_links_and_output_hold_our_widgets(visitor: Reader, notebook: NotebookPage) -> None:
    shown = notebook.output(COUNTER.splitlines()[0])
    # The notebook is shared, and another test may have counted.
    button = shown.locator(OURS).get_by_role("button", name="counted")
    count = int((button.text_content() or "").removeprefix("counted ")) + 1
    button.click()
    expect(shown.locator(".widget-readout")).to_have_text(str(count))
    expect(shown.get_by_text(f"Python heard {count}")).to_be_visible()
    assert notebook.ask("counter.value") == str(count)


def test_boxes_in_boxes_and_interact_hold_our_widgets(visitor: Reader, notebook: NotebookPage) -> None:
    first_line = CONTROLS.splitlines()[0]
    controls, boxes = notebook.output(first_line).first, notebook.output(first_line).last
    controls.locator(OURS).get_by_role("button").click()
    expect(controls.get_by_text("dial 1, mix 0.0")).to_be_visible()
    boxes.get_by_role("slider").press("ArrowRight")
    expect(controls.get_by_text("dial 1, mix 0.25")).to_be_visible()
    expect(boxes.locator(OURS).get_by_role("button", name="counted 1")).to_be_visible()
    assert notebook.ask("tabs.children[0].children[0].children[0].value, mix.value") == "(1, 0.25)"


def test_widgets_of_every_release_of_anywidget_since_0_6_are_shown(
    visitor: Reader, notebook: NotebookPage
) -> None:
    # What each release has its widgets ask for: itself, and from 0.9.12 on its minor version.
    patches = {"0.6": 6, "0.7": 2, "0.8": 2, "0.9": 12}
    asked = [f"{minor}.{patch}" for minor, count in patches.items() for patch in range(count)]
    asked += ["~0.9.*", "~0.10.*", "~0.11.*"]
    notebook.ask(
        "from traitlets import Unicode\n"
        "def released(version):\n"
        "    traits = [f'_{part}_module_version' for part in ('model', 'view')]\n"
        "    wanted = {trait: Unicode(version).tag(sync=True) for trait in traits}\n"
        "    return type('Released', (Counter,), wanted)()\n"
        f"VBox([released(version) for version in {asked}])"
    )
    shown = notebook.code_cells.last.locator(OURS)
    expect(shown.get_by_role("button", name="counted 0")).to_have_count(len(asked))


@NEWEST_ONLY
def test_widgets_answer_in_notebook(visitor: Reader) -> None:
    opened = visitor.open_notebook("few.ipynb", app="notebooks")
    opened.run_all()
    shown = opened.output(COUNTER.splitlines()[0])
    shown.locator(OURS).get_by_role("button").click()
    expect(shown.get_by_text("Python heard 1")).to_be_visible()


@NEWEST_ONLY
def test_widgets_answer_in_the_repl(visitor: Reader) -> None:
    page = visitor.open(f"repl/index.html?kernel=python&code={quote(COUNTER)}")
    page.locator(OURS).get_by_role("button").click()
    expect(page.get_by_text("Python heard 1")).to_be_visible()


def test_a_broken_module_says_so_in_its_cell_and_a_repair_keeps_the_state(
    visitor: Reader, notebook: NotebookPage
) -> None:
    shown = notebook.output(COUNTER.splitlines()[0])
    sound = notebook.ask("sound, counter.value = counter._esm, 7; counter.value")
    assert sound == "7"
    notebook.ask("counter._esm = 'export default { render() { throw new Error(\"no ink\") } }'; 1")
    expect(shown.get_by_role("alert")).to_contain_text("no ink")
    complaints = visitor.take_complaints()
    assert complaints
    assert all("no ink" in complaint for complaint in complaints)
    notebook.ask("counter._esm = sound; 1")
    expect(shown.get_by_role("button", name="counted 7")).to_be_visible()


@NEWEST_ONLY
@pytest.mark.parametrize("first", ["litewidget", "anywidget"])
def test_where_anywidgets_own_extension_is_there_it_runs_the_widgets_in_either_order(
    site: Path, anywidgets_version: str, first: str, tmp_path: Path, browser: Browser, elsewhere: list[str]
) -> None:
    both = shutil.copytree(site, tmp_path / "site")
    # As it was published: the site's own wheels hold no extensions.
    wheel = next(user_cache().glob(f"packages/*/anywidget-{anywidgets_version}-*.whl"))
    extract_labextensions(wheel, both / "extensions")
    list_extension(both, "anywidget", first=first == "anywidget")
    with (
        serve_site(both, as_published=True) as address,
        Reader.visiting(address, browser, elsewhere) as visiting,
    ):
        opened = visiting.open_notebook("few.ipynb")
        opened.run_all()
        shown = opened.output(COUNTER.splitlines()[0])
        shown.get_by_role("button").click()
        expect(shown.get_by_text("Python heard 1")).to_be_visible()
        expect(opened.page.locator(OURS)).to_have_count(0)


def list_extension(site: Path, name: str, *, first: bool) -> None:
    """Have a site's pages load one more extension, before or after all others."""
    package = json.loads((site / "extensions" / name / "package.json").read_text(encoding="utf-8"))
    path = site / "jupyter-lite.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    extensions = settings["jupyter-config-data"]["federated_extensions"]
    extensions.insert(0 if first else len(extensions), {"name": name, **package["jupyterlab"]["_build"]})
    path.write_text(json.dumps(settings), encoding="utf-8")


def test_saving_a_widgets_files_in_the_editor_replaces_its_code_and_keeps_its_state(
    visitor: Reader, notebook: NotebookPage
) -> None:
    shown = notebook.output(LABEL.splitlines()[0]).locator(OURS)
    notebook.ask("label.text = 'kept'; 1")
    rewrite_in_editor(notebook, "label.js", LABEL_MODULE.replace("before", "after"))
    expect(shown).to_have_text("kept after")
    rewrite_in_editor(notebook, "label.css", LABEL_STYLE.replace("1px", "4px"))
    expect(shown.locator("p")).to_have_css("letter-spacing", "4px")
    assert notebook.ask("'after' in label._esm and '4px' in label._css") == "True"


def test_a_file_that_a_module_imports_is_read_and_replaces_the_module_when_it_is_saved(
    visitor: Reader, notebook: NotebookPage
) -> None:
    shown = notebook.output(GAUGE.splitlines()[0]).locator(OURS)
    expect(shown).to_have_text("3 kg")
    notebook.ask("gauge.value = 4; 1")
    rewrite_in_editor(notebook, "unit.js", GAUGE_UNIT.replace("kg", "lb"))
    expect(shown).to_have_text("4 lb")


@NEWEST_ONLY
def test_a_notebook_that_is_opened_again_finds_its_widgets_in_the_kernel(
    site: Path, browser: Browser, elsewhere: list[str]
) -> None:
    with (
        serve_site(site, as_published=True) as address,
        Reader.visiting(address, browser, elsewhere) as newcomer,
    ):
        reopen_a_notebook(newcomer)
        assert newcomer.take_complaints() == []


def reopen_a_notebook(newcomer: Reader) -> None:
    opened = newcomer.open_notebook("few.ipynb")
    opened.run_all()
    page = opened.page
    counter, gauge = (opened.output(source.splitlines()[0]) for source in (COUNTER, GAUGE))
    counter.locator(OURS).get_by_role("button").click()
    expect(counter.get_by_text("Python heard 1")).to_be_visible()
    opened.choose("File", "Save Notebook")
    expect(page.locator("#jp-main-dock-panel .lm-TabBar-tab.jp-mod-dirty")).to_have_count(0)
    page.get_by_role("main").locator(".lm-TabBar-tabCloseIcon:visible").first.click()
    expect(page.locator(OURS)).to_have_count(0)
    page.locator(".jp-DirListing-item").get_by_text("few.ipynb", exact=True).dblclick()
    expect(gauge.locator(OURS)).to_have_text("3 kg")
    expect(counter.locator(".widget-readout")).to_have_text("1")
    counter.locator(OURS).get_by_role("button", name="counted 1").click()
    expect(counter.get_by_text("Python heard 2")).to_be_visible()
    assert opened.ask("counter.value") == "2"
