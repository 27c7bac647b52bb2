"""Widgets of the demo site's notebooks, in JupyterLab and in pages: a reader acts, and Python answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import litewidget
import pytest
from playwright.sync_api import expect

from tests.browser.demo_notebooks import HOSTS, IN_A_PAGE, open_and_run_in, open_in_page, visiting_host

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator

    from tests.browser.demo_notebooks import OpenDemo, ShownNotebook
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

SWITCH = '''\
import litewidget
from traitlets import Bool


class Switch(litewidget.Widget):
    _esm = """
    export default {
      render({ model, el }) {
        const button = document.createElement("button");
        const show = () => { button.textContent = model.get("on") ? "switched on" : "switched off"; };
        button.onclick = () => { model.set("on", true); model.save_changes(); };
        model.on("change:on", show);
        show();
        el.append(button);
      },
    };
    """
    on = Bool(False).tag(sync=True)


switch = Switch()
switch
'''


@pytest.fixture(scope="module", params=HOSTS)
def host(request: pytest.FixtureRequest) -> str:
    """Where the notebooks are shown."""
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def visitor(host: str, browser: Browser, demo: str, elsewhere: list[str]) -> Iterator[Reader]:
    with visiting_host(host, demo, browser, elsewhere) as reader:
        yield reader


@pytest.fixture(scope="module")
def open_demo(host: str, visitor: Reader) -> OpenDemo:
    """Opens one of the demo's notebooks in the host, and runs it."""
    return lambda name: open_and_run_in(host, visitor, name)


@pytest.fixture(scope="module")
def tour(open_demo: OpenDemo) -> ShownNotebook:
    return open_demo("widgets.ipynb")


@pytest.fixture(scope="module")
def penguins(open_demo: OpenDemo) -> ShownNotebook:
    return open_demo("penguins.ipynb")


@pytest.fixture(scope="module")
def two_sides(open_demo: OpenDemo) -> ShownNotebook:
    return open_demo("two-sides.ipynb")


@pytest.fixture(scope="module")
def plain_python(host: str, visitor: Reader) -> ShownNotebook:
    """A notebook whose cells use no widgets, with no cell run."""
    if host == IN_A_PAGE:
        return open_in_page(visitor, "sqlite.ipynb")
    return visitor.open_notebook("sqlite.ipynb", app="notebooks")


@pytest.fixture(autouse=True)
def in_front(request: pytest.FixtureRequest) -> None:
    """Bring the test's notebook to the front: a tab in the background is drawn rarely."""
    for name in ("tour", "penguins", "two_sides", "plain_python"):
        if name in request.fixturenames:
            request.getfixturevalue(name).page.bring_to_front()


