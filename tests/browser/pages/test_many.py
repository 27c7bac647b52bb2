"""Many elements on one page, and what they leave when they are gone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.pages.notebook_files import code, text, write_notebook
from tests.browser.pages.test_cells import cell
from tests.browser.pages.test_exercises import SQUARES

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.pages.conftest import OpenPage, WriteFile
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

CELLS = 200


def test_two_hundred_cells_are_there_at_once_and_each_shows_what_is_its_own(
    open_page: OpenPage, page_reader: Reader
) -> None:
    asked: list[str] = []
    page_reader.context.on("request", lambda request: asked.append(request.url))
    page = open_page(
        cell("seen = []") + "".join(cell(f"seen.append({number})\nseen[-1] * 7") for number in range(CELLS))
    )
    runs = page.get_by_role("button", name="Run", exact=True)
    expect(runs).to_have_count(CELLS + 1)
    assert not any(re.search("boot|pyodide|worker", url) for url in asked)
    runs.first.click()
    page.evaluate(
        "Promise.all([...document.querySelectorAll('lite-cell')].slice(1).map((cell) => cell.run()))"
    )
    shown = page.locator("lite-cell .lite-outputs").filter(has_text=re.compile(r"\d"))
    expect(shown).to_have_text([str(number * 7) for number in range(CELLS)])


@dataclass(frozen=True)
class Kept:
    """What a page holds once all that nobody needs was collected: so many of each, and bytes.

    Args:
        nodes: of the document, and of what scripts hold.
        listeners: of events.
        bytes: of the page's scripts' memory.
        objects: instances of classes of ours and of the browser's that our elements use.
        entries: in all maps and sets.
    """

    nodes: int
    listeners: int
    bytes: int
    objects: int
    entries: int


#: Classes whose instances an element makes. Those of ours are known by their tags.
CLASSES = (
    *(f"customElements.get('lite-{tag}')" for tag in ("cell", "notebook", "exercise", "repl", "widget")),
    *("AbortController", "IntersectionObserver", "MutationObserver", "ResizeObserver"),
)


def kept_by(page: Page) -> Kept:
    """Collect what nobody needs, and count the rest."""
    developer = page.context.new_cdp_session(page)
    developer.send("Performance.enable")
    # The browser lets go of what was observed when it draws next.
    page.evaluate("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))")
    # What ends in one collection lets go of what the next one ends.
    for _ in range(3):
        developer.send("HeapProfiler.collectGarbage")
    metrics = {each["name"]: each["value"] for each in developer.send("Performance.getMetrics")["metrics"]}

    def over_all(prototype: str, function: str) -> int:
        found = developer.send("Runtime.evaluate", {"expression": prototype, "objectGroup": "counted"})
        objects = developer.send(
            "Runtime.queryObjects",
            {"prototypeObjectId": found["result"]["objectId"], "objectGroup": "counted"},
        )
        call = {"objectId": objects["objects"]["objectId"], "functionDeclaration": function}
        answer = developer.send("Runtime.callFunctionOn", {**call, "returnByValue": True})
        developer.send("Runtime.releaseObjectGroup", {"objectGroup": "counted"})
        return int(answer["result"]["value"])

    size = "function () { return this.reduce((sum, each) => sum + each.size, 0); }"
    kept = Kept(
        int(metrics["Nodes"]),
        int(metrics["JSEventListeners"]),
        int(metrics["JSHeapUsedSize"]),
        sum(over_all(f"{name}.prototype", "function () { return this.length; }") for name in CLASSES),
        sum(over_all(f"{name}.prototype", size) for name in ("Map", "Set")),
    )
    developer.detach()
    return kept


#: Makes elements out of HTML, some at a time, has the first two of each time act, and removes them.
MAKE_AND_REMOVE = """async ([html, count, act]) => {
  const run = new Function('element', `return ${act}`);
  for (let made = 0; made < count; made += 25) {
    const place = document.createElement('div');
    place.innerHTML = html.repeat(25);
    document.body.append(place);
    const elements = [...place.children];
    await Promise.all(elements.map((element) => element.begun));
    await run(elements[0]);
    await run(elements[1]);
    place.remove();
    await new Promise((resolve) => setTimeout(resolve));
  }
}"""


def make_and_remove(page: Page, html: str, count: int, act: str) -> Kept:
    page.evaluate(MAKE_AND_REMOVE, [html, count, act])
    return kept_by(page)


def test_five_hundred_cells_that_were_made_and_removed_leave_nothing(open_page: OpenPage) -> None:
    page = open_page(cell("print(1000 + 234)", "autorun"))
    expect(page.locator("lite-cell")).to_contain_text("1234")
    made = cell("print('a line')\\n1 / 1")
    before = make_and_remove(page, made, 100, "element.run()")
    after = make_and_remove(page, made, 500, "element.run()")
    # A cell has more than ten nodes, as many listeners, and some kilobytes.
    assert after.nodes - before.nodes < 100, (before, after)
    assert after.listeners - before.listeners < 100, (before, after)
    assert after.objects - before.objects < 20, (before, after)
    assert after.entries - before.entries < 100, (before, after)
    assert after.bytes - before.bytes < 500_000, (before, after)


WIDGET = '<lite-widget src="my_counter:MyCounter" value="3"></lite-widget>'
#: It may have said so before it is asked.
READY = """(async () => {
  while (element.querySelector('button') === null) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
})()"""


@pytest.mark.parametrize(
    ("html", "act"),
    [
        pytest.param(WIDGET, READY, id="widgets"),
        pytest.param("<lite-repl></lite-repl>", "element.run('6 * 7')", id="prompts"),
        pytest.param(SQUARES.replace('id="squares"', ""), "element.check()", id="exercises"),
        pytest.param('<lite-notebook src="many.ipynb"></lite-notebook>', "element.run()", id="notebooks"),
    ],
)
def test_elements_of_each_kind_that_were_made_and_removed_leave_nothing(
    open_page: OpenPage, write_file: WriteFile, html: str, act: str
) -> None:
    write_notebook(write_file, "many.ipynb", text("# Words\n\n$x^2$"), code("6 * 7"), code("print('a line')"))
    page = open_page(cell("print(1000 + 234)", "autorun"))
    expect(page.locator("lite-cell")).to_contain_text("1234")
    before = make_and_remove(page, html, 50, act)
    after = make_and_remove(page, html, 150, act)
    # Of an element that is left there would be a hundred, with all that is in each.
    assert after.nodes - before.nodes < 100, (before, after)
    assert after.listeners - before.listeners < 100, (before, after)
    assert after.objects - before.objects < 20, (before, after)
    assert after.entries - before.entries < 100, (before, after)
