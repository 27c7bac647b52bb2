"""A widget's two hooks: when they are called, with what, and how they are cleaned up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.afm.conftest import WidgetPage

pytestmark = pytest.mark.browser

RENDER = "render({ model, el }) { el.textContent = `value ${model.get('value')}`; }"


def test_initialize_runs_once_for_a_model_also_with_no_view_and_before_every_render(
    widgets: WidgetPage,
) -> None:
    widgets.open(
        "Twice",
        """export default {
          async initialize() { test.log.push('initialize'); await 0; test.log.push('initialized'); },
          render() { test.log.push('render'); },
        }""",
    )
    widgets.expect_log("initialize", "initialized")
    widgets.show("Twice", "one")
    widgets.show("Twice", "two")
    widgets.expect_log("initialize", "initialized", "render", "render")


def test_hooks_are_handed_what_the_contract_says(widgets: WidgetPage) -> None:
    widgets.open(
        "Props",
        """const kind = (value) => value?.constructor?.name ?? typeof value;
        const described = (props) => Object.keys(props).sort().join(' ');
        export default {
          initialize(props) { test.log.push(described(props), kind(props.signal)); },
          render(props) {
            test.log.push(described(props), kind(props.signal), props.el instanceof HTMLElement);
          },
        }""",
    )
    widgets.show("Props")
    widgets.expect_log(
        "experimental model signal",
        "AbortSignal",
        "el experimental host model signal",
        "AbortSignal",
        True,
    )


def test_a_view_that_had_to_wait_stands_between_the_messages_that_came_before_and_after_it(
    widgets: WidgetPage,
) -> None:
    widgets.open(
        "Slow",
        """export default {
          async initialize({ model }) {
            model.on('change:value', (m, value) => test.log.push(`model heard ${value}`));
            await new Promise((resolve) => { test.finish = resolve; });
          },
          render({ model, el }) {
            test.log.push(`rendered ${model.get('value')}`);
            model.on('change:value', (m, value) => test.log.push(`view heard ${value}`));
            model.on('msg:custom', (content) => test.log.push(content));
            el.textContent = 'shown';
          },
        }""",
        value=0,
    )
    widgets.page.wait_for_function("test.finish !== undefined")
    widgets.update("Slow", value=1)
    view = widgets.start_to_show("Slow")
    widgets.update("Slow", value=2)
    widgets.custom("Slow", "a message")
    widgets.run("test.finish()")
    expect(view).to_have_text("shown")
    widgets.expect_log("model heard 1", "rendered 1", "model heard 2", "view heard 2", "a message")


def test_views_share_their_model_and_end_one_by_one(widgets: WidgetPage) -> None:
    widgets.open(
        "Shared",
        """export default { render({ model, el, signal }) {
          const show = () => { el.textContent = model.get('value'); };
          model.on('change:value', show);
          show();
          signal.addEventListener('abort', () => test.log.push('abort'));
          return () => test.log.push('cleanup ' + el.isConnected);
        } }""",
        value=1,
    )
    one, two = widgets.show("Shared", "one"), widgets.show("Shared", "two")
    widgets.update("Shared", value=2)
    expect(one).to_have_text("2")
    expect(two).to_have_text("2")
    widgets.end("one")
    widgets.expect_log("abort", "cleanup true")
    widgets.update("Shared", value=3)
    expect(two).to_have_text("3")


def test_closing_a_model_cleans_its_views_and_then_itself(widgets: WidgetPage) -> None:
    widgets.open(
        "Closed",
        """export default {
          initialize({ signal }) {
            signal.addEventListener('abort', () => test.log.push('model aborted'));
            return async () => test.log.push('model cleaned');
          },
          render({ el, signal }) {
            el.textContent = 'here';
            signal.addEventListener('abort', () => test.log.push('view aborted'));
            return () => test.log.push('view cleaned');
          },
        }""",
    )
    view = widgets.show("Closed")
    widgets.run("test.models.get('Closed').close(); test.models.get('Closed').close();")
    widgets.expect_log("view aborted", "view cleaned", "model aborted", "model cleaned")
    expect(view).to_be_empty()


def test_a_cleanup_that_throws_stops_no_other(widgets: WidgetPage) -> None:
    widgets.open(
        "Messy",
        """export default { render({ el }) {
          return () => { test.log.push('cleanup'); throw new Error('mess'); };
        } }""",
    )
    widgets.show("Messy", "one")
    widgets.show("Messy", "two")
    widgets.run("test.models.get('Messy').close()")
    widgets.expect_log("cleanup", "cleanup")


def test_a_hook_that_settles_after_its_view_has_gone_is_cleaned_up_all_the_same(widgets: WidgetPage) -> None:
    widgets.open(
        "Late",
        """export default { async render() {
          await new Promise((resolve) => { test.finish = resolve; });
          return () => test.log.push('cleanup');
        } }""",
    )
    widgets.start_to_show("Late")
    widgets.page.wait_for_function("test.finish !== undefined")
    widgets.end("Late-view")
    widgets.run("test.finish()")
    widgets.expect_log("cleanup")


def test_state_survives_the_replacement_of_the_module(widgets: WidgetPage) -> None:
    widgets.open("Hot", "export default { render({ el }) { el.textContent = 'old'; } }", value=0)
    view = widgets.show("Hot")
    widgets.run("test.models.get('Hot').set('value', 7)")
    widgets.update("Hot", _esm=f"export default {{ {RENDER} }}")
    expect(view).to_have_text("value 7")
