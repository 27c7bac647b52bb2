"""Widgets of a page that a build has made: alive from their state, and Python's once a reader changes one."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from lite_build.notebooks.reading import read_notebook
from lite_build.pages.execution import executed
from lite_build.pages.site_pages import write_pages
from lite_build.project.options import CheckSettings, PageOptions
from lite_build.serve.server import serve_site
from lite_build.store.cache import user_cache
from tests.browser.pages.notebook_files import code, notebook
from tests.browser.pages.widgets.cells import COUNTER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

    from lite_build.notebooks.reading import Notebook
    from tests.browser.reader import Reader

    OpenNotebook = Callable[..., Page]

pytestmark = [pytest.mark.browser, pytest.mark.registry]

#: Stands above the others, so that none of them is run for it.
ASKING = code("None", "skip-execution")
NOTEBOOKS: dict[str, tuple[dict[str, Any], ...]] = {
    "counting": (
        code("from my_counter import MyCounter\nruns = globals().get('runs', 0) + 1\nprint('ran', runs)"),
        code("heard = []\nruns += 1\ncounter = MyCounter(value=4)\nprint('made')\ncounter"),
        code("counter.observe(lambda change: heard.append(change['new']), 'value')\nruns += 1\ncounter"),
        code("runs += 100\nprint('below')"),
    ),
    "controls": (
        code(
            "import ipywidgets as w\nheard = []\nslider = w.IntSlider(value=3, description='n')\n"
            "out = w.Output()\n@out.capture(clear_output=True)\ndef square(change):\n"
            "    heard.append(change['new'])\n    print('squared', change['new'] ** 2)\n"
            "slider.observe(square, 'value')\nw.VBox([slider, out])"
        ),
        code("w.interact(lambda m: m * 100, m=w.IntSlider(value=2, max=9))\nNone"),
        code(
            COUNTER + "one, other = Counter(value=10), Counter(value=20)\nlinked = w.IntSlider(max=50)\n"
            "link = w.jslink((one, 'value'), (linked, 'value'))\nw.HBox([one, linked, other])"
        ),
    ),
    "published": (code("from wigglystuff import Slider2D\nslider = Slider2D()\nslider"),),
    "of-the-site": (
        code(
            "import litewidget, traitlets\nclass Shown(litewidget.Widget):\n"
            "    _esm = 'site:widgets/shown.js'\n    data = traitlets.Bytes(b'abc').tag(sync=True)\nShown()"
        ),
    ),
}
SHOWN = """
export default { render({ model, el }) {
    el.textContent = "bytes " + new TextDecoder().decode(model.get("data"));
} };
"""
#: What a page asks for where it wants Python.
OF_PYTHON = re.compile("boot/|pyodide|worker|packages/")


@pytest.fixture(scope="module")
def notebooks_site(page_site: Path) -> Path:
    """The site, with pages that were made as `lite-build page` makes them."""
    module = page_site / "files/widgets/shown.js"
    module.parent.mkdir()
    module.write_text(SHOWN, encoding="utf-8")
    notebooks = []
    for name, cells in NOTEBOOKS.items():
        path = page_site / "files" / f"{name}.ipynb"
        path.write_text(notebook(ASKING, *cells), encoding="utf-8")
        notebooks.append(read_notebook(path, path.name))
    ran = executed(notebooks, page_site, CheckSettings(), user_cache(), lambda line: None)
    ran = (*ran, *executed([left_out(page_site, ran[0])], page_site, CheckSettings(), user_cache(), print))
    write_pages(ran, page_site, page_site.parent, PageOptions())
    for each in ran:
        # As its author would have saved it.
        (page_site / "pages" / each.name).write_text(json.dumps(each.raw), encoding="utf-8")
    return page_site


def left_out(site: Path, counting: Notebook) -> Notebook:
    """A notebook with a saved widget of a cell that no build runs."""
    raw = json.loads(
        notebook(
            ASKING,
            code("from my_counter import MyCounter\nheard = []\nruns = 0"),
            code(
                "runs += 1\ncounter = MyCounter(value=4)\n"
                "counter.observe(lambda change: heard.append(change['new']), 'value')\ncounter",
                "skip-execution",
                outputs=counting.raw["cells"][2]["outputs"],
            ),
            code("MyCounter(value=9)"),
        )
    )
    raw["metadata"]["widgets"] = counting.raw["metadata"]["widgets"]
    path = site / "files/left-out.ipynb"
    path.write_text(json.dumps(raw), encoding="utf-8")
    return read_notebook(path, path.name)


@pytest.fixture
def open_notebook(notebooks_site: Path, page_reader: Reader) -> Iterator[OpenNotebook]:
    """Open a notebook's page, or another page beside it."""
    pages: list[Page] = []

    def open_it(name: str, html: str | None = None) -> Page:
        if html is not None:
            script = '<!doctype html><title>A page</title><script type="module" src="../lite.js"></script>'
            (notebooks_site / "pages" / f"{name}.html").write_text(script + html, encoding="utf-8")
        pages.append(page_reader.open(f"pages/{name}.html"))
        return pages[-1]

    yield open_it
    for page in pages:
        page.close()


