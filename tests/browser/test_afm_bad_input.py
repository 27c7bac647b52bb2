"""Wrong widgets in a real notebook: what is said in the cell, what in Python, and that all else goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.notebook_page import SHOWN_BY_OUR_LOADER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Locator

    from tests.browser.notebook_page import NotebookPage
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

GOOD = '''\
import asyncio
from litewidget import Widget, command
from traitlets import Any, Int

SHOW = """export default { render({ model, el }) {
  const show = () => { el.textContent = `good ${model.get('value')}`; };
  model.on('change:value', show);
  show();
} };"""

class Good(Widget):
    _esm = SHOW
    value = Any(1).tag(sync=True)

good = Good()
good'''

CHATTY = '''\
class Chatty(Widget):
    _esm = """export default { render({ model, el, experimental: { invoke } }) {
      const button = (name, act) => {
        const made = Object.assign(document.createElement('button'), { textContent: name, onclick: act });
        el.append(made);
      };
      const save = (key, value) => () => { model.set(key, value); model.save_changes(); };
      button('a function', save('value', { inside: () => 1 }));
      button('a number that is text', save('number', 'text'));
      button('wrong arguments', () => invoke('add', { a: 1, c: 2 }));
      button('no such command', () => invoke('subtract'));
      button('an exception', () => invoke('fail'));
      button('fine', save('number', 7));
    } }"""
    value = Any(0).tag(sync=True)
    number = Int(0).tag(sync=True)

    @command
    def add(self, *, a, b):
        return a + b

    @command
    def fail(self):
        raise ValueError("no paper")

chatty = Chatty()
chatty'''

#: What the page shows of a widget whose module is wrong, and what it says.
WRONG_MODULES = {
    "not JavaScript": ("def render():\\n    pass", ["Wrong could not be loaded", "Wrong.js:1:5"]),
    "no export": ("const x = 1;\\n", ["Wrong.js exports nothing"]),
    "missing sibling": ("import './x.js';\\n", ["imports 'x.js'", "only the module's text is here"]),
    "missing package": ("import 'react';\\n", ["imports 'react' by name alone"]),
    "throws at once": ("\\nthrow new RangeError('now');", ["RangeError: now", "Wrong.js:2:"]),
    "throws in initialize": (
        "export default { initialize() { throw new Error('begun'); } }",
        ["Wrong failed to start", "Error: begun"],
    ),
    "throws in render": (
        "export default { render() { throw new Error('shown'); } }",
        ["Wrong failed to show itself", "Error: shown"],
    ),
}


@pytest.fixture(scope="module")
def notebook(course_visitor: Reader) -> NotebookPage:
    opened = course_visitor.open_notebook("plain.ipynb")
    opened.wait_for_the_kernel()
    show(opened, GOOD)
    return opened


def show(notebook: NotebookPage, source: str) -> Locator:
    """Run a cell; gives all that it has put out."""
    notebook.ask(source)
    return notebook.code_cells.nth(notebook.code_cells.count() - 1).locator(".jp-OutputArea")


@pytest.fixture(autouse=True)
def all_else_goes_on(course_visitor: Reader, notebook: NotebookPage) -> Iterator[None]:
    """A widget that is right still hears Python, whatever a test did; what was logged names the wrong one."""
    yield
    complaints = course_visitor.take_complaints()
    assert [each for each in complaints if not any(name in each for name in ("Wrong", "Chatty"))] == []
    value = notebook.ask("good.value = good.value + 1; good.value")
    expect(notebook.page.locator(SHOWN_BY_OUR_LOADER).first).to_have_text(f"good {value}")


@pytest.mark.parametrize(("esm", "told"), WRONG_MODULES.values(), ids=WRONG_MODULES)
def test_a_wrong_module_is_said_in_its_cell_and_a_repair_from_python_is_shown(
    notebook: NotebookPage, esm: str, told: list[str]
) -> None:
    shown = show(notebook, f'class Wrong(Widget):\n    _esm = "{esm}"\n\nwrong = Wrong()\nwrong')
    for text in told:
        expect(shown.get_by_role("alert")).to_contain_text(text)
    notebook.ask("wrong._esm = SHOW; 1")
    expect(shown.locator(SHOWN_BY_OUR_LOADER)).to_have_text("good undefined")


def test_an_empty_module_is_refused_by_python_when_it_is_made_and_when_it_is_set(
    notebook: NotebookPage,
) -> None:
    refusal = "ValueError: Wrong._esm is empty: it must hold an ES module or name one."
    made = show(notebook, 'class Wrong(Widget):\n    _esm = "  "\n\nWrong()')
    expect(made).to_contain_text(refusal)
    expect(show(notebook, "Wrong(_esm=SHOW)._esm = ''")).to_contain_text(refusal)


@pytest.mark.parametrize("hook", ["initialize", "render"])
def test_a_hook_that_never_settles_says_so_and_can_be_replaced(notebook: NotebookPage, hook: str) -> None:
    module = f"export default {{ {hook}: () => new Promise(() => {{}}) }}"
    shown = show(notebook, f'class Wrong(Widget):\n    _esm = "{module}"\n\nwrong = Wrong()\nwrong')
    expect(shown.get_by_role("status")).to_contain_text(f"Loading Wrong… Its '{hook}' has not finished yet.")
    notebook.ask("wrong._esm = SHOW; 1")
    expect(shown.locator(SHOWN_BY_OUR_LOADER)).to_have_text("good undefined")


def test_state_that_cannot_be_sent_is_refused_by_python_with_its_trait_and_type(
    notebook: NotebookPage,
) -> None:
    told = "Good.value cannot be sent to the page: it is of type object"
    expect(show(notebook, "good.value = object()")).to_contain_text(told)
    told = "Good.value cannot be sent to the page: value[1]['a'] is of type object"
    expect(show(notebook, "Good(value=[1, {'a': object()}])")).to_contain_text(told)
    notebook.ask("good.value = 1; 1")


def test_what_goes_wrong_between_page_and_python_is_said_above_the_widget(notebook: NotebookPage) -> None:
    shown = show(notebook, CHATTY).locator(SHOWN_BY_OUR_LOADER)
    for name, told in {
        "a function": "Chatty: the trait 'value' holds a function (at inside), which cannot be sent",
        "a number that is text": "The 'number' trait of a Chatty instance expected an int",
        "wrong arguments": "Chatty.add takes 'a', 'b'; the message lacks 'b' and has 'c'.",
        "no such command": "Chatty has no command 'subtract'. It has add, fail.",
        "an exception": "Chatty.fail: ValueError: no paper",
    }.items():
        shown.get_by_role("button", name=name).click()
        expect(shown.get_by_role("alert")).to_contain_text(told)
        shown.get_by_role("button", name="Dismiss").click()
    shown.get_by_role("button", name="fine").click()
    assert notebook.ask("chatty.number") == "7"
    expect(shown.get_by_role("alert")).to_have_count(0)


def test_a_closed_widget_that_is_used_again_says_so_in_python_and_in_its_cell(notebook: NotebookPage) -> None:
    shown = show(notebook, "closed = Good()\nclosed")
    expect(shown.locator(SHOWN_BY_OUR_LOADER)).to_have_text("good 1")
    told = "ClosedWidgetError: Good is closed and cannot send a message. Make a new one."
    expect(show(notebook, "closed.close(); closed.send('anyone?')")).to_contain_text(told)
    expect(shown.locator(SHOWN_BY_OUR_LOADER)).to_have_count(0)
    told = "ClosedWidgetWarning: Good is closed: no page hears that value changed."
    expect(show(notebook, "closed.value = 3")).to_contain_text(told)
    expect(show(notebook, "closed")).to_contain_text("Good is closed. Make a new one to show it.")


def test_a_comm_that_closes_while_a_command_runs_ends_the_command_on_both_sides(
    course_visitor: Reader, notebook: NotebookPage
) -> None:
    source = '''\
class Wrong(Widget):
    _esm = """export default { render({ el, experimental: { invoke } }) {
      invoke('wait').catch((error) => console.warn('the command ended:', String(error)));
    } }"""
    ended = Any(None)

    @command
    async def wait(self):
        try:
            await asyncio.sleep(600)
        except asyncio.CancelledError:
            self.ended = "cancelled"
            raise

wrong = Wrong()
wrong'''
    show(notebook, source)
    with notebook.page.expect_console_message(lambda message: "Wrong was closed" in message.text):
        notebook.ask("await asyncio.sleep(1); wrong.close(); await asyncio.sleep(0); 1")
    assert notebook.ask("wrong.ended") == "'cancelled'"
