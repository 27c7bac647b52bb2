"""Commands of the Python class, called from the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.afm.conftest import WidgetPage

pytestmark = pytest.mark.browser


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
