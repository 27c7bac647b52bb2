"""The model that a widget's hooks are handed: Backbone's conventions, messages, what is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.afm.conftest import WidgetPage

pytestmark = pytest.mark.browser


def test_models_follow_backbones_calling_conventions(widgets: WidgetPage) -> None:
    widgets.open(
        "Events",
        """export default { initialize({ model }) {
          model.on('change:a', (m, value, options) => {
            test.log.push(['change:a', m === model, value, options]);
          });
          model.on('change:b change:c', (m, value) => test.log.push(['either', value]));
          model.on({ 'change:c': () => test.log.push(['by hash']) });
          model.on('change', (m) => test.log.push(['change', m === model]));
          const { get, set } = model;
          set({ a: 1, b: 2 }, { from: 'hash' });
          set('c', 3);
          set('c', 3);
          set('a', 4, { silent: true });
          test.log.push(['now', get('a'), get('b'), get('c')]);
        } }""",
        a=0,
        b=0,
        c=0,
    )
    widgets.expect_log(
        ["change:a", True, 1, {"from": "hash"}],
        ["either", 2],
        ["change", True],
        ["either", 3],
        ["by hash"],
        ["change", True],
        ["now", 4, 2, 3],
    )


def test_off_with_no_arguments_ends_only_the_hooks_own_listeners(widgets: WidgetPage) -> None:
    widgets.open(
        "Off",
        """export default {
          initialize({ model }) { model.on('change:value', () => test.log.push('initialize')); },
          render({ model, el }) {
            const name = el.closest('body > div').id;
            model.on('change:value', () => test.log.push(name));
            if (name === 'one') { test.deafen = () => model.off(); }
          },
        }""",
        value=0,
    )
    widgets.show("Off", "one")
    widgets.show("Off", "two")
    widgets.run("test.deafen()")
    widgets.update("Off", value=1)
    widgets.expect_log("initialize", "two")


def test_off_takes_back_one_listener_or_one_event(widgets: WidgetPage) -> None:
    widgets.open(
        "Off",
        """export default { initialize({ model }) {
          const one = () => test.log.push('one');
          const two = () => test.log.push('two');
          model.on('change:a change:b', one);
          model.on('change:a', two);
          model.off('change:a', one);
          test.off = () => model.off('change:a');
        } }""",
        a=0,
        b=0,
    )
    widgets.page.wait_for_function("test.off !== undefined")
    widgets.update("Off", a=1, b=1)
    widgets.expect_log("two", "one")
    widgets.run("test.off()")
    widgets.update("Off", a=2, b=2)
    widgets.expect_log("two", "one", "one")


def test_a_listener_that_throws_stops_no_other_and_is_logged_with_the_widgets_name(
    widgets: WidgetPage,
) -> None:
    widgets.open(
        "Thrower",
        """export default { initialize({ model }) {
          model.on('change:value', () => { throw new Error('in a listener'); });
          model.on('change:value', () => test.log.push('heard'));
        } }""",
        value=0,
    )
    widgets.page.wait_for_function("test.models.get('Thrower').listenerCount > 5")
    widgets.update("Thrower", value=1)
    widgets.expect_log("heard")
    assert [warning for warning in widgets.warnings() if "Thrower" in warning and "in a listener" in warning]


def test_custom_messages_come_with_their_buffers_as_data_views(widgets: WidgetPage) -> None:
    widgets.open(
        "Bytes",
        """export default { initialize({ model }) {
          model.on('msg:custom', (content, buffers) => {
            test.log.push([content, buffers.length, buffers[0] instanceof DataView, buffers[0].getUint8(1)]);
          });
        } }""",
    )
    widgets.run("test.custom('Bytes', { kind: 'photo' }, [Uint8Array.of(7, 8).buffer])")
    widgets.expect_log([{"kind": "photo"}, 1, True, 8])


def test_the_state_is_sent_on_save_and_only_what_was_set(widgets: WidgetPage) -> None:
    widgets.open(
        "Saver",
        """export default { initialize({ model }) {
          model.set('a', 1);
          model.set({ b: [1, 2] });
          model.save_changes();
          model.save_changes();
          model.send({ hello: 1 });
        } }""",
        a=0,
        b=[],
        c=0,
    )
    widgets.page.wait_for_function("test.sent.length === 2")
    assert [message["data"] for message in widgets.sent()] == [
        {"method": "update", "state": {"a": 1, "b": [1, 2]}, "buffer_paths": []},
        {"method": "custom", "content": {"hello": 1}},
    ]


def test_binary_state_is_seen_as_data_views_and_sent_apart(widgets: WidgetPage) -> None:
    widgets.open(
        "Bytes",
        """export default { initialize({ model }) {
          model.on('change:data', (m, value) => {
            test.log.push([value.image instanceof DataView, value.image.getUint8(0), value.name]);
            model.set('data', { list: [Uint8Array.of(1, 2), 'text'] });
            model.set('whole', new Float32Array(2));
            model.save_changes();
          });
        } }""",
        data=None,
    )
    widgets.page.wait_for_function("test.models.get('Bytes').listenerCount > 4")
    widgets.run(
        """const buffer_paths = [['data', 'image']];
        const state = { data: { name: 'n' } };
        test.tell('Bytes', { method: 'update', state, buffer_paths }, [Uint8Array.of(5).buffer]);"""
    )
    widgets.expect_log([True, 5, "n"])
    assert widgets.sent()[0]["data"] == {
        "method": "update",
        "state": {"data": {"list": [None, "text"]}},
        "buffer_paths": [["data", "list", 0], ["whole"]],
    }
    assert widgets.run("return test.sent[0].buffers.map((buffer) => buffer.byteLength)") == [2, 8]
