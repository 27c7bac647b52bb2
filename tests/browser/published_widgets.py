"""Widgets that nobody here wrote, from the index and unmodified, and what a reader does to each."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator

PUBLISHED = ["bitjet", "drawdata", "ipyclipboard", "manywidgets", "mopad", "searchselect", "wigglystuff"]
#: The one that pyproject.toml pins.
NEWEST_ANYWIDGET = version("anywidget")
REQUIREMENTS = {
    "0.9.21": ["anywidget==0.9.21", "widget_periodictable", *PUBLISHED],
    NEWEST_ANYWIDGET: [f"anywidget=={NEWEST_ANYWIDGET}", *PUBLISHED],
}

#: A package whose requirements are not all made for browsers, though its widgets do without those. It lies
#: beside the notebook.
BESIDE_THE_NOTEBOOK = "dr-widget==0.2.2"


@dataclass(frozen=True)
class PublishedWidget:
    """A widget of somebody else's, what a reader does to it, and what Python then says of it."""

    source: str
    act: Callable[[Locator], None]
    question: str
    answer: str


def drag(place: Locator, *stops: tuple[float, float]) -> None:
    """Press the mouse at the first stop and release it at the last; stops are shares of width and height."""
    # Waits until it has stopped moving, as a hand would: what is above it may still be growing.
    place.hover(trial=True)
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


def join_two_nodes(widget: Locator) -> None:
    for node in widget.locator("circle.node").all():
        node.click()


def keep_what_is_in_the_middle(widget: Locator) -> None:
    drag(widget.locator(".dimension .overlay").last, (0.5, 0.3), (0.5, 0.7))
    widget.get_by_role("button", name="Keep").click()
    expect(widget.get_by_role("button", name="Restore")).to_be_enabled()


def show_bytes(widget: Locator) -> None:
    widget.get_by_label("mode").select_option("byte")
    widget.get_by_label("width").fill("16")
    # A block for each byte: 256 of them, 4 pixels wide, in rows of 16.
    size = "canvas => [canvas.width, canvas.height]"
    assert widget.locator("canvas").evaluate(size) == [64, 64]


def search_and_tick(widget: Locator) -> None:
    widget.get_by_placeholder("Filter items").fill("pl")
    rows = widget.get_by_role("row").filter(has=widget.page.get_by_role("cell"))
    expect(rows).to_have_count(2)
    rows.filter(has_text="plum").get_by_role("checkbox").click()


def use_what_a_column_holds(column: Locator) -> None:
    column.get_by_role("button", name="press").click()
    column.get_by_role("slider").fill("21")
    column.get_by_label("note").fill("within")


def name_a_version(widget: Locator) -> None:
    widget.get_by_role("button", name="Manage Configs").click()
    widget.get_by_role("textbox").fill("v2")


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
    "SortableList": PublishedWidget(
        "from wigglystuff import SortableList\norder = SortableList(['one', 'two', 'three'])\norder",
        lambda widget: drag(widget.locator(".list-container"), (0.5, 0.1), (0.5, 0.9)),
        "order.value",
        "['two', 'three', 'one']",
    ),
    "TangleSlider": PublishedWidget(
        "from wigglystuff import TangleSlider\namount = TangleSlider(amount=10)\namount",
        lambda widget: drag(widget.locator(".tangle-value"), (0.5, 0.5), (3, 0.5)),
        "amount.amount > 10",
        "True",
    ),
    "EdgeDraw": PublishedWidget(
        "from wigglystuff import EdgeDraw\nedges = EdgeDraw(['A', 'B'])\nedges",
        join_two_nodes,
        "edges.links",
        "[{'source': 'A', 'target': 'B'}]",
    ),
    "CircularSlider": PublishedWidget(
        "from wigglystuff import CircularSlider\ndial = CircularSlider(size=120)\ndial",
        lambda widget: drag(widget.locator("svg"), (0.5, 0.05), (0.95, 0.5)),
        "dial.value",
        "25.0",
    ),
    "TextCompare": PublishedWidget(
        "from wigglystuff import TextCompare\ncompare = TextCompare('so it goes on', 'and so it goes')\n"
        "touched = []\n"
        "compare.observe(lambda change: touched.append(change['new']), 'selected_match')\ncompare",
        lambda widget: widget.locator(".text-compare-match").first.hover(),
        "touched[0]",
        "0",
    ),
    "ParallelCoordinates, a bundle with React": PublishedWidget(
        "from wigglystuff import ParallelCoordinates\n"
        "lines = ParallelCoordinates([{'b': 1}, {'b': 2}, {'b': 3}], height=300)\nlines",
        keep_what_is_in_the_middle,
        # It tells Python a while after the page, and shows nothing when it does.
        "import asyncio\n"
        "async with asyncio.timeout(60):\n"
        "    while lines.filtered_indices != [1]: await asyncio.sleep(0.05)\n"
        "lines.filtered_indices",
        "[1]",
    ),
    "ConfigFileManager, a bundle with Svelte": PublishedWidget(
        "from dr_widget.bundled.config_file_manager import ConfigFileManager\n"
        "manager = ConfigFileManager(config_dict={'alpha': 1})\nmanager",
        name_a_version,
        "manager.version",
        "'v2'",
    ),
    "ScatterWidget": PublishedWidget(
        "from drawdata import ScatterWidget\nscatter = ScatterWidget(width=300, height=120)\nscatter",
        lambda widget: drag(widget.locator(".dd-scatter-svg"), (0.3, 0.4), (0.6, 0.5)),
        "len(scatter.data)",
        "5",
    ),
    "BarWidget": PublishedWidget(
        "from drawdata import BarWidget\nbars = BarWidget(n_bins=4, width=300, height=120)\nbars",
        lambda widget: drag(widget.locator("svg").first, (0.3, 0.5), (0.8, 0.3)),
        "any(bar['value'] for bar in bars.data)",
        "True",
    ),
    "BitView, which draws bytes": PublishedWidget(
        "from bitjet import BitView\nbits = BitView(bytes(range(256)))\nbits",
        show_bytes,
        "bits.datawidth, bits.mode",
        "(16, 'byte')",
    ),
    "SearchSelect, a bundle with Svelte and Tailwind": PublishedWidget(
        "from searchselect import SearchSelect\npicker_of_fruit = SearchSelect(['apple', 'pear', 'plum'])\n"
        "picker_of_fruit",
        search_and_tick,
        "picker_of_fruit.filtered, picker_of_fruit.selected",
        "(['apple', 'plum'], ['plum'])",
    ),
    "Column, which shows others by the page's widget manager": PublishedWidget(
        "from manywidgets import Button, Column, Row, Slider\nfrom ipywidgets import Text\npresses = []\n"
        "press, level, note = Button(label='press'), Slider(), Text(description='note')\n"
        "press.on_click(lambda button: presses.append(button.clicks))\n"
        "column = Column(press, Row(level), note)\ncolumn",
        use_what_a_column_holds,
        "presses, level.value, note.value",
        "([1], 21.0, 'within')",
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