def cells(page: Page, number: int) -> Locator:
    return page.locator("lite-cell").nth(1 + number)


def rewrite(page: Page, number: int, source: str) -> None:
    """Type other code into a cell."""
    cells(page, number).evaluate("(cell, source) => { cell.code = source; }", source)


def counters(place: Page | Locator) -> Locator:
    return place.get_by_role("button", name=re.compile("clicked|counted"))


#: The elements of a widget's own, which stay what they are.
OWN = ".afm-widget, .afm-widget *, .lite-ipywidgets, .noUi-handle"


def keep(cell: Locator) -> None:
    """Remember the elements of a cell's widgets that are there now."""
    cell.evaluate("(cell, own) => { cell.kept = [...cell.querySelectorAll(own)] }", OWN)


def not_kept(cell: Locator) -> list[str]:
    """The classes of elements that were not there before, or are not there now."""
    classes: list[str] = cell.evaluate(
        """(cell, own) => {
            const now = [...cell.querySelectorAll(own)];
            const different = [
                ...now.filter((each) => !cell.kept.includes(each)),
                ...cell.kept.filter((each) => !now.includes(each)),
            ];
            return now.length === 0 ? ['nothing is there'] : different.map((each) => each.className);
        }""",
        OWN,
    )
    return classes


def wait_until_run(cell: Locator) -> None:
    """Wait until a cell has been run, which was not before."""
    expect(cell.get_by_role("status").filter(has_text="Output:")).to_have_count(1)


def ask(page: Page, question: str) -> str:
    """What Python says of an expression, in the page's first cell."""
    asking = page.locator("lite-cell").first
    asking.evaluate("async (cell, code) => { cell.code = code; await cell.run(); }", question)
    return asking.locator(".lite-outputs").inner_text().strip()


def test_views_are_alive_with_no_python_and_agree(open_notebook: OpenNotebook, page_reader: Reader) -> None:
    asked: list[str] = []
    page_reader.context.on("request", lambda request: asked.append(request.url))
    page = open_notebook("counting")
    expect(counters(page)).to_have_text(["clicked 4 times", "clicked 4 times"])
    # To act where nothing changes is no wish for Python.
    counters(page).first.focus()
    counters(page).first.hover()
    assert [url for url in asked if OF_PYTHON.search(url)] == []


def test_a_change_starts_python_runs_what_it_follows_once_and_arrives_once(
    open_notebook: OpenNotebook,
) -> None:
    page = open_notebook("counting")
    counter = counters(cells(page, 2))
    expect(counter).to_be_visible()
    keep(cells(page, 2))
    counter.click()
    expect(counters(page)).to_have_text(["clicked 5 times", "clicked 5 times"])
    expect(cells(page, 2).get_by_role("button", name="Stop")).to_be_visible()
    expect(cells(page, 0)).to_contain_text("ran 1")
    wait_until_run(cells(page, 2))
    assert not_kept(cells(page, 2)) == []
    expect(counter).to_be_focused()
    assert ask(page, "heard, counter.value, runs") == "([5], 5, 3)"
    counters(cells(page, 1)).click()
    expect(counters(page)).to_have_text(["clicked 6 times", "clicked 6 times"])
    assert ask(page, "heard, counter.value, runs") == "([5, 6], 6, 3)"
    assert ask(page, "setattr(counter, 'value', 50)") == ""
    expect(counters(page)).to_have_text(["clicked 50 times", "clicked 50 times"])
    expect(page.locator(".lite-widget-note:visible")).to_have_count(0)


def test_the_reader_s_own_run_gives_a_widget_its_python(open_notebook: OpenNotebook) -> None:
    page = open_notebook("counting")
    expect(counters(page)).to_have_count(2)
    keep(cells(page, 2))
    cells(page, 2).get_by_role("button", name="Run").click()
    expect(cells(page, 0)).to_contain_text("ran 1")
    wait_until_run(cells(page, 2))
    assert not_kept(cells(page, 2)) == []
    counters(page).first.click()
    assert ask(page, "heard, counter.value, runs") == "([5], 5, 3)"


