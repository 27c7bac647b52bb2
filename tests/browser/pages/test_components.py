"""Parts of a page's interface as tags: with no Python, in forms, and with Python that finds them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.axe import broken_rules
from tests.browser.pages.test_cells import cell

if TYPE_CHECKING:
    from tests.browser.pages.conftest import OpenPage
    from tests.browser.reader import Reader

pytestmark = pytest.mark.browser

#: What a form sends, as an object.
SENT = "form => Object.fromEntries(new FormData(form))"


def test_a_slider_in_a_form_needs_no_python(open_page: OpenPage) -> None:
    page = open_page(
        '<form><label for="warmth">Warmth</label>'
        '<lite-slider id="warmth" name="warmth" min="10" max="30" value="20" step="0.5"></lite-slider></form>'
        '<p id="told"></p><script>'
        'warmth.addEventListener("change", () => told.append(warmth.value, ";"))</script>'
    )
    slider = page.get_by_role("slider", name="Warmth")
    expect(slider).to_have_value("20")
    assert page.locator("form").evaluate(SENT) == {"warmth": "20"}
    page.get_by_text("Warmth").click()
    expect(slider).to_be_focused()
    slider.press("ArrowRight")
    expect(page.locator("#told")).to_have_text("20.5;")
    page.evaluate("document.querySelector('label').textContent = 'Heat'")
    expect(page.get_by_role("slider", name="Heat")).to_be_visible()
    page.evaluate("document.querySelector('label').remove()")
    expect(page.get_by_role("slider", name="Heat")).to_have_count(0)
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('label'),"
        " { htmlFor: 'warmth', textContent: 'Warmth' }))"
    )
    expect(slider).to_be_visible()
    assert page.locator("form").evaluate(SENT) == {"warmth": "20.5"}
    page.locator("form").evaluate("form => form.reset()")
    expect(slider).to_have_value("20")
    assert (
        page.evaluate("performance.getEntriesByType('resource').filter(({name}) => name.includes('pyodide'))")
        == []
    )


def test_a_slider_of_the_page_is_moved_by_python_and_heard_by_it(open_page: OpenPage) -> None:
    page = open_page(
        '<lite-slider id="warmth" label="Warmth" min="10" max="30" value="20"></lite-slider>'
        + cell(
            "from litewidget.components import Slider\n"
            # Busy for long enough to be disturbed: what the page sends waits until the cell is through.
            "import time\nprint('busy', flush=True)\nend = time.monotonic() + 2\n"
            "while time.monotonic() < end: pass\n"
            "warmth = Slider.find('warmth')\n"
            "print('found', warmth.value, warmth.max)\n"
            "warmth.observe(lambda change: print('heard', change['new']), 'value')",
            "id=first",
        )
        + cell("warmth.value = 12", "id=second")
        + cell("Slider.find('warmht')", "id=third")
        + cell("Slider.find('warmth')", "id=fourth")
        + cell("exit()", "id=end")
    )
    slider = page.get_by_role("slider", name="Warmth")
    # Nobody has asked for Python yet; what was done before is there when somebody does.
    slider.press("ArrowRight")
    first = page.locator("#first")
    first.get_by_role("button", name="Run", exact=True).click()
    # It is used while a cell runs that has not yet found it.
    expect(first.locator(".lite-outputs")).to_contain_text("busy")
    slider.press("ArrowRight")
    slider.press("ArrowLeft")
    slider.press("ArrowRight")
    expect(first.locator(".lite-outputs")).to_contain_text("found 2")
    expect(slider).to_have_value("22")
    slider.press("ArrowRight")
    expect(first).to_contain_text("heard 23.0")
    page.locator("#second").get_by_role("button", name="Run", exact=True).click()
    expect(slider).to_have_value("12")
    expect(page.locator("#second")).to_contain_text("heard 12.0")
    page.locator("#third").get_by_role("button", name="Run", exact=True).click()
    expect(page.locator("#third")).to_contain_text(
        "LookupError: no component of the page has the id 'warmht': is 'warmth' meant?"
    )
    page.locator("#end").get_by_role("button", name="Run", exact=True).click()
    page.locator("#end").get_by_role("button", name="Restart Python").click()
    slider.press("ArrowRight")
    first.get_by_role("button", name="Run", exact=True).click()
    expect(first).to_contain_text("found 13.0 30.0")
    slider.press("ArrowRight")
    expect(first).to_contain_text("heard 14.0")
    page.evaluate("warmth.remove()")
    page.locator("#fourth").get_by_role("button", name="Run", exact=True).click()
    expect(page.locator("#fourth")).to_contain_text(
        "LookupError: no component of the page has the id 'warmth'"
    )


CONTROLS = """
<style>html { color-scheme: light dark; background: Canvas; color: CanvasText }</style>
<main><h1>An order</h1>
<form id="order">
  <lite-input id="mail" name="mail" type="email" label="Mail" required></lite-input>
  <lite-textarea name="notes" label="Notes">As it was</lite-textarea>
  <lite-select id="size" name="size" label="Size" placeholder="Choose" required>
    <option value="s">Small</option><option value="l">Large</option>
  </lite-select>
  <fieldset id="group">
    <lite-checkbox id="gift" name="gift" value="yes" label="A gift"></lite-checkbox>
  </fieldset>
  <lite-slider id="pieces" name="pieces" label="Pieces" max="10" min="0"></lite-slider>
  <lite-button id="send" name="by" value="button" type="submit">Send <b>it</b></lite-button>
  <lite-button type="reset" label="Start over"></lite-button>
