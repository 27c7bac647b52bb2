"""Widgets that show other widgets, or listen to their models."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.afm.conftest import expect_card

if TYPE_CHECKING:
    from tests.browser.afm.conftest import WidgetPage

pytestmark = pytest.mark.browser

CHILD = """export default {
  async initialize({ model }) { await 0; return { double: () => 2 * model.get('value') }; },
  render({ model, el }) {
    const show = () => { el.textContent = 'child ' + model.get('value'); };
    model.on('change:value', show);
    show();
    return () => test.log.push('child cleaned');
  },
}"""


def test_a_widget_shows_another_and_uses_what_it_exports(widgets: WidgetPage) -> None:
    widgets.open("Child", CHILD, value=4)
    widgets.open(
        "Parent",
        """export default { async render({ model, el, host }) {
          const child = await host.getWidget(model.get('child'));
          await child.render({ el });
          test.log.push([child.exports.double(), el.textContent]);
        } }""",
        child="anywidget:Child",
    )
    view = widgets.show("Parent")
    widgets.expect_log([8, "child 4"])
    widgets.update("Child", value=5)
    expect(view).to_have_text("child 5")
    widgets.end("Parent-view")
    widgets.expect_log([8, "child 4"], "child cleaned")
    assert widgets.census()["views"] == 0


def test_a_child_ends_with_the_signal_it_was_given(widgets: WidgetPage) -> None:
    widgets.open("Child", CHILD, value=4)
    widgets.open(
        "Parent",
        """export default { async render({ model, el, host }) {
          const child = await host.getWidget('anywidget:Child');
          test.away = new AbortController();
          await child.render({ el, signal: test.away.signal });
        } }""",
    )
    view = widgets.show("Parent")
    expect(view).to_have_text("child 4")
    widgets.run("test.away.abort()")
    widgets.expect_log("child cleaned")
    expect(view).to_have_text("")


def test_the_listeners_of_a_model_got_from_the_host_end_with_the_view(widgets: WidgetPage) -> None:
    widgets.open("Other", "export default {}", value=0)
    widgets.open(
        "Watcher",
        """export default { async render({ host }) {
          const other = await host.getModel('anywidget:Other');
          other.on('change:value', (m, value) => test.log.push(value));
        } }""",
    )
    widgets.show("Watcher")
    widgets.update("Other", value=1)
    widgets.end("Watcher-view")
    widgets.update("Other", value=2)
    widgets.expect_log(1)


@pytest.mark.parametrize(
    ("reference", "told"),
    [("Child", "is no reference to a widget"), ("anywidget:gone", "There is no widget gone")],
)
def test_a_reference_that_leads_nowhere_says_so(widgets: WidgetPage, reference: str, told: str) -> None:
    widgets.open(
        "Parent",
        "export default { async render({ host, model }) { await host.getWidget(model.get('child')); } }",
        child=reference,
    )
    expect_card(widgets.show("Parent"), "Parent failed to show itself", told)


def test_a_child_that_is_closed_while_it_loads_is_an_error_and_no_endless_wait(widgets: WidgetPage) -> None:
    widgets.open("Child", "await new Promise(() => undefined); export default {}")
    widgets.open(
        "Parent",
        """export default { async render({ host }) {
          test.log.push('asked');
          await host.getWidget('anywidget:Child');
        } }""",
    )
    view = widgets.start_to_show("Parent")
    widgets.expect_log("asked")
    widgets.run("test.models.get('Child').close()")
    expect_card(view, "Parent failed to show itself", "Child was closed.")