def drag(area: Locator, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw over a part of the page, from and to shares of its width and height."""
    # Hovering waits until it has stopped moving, as a hand would.
    area.hover(position={"x": 1, "y": 1}, force=True)
    box = area.bounding_box()
    assert box is not None
    mouse = area.page.mouse
    mouse.move(box["x"] + start[0] * box["width"], box["y"] + start[1] * box["height"])
    mouse.down()
    mouse.move(box["x"] + end[0] * box["width"], box["y"] + end[1] * box["height"], steps=12)
    mouse.up()


def test_a_slider_moved_in_the_page_is_read_in_python(tour: ShownNotebook) -> None:
    tour.cell("IntSlider(value=7").get_by_role("slider").press("ArrowRight")
    expect(tour.cell("log_book = Output()").get_by_text("8 → 9 eggs")).to_be_visible()
    before = tour.ask("slider.value")
    assert before == "9"
    expect(tour.run("before = slider.value")).to_contain_text(f"It was {before}")


def test_interact_computes_anew_when_a_control_moves(tour: ShownNotebook) -> None:
    cell = tour.cell("def coffee(")
    shown = tour.output("def coffee(").get_by_text("Drinkable after").last
    before = shown.inner_text()
    cell.get_by_role("slider").first.press("ArrowRight")
    expect(shown).not_to_have_text(before)


def test_a_date_that_is_emptied_in_the_page_is_none_in_python(tour: ShownNotebook) -> None:
    tour.ask("from datetime import date; from ipywidgets import DatePicker; picked = DatePicker(); picked")
    field = tour.cell("picked = DatePicker()").locator("input[type=date]")
    field.fill("2026-06-14")
    field.blur()
    assert tour.ask("picked.value") == "datetime.date(2026, 6, 14)"
    field.fill("")
    field.blur()
    assert tour.ask("picked.value is None") == "True"


def test_bars_drawn_with_drawdata_arrive_in_python(tour: ShownNotebook) -> None:
    before = tour.ask("sum(bar['value'] for bar in day.data)")
    drag(tour.output("day = BarWidget(").locator("svg").first, (0.3, 0.3), (0.7, 0.6))
    expect(tour.cell("day = BarWidget(")).to_contain_text("Half of your day is over")
    assert tour.ask("sum(bar['value'] for bar in day.data)") != before


def test_a_number_dragged_in_a_matrix_arrives_in_python(tour: ShownNotebook) -> None:
    cell = tour.cell("matrix = Matrix(")
    expect(cell).to_contain_text("area \N{MULTIPLICATION SIGN} 1.00")
    drag(cell.locator(".matrix-element").first, (0.5, 0.5), (1.5, 0.5))
    expect(cell).not_to_contain_text("area \N{MULTIPLICATION SIGN} 1.00")
    assert tour.ask("matrix.matrix[0][0]") != "1.0"


def test_elements_clicked_in_the_periodic_table_are_counted_by_a_button(tour: ShownNotebook) -> None:
    cell = tour.cell("table = PTableWidget(")
    cell.get_by_text("Ca", exact=True).click()
    cell.get_by_role("button", name="How did I do?").click()
    expect(cell).to_contain_text("2 of 6")
    cell.get_by_role("button", name="I give up").click()
    expect(cell).to_contain_text("6 of 6")


def test_a_filter_changes_the_figure(penguins: ShownNotebook) -> None:
    cell = penguins.cell('islands = ["Biscoe"')
    points = cell.locator(".scatterlayer .point")
    expect(points).to_have_count(342)
    cell.get_by_label("island").select_option("Dream")
    expect(cell).to_contain_text("124 birds")
    expect(points).to_have_count(124)
    cell.get_by_label("island").select_option(["Biscoe", "Dream", "Torgersen"])
    expect(cell).to_contain_text("342 birds")
    expect(points).to_have_count(342)


def test_a_click_on_a_point_is_answered_by_python(penguins: ShownNotebook) -> None:
    cell = penguins.cell("def on_click(trace")
    point = cell.locator(".scatterlayer .trace").first.locator(".point").first
    point.scroll_into_view_if_needed()
    box = point.bounding_box()
    assert box is not None
    penguins.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(cell.locator(".hoverlayer .hovertext").first).to_be_visible()
    penguins.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(cell).to_contain_text("bill length (mm):")


def test_a_zoomed_figure_tells_python_its_range(penguins: ShownNotebook) -> None:
    cell = penguins.cell('islands = ["Biscoe"')
    expect(cell.locator(".scatterlayer .point")).to_have_count(342)
    drag(cell.locator(".nsewdrag").first, (0.3, 0.3), (0.6, 0.7))
    low, high = (float(number) for number in re.findall(r"[\d.]+", penguins.ask("figure.layout.xaxis.range")))
    assert 35 < low < high < 55


def test_a_widget_made_in_the_notebook_counts_clicks_in_all_its_views(two_sides: ShownNotebook) -> None:
    before = int(two_sides.ask("counter.count"))
    buttons = two_sides.page.locator("button.counter-button")
    buttons.last.click()
    expect(buttons.first).to_have_text(f"count is {before + 1}")
    assert two_sides.ask("counter.count") == str(before + 1)


def test_bytes_travel_with_a_message_from_python_to_the_page(two_sides: ShownNotebook) -> None:
    widget = two_sides.page.locator(".mandelbrot")
    expect(widget).to_contain_text("38400 bytes")
    widget.locator("canvas").click()
    expect(widget).to_contain_text("3.00 times enlarged", timeout=30_000)


def test_the_widgets_of_anywidgets_users_run_on_our_loader(
    demo_site: Path, tour: ShownNotebook, two_sides: ShownNotebook
) -> None:
    assert (demo_site / "extensions" / "litewidget").is_dir()
    assert not (demo_site / "extensions" / "anywidget").exists()
    for cell in ("day = BarWidget(", "matrix = Matrix(", "table = PTableWidget("):
        expect(tour.cell(cell).locator(tour.shown_by_our_loader).first).to_be_visible()
    expect(two_sides.page.locator(f"{two_sides.shown_by_our_loader} .counter-button").first).to_be_visible()


def test_litewidget_is_there_in_every_notebook_and_its_widget_answers_a_click(
    plain_python: ShownNotebook,
) -> None:
    plain_python.wait_for_the_kernel()
    plain_python.ask(SWITCH)
    shown = plain_python.output("class Switch(").locator(plain_python.shown_by_our_loader)
    shown.get_by_role("button", name="switched off").click()
    expect(shown.get_by_role("button", name="switched on")).to_be_visible()
    assert plain_python.ask("switch.on") == "True"


def test_pip_finds_litewidget_in_the_site(two_sides: ShownNotebook) -> None:
    told = two_sides.ask("%pip install -q litewidget\nimport litewidget; litewidget.__version__")
    assert told == f"'{litewidget.__version__}'"
