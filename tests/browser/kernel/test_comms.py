"""Widgets' line to Python: it waits for no cell, loses nothing, and keeps its order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.browser.notebook_page import NotebookPage
    from tests.browser.reader import Reader


pytestmark = [pytest.mark.browser, pytest.mark.registry]

#: A widget whose button does what `act` says, and whose Python side keeps what it hears.
LISTENER = '''\
import asyncio
import litewidget
from ipywidgets import Button
from traitlets import Int


class Listener(litewidget.Widget):
    _esm = """
    export default {{
      render({{ model, el }}) {{
        const button = document.createElement("button");
        button.textContent = "{label}";
        button.onclick = () => {{ {act} }};
        const seen = [model.get("value")];
        model.on("change:value", () => seen.push(model.get("value")));
        model.on("msg:custom", ({{ number }}) => {{
          seen.push(number);
          el.dataset.seen = seen.join(" ");
        }});
        el.append(button);
      }},
    }};
    """
    value = Int(0).tag(sync=True)


heard = []
listener = Listener()
listener.on_msg(lambda widget, content, buffers: heard.append(content["number"]))
'''
COUNT_UP = 'model.set("value", model.get("value") + 1); model.save_changes();'
SEND_A_HUNDRED = """
el.number ??= 0;
for (let each = 0; each < 100; each += 1) { model.send({ number: el.number++ }); }
"""


@pytest.fixture(scope="module")
def notebook(demo_visitor: Reader) -> NotebookPage:
    """An open notebook, none of whose own cells runs; one for all tests."""
    return demo_visitor.open_notebook("welcome.ipynb")


def listener(label: str, act: str) -> str:
    # The braces of the module's own were doubled for `format`.
    return LISTENER.format(label=label, act=act)


def test_a_cell_that_waits_for_a_widget_goes_on_when_the_reader_acts(notebook: NotebookPage) -> None:
    cell = notebook.add(
        listener("count", COUNT_UP)
        + "display(listener)\nprint('waiting')\nf\"the reader set {await listener.changed('value')}\""
    )
    expect(cell).to_contain_text("waiting")
    cell.get_by_role("button", name="count", exact=True).click()
    expect(cell).to_contain_text("the reader set 1")


def test_a_cell_that_waits_for_one_of_ipywidgets_goes_on_when_it_is_clicked(notebook: NotebookPage) -> None:
    cell = notebook.add(
        "import asyncio\nfrom ipywidgets import Button\n"
        "clicked = asyncio.get_running_loop().create_future()\n"
        "go = Button(description='Go on')\ngo.on_click(lambda button: clicked.set_result('clicked'))\n"
        "display(go)\nprint('waiting')\nf'it was {await clicked}'"
    )
    expect(cell).to_contain_text("waiting")
    cell.get_by_role("button", name="Go on", exact=True).click()
    expect(cell).to_contain_text("it was clicked")


def complete(notebook: NotebookPage, cell: Locator, whole: str) -> None:
    """Have what was typed completed. A page gives up a first completion that takes a second."""
    for _ in range(30):
        notebook.page.keyboard.press("Tab")
        notebook.page.wait_for_timeout(500)
        if cell.locator(".cm-line").last.inner_text() == whole:
            return
    raise AssertionError(f"never completed: {whole}")


def test_what_a_waiting_cell_puts_out_stays_in_it_and_completions_are_answered(
    notebook: NotebookPage,
) -> None:
    other = notebook.add("reader_name = 'ada'")
    cell = notebook.add(
        listener("count", COUNT_UP) + "display(listener)\n"
        "for turn in range(3):\n    await listener.changed('value')\n    print('turn', turn)"
    )
    button = cell.get_by_role("button", name="count", exact=True)
    for turn in range(3):
        button.click()
        expect(cell).to_contain_text(f"turn {turn}")
        if turn == 0:
            other.locator(".cm-content").click()
            notebook.page.keyboard.press("Control+End")
            notebook.page.keyboard.insert_text("\nreader_n")
            complete(notebook, other, "reader_name")
    notebook.page.keyboard.press("Escape")
    assert notebook.ask("len(heard)") == "0"


def test_a_progress_bar_moves_while_a_cell_waits_for_the_reader(notebook: NotebookPage) -> None:
    cell = notebook.add(
        listener("count", COUNT_UP)
        + "from ipywidgets import IntProgress\nbar = IntProgress(max=4)\ndisplay(listener, bar)\n"
        "while bar.value < 4:\n    bar.value = await listener.changed('value')\n'done'"
    )
    button = cell.get_by_role("button", name="count", exact=True)
    for step in range(1, 5):
        button.click()
        expect(cell.locator(".progress-bar")).to_have_attribute("style", re.compile(f"width: {step * 25}%"))
    expect(cell).to_contain_text("'done'")


def run_cells_that_raise(notebook: NotebookPage, button: Locator, *, cells: int, clicks: int) -> None:
    """Have cells run that raise after a while, and click a button during each."""
    raising = notebook.add("await asyncio.sleep(0.02)\n1 / 0")
    expect(raising).to_contain_text("ZeroDivisionError")
    prompt = raising.locator(".jp-InputPrompt")
    raising.locator(".cm-content").click()
    for _ in range(cells):
        before = prompt.inner_text()
        notebook.page.keyboard.press("Control+Enter")
        button.evaluate(
            "(button, clicks) => { for (let each = 0; each < clicks; each += 1) { button.click(); } }", clicks
        )
        expect(prompt).to_have_text(re.compile(r"\[\d+\]"))
        expect(prompt).not_to_have_text(before)


def test_no_message_is_lost_around_cells_that_raise(notebook: NotebookPage) -> None:
    cell = notebook.add(listener("send", SEND_A_HUNDRED) + "listener")
    button = cell.get_by_role("button", name="send", exact=True)
    expect(button).to_be_visible()
    run_cells_that_raise(notebook, button, cells=100, clicks=1)
    done = "while len(heard) < 10_000: await asyncio.sleep(0.05)\n"
    assert notebook.ask(f"{done}heard == list(range(10_000))") == "True"


#: Three messages of 2 MiB, each once the one before is answered and Python is through with it.
SEND_LARGE = """
const { slice } = Uint8Array.prototype;
Uint8Array.prototype.slice = function (...given) {
  if (this.length === 2 ** 21) { el.dataset.fresh = Number(el.dataset.fresh ?? 0) + 1; }
  return slice.apply(this, given);
};
const send = (number) => {
  model.send({ number }, undefined, [new Uint8Array(2 ** 21).fill(number).buffer]);
};
model.on("msg:custom", ({ number }) => { if (number < 3) { setTimeout(send, 100, number + 1); } });
send(1);
"""
KEEP_LARGE = """
def keep(widget, content, buffers):
    kept.append(buffers[0])
    widget.send({"number": content["number"]})