</form>
<p id="sent"></p></main>
<script>
  order.addEventListener("submit", (event) => {
    event.preventDefault();
    sent.textContent = new URLSearchParams(new FormData(order));
  });
</script>
"""


def test_controls_send_check_and_reset_as_the_browser_s_own(open_page: OpenPage) -> None:
    page = open_page(CONTROLS)
    mail, send = page.get_by_role("textbox", name="Mail"), page.get_by_role("button", name="Send it")
    sent = page.locator("#sent")
    send.click()
    expect(mail).to_be_focused()
    native = "() => Object.assign(document.createElement('input'), { required: true }).validationMessage"
    assert page.evaluate("mail.validationMessage") == page.evaluate(native)
    mail.fill("no address")
    assert page.evaluate("[mail.validity.typeMismatch, mail.checkValidity(), order.checkValidity()]") == [
        True,
        False,
        False,
    ]
    mail.fill("a@b.example")
    page.get_by_role("combobox", name="Size").select_option("Large")
    page.get_by_role("checkbox", name="A gift").check()
    page.get_by_role("slider", name="Pieces").press("End")
    send.click()
    expect(sent).to_have_text("mail=a%40b.example&notes=As+it+was&size=l&gift=yes&pieces=10&by=button")
    page.evaluate("group.disabled = true")
    expect(page.get_by_role("checkbox", name="A gift")).to_be_disabled()
    mail.press("Enter")
    # As the browser does, by the button.
    expect(sent).to_have_text("mail=a%40b.example&notes=As+it+was&size=l&pieces=10&by=button")
    expect(mail).to_be_focused()
    page.evaluate("group.disabled = false")
    page.get_by_role("button", name="Start over").click()
    expect(mail).to_have_value("")
    expect(page.get_by_role("checkbox", name="A gift")).not_to_be_checked()
    expect(page.get_by_role("slider", name="Pieces")).to_have_value("5")
    page.evaluate("mail.value = 'c@d.example'; mail.setCustomValidity('We know you already.')")
    assert page.evaluate("mail.validationMessage") == "We know you already."
    # As the browser's own, it is wrong until a script says otherwise.
    page.evaluate("order.reset()")
    assert page.evaluate("[mail.value, mail.validationMessage]") == ["", "We know you already."]
    page.evaluate("mail.setCustomValidity(''); mail.value = 'c@d.example'")
    assert page.evaluate("mail.checkValidity()")


def test_a_control_is_disabled_by_itself_or_by_its_group(open_page: OpenPage) -> None:
    page = open_page(
        '<form><lite-input id="one" name="one" value="1" label="One" disabled></lite-input>'
        '<lite-input name="two" value="2" label="Two" disabled="false"></lite-input>'
        '<fieldset id="group"><lite-input id="three" name="three" value="3" label="Three"></lite-input>'
        "</fieldset></form>"
    )
    form = page.locator("form")
    expect(page.get_by_label("One")).to_be_disabled()
    assert form.evaluate(SENT) == {"two": "2", "three": "3"}
    page.evaluate("one.disabled = false; three.disabled = true; group.disabled = true")
    expect(page.get_by_label("One")).to_be_enabled()
    page.evaluate("group.disabled = false")
    expect(page.get_by_label("Three")).to_be_disabled()
    assert form.evaluate(SENT) == {"one": "1", "two": "2"}
    page.evaluate("group.disabled = true; three.disabled = false")
    expect(page.get_by_label("Three")).to_be_disabled()
    page.evaluate("group.disabled = false")
    expect(page.get_by_label("Three")).to_be_enabled()
    assert form.evaluate(SENT) == {"one": "1", "two": "2", "three": "3"}


def test_a_control_that_is_put_back_is_as_the_reader_left_it(open_page: OpenPage) -> None:
    page = open_page('<lite-input id="box" label="Box" placeholder="old"></lite-input>')
    box = page.get_by_label("Box")
    page.evaluate("box.value = '3'")
    box.fill("8")
    page.evaluate(
        "const it = box; it.remove(); it.setAttribute('placeholder', 'new');"
        "setTimeout(() => { document.body.append(it) })"
    )
    expect(box).to_have_value("8")
    expect(box).to_have_attribute("placeholder", "new")


def test_a_selection_keeps_its_choice_among_more_options_and_goes_back_to_the_first(
    open_page: OpenPage,
) -> None:
    page = open_page(
        '<form><lite-select id="size" name="size" label="Size"><option>s</option><option>l</option>'
        '</lite-select><lite-select id="hue" label="Hue"><option>red</option><option selected>blue</option>'
        "</lite-select></form>"
    )
    size, hue = page.get_by_label("Size"), page.get_by_label("Hue")
    size.select_option("l")
    hue.select_option("red")
    page.evaluate("hue.append(new Option('green'))")
    expect(hue.locator("option")).to_have_count(3)
    expect(hue).to_have_value("red")
    page.locator("form").evaluate("form => form.reset()")
    expect(size).to_have_value("s")
    expect(hue).to_have_value("blue")
    assert page.locator("form").evaluate(SENT) == {"size": "s"}


def test_a_button_is_heard_once_and_enter_asks_the_page(open_page: OpenPage) -> None:
    page = open_page(
        '<form id="order">'
        '<lite-input id="word" name="word" type="password" label="Word" readonly></lite-input>'
        '<lite-button id="send" type="submit" label="Send" onclick="told.append(1)"></lite-button></form>'
        '<label for="send">Also</label><p id="told"></p><script>'
        "order.addEventListener('submit', (event) => { event.preventDefault(); told.append('s') })</script>"
    )
    told, word = page.locator("#told"), page.get_by_label("Word")
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    page.evaluate("word.setCustomValidity('Wrong.')")
    page.evaluate("send.click()")
    expect(told).to_have_text("1s")
    page.get_by_text("Also").click()
    expect(told).to_have_text("1s1s")
    word.press("Enter")
    expect(told).to_have_text("1s1s1s")
    page.evaluate("send.disabled = true")
    word.press("Enter")
    # A press of a key is over a turn later.
    turn = "() => new Promise((resolve) => { setTimeout(resolve) })"
    page.evaluate(turn)
    expect(told).to_have_text("1s1s1s")
    page.evaluate("send.disabled = false; word.addEventListener('keydown', (e) => e.preventDefault())")
    word.press("Enter")
    page.evaluate(turn)
    page.evaluate("send.click()")
    expect(told).to_have_text("1s1s1s1s")


LAYOUTS = """
<style>html { color-scheme: light dark; background: Canvas; color: CanvasText }</style>
<main><h1>Birds</h1>
<lite-tabs label="Views">
  <section data-tab="Table"><lite-table id="birds"><table><caption>Birds</caption>
    <thead><tr><th>Name</th><th>Grams</th></tr></thead>
    <tr><td>owl</td><td>300</td></tr><tr><td>wren</td><td>9</td></tr><tr><td>kiwi</td><td></td></tr>
  </table></lite-table></section>
  <section data-tab="Plot"><lite-plot id="plot" kind="bar" label="Grams" x='["owl", "wren"]' y="[300, 9]">
  </lite-plot></section>
