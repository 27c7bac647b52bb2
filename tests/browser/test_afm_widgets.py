"""AFM widgets, with several releases of anywidget: our loader runs them, and they answer to Python."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

import nbformat
import pytest
from playwright.sync_api import expect

from lite_build.cache import user_cache
from lite_build.packages.labextensions import extract_labextensions
from lite_build.serve.server import serve_site
from tests.browser.notebook_page import SHOWN_BY_OUR_LOADER as OURS
from tests.browser.reader import Reader
from tests.build.conftest import CommandLine, configure_project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator

    from tests.browser.notebook_page import NotebookPage

pytestmark = [pytest.mark.browser, pytest.mark.registry]

PUBLISHED = ["drawdata", "ipyclipboard", "mopad", "wigglystuff"]
REQUIREMENTS = {
    "0.9.21": ["anywidget==0.9.21", "widget_periodictable", *PUBLISHED],
    "0.11.0": ["anywidget==0.11.0", *PUBLISHED],
}
COUNTER = '''\
import anywidget
from ipywidgets import IntSlider, Output, VBox, jslink
from traitlets import Int


class Counter(anywidget.AnyWidget):
    _esm = """
    export default {
      render({ model, el }) {
        const button = document.createElement("button");
        const show = () => { button.textContent = `counted ${model.get("value")}`; };
        button.addEventListener("click", () => {
          model.set("value", model.get("value") + 1);
          model.save_changes();
        });
        model.on("change:value", show);
        show();
        el.append(button);
      },
    };
    """
    value = Int(0).tag(sync=True)


counter, slider, log = Counter(), IntSlider(max=10), Output()
jslink((counter, "value"), (slider, "value"))


@log.capture()
def on_value(change):
    print("Python heard", change["new"])


counter.observe(on_value, names="value")
VBox([counter, slider, log])
'''

LABEL = """\
from anywidget import AnyWidget
from pathlib import Path
from traitlets import Unicode


class Label(AnyWidget):
    _esm = Path("label.js")
    _css = Path("label.css")
    text = Unicode("plain").tag(sync=True)


label = Label()
label
"""
LABEL_MODULE = """\
export default {
  render({ model, el }) {
    const paragraph = document.createElement("p");
    paragraph.textContent = `${model.get("text")} before`;
    el.append(paragraph);
  },
};
"""
LABEL_STYLE = "p { letter-spacing: 1px; }"


@dataclass(frozen=True)
class PublishedWidget:
    """A widget of somebody else's, what a reader does to it, and what Python then says of it."""

    source: str
    act: Callable[[Locator], None]
    question: str
    answer: str


def drag(place: Locator, *stops: tuple[float, float]) -> None:
    """Press the mouse at the first stop and release it at the last; stops are shares of width and height."""
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box is not None
    points = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in stops]
    mouse = place.page.mouse
    mouse.move(*points[0])
    mouse.down()
    for point in points[1:]:
        mouse.move(*point, steps=5)
    mouse.up()


def copy_first_word(text: Locator) -> None:
    text.dblclick(position={"x": 5, "y": 8})
    text.page.keyboard.press("Control+c")


def press_button_of_gamepad(widget: Locator) -> None:
    # Browsers have no gamepad to plug in; a widget asks for one by this method alone.
    widget.page.evaluate("""() => {
        const buttons = Array.from({ length: 16 }, (_, number) => ({ pressed: number === 3 }));
        navigator.getGamepads = () => [{ id: "pad", connected: true, axes: [0, 0, 0, 0], buttons }];
    }""")
    expect(widget.get_by_text("Current button press: 3")).to_be_visible()


