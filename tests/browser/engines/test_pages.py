"""Elements of a plain page in the engines of other browsers: a cell, a notebook, a prompt, a widget."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING

import pytest

from lite_build.serve.server import serve_site
from tests.browser.engines.chromium import ChromiumTab
from tests.browser.engines.notebook import EnginePage
from tests.browser.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.browser.engines.tab import Tab

pytestmark = [pytest.mark.browser, pytest.mark.registry]

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>
<script type="module" src="lite.js"></script>
<lite-widget id="widget" src="my_counter:MyCounter" value="7" boot="interaction">A counter.</lite-widget>
<lite-cell id="cell"><script type="text/x-python">
  from my_counter import MyCounter
  import humanize
  mine = MyCounter(value=3)
  mine.observe(lambda change: print("Python has", change["new"]), "value")
  print(humanize.ordinal(42))
  mine
</script></lite-cell>
<lite-cell id="busy"><script type="text/x-python">
  import asyncio
  print("beg" "un")
  await asyncio.sleep(1000)
</script></lite-cell>
<lite-notebook id="notebook" src="files/plain.ipynb"></lite-notebook>
<lite-repl id="prompt"></lite-repl>
"""
SCRIPTS = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Scripts</title>
<script type="module" src="lite.js"></script>
<py-config>
packages = ["humanize"]
[files]
"files/plain.ipynb" = "plain.ipynb"
</py-config>
<button id="more" py-click="more">More</button> <output id="count">0</output>
<input id="name" py-input="greet">
<p id="told"></p>
<script type="py">
  import humanize
  from pyscript import document
  clicks = 1000

  def more(event):
      global clicks
      clicks += 1
      document.getElementById("count").textContent = humanize.intcomma(clicks)

  def greet(event):
      document.getElementById("told").textContent = f"Hello, {event.target.value}"
</script>
<py-script id="printed">
  import json
  print(len(json.load(open("plain.ipynb"))["cells"]), "cell", end="")
</py-script>
<script type="py" id="widget">
  from my_counter import MyCounter
  from pyscript import display
  display(MyCounter(value=3), target="shown")
</script>
<div id="shown"></div>
"""
COMPONENTS = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Components</title>
<script type="module" src="lite.js"></script>
<form id="order">
  <lite-input id="word" name="word" label="Word" required></lite-input>
  <lite-textarea id="notes" name="notes">As it was</lite-textarea>
  <lite-select id="size" name="size"><option>s</option><option selected>l</option></lite-select>
  <lite-checkbox id="gift" name="gift" value="yes" label="A gift"></lite-checkbox>
  <lite-slider id="level" name="level" max="10"></lite-slider>
  <lite-button id="send" type="submit" label="Send"></lite-button>
</form>
<p id="sent"></p>
<lite-card id="card" heading="More"><lite-container id="both"><p>One</p></lite-container></lite-card>
<lite-tabs id="tabs">
  <section data-tab="Table"><lite-table id="birds" selectable="several"></lite-table></section>
  <section data-tab="Plot"><lite-plot id="plot" label="Counts" y="[1, 3, null, 2]"></lite-plot></section>
</lite-tabs>
<script>
  birds.rows = Array.from({ length: 1000 }, (_, n) => ({ name: `bird ${n}` }));
  order.addEventListener("submit", (event) => {
    event.preventDefault();
    sent.textContent = new URLSearchParams(new FormData(order));
  });
</script>
"""
FELL_BACK = "Python starts without the site's snapshot"


