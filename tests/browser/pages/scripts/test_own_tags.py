"""Tags that are classes of Python's: of a package, of a page's scripts, of its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.pages.scripts.scripts import errors_of, script

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.pages.conftest import OpenPage
    from tests.browser.reader import Reader

    WriteCode = Callable[[str], str]

pytestmark = [pytest.mark.browser, pytest.mark.registry]

#: A plain class, which has a template.
CARD = '''
import litepage

@litepage.element("my-card")
class Card:
    template = """
        <h3 title="{heading}">{heading!s:.5}</h3>
        <slot>Nothing</slot>
        <button py-click="more" disabled="{is_full}">{count:03d} {unit}</button>
        <input aria-label="Unit" py-input="rename" value="{unit}">
    """
    style = "h3 { color: rgb(1, 2, 3); }"
    heading = ""
    unit = "pieces"
    count: int = 0

    @property
    def is_full(self):
        return self.count >= 12

    def more(self):
        self.count += 1
        litepage.dispatch(self, "card-more", {"count": self.count})

    def rename(self, event):
        self.unit = event.value
'''
#: A widget of litewidget's, which has a module.
GAUGE = '''
import litepage, litewidget, traitlets

@litepage.element("my-gauge")
class Gauge(litewidget.Widget):
    _esm = """
    export default { render({ model, el }) {
        const meter = document.createElement("output");
        const show = () => { meter.textContent = `${model.get("value")} of ${model.get("top")}`; };
        model.on("change", show);
        show();
        el.append(meter);
    } };
    """
    value = traitlets.Float(0).tag(sync=True)
    top = traitlets.Int(10).tag(sync=True)
'''


def cell(code: str, attributes: str = "") -> str:
    """A cell that runs by itself."""
    return f'<lite-cell autorun {attributes}><script type="text/x-python">{code}</script></lite-cell>'


@pytest.fixture(params=["script", "cell"])
def python_in(request: pytest.FixtureRequest) -> WriteCode:
    """Python on the page's own thread, and in a kernel."""
    return script if request.param == "script" else cell


def told(page: Page) -> list[object]:
    """What the page's own script has heard."""
    answer: list[object] = page.evaluate("told")
    return answer


def test_a_tag_of_a_package_needs_no_python_in_the_page(open_page: OpenPage) -> None:
    page = open_page('<my-counter id="counter" value="4">Soon.</my-counter>')
    expect(page.get_by_text("Soon.")).to_be_visible()
    page.get_by_role("button", name="clicked 4 times").click()
    expect(page.get_by_role("button", name="clicked 5 times")).to_be_visible()
    assert page.evaluate("counter.value") == 5
    page.evaluate("counter.value = 8; document.body.insertAdjacentHTML('beforeend', '<my-counter value=2>')")
    expect(page.get_by_role("button", name="clicked 8 times")).to_be_visible()
    expect(page.get_by_role("button", name="clicked 2 times")).to_be_visible()


def test_a_plain_class_with_a_template_is_a_tag(open_page: OpenPage, python_in: WriteCode) -> None:
    page = open_page(
        '<script>const told = []; addEventListener("card-more", ({ target, detail }) => '
        "told.push([target.id, detail]));</script>"
        '<my-card id="first" heading="Apples"><em>from the page</em></my-card>'
        + python_in(CARD)
        + '<my-card id="second" count="11" unit="pears"></my-card>'
    )
    first, second = page.locator("#first"), page.locator("#second")
    expect(first.get_by_role("heading")).to_have_text("Apple")
    expect(first.get_by_role("heading")).to_have_attribute("title", "Apples")
    expect(first.get_by_role("heading")).to_have_css("color", "rgb(1, 2, 3)")
    expect(first.locator("em")).to_be_visible()
    expect(second.locator("slot")).to_have_text("Nothing")
    first.get_by_role("button", name="000 pieces").click()
    expect(first.get_by_role("button", name="001 pieces")).to_be_enabled()
    second.get_by_role("button", name="011 pears").click()
    expect(second.get_by_role("button", name="012 pears")).to_be_disabled()
    assert told(page) == [["first", {"count": 1}], ["second", {"count": 12}]]
    first.get_by_label("Unit").fill("boxes")
    expect(first.get_by_role("button", name="001 boxes")).to_be_visible()
    assert page.evaluate("first.unit") == "boxes"
    page.evaluate("first.setAttribute('heading', 'Pears'); second.count = 3")
    expect(first.get_by_role("heading")).to_have_text("Pears")
    expect(second.get_by_role("button", name="003 pears")).to_be_enabled()


def test_a_class_of_widgets_is_a_tag_also_for_what_comes_later(
    open_page: OpenPage, python_in: WriteCode
) -> None:
    page = open_page('<my-gauge id="early" value="2.5"></my-gauge>' + python_in(GAUGE))
    expect(page.locator("#early").get_by_role("status")).to_have_text("2.5 of 10")
    page.evaluate(
        """const late = document.createElement('my-gauge');
        late.id = 'late';
        late.top = 20;
        document.body.append(late);"""
    )
    expect(page.locator("#late").get_by_role("status")).to_have_text("0 of 20")


