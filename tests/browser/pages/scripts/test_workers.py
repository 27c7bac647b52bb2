"""Scripts of a page whose Python is in a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.pages.scripts.scripts import errors_of, script

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.pages.conftest import OpenPage, WriteFile

pytestmark = [pytest.mark.browser, pytest.mark.registry]

AT_ONCE = pytest.mark.parametrize("way", ["memory", "service worker"])
TOLD = '<p id="told"></p>'
NAMED = 'worker name="endless"'
#: Puts something into the page.
ADD = "html => document.body.insertAdjacentHTML('beforeend', html)"


@AT_ONCE
def test_a_handler_in_a_worker_changes_the_page(open_at: OpenPage, way: str) -> None:
    page = open_at(
        '<button py-click="count">Count</button><p id="told">nothing</p>'
        + script(
            "from litepage import RUNNING_IN_WORKER, document\n"
            "clicks = 0\n"
            "def count(event):\n"
            "    global clicks\n"
            "    clicks += 1\n"
            "    told = document.getElementById('told')\n"
            "    name = event.target.textContent\n"
            "    told.textContent = f'{told.textContent}, {clicks} {name} {RUNNING_IN_WORKER}'",
            "worker",
        ),
        way=way,
    )
    button = page.get_by_role("button", name="Count")
    button.click()
    expect(page.locator("#told")).to_have_text("nothing, 1 Count True")
    button.click()
    expect(page.locator("#told")).to_have_text("nothing, 1 Count True, 2 Count True")


@AT_ONCE
def test_what_a_page_has_is_at_hand_in_a_worker(open_at: OpenPage, way: str) -> None:
    page = open_at(
        '<ul><li>one</li><li class="even">two</li></ul><div id="place"></div><form><input name="word"></form>'
        + script(
            "from pyscript import document, display, web, when, window, fetch, HTML\n"
            "display([each.textContent for each in document.querySelectorAll('li')])\n"
            "display(web.page.find('li')[1].classes, web.page.title, len(web.page.find('li')))\n"
            "web.page['place'].append(web.p('made', id='made', style={'color': 'red'}))\n"
            "display(HTML('<b>bold</b>'), target='place')\n"
            "display(document.querySelector('nothing') is None or not document.querySelector('nothing'))\n"
            "display((await fetch('../../lite.js').text()).startswith('import'))\n"
            "window.localStorage.setItem('kept', 'yes')\n"
            "@when('submit', 'form', prevent=True)\n"
            "def sent(event):\n"
            "    display('sent ' + event.target.elements.word.value)\n"
            "display(window.localStorage.getItem('kept'))",
            "worker",
        ),
        way=way,
    )
    expect(page.locator("script-py > *")).to_have_text(
        ["['one', 'two']", "{'even'}", "A page", "2", "True", "True", "yes"]
    )
    expect(page.locator("#place")).to_contain_text("made")
    expect(page.locator("#place b")).to_have_text("bold")
    assert page.locator("#made").evaluate("element => element.style.color") == "red"
    address = page.url
    page.locator("input").fill("here")
    page.locator("input").press("Enter")
    expect(page.locator("script-py > *").last).to_have_text("sent here")
    assert page.url == address


def test_a_page_answers_while_python_in_a_worker_calculates(open_at: OpenPage) -> None:
    page = open_at(
        '<button id="own" onclick="this.textContent = \'answered\'">own</button>'
        + TOLD
        + script(
            "from litepage import document\n"
            "told = document.getElementById('told')\n"
            "told.textContent = 'begun'\n"
            "while document.getElementById('own').textContent != 'answered':\n"
            "    sum(range(100_000))\n"
            "told.textContent = 'seen'",
            "worker",
        )
    )
    expect(page.locator("#told")).to_have_text("begun")
    page.locator("#own").click()
    expect(page.locator("#told")).to_have_text("seen")


def test_an_error_in_a_worker_names_the_line_of_the_page(open_at: OpenPage) -> None:
    page = open_at(
        '\n<button py-click="wrong">Wrong</button>\n' + script("def wrong(event):\n    1 / 0", "worker")
    )
    page.get_by_role("button", name="Wrong").click()
    expect(errors_of(page)).to_contain_text("line 5, in wrong")
    expect(errors_of(page)).to_contain_text("ZeroDivisionError: division by zero")


def test_what_a_page_has_is_awaited_where_a_worker_cannot_wait(open_at: OpenPage) -> None:
    page = open_at(
        '<button py-click="hit">Hit</button><input value="typed">'
        + TOLD
        + script(
            "from litepage import awaited, display, document, storage, web\n"
            "async def hit(event):\n"
            "    word = await document.querySelector('input').value\n"
            "    document.getElementById('told').textContent = f'{await event.target.textContent} {word}'\n"
            "display(await document.title)\n"
            "display(await awaited(document.querySelectorAll('button').length))\n"
            "web.page.append(web.p('made', id='made'))\n"
            "kept = await storage('kept')\n"
            "kept['number'] = 5\n"
            "await kept.sync()\n"
            "display(dict(await storage('kept')))\n"
            "try:\n"
            "    str(document.title)\n"
            "except Exception as error:\n"
            "    display(error)\n"
            "document.getElementById('nothing').textContent = 'lost'",
            "worker",
        ),
        way="neither",
    )
    page.get_by_role("button", name="Hit").click()
    expect(page.locator("#told")).to_have_text("Hit typed")
    expect(page.locator("#made")).to_have_text("made")
    expect(page.locator("script-py > *").nth(3)).to_contain_text('await it, as in "await document.title"')
    assert page.locator("script-py > *").all_inner_texts()[:3] == ["A page", "1", "{'number': 5}"]
    expect(errors_of(page)).to_contain_text("there is no object here, but null")


def test_the_page_and_its_workers_call_each_other(open_at: OpenPage, write_file: WriteFile) -> None:
    write_file("worker-file.py", "from litepage import sync\nsync.answer(sync.question(20) * 2)")
    page = open_at(
        TOLD
        + script(
            "__export__ = ['add']\ndef add(one, other): return {'sum': one + other}", 'worker name="sums"'
        )
        + script(
            "from pyscript import PyWorker, display, document, workers\n"
            "sums = await workers['sums']\n"
            "display(await sums.add([1], [2]))\n"
            "worker = PyWorker('worker-file.py')\n"
            "worker.sync.question = lambda number: number + 1\n"
            "worker.sync.answer = lambda number: document.getElementById('told').append(number)\n"
            "try:\n"
            "    await workers['nobody']\n"
            "except Exception as error:\n"
            "    display(error)"
        )
    )
    expect(page.locator("#told")).to_have_text("42")
    expect(page.locator("script-py > *").first).to_have_text("{'sum': [1, 2]}")
    expect(page.locator("script-py > *").nth(1)).to_contain_text('the page has no worker "nobody"')


def test_a_worker_is_interrupted_and_its_end_is_told(open_at: OpenPage) -> None:
    page = open_at(
        '<button py-click="stop">Stop</button>'
        + TOLD
        + script(
            "from litepage import document\n"
            "told = document.getElementById('told')\n"
            "told.textContent = 'begun'\n"
            "try:\n"
            "    while True: pass\n"
            "except KeyboardInterrupt:\n"
            "    told.textContent = 'interrupted'",
            NAMED,
        )
        + script(
            "from litepage import document\n"
            "def stop(event):\n"
            "    document.querySelector('[name=endless]').xworker.interrupt()"
        )
    )
    expect(page.locator("#told")).to_have_text("begun")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#told")).to_have_text("interrupted")
    page.evaluate("document.querySelector('[name=endless]').xworker.call('', 'gone', []).catch(() => null)")
    page.locator("[name=endless]").evaluate("element => element.xworker.terminate()")
    expect(errors_of(page)).to_contain_text("Python in the worker has ended")
    added = script(
        "from litepage import document\ndocument.getElementById('told').textContent = 'another'", NAMED
    )
    page.evaluate(ADD, added)
    expect(page.locator("#told")).to_have_text("another")


def test_the_end_of_a_worker_that_starts_is_told_to_its_script(open_at: OpenPage) -> None:
    page = open_at(TOLD)
    page.evaluate(
        """(script) => {
          document.addEventListener('py:done', ({ target }) => {
            if (target.getAttribute('name') === 'early') document.getElementById('told').textContent = 'done';
          });
          document.body.insertAdjacentHTML('beforeend', script);
          const end = () => {
            const { xworker } = document.querySelector('[name=early]');
            if (xworker === undefined) setTimeout(end);
            else xworker.terminate();
          };
          end();
        }""",
        script("print('never')", 'worker name="early"'),
    )
    expect(page.locator("#told")).to_have_text("done")
    expect(errors_of(page)).to_contain_text("Python has ended: it was asked to")


def test_a_script_runs_in_the_worker_of_a_cell_that_has_imported_litepage(open_at: OpenPage) -> None:
    page = open_beside_cell(open_at, "from litepage import element\nprint(element.__name__)", "element")
    expect(page.locator("#told")).to_have_text("scripts run")


def test_a_script_tells_that_its_worker_cannot_run_it(open_at: OpenPage) -> None:
    page = open_beside_cell(
        open_at, "import sys\nsys.modules['pyodide_js'] = None\nprint('spoilt')", "spoilt"
    )
    expect(errors_of(page)).to_contain_text("Python in the worker cannot run scripts of the page")


def open_beside_cell(open_at: OpenPage, code: str, output: str) -> Page:
    """Open a page with a cell, and put a script of the cell's kernel into it once that has run."""
    cell = f'<lite-cell kernel="both" autorun><script type="text/x-python">{code}</script></lite-cell>'
    page = open_at(TOLD + cell)
    expect(page.locator("lite-cell .lite-outputs")).to_have_text(output)
    says = "from litepage import document\ndocument.getElementById('told').textContent = 'scripts run'"
    page.evaluate(ADD, script(says, 'worker name="both"'))
    return page