def test_ipywidgets_controls_and_links_work_with_no_python_and_are_python_s_then(
    open_notebook: OpenNotebook, page_reader: Reader
) -> None:
    asked: list[str] = []
    page_reader.context.on("request", lambda request: asked.append(request.url))
    page = open_notebook("controls")
    linked = cells(page, 2)
    linked.scroll_into_view_if_needed()
    expect(linked.get_by_role("slider")).to_be_visible()
    first = cells(page, 0)
    first.scroll_into_view_if_needed()
    expect(first.get_by_role("slider")).to_be_visible()
    assert [url for url in asked if OF_PYTHON.search(url)] == []
    keep(first)
    keep(linked)
    slider = first.get_by_role("slider")
    slider.focus()
    slider.press("ArrowRight")
    slider.press("ArrowRight")
    expect(first.locator(".widget-readout")).to_have_text("5")
    expect(first).to_contain_text("squared 25")
    assert not_kept(first) == []
    assert ask(page, "heard[-1], slider.value") == "(5, 5)"
    slider.press("ArrowRight")
    expect(first).to_contain_text("squared 36")
    # Of the cells below nothing was run, and their views are as they were.
    assert ask(page, "'one' in globals()") == "False"
    counters(linked).first.click()
    expect(linked.locator(".widget-readout")).to_have_text("11")
    wait_until_run(linked)
    assert not_kept(linked) == []
    assert ask(page, "one.value, linked.value, other.value") == "(11, 11, 20)"
    counters(linked).last.click()
    assert ask(page, "other.value, slider.value") == "(21, 6)"


def test_interact_answers_to_the_first_change(open_notebook: OpenNotebook) -> None:
    page = open_notebook("controls")
    interacting = cells(page, 1)
    interacting.scroll_into_view_if_needed()
    # It stands in the widget, as it does when Python is there.
    expect(interacting.locator(".jupyter-widget-output")).to_contain_text("200")
    slider = interacting.get_by_role("slider")
    expect(slider).to_be_visible()
    keep(interacting)
    slider.focus()
    slider.press("ArrowRight")
    expect(interacting).to_contain_text("300")
    expect(interacting).not_to_contain_text("200")
    expect(slider).to_be_focused()
    assert not_kept(interacting) == []


def test_a_published_widget_goes_on_when_python_has_made_it(open_notebook: OpenNotebook) -> None:
    page = open_notebook("published")
    place = cells(page, 0).locator(".afm-widget")
    expect(place.locator("canvas")).to_be_visible()
    keep(cells(page, 0))
    box = place.locator("canvas").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.4, steps=5)
    page.mouse.up()
    wait_until_run(cells(page, 0))
    assert not_kept(cells(page, 0)) == []
    assert ask(page, "slider.x > 0.1, slider.y > 0.1") == "(True, True)"


def test_a_widget_s_module_is_the_site_s_and_its_bytes_are_in_the_page(open_notebook: OpenNotebook) -> None:
    page = open_notebook("of-the-site")
    expect(page.get_by_text("bytes abc")).to_be_visible()


def test_a_cell_that_fails_keeps_the_widget_and_what_was_changed(open_notebook: OpenNotebook) -> None:
    page = open_notebook("counting")
    counter = counters(cells(page, 2))
    expect(counter).to_be_visible()
    rewrite(page, 0, "1 / 0")
    counter.click()
    expect(cells(page, 0)).to_contain_text("ZeroDivisionError")
    note = cells(page, 2).get_by_role("status").filter(has_text="Not yet in Python")
    expect(note).to_be_visible()
    expect(counter).to_have_text("clicked 5 times")
    rewrite(page, 0, "from my_counter import MyCounter; runs = 1")
    # The next change tries once more.
    counter.click()
    expect(cells(page, 0)).not_to_contain_text("ZeroDivisionError")
    expect(note).to_be_hidden()
    expect(cells(page, 1)).to_contain_text("made")
    wait_until_run(cells(page, 2))
    assert ask(page, "heard, counter.value, runs") == "([6], 6, 3)"


def test_a_cell_that_makes_another_widget_says_so_and_loses_nothing(open_notebook: OpenNotebook) -> None:
    page = open_notebook("counting")
    counter = counters(cells(page, 1))
    expect(counter).to_be_visible()
    rewrite(page, 1, "print('no widget')")
    counter.click()
    expect(cells(page, 1)).to_contain_text("no widget")
    expect(cells(page, 1)).to_contain_text("has not made this widget again")
    expect(counter).to_have_text("clicked 5 times")
    counter.click()
    expect(counter).to_have_text("clicked 6 times")