@pytest.fixture(scope="module")
def pages(course_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a copy of the small site that has a page with elements."""
    site = tmp_path_factory.mktemp("engines") / "site"
    # Links, which are quickly made: nothing that is there is written into.
    shutil.copytree(course_site, site, copy_function=os.link)
    (site / "page.html").write_text(PAGE, encoding="utf-8")
    (site / "scripts.html").write_text(SCRIPTS, encoding="utf-8")
    (site / "components.html").write_text(COMPONENTS, encoding="utf-8")
    with serve_site(site, as_published=True) as address:
        yield address


@pytest.fixture
def chromium_tab(pages: str, browser: Browser, elsewhere: list[str]) -> Iterator[Tab]:
    with Reader.visiting(pages, browser, elsewhere) as reader:
        yield ChromiumTab(reader.context.new_page())
        assert reader.take_complaints() == []


def in_shadow(element: str, selector: str) -> str:
    return f"document.querySelector('#{element}')?.shadowRoot?.querySelector({json.dumps(selector)})"


def wait_for_output(page: EnginePage, element: str, text: str) -> None:
    outputs = f"[...document.querySelectorAll('#{element} .lite-outputs')].map((each) => each.innerText)"
    page.wait_for(f"{outputs}.join().includes({json.dumps(text)})")


def test_elements_of_each_kind_run_python_in_a_plain_page(tab: Tab, pages: str) -> None:
    tab.open(f"{pages}page.html")
    page = EnginePage(tab)
    page.click_on(in_shadow("cell", "[part=run]"))
    wait_for_output(page, "cell", "42nd")
    page.wait_for_text("#cell .my-counter-button", "clicked 3 times")
    page.click("#cell .my-counter-button")
    wait_for_output(page, "cell", "Python has 4")

    page.click_on(in_shadow("busy", "[part=run]"))
    wait_for_output(page, "busy", "begun")
    page.click_on(in_shadow("busy", "[part=run]"))
    wait_for_output(page, "busy", "KeyboardInterrupt")

    page.click_on(in_shadow("notebook", "[part=run]"))
    wait_for_output(page, "notebook", "42")

    page.click("#widget")
    page.wait_for_text("#widget .my-counter-button", "clicked 7 times")
    page.click("#widget .my-counter-button")
    page.wait_for("document.querySelector('#widget').value === 8")
    tab.evaluate("(document.querySelector('#widget').value = 20) && null")
    page.wait_for_text("#widget .my-counter-button", "clicked 20 times")

    page.click_on(in_shadow("prompt", "textarea"))
    tab.write("mine.value * 1000")
    tab.press("Enter")
    wait_for_output(page, "prompt", "4000")
    assert not any(FELL_BACK in line for line in tab.said)


def test_scripts_of_a_plain_page_answer_on_its_own_thread(tab: Tab, pages: str) -> None:
    tab.open(f"{pages}scripts.html")
    page = EnginePage(tab)
    page.wait_for_text("#printed", "1 cell")
    # A button waits until Python can handle it.
    page.click("#more:not([disabled])")
    page.wait_for("document.querySelector('#count').textContent === '1,001'")
    page.click("#name")
    tab.write("you")
    page.wait_for_text("#told", "Hello, you")
    page.wait_for_text("#shown .my-counter-button", "clicked 3 times")
    page.click("#shown .my-counter-button")
    page.wait_for_text("#shown .my-counter-button", "clicked 4 times")
    assert not any(FELL_BACK in line for line in tab.said)


def test_components_of_a_plain_page_are_used_without_python(tab: Tab, pages: str) -> None:
    tab.open(f"{pages}components.html")
    page = EnginePage(tab)
    page.click_on(in_shadow("word", "input"))
    tab.write("hello")
    page.click_on(in_shadow("gift", "input"))
    page.click_on(in_shadow("level", "input"))
    page.click_on(in_shadow("send", "button"))
    page.wait_for_text("#sent", "word=hello&notes=As+it+was&size=l&gift=yes&level=5")
    page.wait_for(f"{in_shadow('card', '[part=heading]')}?.textContent === 'More'")
    # What is in the page is what is seen of a long table, and a little more.
    page.click_on("birds.shadowRoot.querySelectorAll('tbody')[1]?.rows[2]")
    tab.press("Shift", "End")
    page.wait_for("birds.selected.length === 998")
    drawn = "birds.shadowRoot.querySelectorAll('tbody')[1].rows"
    page.wait_for(f"[...{drawn}].at(-1).textContent === 'bird 999' && {drawn}.length < 100")
    page.click_on("tabs.shadowRoot.querySelectorAll('[role=tab]')[1]")
    page.click_on(in_shadow("plot", "[part=reader]"))
    page.wait_for(f"{in_shadow('plot', '[part=reader]')}?.ariaValueText.includes('Counts')")
    before = tab.evaluate(f"{in_shadow('plot', 'path')}.getAttribute('d')")
    page.click_on(in_shadow("plot", "[part=tool]"))
    page.wait_for(f"{in_shadow('plot', 'path')}.getAttribute('d') !== {json.dumps(before)}")