@AT_ONCE
def test_what_a_worker_waits_for_is_told_that_it_cannot_call_it(
    open_at: OpenPage, write_file: WriteFile, way: str
) -> None:
    write_file(
        "asking-file.py",
        "from litepage import document, sync\n"
        "__export__ = ['add']\n"
        "def add(): return 1\n"
        "try:\n"
        "    sync.ask()\n"
        "except Exception as error:\n"
        "    document.getElementById('told').textContent = str(error)",
    )
    page = open_at(
        TOLD
        + script("", 'worker name="asks" src="asking-file.py"')
        + """<script type="module">
          const element = document.querySelector('[name=asks]');
          while (element.xworker === undefined) await new Promise((resolve) => setTimeout(resolve));
          element.xworker.sync.ask = () => element.xworker.call('add', []);
        </script>""",
        way=way,
    )
    expect(page.locator("#told")).to_contain_text("Python in the worker waits for sync.ask()")


def test_handlers_that_have_stopped_leave_nothing_in_the_page(open_at: OpenPage) -> None:
    page = open_at(
        '<button id="hit">Hit</button>'
        + TOLD
        + script(
            "from litepage import document, page, when\n"
            "told = document.getElementById('told')\n"
            "for _ in range(50):\n"
            "    @when('click', '#hit')\n"
            "    def hit(event): told.textContent += 'x'\n"
            "    hit.stop_listening()\n"
            "told.textContent = f'{page.host.listeners} '\n"
            "@when('click', '#hit', once=True)\n"
            "def last(event): told.textContent += f'{page.host.listeners}!'",
            "worker",
        )
    )
    expect(page.locator("#told")).to_have_text("0 ")
    page.locator("#hit").click()
    expect(page.locator("#told")).to_have_text("0 0!")


def test_scripts_in_workers_share_names_where_they_say_so(open_at: OpenPage) -> None:
    page = open_at(
        TOLD
        + script("word = 'shared'", 'worker name="one"')
        + script(
            "from litepage import document\ndocument.getElementById('told').append(word)", 'worker name="one"'
        )
        + script("from litepage import display\ndisplay('word' in globals())", "worker")
        + script("from litepage import display, RUNNING_IN_WORKER\ndisplay(RUNNING_IN_WORKER)")
    )
    expect(page.locator("#told")).to_have_text("shared")
    expect(page.locator("script-py")).to_have_text(["False", "False"])