def test_stop_and_a_restart_in_the_middle_keep_what_was_changed(open_notebook: OpenNotebook) -> None:
    page = open_notebook("counting")
    counter = counters(cells(page, 2))
    expect(counter).to_be_visible()
    rewrite(page, 0, "import asyncio; print('waits'); await asyncio.sleep(600)")
    counter.click()
    expect(cells(page, 0)).to_contain_text("waits")
    cells(page, 2).get_by_role("button", name="Stop").click()
    note = cells(page, 2).get_by_role("status").filter(has_text="Not yet in Python")
    expect(note).to_be_visible()
    expect(counter).to_have_text("clicked 5 times")
    rewrite(page, 0, "from my_counter import MyCounter; runs = 1; print('again')")
    # What was stopped is run once more for the next change.
    counter.click()
    expect(cells(page, 0)).to_contain_text("again")
    expect(note).to_be_hidden()
    wait_until_run(cells(page, 2))
    assert ask(page, "heard, counter.value, runs") == "([6], 6, 3)"
    # Python ends: the widget is what it was before Python, with what it shows now.
    rewrite(page, -1, "exit()")
    cells(page, -1).get_by_role("button", name="Run").click()
    expect(cells(page, -1)).to_contain_text("Python has ended")
    counter.click()
    expect(counter).to_have_text("clicked 7 times")
    expect(note).to_be_visible()
    cells(page, -1).get_by_role("button", name="Restart Python").click()
    counter.click()
    expect(note).to_be_hidden()
    assert ask(page, "heard, counter.value, runs") == "([8], 8, 3)"


def test_a_notebook_in_a_page_shows_its_widgets_and_runs_what_they_follow(
    open_notebook: OpenNotebook, page_reader: Reader
) -> None:
    asked: list[str] = []
    page_reader.context.on("request", lambda request: asked.append(request.url))
    page = open_notebook("in-a-page", '<lite-notebook src="counting.ipynb"></lite-notebook>')
    counter = counters(cells(page, 2))
    expect(counter).to_have_text("clicked 4 times")
    assert [url for url in asked if OF_PYTHON.search(url)] == []
    keep(cells(page, 2))
    counter.click()
    expect(counters(page)).to_have_text(["clicked 5 times", "clicked 5 times"])
    wait_until_run(cells(page, 2))
    assert not_kept(cells(page, 2)) == []
    assert ask(page, "heard, counter.value, runs") == "([5], 5, 3)"


def test_a_cell_that_only_shows_a_widget_is_run_before_python_hears_what_is_done_there(
    open_notebook: OpenNotebook,
) -> None:
    page = open_notebook("counting")
    counters(cells(page, 1)).click()
    wait_until_run(cells(page, 1))
    assert ask(page, "heard, counter.value, runs") == "([], 5, 2)"
    counters(cells(page, 2)).click()
    expect(counters(page)).to_have_text(["clicked 6 times", "clicked 6 times"])
    wait_until_run(cells(page, 2))
    assert ask(page, "heard, counter.value, runs") == "([6], 6, 3)"


@pytest.mark.parametrize("boot", ["", 'boot="interaction"'], ids=["by itself", "for a change"])
def test_an_app_shows_its_widgets_at_once_and_joins_python_to_them(
    open_notebook: OpenNotebook, boot: str
) -> None:
    page = open_notebook("app", f'<lite-notebook app {boot} src="counting.ipynb"></lite-notebook>')
    counter = counters(cells(page, 2))
    expect(counter).to_be_visible()
    keep(cells(page, 2))
    counter.click()
    # The last cell that runs by itself.
    expect(cells(page, 3)).to_contain_text("below")
    expect(page.locator("lite-notebook").get_by_text("All cells have run.")).to_be_attached()
    assert not_kept(cells(page, 2)) == []
    assert ask(page, "heard, counter.value, runs") == "([5], 5, 103)"


def test_what_python_raises_for_a_change_that_waited_is_told(open_notebook: OpenNotebook) -> None:
    page = open_notebook("counting")
    rewrite(page, 2, "counter.observe(lambda change: 1 / 0, 'value')\ncounter")
    counters(cells(page, 2)).click()
    expect(cells(page, 1).get_by_text("ZeroDivisionError: division by zero")).to_be_visible()


