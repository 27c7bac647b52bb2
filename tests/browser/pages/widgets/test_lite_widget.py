"""One widget in a page by one tag: the page's own scripts use it, and nobody writes Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.pages.widgets.cells import COUNTER, cell

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.pages.conftest import OpenPage
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

COUNTING = '<lite-widget id="counter" src="my-counter:MyCounter" value="7">Soon.</lite-widget>'
#: Keeps what a page hears of its widgets.
HEARING = """<script>
  const heard = [];
  for (const type of ["lite-ready", "lite-change"]) {
    addEventListener(type, ({ target, detail }) => heard.push([type, target.id, detail]));
  }
  const changes = () => heard.filter(([type]) => type === "lite-change").map(([, , detail]) => detail);
</script>"""
#: A class that says what it was given.
KINDS = """
import traitlets, litewidget
class Kinds(litewidget.Widget):
    _esm = '''export default {render({ model, el }) {
        const show = () => { el.textContent = JSON.stringify(
            Object.fromEntries(["flag", "count", "share", "text", "items", "table", "choice", "aTitle"]
                .map((name) => [name, model.get(name)]))); };
        model.on("change", show);
        show();
    }}'''
    flag = traitlets.Bool(False).tag(sync=True)
    count = traitlets.Int(1).tag(sync=True)
    share = traitlets.Float(0.5).tag(sync=True)
    text = traitlets.Unicode("").tag(sync=True)
    items = traitlets.List([]).tag(sync=True)
    table = traitlets.Dict({}).tag(sync=True)
    choice = traitlets.Enum(["one", "two"], "one").tag(sync=True)
    aTitle = traitlets.Unicode("").tag(sync=True)
kinds = Kinds()
"""

#: A class that says how wide its place is when it is made.
MEASURING = """
import litewidget
class Measuring(litewidget.Widget):
    _esm = 'export default { render({ el }) { el.textContent = `${el.clientWidth} pixels wide`; } }'
