"""The demo's notebooks on making widgets: a reader acts, Python answers, and an edit changes both sides."""

from __future__ import annotations

import json
import struct
import zlib
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import FilePayload, expect

from tests.browser.demo_notebooks import (
    CONTENT,
    HOSTS,
    IN_JUPYTERLAB,
    MAKING_WIDGETS,
    open_and_run_in,
    visiting_host,
)
from tests.browser.notebook_page import NotebookPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator

    from tests.browser.demo_notebooks import OpenDemo, ShownNotebook
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

SOURCES = CONTENT / MAKING_WIDGETS


@pytest.fixture(scope="module", params=HOSTS)
def host(request: pytest.FixtureRequest) -> str:
    """Where the notebooks are shown."""
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def visitor(host: str, browser: Browser, demo: str, elsewhere: list[str]) -> Iterator[Reader]:
    with visiting_host(host, demo, browser, elsewhere) as reader:
        yield reader


@pytest.fixture
def run(host: str, visitor: Reader) -> Iterator[OpenDemo]:
    """Opens one of the notebooks in the host and runs it; closes its tab at the end."""
    before = len(visitor.context.pages)
    yield lambda name: open_and_run_in(host, visitor, f"{MAKING_WIDGETS}/{name}.ipynb")
    for page in visitor.context.pages[before:]:
        page.close()


def widget_of(notebook: ShownNotebook, source: str) -> Locator:
    """The widget that the cell with a line of source shows."""
    return notebook.output(source).locator(notebook.shown_by_our_loader)


