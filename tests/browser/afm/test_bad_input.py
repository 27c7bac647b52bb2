"""Widgets that are wrong: each says so in its own cell, and nothing else on the page stops working."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.afm.conftest import expect_card

if TYPE_CHECKING:
    from tests.browser.afm.conftest import WidgetPage

pytestmark = pytest.mark.browser

GOOD = "export default { render({ model, el }) { el.textContent = 'good ' + model.get('value'); } }"

BAD = {
    "an empty module": ("", ["could not be loaded", "exports nothing"]),
    "no JavaScript": ("def render():\n    pass\n", ["is not a JavaScript module", "bad/widget.js:1:5"]),
    "a syntax error further down": (
        "const fine = 1;\n\nconst = 2;\n",
        ["is not a JavaScript module", "bad/widget.js:3:7"],
    ),
    "an import of a missing sibling": ("import './gone.js';", ["imports 'gone.js'", "no file bad/gone.js"]),
    "an import from outside of its folder": (
        "import '../x.js';",
        ["'../x.js'", "outside of the widget's folder"],
    ),
    "an import by name": (
        "import React from 'react';",
        ["imports 'react' by name alone", "bundle the widget"],
    ),
    "an import of a name that a sibling lacks": (
        "import { gone } from './there.js';",
        ["is not a JavaScript module", "gone"],
    ),
    "siblings that import each other": (
        "import './a.js';",
        ["import each other", "bad/a.js → bad/b.js → bad/a.js"],
    ),
    "a throw as it is evaluated": ("\nthrow new RangeError('at once');", ["at once", "bad/widget.js:2:"]),
    "a throw as a sibling is evaluated": ("import './thrower.js';", ["undefined", "bad/thrower.js:1:"]),
    "a throw in the default export": (
        "export default () => { throw new Error('made'); }",
        ["made", "bad/widget.js:1:"],
    ),
    "a throw in initialize": (
        "export default {\n initialize() { throw new Error('begun'); } }",
        ["failed to start", "Error: begun", "bad/widget.js:2:"],
    ),
    "a rejection in initialize": (
        "export default {\n async initialize() { await 0; throw new Error('begun'); } }",
        ["failed to start", "Error: begun", "bad/widget.js:2:"],
    ),
    "a throw in render": (
        "export default {\n render() { throw new Error('shown'); } }",
        ["failed to show itself", "Error: shown", "bad/widget.js:2:"],
    ),
    "a throw of no error": (
        "export default { render() { throw 'text'; } }",
        ["failed to show itself", "text"],
    ),
}


@pytest.mark.parametrize(("esm", "told"), BAD.values(), ids=BAD)
def test_what_is_wrong_is_said_in_the_cell_and_recovers_with_a_fix(
    widgets: WidgetPage, esm: str, told: list[str]
) -> None:
    widgets.run(
        """test.files.set('bad/there.js', 'export const here = 1;');
        test.files.set('bad/a.js', "import './b.js';");
        test.files.set('bad/b.js', "import './a.js';");
        test.files.set('bad/thrower.js', "undefined.property;");"""
    )
    widgets.open("Bad", esm, _file="bad/widget.js", value=1)
    widgets.open("Good", GOOD, value=2)
    view = widgets.show("Bad")
    expect_card(view, "Bad", *told)
    expect(widgets.show("Good")).to_have_text("good 2")
    widgets.update("Bad", _esm=GOOD)
    expect(view).to_have_text("good 1")


def test_a_retry_reads_the_widgets_files_anew(widgets: WidgetPage) -> None:
    widgets.open(
        "Retried",
        "import { text } from './text.js'; export default { render({ el }) { el.textContent = text; } }",
        _file="retried/widget.js",
    )
    view = widgets.show("Retried")
    expect_card(view, "no file retried/text.js")
    widgets.run("test.files.set('retried/text.js', 'export const text = 3 3;')")
    view.get_by_role("button", name="Try again").click()
    expect_card(view, "is not a JavaScript module", "retried/text.js:1:23")
    widgets.run("test.files.set('retried/text.js', 'export const text = 33;')")
    view.get_by_role("button", name="Try again").click()
    expect(view).to_have_text("33")


def test_a_module_that_failed_as_it_ran_runs_anew_on_a_retry(widgets: WidgetPage) -> None:
    widgets.open(
        "Luck",
        """test.tries = (test.tries ?? 0) + 1;
        if (test.tries < 2) { throw new Error('no luck'); }
        export default { render({ el }) { el.textContent = 'luck'; } }""",
    )
    view = widgets.show("Luck")
    expect_card(view, "no luck")
    view.get_by_role("button", name="Try again").click()
    expect(view).to_have_text("luck")


@pytest.mark.parametrize(
    "esm",
    [
        "await new Promise(() => {}); export default {}",
        "export default () => new Promise(() => {})",
        "export default { initialize: () => new Promise(() => {}) }",
        "export default { render: () => new Promise(() => {}) }",
    ],
    ids=["module", "default export", "initialize", "render"],
)
def test_a_widget_that_never_settles_says_that_it_loads_and_can_still_be_replaced(
    widgets: WidgetPage, esm: str
) -> None:
    widgets.open("Hung", esm, value=1)
    widgets.open("Good", GOOD, value=2)
    view = widgets.start_to_show("Hung")
    expect(view.get_by_role("status")).to_have_text("Loading Hung…")
    expect(widgets.show("Good")).to_have_text("good 2")
    widgets.update("Hung", _esm=GOOD)
    expect(view).to_have_text("good 1")
    widgets.end("Hung-view")
    assert widgets.census()["views"] == 1


def test_a_cleanup_that_never_settles_holds_up_its_successor_for_a_second_at_most(
    widgets: WidgetPage,
) -> None:
    widgets.open("Stuck", "export default { render: () => () => new Promise(() => {}) }", value=1)
    view = widgets.show("Stuck")
    widgets.update("Stuck", _esm=GOOD)
    expect(view).to_have_text("good 1", timeout=3000)


def test_state_that_cannot_be_sent_is_named_and_the_rest_is_sent(widgets: WidgetPage) -> None:
    widgets.open(
        "Odd",
        """export default { render({ model }) {
          model.set({ chart: { draw: [() => 1] }, fine: 1 });
          model.save_changes();
        } }""",
    )
    expect_card(widgets.show("Odd"), "Odd: the trait 'chart' holds a function (at draw.0)")
    assert [message["data"]["state"] for message in widgets.sent()] == [{"fine": 1}]


def test_a_closed_widget_sends_nothing_and_says_so(widgets: WidgetPage) -> None:
    widgets.open(
        "Gone",
        """export default { initialize({ model, experimental }) {
          test.use = () => {
            model.set('value', 2);
            model.save_changes();
            model.send('still there?');
            return experimental.invoke('ask').catch((error) => error.message);
          };
        } }""",
    )
    widgets.page.wait_for_function("test.use !== undefined")
    widgets.run("test.models.get('Gone').close()")
    assert widgets.run("return test.use()") == "Gone was closed."
    assert widgets.sent() == []
    assert [warning for warning in widgets.warnings() if "Gone was closed" in warning]


def test_a_view_of_a_closed_model_is_empty(widgets: WidgetPage) -> None:
    widgets.open("Gone", GOOD, value=1)
    widgets.run("test.binding = test.runtime.bind(test.models.get('Gone')); test.models.get('Gone').close();")
    widgets.run("test.update('Gone', { value: 3 })")
    assert widgets.census() == {"models": 0, "views": 0, "styles": 0, "modules": 1}


CHATTY = """export default { render({ model, el, experimental: { invoke } }) {
  el.innerHTML = '<button>set</button><button>call</button><output></output>';
  const [set, call] = el.querySelectorAll('button');
  set.onclick = () => { model.set({ fine: 1, odd: () => 1 }); model.save_changes(); };
  call.onclick = () => invoke('add', { a: 1 });
  model.on('change:fine', (m, value) => { el.querySelector('output').textContent = `fine ${value}`; });
} }"""


def test_a_value_that_cannot_be_sent_is_said_above_the_widget_which_goes_on(widgets: WidgetPage) -> None:
    widgets.open("Chatty", CHATTY, fine=0, odd=0)
    view = widgets.show("Chatty")
    view.get_by_role("button", name="set").click()
    card = view.get_by_role("alert")
    expect(card).to_contain_text("Chatty met an error and goes on")
    expect(card).to_contain_text("Chatty: the trait 'odd' holds a function, which cannot be sent to Python")
    assert [message["data"]["state"] for message in widgets.sent()] == [{"fine": 1}]
    expect(view.get_by_role("status")).to_have_text("fine 1")
    card.get_by_role("button", name="Dismiss").click()
    expect(card).to_have_count(0)
    assert [error for error in widgets.errors if "the trait 'odd'" not in error] == []
    widgets.errors.clear()


def test_a_commands_error_that_no_module_catches_is_said_above_the_widget(widgets: WidgetPage) -> None:
    widgets.open("Chatty", CHATTY, fine=0)
    one, two = widgets.show("Chatty", "one"), widgets.show("Chatty", "two")
    one.get_by_role("button", name="call").click()
    widgets.run(
        """const { id } = test.sent[0].data.content;
        const error = { name: 'WrongArguments', message: "Chatty.add: the message lacks 'b'." };
        test.custom('Chatty', { id, kind: 'anywidget-command-response', response: null, error });"""
    )
    for view in (one, two):
        expect(view.get_by_role("alert")).to_contain_text("the message lacks 'b'")
    widgets.update("Chatty", _esm=GOOD, value=1)
    expect(one).to_have_text("good 1")
    assert [error for error in widgets.errors if "lacks 'b'" not in error] == []
    widgets.errors.clear()


def test_a_command_whose_widget_is_closed_meanwhile_ends(widgets: WidgetPage) -> None:
    widgets.open(
        "Chatty",
        """export default { render({ experimental: { invoke } }) {
          invoke('slow').catch((error) => test.log.push(String(error)));
        } }""",
    )
    widgets.open("Good", GOOD, value=2)
    widgets.show("Chatty")
    widgets.run("test.models.get('Chatty').close()")
    widgets.expect_log("AbortError: Chatty was closed.")
    widgets.run(
        """const model = test.models.get('Chatty');
        model.set('value', 1); model.save_changes(); model.send({});"""
    )
    assert len([each for each in widgets.sent() if each["data"]["method"] == "update"]) == 0
    assert [warning for warning in widgets.warnings() if "Chatty was closed" in warning]
    expect(widgets.show("Good")).to_have_text("good 2")


@pytest.mark.parametrize("shown_first", [True, False])
def test_what_goes_wrong_before_a_widget_is_shown_is_said_once_it_is(
    widgets: WidgetPage, shown_first: bool
) -> None:
    widgets.open(
        "Early",
        """export default {
          async initialize({ model }) {
            addEventListener('error', () => { test.failed = true; }, { once: true });
            setTimeout(() => { model.set('odd', () => 0); model.save_changes(); });
            await new Promise((resolve) => { test.goOn = resolve; });
          },
          render({ el }) { el.textContent = 'works'; },
        }""",
    )
    view = widgets.start_to_show("Early") if shown_first else None
    widgets.page.wait_for_function("test.failed === true")
    widgets.run("test.goOn()")
    view = view or widgets.show("Early")
    expect(view).to_contain_text("works")
    expect(view.get_by_role("alert")).to_contain_text("the trait 'odd' holds a function")
    widgets.errors.clear()