</lite-tabs>
<lite-card heading="More" level="2"><lite-container><p>One</p><p>Two</p></lite-container></lite-card></main>
"""


def test_tabs_and_a_table_are_used_by_keys(open_page: OpenPage) -> None:
    page = open_page(LAYOUTS)
    names = page.locator("[part=table] tbody td:first-child")
    expect(names).to_have_text(["owl", "wren", "kiwi"])
    grams = page.get_by_role("button", name="Grams")
    grams.focus()
    grams.press("Enter")
    expect(names).to_have_text(["wren", "owl", "kiwi"])
    expect(page.get_by_role("columnheader", name="Grams")).to_have_attribute("aria-sort", "ascending")
    grams.press("Enter")
    expect(names).to_have_text(["owl", "wren", "kiwi"])
    expect(grams).to_be_focused()
    page.get_by_role("tab", name="Table").press("ArrowRight")
    expect(page.get_by_role("tab", name="Plot")).to_be_focused()
    expect(page.get_by_role("tab", name="Plot")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tabpanel", name="Plot")).to_be_visible()
    expect(names.first).to_be_hidden()
    expect(page.get_by_role("img", name="Grams: 9 … 300")).to_be_visible()
    page.get_by_text("Data", exact=True).click()
    expect(page.locator("#plot").get_by_role("row")).to_have_text(["xGrams", "owl300", "wren9"])
    page.evaluate("plot.y = [1, 2]")
    expect(page.locator("#plot").get_by_role("row")).to_have_text(["xGrams", "owl1", "wren2"])
    expect(page.get_by_text("Data", exact=True)).to_be_focused()
    assert page.evaluate("document.querySelector('lite-tabs').labels") == ["Table", "Plot"]
    page.evaluate("document.querySelector('lite-tabs').selected = 0")
    expect(names.first).to_be_visible()


#: A table of ten thousand rows, and a place that hears what is selected.
LONG = """
<lite-table id="birds" caption="Birds" selectable="several"></lite-table><p id="told"></p>
<script>
  birds.rows = Array.from({ length: 10000 }, (_, n) => ({ name: `bird ${n}`, grams: (n * 2003) % 10000 }));
  birds.addEventListener("change", () => { told.textContent = birds.selected.join(); });