kept = []
listener.on_msg(keep)
listener
"""


def test_large_bytes_are_pythons_own_though_their_memory_is_used_again(notebook: NotebookPage) -> None:
    cell = notebook.add(listener("send", SEND_LARGE) + KEEP_LARGE)
    cell.get_by_role("button", name="send", exact=True).click()
    expect(cell.locator("[data-seen]")).to_have_attribute("data-seen", "0 1 2 3")
    expect(cell.locator("[data-fresh]")).to_have_attribute("data-fresh", "1")
    known = "[(each.nbytes, set(bytes(each))) for each in kept]"
    assert notebook.ask(known) == "[(2097152, {1}), (2097152, {2}), (2097152, {3})]"


def test_no_click_of_ipywidgets_is_lost_around_cells_that_raise(notebook: NotebookPage) -> None:
    cell = notebook.add(
        "import asyncio\nfrom ipywidgets import Button\nclicks = []\npress = Button(description='press')\n"
        "press.on_click(clicks.append)\npress"
    )
    button = cell.get_by_role("button", name="press", exact=True)
    expect(button).to_be_visible()
    run_cells_that_raise(notebook, button, cells=20, clicks=25)
    assert notebook.ask("while len(clicks) < 500: await asyncio.sleep(0.05)\nlen(clicks)") == "500"


def test_what_python_says_as_a_widget_is_made_arrives_whole_and_in_order(notebook: NotebookPage) -> None:
    cell = notebook.add(
        listener("nothing", "")
        + "display(listener)\nfor number in range(1, 301):\n    listener.value = number\n"
        "for number in range(301, 601):\n    listener.send({'number': number})\n    await asyncio.sleep(0)"
    )
    shown = cell.locator("[data-seen]")
    expect(shown).to_have_attribute("data-seen", re.compile(r"600$"))
    seen = [int(number) for number in (shown.get_attribute("data-seen") or "").split()]
    # A view hears of no change before it is there; the first is what it then found.
    assert seen == list(range(seen[0], 601))
    assert seen[0] <= 300


def test_cells_behind_one_that_raises_are_not_run_and_can_be_run_again(notebook: NotebookPage) -> None:
    notebook.add("ran = []")
    raising = notebook.add("import asyncio\nawait asyncio.sleep(1)\nraise ValueError('stop here')")
    behind = notebook.add("ran.append('behind')\nran")
    expect(raising).to_contain_text("stop here")
    expect(behind.locator(".jp-InputPrompt")).to_have_text("[ ]:")
    assert notebook.ask("ran") == "[]"
    behind.locator(".cm-content").click()
    notebook.page.keyboard.press("Control+Enter")
    expect(behind.locator(".jp-OutputArea-output")).to_have_text("['behind']")


def test_the_managers_of_a_notebook_and_of_its_console_both_hear_all(notebook: NotebookPage) -> None:
    cell = notebook.add(listener("count", COUNT_UP) + "listener")
    expect(cell.get_by_role("button", name="count", exact=True)).to_be_visible()
    cell.click(button="right")
    notebook.page.locator(".lm-Menu-itemLabel").get_by_text("New Console for Notebook", exact=True).click()
    console = notebook.page.locator(".jp-CodeConsole")
    console.locator(".jp-CodeConsole-input .cm-content").click()
    notebook.page.keyboard.insert_text("listener")
    notebook.page.keyboard.press("Shift+Enter")
    in_console = console.get_by_role("button", name="count", exact=True)
    in_console.click()
    console.locator(".jp-CodeConsole-input .cm-content").click()
    notebook.page.keyboard.insert_text(
        "for number in range(2, 102): listener.value = number; listener.send({'number': -number})"
    )
    notebook.page.keyboard.press("Shift+Enter")
    said = " ".join(f"{number} -{number}" for number in range(2, 102))
    for place in (console, cell):
        expect(place.locator("[data-seen]")).to_have_attribute("data-seen", f"0 1 {said}")