def cell_source(notebook: str, cell: str) -> str:
    cells = json.loads((SOURCES / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    return next("".join(each["source"]) for each in cells if each["id"] == cell)


def test_the_widget_of_one_cell_measures_and_its_module_is_replaced_under_its_state(
    run: OpenDemo,
) -> None:
    notebook = run("one-cell")
    notebook.ask("setattr(tempo, 'taps', []) is None")
    first = widget_of(notebook, "class Tempo(")
    button = first.get_by_role("button", name="Tap")
    for _ in range(3):
        button.click()
    button.press("Space")
    expect(first.get_by_role("status")).to_contain_text("beats a minute")
    assert notebook.ask("len(tempo.taps)") == "4"

    rhythm = widget_of(notebook, "class Rhythm(")
    expect(rhythm.locator('circle[r="6"]')).to_have_count(9)
    module = cell_source("one-cell", "vfile-module")
    notebook.rewrite_cell("%%vfile rhythm.js", module.replace('r="6"', 'r="12"'))
    expect(rhythm.locator('circle[r="12"]')).to_have_count(9)
    rhythm.get_by_role("button", name="Tap").click()
    expect(rhythm.locator('circle[r="12"]')).not_to_have_count(9)


# Pages have no editor for files.
@pytest.mark.parametrize("host", [IN_JUPYTERLAB], indirect=True, scope="module")
def test_saving_the_two_files_in_the_editor_changes_every_piano_and_keeps_its_chord(
    run: OpenDemo,
) -> None:
    notebook = run("two-files")
    assert isinstance(notebook, NotebookPage)
    notebook.ask("setattr(piano, 'keys', []) is None")
    pianos = widget_of(notebook, "class Piano("), widget_of(notebook, "second = Piano(")
    for name in ("C", "E", "G"):
        pianos[0].get_by_role("button", name=name, exact=True).first.click()
    expect(pianos[0].get_by_role("status")).to_have_text("C major")
    assert notebook.ask("sorted(piano.keys), piano.chord") == "([0, 4, 7], 'C major')"

    module = (SOURCES / "piano.js").read_text(encoding="utf-8")
    notebook.rewrite_linked_file("piano.js", module.replace('"C", "C♯"', '"do", "di"'), back_to="two-files")
    for piano, chord in zip(pianos, ("C major", "A minor"), strict=True):
        expect(piano.get_by_role("button", name="do", exact=True)).to_have_count(2)
        expect(piano.get_by_role("status")).to_have_text(chord)
        expect(piano.locator('[aria-pressed="true"]')).to_have_count(3)
    pianos[0].get_by_role("button", name="do", exact=True).first.click()
    expect(pianos[0].get_by_role("status")).to_have_text("E + G")

    style = (SOURCES / "piano.css").read_text(encoding="utf-8")
    notebook.rewrite_linked_file("piano.css", style.replace("#fffdf5", "gold"), back_to="two-files")
    for piano in pianos:
        white = piano.locator('.white[aria-pressed="false"]').first
        expect(white).to_have_css("background-color", "rgb(255, 215, 0)")
    assert notebook.ask("'do' in piano._esm and 'gold' in second._css and sorted(piano.keys)") == "[4, 7]"


def test_the_package_is_imported_and_its_points_are_moved_by_mouse_and_by_keyboard(
    run: OpenDemo,
) -> None:
    notebook = run("package")
    line = widget_of(notebook, "line = NumberLine(")
    fraction = line.get_by_role("slider", name="5/8")
    fraction.press("PageUp")
    fraction.press("ArrowRight")
    expect(line.get_by_role("status")).to_have_text("4 to go.")
    assert notebook.ask("line.points['5/8']") == "0.055"

    fraction.locator(".flag").hover(position={"x": 4, "y": 8})
    scale = line.locator(".scale").bounding_box()
    assert scale is not None
    mouse = notebook.page.mouse
    mouse.down()
    mouse.move(scale["x"] + 0.625 * scale["width"], scale["y"], steps=8)
    mouse.up()
    expect(fraction).to_have_attribute("aria-valuenow", "0.625")
    assert notebook.ask("abs(line.points['5/8'] - TRUTH['5/8']) < CLOSE") == "True"

    notebook.ask("setattr(line, 'points', TRUTH) is None")
    expect(line.get_by_role("status")).to_have_text("All 5 are within 0.02!")


def test_a_quiz_is_made_of_questions_and_those_of_widgets_of_several_libraries(
    run: OpenDemo,
) -> None:
    notebook = run("made-of-widgets")
    notebook.ask("setattr(quiz, 'page', 0) is None")
    quiz = widget_of(notebook, "class Quiz(").first
    quiz.get_by_role("radio", name="mercury").check()
    alone = widget_of(notebook, "class Choice(")
    expect(alone.get_by_role("radio", name="mercury")).to_be_checked()
    quiz.get_by_role("button", name="Next").click()
    share = quiz.get_by_role("slider", name="fresh")
    share.press("Home")
    share.press("ArrowRight")
    quiz.get_by_role("button", name="Next").click()
    expect(quiz.get_by_text("Proxima Centauri")).to_be_visible()
    quiz.get_by_role("button", name="Hand in").click()
    expect(quiz.get_by_role("status")).to_have_text("2 of 3 right")
    assert notebook.ask("[question.mark for question in quiz.questions]") == "['right', 'right', 'wrong']"

    notebook.ask("setattr(bodies, 'value', ['the Moon', 'the Sun', 'Jupiter', 'Proxima Centauri']) is None")
    quiz.get_by_role("button", name="Hand in").click()
    expect(quiz.get_by_role("status")).to_have_text("3 of 3 right")
    expect(quiz.get_by_text("✓ Put them in order")).to_be_visible()


def picture_of(red: int, green: int, blue: int) -> FilePayload:
    """A picture with a single dot, as a file that a reader has."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes([0, red, green, blue]))
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    return FilePayload(name="dot.png", mimeType="image/png", buffer=png)


def test_python_develops_pictures_many_times_a_second(run: OpenDemo) -> None:
    notebook = run("bytes")
    darkroom = widget_of(notebook, "class Darkroom(")
    darkroom.get_by_label("Your picture").set_input_files(picture_of(10, 200, 30))
    darkroom.get_by_label("Filter").select_option("negative")
    darkroom.get_by_label("Strength").fill("1")
    darkroom.get_by_label("Channels").select_option("BGR")
    assert notebook.ask("darkroom.filter, darkroom.strength, darkroom.table[:2]") == (
        "('negative', 1.0, b'\\xff\\xfe')"
    )
    darkroom.scroll_into_view_if_needed()
    # Every byte is its own negative, and red and blue have changed places.
    notebook.page.wait_for_function(
        """canvas => {
            const dot = canvas.getContext("2d").getImageData(160, 120, 1, 1).data;
            return [...dot].join() === "225,55,245,255";
        }""",
        arg=darkroom.get_by_label("the developed picture").element_handle(),
    )
    expect(darkroom.get_by_role("status")).to_contain_text("pictures a second")

    notebook.ask("setattr(darkroom, 'channels', 'XYZ') is None")
    darkroom.scroll_into_view_if_needed()
    expect(darkroom.get_by_role("status")).to_contain_text("KeyError")
    notebook.ask("setattr(darkroom, 'channels', 'RGB') is None")
    darkroom.get_by_role("button", name="Go").click()
    expect(darkroom.get_by_role("status")).to_contain_text("pictures a second")


def test_a_dataclass_is_moved_in_the_page_and_its_method_draws_the_curve(
    run: OpenDemo,
) -> None:
    notebook = run("dataclasses")
    epidemic = widget_of(notebook, "epidemic = Epidemic()")
    curve = epidemic.get_by_role("img")
    expect(curve).to_have_accessible_name("a curve with its highest point at 3.27")
    epidemic.get_by_role("slider", name="immune").press("ArrowRight")
    assert notebook.ask("epidemic.immune") == "41"
    expect(curve).not_to_have_accessible_name("a curve with its highest point at 3.27")
    notebook.ask("setattr(epidemic, 'immune', 100) is None")
    expect(epidemic.get_by_role("slider", name="immune")).to_have_value("100")
    expect(curve).to_have_accessible_name("a curve with its highest point at 0.100")

    savings = widget_of(notebook, "class Savings")
    savings.get_by_role("slider", name="years").press("Home")
    expect(savings.get_by_role("img")).to_have_accessible_name("a curve with its highest point at 1.22")
    assert notebook.ask("savings.years, len(savings.course())") == "(1, 13)"
