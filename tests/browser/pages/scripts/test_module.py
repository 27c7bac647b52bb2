"""The module that scripts of a page import, under both of its names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.pages.scripts.scripts import errors_of, script

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.pages.conftest import OpenPage, WriteFile
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

OUT = '<p id="out"></p>'
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def shows(page: Page, text: str) -> None:
    """Wait for what a script says at its end."""
    expect(page.locator("#out")).to_have_text(text)
    expect(errors_of(page)).to_have_count(0)


def test_elements_of_the_page_are_found_made_and_changed(open_page: OpenPage) -> None:
    code = """
from pyscript import web

card = web.div(web.h2("Birds"), web.p("Two of <b>them</b>", classes=["small"]), id="card", title="A card")
web.page.append(card)
card.classes.add("wide high")
card.classes.remove("high")
card.style["background-color"] = "rgb(1, 2, 3)"
card.append("and more", web.label("Name", for_="name"))
copy = card.clone("copy")
web.page["card"].find("p").update_all(title="Each")
web.page.title = "Renamed"
found = web.page.find("#card > *")
web.page["out"].textContent = " ".join([
    found[0].get_tag_name(), str(len(found)), found[1].title, str(card.classes == {"wide"}), copy.id,
    card.parent.get_tag_name(), str(card[1] == found[1]), str(web.page["nowhere"]),
])
"""
    page = open_page(OUT + script(code))
    shows(page, "h2 3 Each True copy body True None")
    expect(page.locator("#card")).to_have_css("background-color", "rgb(1, 2, 3)")
    expect(page.locator("#card b")).to_have_text("them")
    expect(page.locator("label[for=name]")).to_be_visible()
    assert page.title() == "Renamed"


def test_options_of_a_list_are_added_removed_and_known(open_page: OpenPage) -> None:
    code = """
from pyscript.web import page

options = page["birds"].options
options.add(value="r", html="Raven", selected=True)
options.add(value="k", html="Kite", before=1)
options.remove(0)
page["out"].textContent = f"{[each.value for each in options]} {options.selected.innerHTML}"
"""
    page = open_page(f'<select id="birds"><option value="o">Owl</option></select>{OUT}{script(code)}')
    shows(page, "['k', 'r'] Raven")


def test_functions_are_called_when_something_happens(open_page: OpenPage) -> None:
    code = """
from litepage import Event, web, when

seen = []
told = Event()

@when("click", "#send", prevent=True)
async def send():
    told.trigger("sent")

@when(told)
def note(word):
    seen.append(word)
    web.page["out"].textContent = " ".join(seen)

button = web.button("Made", on_click=lambda event: note(event.target.textContent))
web.page.append(button)

@when(button.on_click)
@when("click", web.page.find(".both"))
def both():
    note("both")

@when("click", "#once", once=True)
def only_once(event):
    note("once")
    both.stop_listening()
"""
    body = (
        f'<form action="gone.html"><button id="send">Send</button></form><button id="once">Once</button>{OUT}'
    )
    page = open_page(f'{body}<button class="both">Both</button>{script(code)}')
    page.get_by_role("button", name="Made").click()
    for name in ("Both", "Send", "Once", "Once", "Both"):
        page.get_by_role("button", name=name, exact=True).click()
    shows(page, "Made both both sent once")


def test_handlers_are_in_attributes_also_of_elements_that_come_later(open_page: OpenPage) -> None:
    code = """
from pyscript import document, web

count = 0

def more(event):
    global count
    count += 1
    web.page["out"].textContent = f"{count} {event.target.id}"

later = web.button("Later", id="later")
later._dom_element.setAttribute("py-click", "more")
web.page.append(later)
"""
    page = open_page(f'<button py-click="more" id="first">First</button>{OUT}{script(code)}')
    page.get_by_role("button", name="First").click()
    shows(page, "1 first")
    page.get_by_role("button", name="Later").click()
    shows(page, "2 later")


def test_values_are_shown_by_all_their_forms(open_page: OpenPage) -> None:
    code = f"""
from pyscript import HTML, display

class Shown:
    def __init__(self, **forms):
        self.forms = forms
    def _repr_mimebundle_(self):
        return {{name.replace("__", "+").replace("_", "/"): form for name, form in self.forms.items()}}