WIDGETS = {
    "ColorPicker": PublishedWidget(
        "from wigglystuff import ColorPicker\npicker = ColorPicker()\npicker",
        lambda widget: widget.locator("input[type=color]").fill("#3a86ff"),
        "picker.color",
        "'#3a86ff'",
    ),
    "Slider2D": PublishedWidget(
        "from wigglystuff import Slider2D\npad = Slider2D(width=100, height=100)\npad",
        lambda widget: drag(widget.locator("canvas"), (0.5, 0.5), (0.9, 0.2)),
        "pad.x > 0.3 and pad.y > 0.3",
        "True",
    ),
    "Matrix": PublishedWidget(
        "from wigglystuff import Matrix\nmatrix = Matrix(rows=1, cols=1)\nmatrix.matrix = [[1.0]]\nmatrix",
        lambda widget: drag(widget.locator(".matrix-element"), (0.5, 0.5), (3, 0.5)),
        "matrix.matrix[0][0] > 1",
        "True",
    ),
    "BarWidget": PublishedWidget(
        "from drawdata import BarWidget\nbars = BarWidget(n_bins=4, width=300, height=120)\nbars",
        lambda widget: drag(widget.locator("svg").first, (0.3, 0.5), (0.8, 0.3)),
        "any(bar['value'] for bar in bars.data)",
        "True",
    ),
    "Clipboard": PublishedWidget(
        "from ipyclipboard import Clipboard\nclipboard = Clipboard(value='first second')\nclipboard",
        lambda widget: copy_first_word(widget.locator("pre")),
        "clipboard.value.strip()",
        "'first'",
    ),
    "GamepadWidget": PublishedWidget(
        "from mopad import GamepadWidget\npad_of_games = GamepadWidget()\npad_of_games",
        press_button_of_gamepad,
        "pad_of_games.current_button_press",
        "3",
    ),
    "PTableWidget": PublishedWidget(
        "from widget_periodictable import PTableWidget\ntable = PTableWidget(states=1, width='20px')\ntable",
        lambda widget: widget.get_by_text("Og", exact=True).click(),
        "table.selected_elements",
        "{'Og': 0}",
    ),
}


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
    cells = [nbformat.v4.new_code_cell(source) for source in (COUNTER, LABEL, *shown)]
    (project / "notebooks").mkdir()
    (project / "notebooks" / "label.js").write_text(LABEL_MODULE, encoding="utf-8")
    (project / "notebooks" / "label.css").write_text(LABEL_STYLE, encoding="utf-8")
    nbformat.write(
        nbformat.v4.new_notebook(metadata=metadata, cells=cells), project / "notebooks" / "widgets.ipynb"
    )
    configure_project(
        project,
        {
            "LiteBuildConfig": {"apps": ["lab", "notebooks", "repl"]},
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


def test_the_site_has_one_loader_of_afm_widgets(site: Path) -> None:
    assert (site / "extensions" / "litewidget").is_dir()
    assert not (site / "extensions" / "anywidget").exists()


@pytest.mark.parametrize("name", list(WIDGETS))
def test_a_published_widget_answers_to_python(
    visitor: Reader, notebook: NotebookPage, anywidgets_version: str, name: str
) -> None:
    if not is_shipped(name, anywidgets_version):
        pytest.skip(f"no release of it takes anywidget {anywidgets_version}")
    widget = WIDGETS[name]
    # By the first line: clicks beside a cell fold it up to that.
    shown = notebook.output(widget.source.splitlines()[0]).locator(OURS)
    expect(shown).to_be_visible()
    widget.act(shown)
    assert notebook.ask(widget.question) == widget.answer


def test_containers_links_and_output_hold_our_widgets(visitor: Reader, notebook: NotebookPage) -> None:
    shown = notebook.output(COUNTER.splitlines()[0])
    shown.locator(OURS).get_by_role("button").click()
    expect(shown.locator(".widget-readout")).to_have_text("1")
    expect(shown.get_by_text("Python heard 1")).to_be_visible()
    assert notebook.ask("counter.value") == "1"


def test_widgets_answer_in_notebook(visitor: Reader) -> None:
    opened = visitor.open_notebook("widgets.ipynb", app="notebooks")
    opened.run_all()
    shown = opened.output(COUNTER.splitlines()[0])
    shown.locator(OURS).get_by_role("button").click()
    expect(shown.get_by_text("Python heard 1")).to_be_visible()


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
        opened = visiting.open_notebook("widgets.ipynb")
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


def rewrite_in_editor(notebook: NotebookPage, name: str, text: str) -> None:
    """Open a file beside the notebook, replace its text, save it, and come back."""
    page = notebook.page
    page.locator(".jp-DirListing-item").get_by_text(name, exact=True).dblclick()
    editor = page.locator(".jp-FileEditor:visible .cm-content")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+s")
    page.get_by_role("main").get_by_role("tab", name="widgets.ipynb").click()