</script>
"""


def bird(number: int) -> re.Pattern[str]:
    """The row of the bird with that number."""
    return re.compile(rf"^bird {number} ")


def test_a_table_of_ten_thousand_rows_is_sorted_scrolled_and_selected_by_keys(open_page: OpenPage) -> None:
    page = open_page(LONG)
    table, told = page.get_by_role("grid", name="Birds"), page.locator("#told")
    expect(table).to_have_attribute("aria-rowcount", "10001")
    rows = table.get_by_role("row")
    expect(rows.nth(1)).to_have_text("bird 00")
    # What is in the page is what is seen, and a little more.
    assert rows.count() < 200
    page.get_by_role("button", name="grams").click()
    expect(rows.nth(2)).to_have_text("bird 86671")
    page.get_by_role("button", name="grams").click()
    table.press("End")
    last = table.get_by_role("row", name=bird(0))
    expect(last).to_be_in_viewport()
    expect(last).to_have_attribute("aria-rowindex", "10001")
    table.press(" ")
    expect(told).to_have_text("0")
    expect(last).to_have_attribute("aria-selected", "true")
    table.press("Shift+ArrowUp")
    expect(told).to_have_text("0,8667")
    table.press("Home")
    expect(table.get_by_role("row", name=bird(1333))).to_be_in_viewport()
    expect(last).to_have_count(0)
    # What was selected is so wherever it is.
    page.evaluate("birds.sort_by = ''")
    expect(table.get_by_role("row", name=bird(0))).to_have_attribute("aria-selected", "true")
    table.get_by_role("row", name=bird(2)).click()
    table.get_by_role("row", name=bird(4)).click(modifiers=["Shift"])
    expect(told).to_have_text("2,3,4")
    table.press("Control+a")
    assert page.evaluate("birds.selected.length") == 10_000
    page.evaluate("birds.rows = birds.rows.slice(0, 2)")
    expect(table.get_by_role("row")).to_have_count(3)
    assert page.evaluate("birds.selected") == [0, 1]


def test_a_long_table_is_scrolled_by_the_wheel_and_shows_what_it_comes_to(open_page: OpenPage) -> None:
    page = open_page(LONG.replace('selectable="several"', ""))
    region = page.get_by_role("region", name="Birds")
    expect(region).to_have_attribute("tabindex", "0")
    region.evaluate("(region) => { region.scrollTop = region.scrollHeight / 2 }")
    expect(region.get_by_role("row", name=bird(5005))).to_be_in_viewport()
    expect(region.get_by_role("columnheader", name="name")).to_be_in_viewport()
    region.evaluate("(region) => { region.scrollTop = region.scrollHeight }")
    expect(region.get_by_role("row", name=bird(9999))).to_be_in_viewport()


#: Resolves once what was asked for by now was drawn.
TWO_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
PLOT = """
<style>html { color-scheme: light dark; background: Canvas; color: CanvasText } body { margin: 1em }</style>
<main><h1>Birds</h1><lite-plot id="plot" label="Birds" y-label="pairs"></lite-plot></main>
<script>
  const dayOf = (n) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10);
  const days = Array.from({ length: 60 }, (_, n) => dayOf(n));
  plot.x = days;
  plot.series = {
    wren: days.map((_, n) => (n > 19 && n < 24 ? NaN : 10 + (n % 7))), owl: days.map((_, n) => n / 2),
  };