def test_a_page_without_webassembly_shows_its_widgets_and_says_why_there_is_no_python(
    open_notebook: OpenNotebook, page_reader: Reader
) -> None:
    # Python runs in workers: they have none there.
    page_reader.context.route(
        "**/worker.*.js",
        lambda route: route.fulfill(
            body="delete globalThis.WebAssembly;\n" + route.fetch().text(), content_type="text/javascript"
        ),
    )
    try:
        page = open_notebook("counting")
        counter = counters(cells(page, 2))
        counter.click()
        expect(counters(page)).to_have_text(["clicked 5 times", "clicked 5 times"])
        expect(cells(page, 2)).to_contain_text("Python did not start")
        expect(cells(page, 2)).to_contain_text("Not yet in Python")
        counter.click()
        expect(counters(page)).to_have_text(["clicked 6 times", "clicked 6 times"])
    finally:
        page_reader.context.unroute("**/worker.*.js")
    page_reader.take_complaints()


def test_a_notebook_that_is_on_a_page_twice_has_widgets_of_its_own_in_each(
    open_notebook: OpenNotebook,
) -> None:
    page = open_notebook(
        "twice",
        '<lite-notebook kernel="other" src="counting.ipynb"></lite-notebook>'
        '<lite-notebook src="counting.ipynb"></lite-notebook>'
        '<lite-notebook src="counting.ipynb"></lite-notebook>',
    )
    books = page.locator("lite-notebook")
    for number in range(3):
        books.nth(number).locator("lite-cell").last.scroll_into_view_if_needed()
        expect(counters(books.nth(number))).to_have_text(["clicked 4 times", "clicked 4 times"])
    counters(books.nth(2)).first.click()
    made = books.nth(2).locator("lite-cell").nth(2)
    wait_until_run(made)
    expect(counters(books.nth(2))).to_have_text(["clicked 5 times", "clicked 5 times"])
    for number in range(2):
        expect(counters(books.nth(number))).to_have_text(["clicked 4 times", "clicked 4 times"])
    expect(page.locator(".lite-widget-note:visible")).to_have_count(0)


def test_after_a_restart_saved_widgets_are_as_before_and_others_say_that_they_wait(
    open_notebook: OpenNotebook,
) -> None:
    page = open_notebook("controls")
    slider = cells(page, 0).get_by_role("slider")
    slider.focus()
    slider.press("ArrowRight")
    expect(cells(page, 0)).to_contain_text("squared 16")
    rewrite(page, -1, "display(slider)")
    cells(page, -1).get_by_role("button", name="Run").click()
    expect(cells(page, -1).get_by_role("slider")).to_be_visible()
    cells(page, 1).evaluate("cell => { cell.code = 'exit()'; return cell.run(); }")
    expect(cells(page, -1).locator("[inert]")).to_be_visible()
    slider.press("ArrowRight")
    expect(cells(page, 0).locator(".widget-readout")).to_have_text("5")
    expect(cells(page, 0)).to_contain_text("Not yet in Python")
    cells(page, 0).get_by_role("button", name="Restart Python").click()
    slider.press("ArrowRight")
    expect(cells(page, 0)).to_contain_text("squared 36")
    assert ask(page, "heard, slider.value") == "([6], 6)"


@pytest.mark.parametrize("html", [None, '<lite-notebook src="left-out.ipynb"></lite-notebook>'])
def test_a_cell_that_is_left_out_is_not_run_for_what_is_done_to_its_widget(
    open_notebook: OpenNotebook, html: str | None
) -> None:
    page = open_notebook("left-out" if html is None else "left-out-shown", html)
    expect(counters(page)).to_have_text(["clicked 4 times", "clicked 9 times"])
    own = cells(page, 1)
    counters(own).click()
    expect(own).to_contain_text("Its cell is run by its own button alone")
    counters(cells(page, 2)).click()
    wait_until_run(cells(page, 2))
    expect(counters(page)).to_have_text(["clicked 5 times", "clicked 10 times"])
    assert ask(page, "heard, runs") == "([], 0)"
    own.get_by_role("button", name="Run").click()
    wait_until_run(own)
    expect(own).not_to_contain_text("Its cell is run by")
    assert ask(page, "heard, runs") == "([5], 1)"


def test_widgets_can_be_read_where_no_javascript_runs(notebooks_site: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 900})
    page = context.new_page()
    with serve_site(notebooks_site) as address:
        page.goto(f"{address}pages/controls.html")
        expect(page.get_by_role("row", name="n 3", exact=True)).to_be_visible()
        expect(page.get_by_role("row", name="m 2", exact=True)).to_be_visible()
        expect(page.get_by_text("200", exact=True)).to_be_visible()
        expect(page.get_by_role("row", name="value 10", exact=True)).to_be_visible()
        expect(page.get_by_text("This widget is there once")).to_have_count(3)
        expect(page.get_by_text("This widget is there once").first).to_be_hidden()
    context.close()