measuring = Measuring()
"""


def counter_of(page: Page) -> Locator:
    return page.get_by_role("button", name="clicked")


def test_a_page_s_script_uses_a_widget_and_writes_no_python(open_page: OpenPage) -> None:
    page = open_page(HEARING + COUNTING)
    expect(page.locator("lite-widget")).to_contain_text("Soon.")
    expect(counter_of(page)).to_have_text("clicked 7 times")
    expect(page.locator("lite-widget")).not_to_contain_text("Soon.")
    counter_of(page).click()
    page.wait_for_function("changes().length === 1")
    page.evaluate("counter.value = 20")
    expect(counter_of(page)).to_have_text("clicked 20 times")
    assert page.evaluate("[counter.value, counter.traits]") == [20, {"value": 20}]
    assert page.evaluate("changes()") == [
        {"name": "value", "value": 8, "old": 7},
        {"name": "value", "value": 20, "old": 8},
    ]


def test_a_property_that_is_set_before_python_is_there_is_not_lost(open_page: OpenPage) -> None:
    page = open_page(HEARING + COUNTING + "<script>counter.value = 30</script>")
    expect(counter_of(page)).to_have_text("clicked 30 times")


def test_an_attribute_that_changes_reaches_python_once(open_page: OpenPage) -> None:
    page = open_page(
        HEARING
        + '<lite-widget id="counter" from="mine"></lite-widget>'
        + cell(
            "from my_counter import MyCounter\nmine = MyCounter(value=7)\n"
            "told = []\nmine.observe(lambda change: told.append(change['new']), 'value')"
        )
        + cell("told", "id=asking")
    )
    expect(counter_of(page)).to_have_text("clicked 7 times")
    page.evaluate("counter.setAttribute('value', '12')")
    expect(counter_of(page)).to_have_text("clicked 12 times")
    page.evaluate("counter.removeAttribute('value')")
    expect(counter_of(page)).to_have_text("clicked 0 times")
    page.evaluate("counter.value = 4")
    expect(counter_of(page)).to_have_text("clicked 4 times")
    page.evaluate("asking.run()")
    expect(page.locator("#asking .lite-outputs")).to_have_text("[12, 0, 4]")
    assert [each["value"] for each in page.evaluate("changes()")] == [12, 0, 4]


def test_attributes_are_read_by_the_types_of_their_traits(open_page: OpenPage) -> None:
    page = open_page(
        cell(KINDS)
        + """<lite-widget from="kinds" flag count="3" share="0.25" text="7" items='[1, "b"]'
          table='{"a": 1}' choice="two" trait-atitle="Its own" title="The page's"></lite-widget>"""
    )
    shown = page.locator("lite-widget .afm-widget")
    expect(shown).to_contain_text('"flag":true')
    expect(shown).to_have_text(
        '{"flag":true,"count":3,"share":0.25,"text":"7","items":[1,"b"],"table":{"a":1},"choice":"two",'
        '"aTitle":"Its own"}'
    )


def test_a_widget_that_a_cell_makes_is_awaited_and_followed(open_page: OpenPage) -> None:
    page = open_page(
        HEARING
        + '<lite-widget id="counter" from="mine"></lite-widget>'
        + cell("from my_counter import MyCounter\nmine = MyCounter(value=count)", "id=making")
        + cell("count = 3", "id=three")
        + cell("count = 5", "id=five")
    )
    expect(page.locator("lite-widget")).to_contain_text("Waits for a cell to make mine.")
    for name, count in (("three", 3), ("five", 5)):
        page.evaluate(f"{name}.run().then(() => making.run())")
        expect(counter_of(page)).to_have_text(f"clicked {count} times")
    counter_of(page).click()
    page.wait_for_function("changes().length === 1")
    assert page.evaluate("counter.value") == 6


def test_a_widget_that_is_removed_is_closed_and_may_come_again(open_page: OpenPage) -> None:
    page = open_page(HEARING + COUNTING + cell("len(get_ipython().kernel.comm_manager.comms)", "id=asking"))
    outputs = page.locator("#asking .lite-outputs")
    expect(counter_of(page)).to_be_visible()
    page.evaluate("asking.run()")
    # The widget's own, and the element's.
    expect(outputs).to_have_text("2")
    page.evaluate("window.removed = counter; counter.remove()")
    page.evaluate("asking.run()")
    expect(outputs).to_have_text("0")
    page.evaluate("document.body.append(removed)")
    expect(counter_of(page)).to_have_text("clicked 7 times")


def test_a_widget_that_is_moved_stays_as_it_is(open_page: OpenPage) -> None:
    page = open_page(HEARING + COUNTING + "<div id=elsewhere></div>")
    counter_of(page).click()
    expect(counter_of(page)).to_have_text("clicked 8 times")
    page.evaluate("elsewhere.append(counter)")
    counter_of(page).click()
    expect(counter_of(page)).to_have_text("clicked 9 times")


def test_a_widget_is_made_anew_when_python_is_restarted_with_what_the_page_has_set(
    open_page: OpenPage,
) -> None:
    page = open_page(HEARING + COUNTING + cell("exit()", "id=ending"))
    expect(counter_of(page)).to_be_visible()
    page.evaluate("counter.value = 40")
    expect(counter_of(page)).to_have_text("clicked 40 times")
    page.evaluate("ending.run()")
    # What is on screen stays, and takes nothing.
    expect(page.locator("lite-widget [inert]")).to_contain_text("clicked 40 times")
    page.locator("lite-widget").get_by_role("button", name="Restart Python").click()
    expect(page.locator("lite-widget [inert]")).to_have_count(0)
    counter_of(page).click()
    expect(counter_of(page)).to_have_text("clicked 41 times")


def test_a_cell_that_fails_takes_no_widget_along(open_page: OpenPage) -> None:
    page = open_page(cell("import time\ntime.sleep(1)\n1 / 0", "autorun boot=eager") + COUNTING)
    expect(page.locator("lite-cell .lite-outputs")).to_contain_text("ZeroDivisionError: division by zero")
    expect(counter_of(page)).to_have_text("clicked 7 times")


def test_names_of_the_elements_python_are_none_of_the_reader_s(open_page: OpenPage) -> None:
    page = open_page(
        COUNTING + cell("[name for name in dir() if 'lite' in name or 'module' in name], len(In)")
    )
    expect(counter_of(page)).to_be_visible()
    expect(page.locator("lite-cell .lite-outputs")).to_have_text("([], 2)")


@pytest.mark.parametrize(
    ("attributes", "told"),
    [
        ("", "It names no widget. Name a class"),
        ('src="a:B" from="c"', "It names two widgets."),
        ('src="my_counter"', "names no class. Write the module and the class"),
        ('src="nowhere:Widget"', "There is no package nowhere in this site."),
        ('src="my_counter.nowhere:Widget"', "There is no module my_counter.nowhere in this site."),
        ('src="my_counter:MyCount"', "There is no MyCount in my_counter. Is MyCounter meant?"),
        ('src="collections:OrderedDict"', "is no widget, but of the type OrderedDict"),
        ('src="math:pi"', "math.pi is no class, but of the type float"),
        ('src="my_counter:MyCounter" value="many"', 'value="many" cannot be read: it is a number'),
        ('src="my_counter:MyCounter" valu="3"', "MyCounter has no trait valu. Is value meant?"),
        ('src="json:loads" s="{"', "cannot be made: JSONDecodeError"),
        ('src="my_counter:MyCounter" boot="now"', 'boot="now" is none of its values'),
    ],
)
def test_a_mistake_is_told_where_the_widget_would_be_and_stops_nothing_else(
    open_page: OpenPage, page_reader: Reader, attributes: str, told: str
) -> None:
    page = open_page(f"<lite-widget id=wrong {attributes}></lite-widget>" + COUNTING)
    expect(page.locator("#wrong").get_by_role("alert")).to_contain_text(told)
    expect(page.locator("#counter button").first).to_have_text("clicked 7 times")
    complaints = page_reader.take_complaints()
    assert complaints
    assert any("<lite-widget#wrong>" in complaint for complaint in complaints)


def test_what_python_raises_for_a_change_is_told_in_the_element(
    open_page: OpenPage, page_reader: Reader
) -> None:
    page = open_page(
        '<lite-widget id=mine from="mine"></lite-widget>'
        + cell(
            COUNTER + "class Picky(Counter):\n"
            "    @traitlets.validate('value')\n"
            "    def check(self, proposal):\n"
            "        if proposal['value'] > 1:\n"
            "            raise traitlets.TraitError('it is enough')\n"
            "        return proposal['value']\n"
            "mine = Picky()"
        )
    )
    expect(page.get_by_role("button", name="counted 0")).to_be_visible()
    page.evaluate("mine.setAttribute('value', '5')")
    expect(page.locator("#mine").get_by_role("alert")).to_contain_text("it is enough")
    assert page_reader.take_complaints()


def test_a_widget_in_another_kernel_knows_nothing_of_the_first(open_page: OpenPage) -> None:
    page = open_page(
        '<lite-widget from="mine" kernel="other"></lite-widget>'
        + cell("from my_counter import MyCounter\nmine = MyCounter(value=1)", "id=first")
        + cell("from my_counter import MyCounter\nmine = MyCounter(value=2)", "id=second kernel=other")
    )
    page.evaluate("first.run().then(() => second.run())")
    expect(counter_of(page)).to_have_text("clicked 2 times")
    expect(counter_of(page)).to_have_count(1)


def test_a_widget_has_the_width_of_its_place_when_it_is_made(open_page: OpenPage) -> None:
    width = "<style>lite-widget { width: 300px }</style>"
    page = open_page(f'{width}{cell(MEASURING)}<lite-widget from="measuring"></lite-widget>')
    page.locator("lite-cell").get_by_role("button", name="Run").click()
    expect(page.locator("lite-widget")).to_contain_text("300 pixels wide")
