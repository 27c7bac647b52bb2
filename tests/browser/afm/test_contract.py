"""The AFM contract, line by line, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.afm.conftest import expect_card

if TYPE_CHECKING:
    from tests.browser.afm.conftest import WidgetPage

pytestmark = pytest.mark.browser

RENDER = "render({ model, el }) { el.textContent = `value ${model.get('value')}`; }"


@pytest.mark.parametrize(
    "esm",
    [
        f"export default {{ {RENDER} }}",
        f"export default () => ({{ {RENDER} }})",
        f"export default async () => {{ await 0; return {{ {RENDER} }}; }}",
        f"export function {RENDER}",
    ],
    ids=["object", "function", "async function", "named render"],
)
def test_every_shape_of_module_is_shown(widgets: WidgetPage, esm: str) -> None:
    widgets.open("Shape", esm, value=3)
    expect(widgets.show("Shape")).to_have_text("value 3")


def test_a_named_render_is_told_to_be_deprecated_and_a_default_export_is_not(widgets: WidgetPage) -> None:
    widgets.open("New", f"export default {{ {RENDER} }}; export function render() {{ throw 'never'; }}")
    widgets.show("New")
    assert widgets.warnings() == []
    widgets.open("Old", f"export function {RENDER}")
    widgets.show("Old")
    assert [warning for warning in widgets.warnings() if "deprecated" in warning and "Old" in warning]


def test_an_empty_definition_is_legal(widgets: WidgetPage) -> None:
    widgets.open("Nothing", "export default {}")
    expect(widgets.show("Nothing")).to_have_text("")
    expect(widgets.view("Nothing").get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize(
    ("esm", "told"),
    [
        ("", "exports nothing"),
        ("export const draw = 1", "exports only draw"),
        ("export default 3", "the default export is a number"),
        ("export default () => undefined", "function returns undefined"),
        ("export default { render: 'text' }", "whose render is no function"),
        ("export default []", "a list"),
    ],
)
def test_any_other_shape_is_a_clear_error(widgets: WidgetPage, esm: str, told: str) -> None:
    widgets.open("Wrong", esm)
    expect_card(widgets.show("Wrong"), "Wrong could not be loaded", told)


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


def test_invoke_sends_a_command_and_gives_its_answer_and_buffers(widgets: WidgetPage) -> None:
    widgets.open(
        "Caller",
        """export default { async render({ experimental }) {
          const options = { buffers: [new ArrayBuffer(3)] };
          const [answer, buffers] = await experimental.invoke('double', { x: 2 }, options);
          test.log.push([answer, buffers[0].getUint8(0)]);
        } }""",
    )
    widgets.start_to_show("Caller")
    widgets.page.wait_for_function("test.sent.length === 1")
    content = widgets.sent()[0]["data"]["content"]
    assert content == {"id": content["id"], "kind": "anywidget-command", "name": "double", "msg": {"x": 2}}
    assert widgets.run("return test.sent[0].buffers[0].byteLength") == 3
    widgets.run(
        """const { id } = test.sent[0].data.content;
        const kind = 'anywidget-command-response';
        test.custom('Caller', { id: 'other', kind, response: 0 }, []);
        test.custom('Caller', { id, kind, response: 4 }, [Uint8Array.of(9).buffer]);"""
    )
    widgets.expect_log([4, 9])


def test_initialize_may_await_a_command(widgets: WidgetPage) -> None:
    widgets.open(
        "Asker",
        """export default { async initialize({ experimental }) {
          test.log.push((await experimental.invoke('ask'))[0]);
        } }""",
    )
    widgets.page.wait_for_function("test.sent.length === 1")
    widgets.custom("Asker", {"kind": "an earlier message"})
    widgets.run(
        """const { id } = test.sent[0].data.content;
        test.custom('Asker', { id, kind: 'anywidget-command-response', response: 'answered' })"""
    )
    widgets.expect_log("answered")


def test_a_command_ends_with_its_signal_with_the_model_and_with_pythons_error(widgets: WidgetPage) -> None:
    widgets.open(
        "Caller",
        """export default { initialize({ experimental: { invoke } }) {
          const told = (name) => (error) => test.log.push([name, String(error)]);
          test.stop = new AbortController();
          invoke('slow', null, { signal: test.stop.signal }).catch(told('stopped'));
          invoke('wrong').catch(told('wrong'));
          invoke('unanswered').catch(told('closed'));
        } }""",
    )
    widgets.page.wait_for_function("test.sent.length === 3")
    widgets.run("test.stop.abort(new Error('enough'))")
    widgets.run(
        """const { id } = test.sent[1].data.content;
        const error = { name: 'ValueError', message: 'no such thing' };
        test.custom('Caller', { id, kind: 'anywidget-command-response', error });
        await 0;
        test.models.get('Caller').close();"""
    )
    widgets.expect_log(
        ["stopped", "Error: enough"],
        ["wrong", "CommandError: Caller.wrong: ValueError: no such thing"],
        ["closed", "AbortError: Caller was closed."],
    )
    assert widgets.run("return test.models.get('Caller').listenerCount") == 0


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


def test_state_survives_the_replacement_of_the_module(widgets: WidgetPage) -> None:
    widgets.open("Hot", "export default { render({ el }) { el.textContent = 'old'; } }", value=0)
    view = widgets.show("Hot")
    widgets.run("test.models.get('Hot').set('value', 7)")
    widgets.update("Hot", _esm=f"export default {{ {RENDER} }}")
    expect(view).to_have_text("value 7")


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
