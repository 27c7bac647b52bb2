"""Custom messages and commands."""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING, Any

import pytest
from litewidget import SerializationError, Widget, command

if TYPE_CHECKING:
    from tests.unit.litewidget.conftest import Page

ESM = "export default {};"


class Calculator(Widget):
    _esm = ESM

    @command
    def double(self, message: float, buffers: list[Any]) -> tuple[float, list[bytes]]:
        return message * 2, [bytes(reversed(bytes(each))) for each in buffers]

    @command
    def add(self, *, a: int, b: int = 1) -> int:
        return a + b

    @command
    def measure(self, *, unit: str, buffers: list[Any]) -> str:
        return f"{sum(len(each) for each in buffers)} {unit}"

    @command
    def pair(self, message: list[int]) -> tuple[int, int]:
        return message[0], message[1]

    @command
    def reset(self) -> None:
        """Takes nothing."""

    @command
    def fail(self, message: object) -> None:
        raise ValueError(f"no good: {message}")

    @command
    async def wait(self, message: str) -> str:
        await asyncio.sleep(0)
        return f"waited {message}"

    @command
    async def wait_and_fail(self) -> None:
        await asyncio.sleep(0)
        raise KeyError("gone")

    @command
    def unsendable(self) -> object:
        return {"thing": object()}

    @command
    def binary(self) -> object:
        return {"thing": b"bytes"}

    def not_a_command(self) -> None:
        raise AssertionError


def answer(
    page: Page, widget: Widget, name: str, *message: object, buffers: list[bytes] | None = None
) -> dict[str, Any]:
    page.take()
    page.invoke(widget.model_id, name, *message, buffers=buffers)
    [response] = page.responses()
    content: dict[str, Any] = response.data["content"]
    assert content["id"] == "1"
    assert content["kind"] == "anywidget-command-response"
    return content


def test_a_message_and_its_buffers_reach_the_page(page: Page) -> None:
    widget = Calculator()
    page.take()
    widget.send({"hello": [1, 2]}, [b"ab", memoryview(b"cd")])
    [sent] = page.take()
    assert sent.data == {"method": "custom", "content": {"hello": [1, 2]}}
    assert sent.buffers == [b"ab", b"cd"]


def test_a_message_that_cannot_be_sent_says_why(page: Page) -> None:
    widget = Calculator()
    with pytest.raises(SerializationError, match=r"Calculator\.message .*message\['x'\] is of type object"):
        widget.send({"x": object()})
    with pytest.raises(SerializationError, match=r"its buffers alone"):
        widget.send({"x": b"bytes"})
    with pytest.raises(SerializationError, match=r"buffers\[0\] is of type str, which is no binary data"):
        widget.send({}, ["text"])


def test_messages_of_the_page_reach_the_callbacks_until_they_are_removed(page: Page) -> None:
    widget = Calculator()
    heard: list[object] = []

    def hear(sender: Widget, content: object, buffers: list[Any]) -> None:
        heard.append((sender, content, [bytes(each) for each in buffers]))

    widget.on_msg(hear)
    widget.on_msg(hear)
    page.send(widget.model_id, {"method": "custom", "content": "hi"}, [b"x"])
    widget.on_msg(hear, remove=True)
    page.send(widget.model_id, {"method": "custom", "content": "bye"})
    assert heard == [(widget, "hi", [b"x"])]


def test_a_callback_that_fails_is_reported_and_the_next_one_still_called(
    page: Page, caplog: pytest.LogCaptureFixture
) -> None:
    widget = Calculator()
    heard: list[object] = []
    widget.on_msg(lambda sender, content, buffers: 1 / 0)
    widget.on_msg(lambda sender, content, buffers: heard.append(content))
    page.send(widget.model_id, {"method": "custom", "content": 1})
    assert heard == [1]
    assert "ZeroDivisionError" in caplog.text


def test_a_command_gets_message_and_buffers_and_gives_both(page: Page) -> None:
    widget = Calculator()
    page.take()
    page.invoke(widget.model_id, "double", 2.5, buffers=[b"abc"], call="7")
    [response] = page.responses()
    assert response.data["content"] == {"id": "7", "kind": "anywidget-command-response", "response": 5.0}
    assert response.buffers == [b"cba"]


def test_a_commands_keyword_parameters_are_the_messages_keys(page: Page) -> None:
    widget = Calculator()
    assert answer(page, widget, "add", {"a": 2, "b": 3})["response"] == 5
    assert answer(page, widget, "add", {"a": 2})["response"] == 3
    assert answer(page, widget, "measure", {"unit": "bytes"}, buffers=[b"abc"])["response"] == "3 bytes"