display("<i>text</i>\\nof two lines", "", target="out")
display(HTML("<b>bold</b><script>document.title = 'ran'</scr" "ipt>"), [1, "a"], None, target="out")
display(Shown(image_png=("{PICTURE}", {{"width": "30"}})), target="out")
display(Shown(image_svg__xml='<svg id="drawing" width="9" height="9"></svg>'), target="out")
display(Shown(text_markdown="# Heading"), Shown(text_latex="$x^2$"), target="out")
display(1, 2, target="#other", append=False)
display("here")
"""
    page = open_page(f'<div id="out"></div><div id="other">before</div>{script(code)}')
    out = page.locator("#out")
    expect(out.locator("b")).to_have_text("bold")
    expect(out).to_contain_text("<i>text</i>")
    expect(out).to_contain_text("[1, 'a']")
    expect(out.locator("img")).to_have_attribute("width", "30")
    expect(out.locator("#drawing")).to_be_visible()
    expect(out.get_by_role("heading", name="Heading")).to_be_visible()
    expect(out.locator("math")).to_be_visible()
    expect(page.locator("#other")).to_have_text("2")
    expect(page.locator("script-py")).to_have_text("here")
    expect(page).to_have_title("ran")


def test_a_widget_is_shown_and_answers(open_page: OpenPage) -> None:
    code = """
from pyscript import display, web
from my_counter import MyCounter

counter = MyCounter()
counter.observe(lambda change: display(f"now {change['new']}", target="out", append=False), "value")
display(counter)
"""
    page = open_page(OUT + script(code))
    page.locator("script-py").get_by_role("button").first.click()
    shows(page, "now 1")


def test_addresses_are_fetched_relative_to_the_page(
    open_page: OpenPage, write_file: WriteFile, page_reader: Reader
) -> None:
    write_file("data/birds.json", '{"owls": [1, 2]}')
    code = """
from pyscript import fetch, web

answer = await fetch("data/birds.json")
birds = await fetch("data/birds.json").json()
size = len(await fetch("data/birds.json").bytearray())
gone = await fetch("data/gone.json", method="GET", headers={"X-Own": "1"})
web.page["out"].textContent = f"{answer.ok} {birds['owls'][1]} {size} {gone.status}"
"""
    shows(open_page(OUT + script(code)), "True 2 16 404")
    assert "gone.json" in page_reader.take_complaints()[0]


def test_what_is_stored_is_there_on_the_next_visit(open_page: OpenPage) -> None:
    code = """
from pyscript import storage, web

kept = await storage("visits")
times = kept.setdefault("times", [])
times.append(("visit", len(times), b"bytes"))
kept |= {"last": {"nested": (1, None)}}
kept.pop("nothing", None)
await kept.sync()
web.page["out"].textContent = repr(sorted(kept.items()))
"""
    page = open_page(OUT + script(code))
    shows(page, "[('last', {'nested': (1, None)}), ('times', [('visit', 0, b'bytes')])]")
    page.reload()
    shows(
        page, "[('last', {'nested': (1, None)}), ('times', [('visit', 0, b'bytes'), ('visit', 1, b'bytes')])]"
    )


def test_both_languages_pass_values(open_page: OpenPage) -> None:
    code = """
import js
from pyscript import ffi, web, window

window.given = ffi.to_js({"a": [1, 2], "b": {"c": None}})
window.add = ffi.create_proxy(lambda one, other: one + other)
both = ffi.assign(js.Object.new(), {"one": 1}, {"two": 2})
web.page["out"].textContent = f"{window.add(2, 3)} {both.one + both.two} {ffi.is_none(ffi.jsnull)}"
"""
    page = open_page(OUT + script(code))
    shows(page, "5 3 True")
    assert page.evaluate("() => [given.a[1], given.b.c ?? null, add(20, 22)]") == [2, None, 42]


def test_modules_are_imported_by_both_names(open_page: OpenPage, write_file: WriteFile) -> None:
    write_file("own.js", "export const greet = (name) => `Hello, ${name}`;")
    code = """
import litepage, pyscript
import pyscript.web
from pyscript import Storage, js_import, py_import
from pyscript.storage import storage
from pyscript.util import is_awaitable

own, = await js_import("./own.js")
humanize, = await py_import("humanize")
is_same = pyscript is litepage and pyscript.web is litepage.web and pyscript.storage is storage
words = [own.greet("you"), humanize.intcomma(1000), str(is_same), str(is_awaitable(storage))]
pyscript.web.page["out"].textContent = " ".join(words)
"""
    shows(open_page(OUT + script(code)), "Hello, you 1,000 True True")


def test_folders_of_the_reader_are_refused_in_words_where_the_browser_has_none(
    open_page: OpenPage, page_reader: Reader
) -> None:
    code = "from pyscript import fs\nawait fs.mount('/mine')"
    head_script = "<script>delete window.showDirectoryPicker</script>"
    page = open_page(head_script + script(code))
    expect(errors_of(page)).to_contain_text("this browser opens no folders for pages")
    assert page_reader.take_complaints() != []