def test_the_tags_of_one_kernel_are_not_those_of_another(open_page: OpenPage) -> None:
    other = GAUGE.replace(" of ", " from ")
    page = open_page(
        cell(GAUGE)
        + '<my-gauge id="own"></my-gauge><my-gauge id="theirs" kernel="other"></my-gauge>'
        + '<my-gauge id="nobodys" kernel="third">Nobody makes it.</my-gauge>'
        + cell(other, 'kernel="other"')
    )
    expect(page.locator("#own").get_by_role("status")).to_have_text("0 of 10")
    expect(page.locator("#theirs").get_by_role("status")).to_have_text("0 from 10")
    expect(page.locator("#nobodys")).to_have_text("Nobody makes it.")


def test_a_class_that_is_defined_once_more_makes_its_elements_anew(open_page: OpenPage) -> None:
    page = open_page(cell(GAUGE, 'id="maker"') + '<my-gauge id="gauge" value="3"></my-gauge>')
    gauge = page.locator("#gauge").get_by_role("status")
    expect(gauge).to_have_text("3 of 10")
    page.evaluate(f"maker.code = {GAUGE.replace(' of ', ' out of ')!r}; maker.run()")
    expect(gauge).to_have_text("3 out of 10")


#: What can be no tag, and what is said of it.
MISTAKES = {
    "@element('gauge')\nclass A: template = ''": "names of own tags have a hyphen, as in 'my-gauge'",
    "@element('My-Gauge')\nclass A: template = ''": "has small letters",
    "@element('lite-cell')\nclass A: template = ''": "<lite-cell> is taken",
    "@element\nclass A: template = ''": "write the name of the tag",
    "@element('my-function')\ndef gauge(): pass": "gauge is a function",
    "@element('my-nothing')\nclass A: pass": "A is neither",
    "@element('my-name')\nclass A:\n    heading = ''\n    template = '{headin}'": "is heading meant?",
    "@element('my-method')\nclass A:\n    def more(self): ...\n    template = '<b py-click=mor>'": "is more",
    "@element('a-b')\nclass A: template = ''\n@element('a-b')\nclass B: template = ''": "is the tag of A",
    "@element('my-counter')\nclass A: template = ''": "is the tag of my_counter:MyCounter in this site",
    "@element('pages-own')\nclass A: template = ''": "A script of the page has made the tag",
}


def test_what_can_be_no_tag_is_told(open_page: OpenPage, page_reader: Reader) -> None:
    page = open_page(
        "<script>customElements.define('pages-own', class extends HTMLElement {});</script>"
        + "".join(script(f"from litepage import element\n{code}") for code in MISTAKES)
        + script("print('goes on')", "terminal")
    )
    for words in MISTAKES.values():
        expect(errors_of(page).filter(has_text=words)).to_have_count(1)
    expect(page.get_by_text("goes on", exact=True)).to_be_visible()
    page_reader.take_complaints()


def test_a_constructor_that_raises_is_told_in_the_element(
    open_page: OpenPage, page_reader: Reader, python_in: WriteCode
) -> None:
    page = open_page(
        python_in(
            "import litepage\n@litepage.element('my-box')\nclass Box:\n    template = '<b>{size}</b>'\n"
            "    def __init__(self, size: int = 1):\n        if size < 0: raise ValueError('no such size')\n"
            "        self.size = size\n    size = 0"
        )
        + '<my-box id="bad" size="-1"></my-box><my-box id="good" size="3"></my-box>'
        + '<my-box id="none" colour="red"></my-box>'
    )
    expect(errors_of(page.locator("#bad"))).to_contain_text("Box cannot be made: ValueError: no such size")
    expect(page.locator("#good b")).to_have_text("3")
    expect(errors_of(page.locator("#none"))).to_contain_text("has no trait colour")
    page_reader.take_complaints()


def test_a_handler_that_raises_ends_nothing_else(
    open_page: OpenPage, page_reader: Reader, python_in: WriteCode
) -> None:
    page = open_page(
        "<my-box></my-box>"
        + python_in(
            "import litepage\n@litepage.element('my-box')\nclass Box:\n"
            "    template = '<b>{size}</b><button py-click=half>Half</button>"
            "<button py-click=more>More</button>'\n"
            "    size = 0\n    def half(self): self.size = 1 / self.size\n"
            "    async def more(self): self.size += 1"
        )
    )
    page.get_by_role("button", name="Half").click()
    expect(errors_of(page)).to_contain_text("ZeroDivisionError")
    page.get_by_role("button", name="More").click()
    expect(page.locator("my-box b")).to_have_text("1")
    page_reader.take_complaints()


def test_a_tag_that_is_taken_is_told_in_its_cell(open_page: OpenPage, page_reader: Reader) -> None:
    page = open_page(cell("import litepage\n@litepage.element('my-counter')\nclass A: template = ''"))
    expect(page.locator("lite-cell .lite-outputs")).to_contain_text("is the tag of my_counter:MyCounter")
    page_reader.take_complaints()