def test_a_command_may_return_a_pair_or_nothing(page: Page) -> None:
    widget = Calculator()
    assert answer(page, widget, "pair", [1, 2])["response"] == [1, 2]
    assert answer(page, widget, "reset")["response"] is None


@pytest.mark.parametrize(
    ("name", "message", "said"),
    [
        ("add", {"b": 1}, "Calculator.add takes 'a', 'b'; the message lacks 'a'."),
        ("add", {"a": 1, "c": 2}, "Calculator.add takes 'a', 'b'; the message has 'c'."),
        ("add", [1, 2], "Calculator.add takes an object with 'a', 'b', and was called with [1, 2]."),
        ("reset", 3, "Calculator.reset takes no message."),
    ],
)
def test_wrong_arguments_are_answered_in_words(page: Page, name: str, message: object, said: str) -> None:
    assert answer(page, Calculator(), name, message)["error"] == {"name": "WrongArguments", "message": said}


def test_an_exception_is_answered_and_reported(page: Page, caplog: pytest.LogCaptureFixture) -> None:
    content = answer(page, Calculator(), "fail", "at all")
    assert content["error"] == {"name": "ValueError", "message": "no good: at all"}
    assert content["response"] is None
    assert "command Calculator.fail" in caplog.text


def test_an_unknown_name_is_answered_with_those_that_there_are(page: Page) -> None:
    for name in ("trouble", "not_a_command", "close"):
        error = answer(page, Calculator(), name)["error"]
        assert error["name"] == "UnknownCommand"
        assert f"Calculator has no command '{name}'. It has add, binary, double" in error["message"]


def test_an_answer_that_cannot_be_sent_is_an_error_that_names_the_command(page: Page) -> None:
    widget = Calculator()
    assert "Calculator.unsendable.response" in answer(page, widget, "unsendable")["error"]["message"]
    assert "is binary" in answer(page, widget, "binary")["error"]["message"]


def test_an_async_command_is_answered_when_it_is_done_and_others_meanwhile(page: Page) -> None:
    async def scenario() -> list[Any]:
        widget = Calculator()
        page.take()
        page.invoke(widget.model_id, "wait", "long", call="slow")
        page.invoke(widget.model_id, "add", {"a": 1}, call="fast")
        page.invoke(widget.model_id, "wait_and_fail", call="failing")
        for _ in range(5):
            await asyncio.sleep(0)
        return [each.data["content"] for each in page.responses()]

    fast, slow, failing = asyncio.run(scenario())
    assert (fast["id"], fast["response"]) == ("fast", 2)
    assert (slow["id"], slow["response"]) == ("slow", "waited long")
    assert (failing["id"], failing["error"]["name"]) == ("failing", "KeyError")


def test_closing_a_widget_stops_its_async_commands(page: Page) -> None:
    ended: list[str] = []

    class Sleeper(Widget):
        _esm = ESM

        @command
        async def sleep(self) -> None:
            try:
                await asyncio.sleep(60)
            finally:
                ended.append("ended")

    async def scenario() -> None:
        widget = Sleeper()
        page.invoke(widget.model_id, "sleep")
        await asyncio.sleep(0)
        page.take()
        widget.close()
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    asyncio.run(scenario())
    assert ended == ["ended"]
    assert [each.kind for each in page.take()] == ["comm_close"]


def test_commands_that_close_their_own_widget_answer_nothing_and_report_nothing(
    page: Page, caplog: pytest.LogCaptureFixture
) -> None:
    class Dialog(Widget):
        _esm = ESM

        @command
        def dismiss(self) -> str:
            self.close()
            return "gone"

        @command
        async def dismiss_later(self) -> str:
            await asyncio.sleep(0)
            self.close()
            return "gone"

    async def scenario() -> None:
        unheard: list[dict[str, Any]] = []
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: unheard.append(context))
        for name in ("dismiss", "dismiss_later"):
            widget = Dialog()
            page.take()
            page.invoke(widget.model_id, name)
            for _ in range(5):
                await asyncio.sleep(0)
            gc.collect()
            assert [each.kind for each in page.take()] == ["comm_close"], name
        assert unheard == []

    asyncio.run(scenario())
    assert caplog.text == ""


def test_commands_are_inherited_and_overridden_as_methods_are(page: Page) -> None:
    class Base(Widget):
        _esm = ESM

        @command
        def greet(self) -> str:
            return "base"

        @command
        def inherited(self) -> str:
            return "from base"

        @command
        def removed(self) -> str:
            return "still there"

    class Derived(Base):
        removed = None  # type: ignore[assignment]

        def greet(self) -> str:
            return f"derived of {super().greet()}"

    widget = Derived()
    assert answer(page, widget, "greet")["response"] == "derived of base"
    assert answer(page, widget, "inherited")["response"] == "from base"
    assert answer(page, widget, "removed")["error"]["name"] == "UnknownCommand"