</script>
"""


def test_a_plot_is_read_and_zoomed_by_keys(open_page: OpenPage) -> None:
    page = open_page(PLOT)
    reader = page.get_by_role("slider", name="Birds")
    expect(page.get_by_role("img", name="Birds: wren 10 … 16, owl 0 … 29.5")).to_be_visible()
    marks = page.locator("#plot [part=picture] > text[text-anchor=middle]")
    expect(marks.filter(has_text="2024")).to_have_count(1)
    # A gap in the data is one in the line.
    wren = page.locator("#plot [part~=series-1] path")
    assert (wren.get_attribute("d") or "").count("M") == 2
    reader.focus()
    reader.press("End")
    expect(reader).to_have_attribute("aria-valuetext", "2024-02-29, wren 13, owl 29.5")
    tip = page.locator("#plot [part=tip]")
    expect(tip).to_have_text("2024-02-29wren 13owl 29.5")
    whole = wren.get_attribute("d")
    for _ in range(8):
        reader.press("+")
    expect(wren).not_to_have_attribute("d", whole or "")
    expect(marks.filter(has_text="28")).to_have_count(1)
    expect(tip).to_be_visible()
    # The next point comes into view.
    reader.press("PageDown")
    expect(reader).to_have_attribute("aria-valuetext", "2024-02-23, wren 14, owl 26.5")
    expect(tip).to_be_visible()
    reader.press("0")
    expect(wren).to_have_attribute("d", whole or "")
    reader.press("Escape")
    expect(tip).to_be_hidden()
    # Numbers whose last digit is more than one have steps, too.
    page.evaluate("plot.series = { flat: plot.x.map(() => 1e17) }")
    expect(page.get_by_role("img", name="Birds: 1e+17")).to_be_visible()
    assert "NaN" not in page.locator("#plot [part=picture]").inner_html()


def test_a_plot_is_read_dragged_and_zoomed_by_the_pointer(open_page: OpenPage) -> None:
    page = open_page(PLOT)
    reader, tip = page.get_by_role("slider", name="Birds"), page.locator("#plot [part=tip]")
    wren = page.locator("#plot [part~=series-1] path")
    expect(wren).to_be_visible()
    box = reader.bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    expect(tip).to_contain_text("owl")
    whole, told = wren.get_attribute("d"), tip.inner_text()
    # A page that is scrolled over it scrolls.
    page.mouse.wheel(0, -400)
    page.evaluate(TWO_FRAMES)
    assert wren.get_attribute("d") == whole
    page.mouse.click(*middle)
    page.mouse.wheel(0, -400)
    expect(wren).not_to_have_attribute("d", whole or "")
    # What is below the pointer stays there.
    page.mouse.move(middle[0] + 1, middle[1])
    expect(tip).to_have_text(told.replace("\n", ""))
    near = wren.get_attribute("d")
    page.mouse.down()
    page.mouse.move(middle[0] - 200, middle[1], steps=4)
    expect(wren).not_to_have_attribute("d", near or "")
    page.mouse.up()
    # Another button drags nothing.
    dragged = wren.get_attribute("d")
    page.mouse.move(*middle)
    page.mouse.down(button="right")
    page.mouse.move(middle[0] - 100, middle[1], steps=2)
    page.evaluate(TWO_FRAMES)
    assert wren.get_attribute("d") == dragged
    page.mouse.up(button="right")
    page.get_by_role("button", name="Show all").click()
    expect(wren).to_have_attribute("d", whole or "")
    page.get_by_role("button", name="Zoom in").click()
    expect(wren).not_to_have_attribute("d", whole or "")
    page.get_by_role("button", name="Zoom out").click()
    expect(wren).to_have_attribute("d", whole or "")


@pytest.mark.registry
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_components_break_no_rule_of_accessibility(
    open_page: OpenPage,
    axe: str,
    scheme: Any,  # noqa: ANN401 - Playwright's own words
) -> None:
    for body, last in (
        (CONTROLS, "Start over"),
        (LAYOUTS, "Grams"),
        (f"<main><h1>Birds</h1>{LONG}</main>", "grams"),
        (PLOT, "Zoom in"),
    ):
        page = open_page(body)
        page.emulate_media(color_scheme=scheme)
        expect(page.get_by_role("button", name=last)).to_be_visible()
        assert broken_rules(page, axe) == []
        page.set_viewport_size({"width": 320, "height": 600})
        assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_what_is_wrong_is_told_in_words_and_all_else_goes_on(
    open_page: OpenPage, page_reader: Reader
) -> None:
    page = open_page(
        '<lite-slider max="10" value="20" colour="red"></lite-slider>'
        '<lite-slider min="zero" label="Read"></lite-slider>'
        '<lite-plot y="[1, 2"></lite-plot><lite-plot y=\'["a"]\'></lite-plot>'
        "<lite-plot series='{\"own\": 1}'></lite-plot>"
        '<lite-table rows=\'[["a"]]\'></lite-table><lite-table rows=\'[{"a": 1}]\' sort-by="b"></lite-table>'
        '<lite-select value="c"><option>a</option></lite-select>'
        '<lite-input type="number-like"></lite-input><lite-input label="Good" minlenght="2"></lite-input>'
        "<lite-silder></lite-silder>"
    )
    alerts = page.get_by_role("alert")
    for words in (
        "It has no attribute colour. It has disabled, label, max, min, step, value. "
        'value="20" is not between min="0" and max="10".',
        'min="zero" cannot be read: it is a number.',
        'y="[1, 2" cannot be read: it is JSON, and that ends at character 6.',
        'y has "a", which is no number.',
        "own is no list of numbers.",
        "Row 1 is no object.",
        "There is no column b. There are a.",
        'value="c" is none of its options. They are a.',
        'type="number-like" cannot be read: it is one of text, ',
        "It has no attribute minlenght. Is minlength meant?",
        "There is no tag <lite-silder>. Write <lite-slider>",
    ):
        expect(alerts.filter(has_text=words)).to_have_count(1)
    expect(page.get_by_role("slider").first).to_have_value("10")
    page.get_by_role("textbox", name="Good").fill("works")
    page.evaluate("document.querySelector('lite-slider').setAttribute('colour', '')")
    page.evaluate(
        "for (const name of ['colour', 'value']) document.querySelector('lite-slider').removeAttribute(name)"
    )
    expect(page.locator("lite-slider").first.get_by_role("alert")).to_have_count(0)
    page.evaluate("const [, , plot] = document.querySelectorAll('lite-plot'); plot.y = [1]; plot.y = 'abc'")
    expect(alerts.filter(has_text="y is a list, and was given abc.")).to_have_count(1)
    expect(page.locator("lite-plot").last.get_by_role("img", name="1", exact=True)).to_be_visible()
    assert all(": " in complaint for complaint in page_reader.take_complaints())


def test_a_script_of_the_page_has_components_at_hand(open_page: OpenPage) -> None:
    page = open_page(
        '<lite-slider id="level" label="Level" max="10" min="0"></lite-slider>'
        '<lite-table id="rows"></lite-table>'
        '<script type="py">\nfrom litepage import when\nfrom litepage.ffi import to_js\n'
        "from litepage.web import page\n"
        '@when("input", "#level")\ndef show():\n'
        '    page["rows"].rows = to_js([{"level": page["level"].value}])\nshow()\n</script>'
    )
    cells = page.locator("lite-table td")
    expect(cells).to_have_text(["5"])
    page.get_by_role("slider", name="Level").press("ArrowRight")
    expect(cells).to_have_text(["6"])


def test_components_that_python_makes_are_widgets_of_a_cell(open_page: OpenPage) -> None:
    page = open_page(
        cell(
            "from litewidget.components import Button, Card, Plot, Slider, Table, Tabs\n"
            "slider = Slider(min=0, max=10, label='Made')\nbutton = Button(label='More')\n"
            "button.on_click(lambda: setattr(slider, 'value', slider.value + 1))\n"
            "Card([Tabs([slider, Table([{'a': 1}])], labels=['One', 'Two']), button], heading='All')",
            "autorun",
        )
    )
    slider = page.get_by_role("slider", name="Made")
    expect(slider).to_have_value("5")
    page.get_by_role("button", name="More").click()
    expect(slider).to_have_value("6")
    page.get_by_role("tab", name="Two").click()
    expect(page.get_by_role("region", name="All").get_by_role("cell")).to_have_text("1")
