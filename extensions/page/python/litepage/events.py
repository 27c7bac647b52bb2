"""Python as the handler of what happens on a page."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import inspect
from typing import TYPE_CHECKING, Any

import js
from pyodide.ffi import JsProxy

from litepage import page
from litepage.errors import reporting
from litepage.ffi import to_js
from litepage.places import current_place, entering

if TYPE_CHECKING:
    from collections.abc import Callable

    Handler = Callable[..., Any]

#: Tracebacks show nothing of this module.
__tracebackhide__ = True


class Event:
    """Something that happens in Python, and that others wait for.

    `when` takes it in the place of a page's event.
    """

    def __init__(self) -> None:
        self._listeners: list[Handler] = []

    def trigger(self, result: Any = None) -> None:
        """Have all listeners be called with a value. What one raises is the caller's, and ends it."""
        for listener in list(self._listeners):
            _go_on(_result_of(listener, result))

    def add_listener(self, listener: Handler) -> None:
        """Have a function be called when it happens.

        Raises:
            ValueError: it is no function.
        """
        if not callable(listener):
            raise ValueError(f"a listener is a function, and {listener!r} is none")
        if listener not in self._listeners:
            self._listeners.append(listener)

    def remove_listener(self, *listeners: Handler) -> None:
        """Have functions be called no more; all of them where none is named."""
        self._listeners = [each for each in self._listeners if listeners and each not in listeners]


class Listening:
    """Handlers that were attached.

    Args:
        detach: what takes each of them from what it listens to.
    """

    def __init__(self, detach: list[Callable[[], None]]) -> None:
        self._detach = detach

    def stop(self) -> None:
        """Have the handler be called no more."""
        for detach in self._detach:
            detach()
        self._detach.clear()


def when(
    event: Any,
    selector: Any = None,
    *,
    prevent: bool = False,
    stop: bool = False,
    once: bool = False,
    debounce: float = 0,
    **options: Any,
) -> Callable[[Handler], Handler]:
    """Have the function behind it be called when something happens.

    Args:
        event: the name of a page's event, such as `"click"`; an `Event`; or several of these, in a list.
        selector: of the elements to listen to, or one of them, or several in a list.
        prevent: whether what the browser would do by itself is left out, as to send a form.
        stop: whether the elements around hear nothing of it.
        once: whether it is called at the first time alone.
        debounce: in milliseconds: it is called when nothing has happened for this long.
        options: of the page's `addEventListener`, such as `capture=True`.

    Raises:
        ValueError: no event, or no element is named, or no element is found.
    """

    def attach(handler: Handler) -> Handler:
        detach: list[Callable[[], None]] = []
        called = handle(handler)
        if once:
            called = _once(called, Listening(detach).stop)
        if debounce:
            called = _debounced(called, debounce / 1000)
        events = event if isinstance(event, list | tuple) else [event]
        for each in events:
            if isinstance(each, Event):
                each.add_listener(called)
                detach.append(functools.partial(each.remove_listener, called))
            else:
                detach += _listen(each, selector, called, prevent=prevent, stop=stop, options=options)
        # Methods and functions of Python itself take no attribute.
        with contextlib.suppress(AttributeError):
            detach += getattr(handler, "_detach", [])
            handler._detach = detach  # type: ignore[attr-defined]
            handler.stop_listening = Listening(detach).stop  # type: ignore[attr-defined]
        return handler

    return attach


def _listen(
    name: str, selector: Any, called: Handler, *, prevent: bool, stop: bool, options: dict[str, Any]
) -> list[Callable[[], None]]:
    if selector is None:
        raise ValueError("name the elements to listen to: when('click', '#button')")
    target = selector if isinstance(selector, str) else to_js(_elements(selector))
    detach = page.listen(target, name, called, prevent=prevent, stop=stop, options=to_js(options))
    if detach is None:
        raise ValueError(f"the page has no element {selector!r} to listen to")
    return [detach]


def _elements(selector: Any) -> list[Any]:
    """The page's own elements, of one or several in any form."""
    is_one = hasattr(selector, "_dom_element") or (
        isinstance(selector, JsProxy) and js.Reflect.has(selector, "addEventListener")
    )
    return [getattr(each, "_dom_element", each) for each in ([selector] if is_one else selector)]


def handle(handler: Handler) -> Handler:
    """What is called when something happens.

    It shows things where the script does that has the handler, and what that raises ends nothing else.
    """
    place = current_place()

    def called(event: Any = None) -> None:
        with entering(place):
            _call(handler, event)

    return called


def _call(handler: Handler, argument: Any) -> None:
    with reporting():
        _go_on(_result_of(handler, argument))


def _result_of(handler: Handler, argument: Any) -> Any:
    return handler(argument) if _takes_argument(handler) else handler()


#: The loop alone would let go of them.
_tasks: set[asyncio.Future[None]] = set()


def _go_on(result: Any) -> None:
    """Have what a handler awaits go on, beside all else."""
    if inspect.isawaitable(result):
        task = asyncio.ensure_future(_awaited(result))
        _tasks.add(task)
        task.add_done_callback(_tasks.discard)


async def _awaited(result: Any) -> None:
    with reporting():
        await result


def _takes_argument(handler: Handler) -> bool:
    try:
        parameters = inspect.signature(handler).parameters.values()
    except (TypeError, ValueError):
        return True
    return any(
        each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD, each.VAR_POSITIONAL)
        for each in parameters
    )


def _once(handler: Handler, stop: Callable[[], None]) -> Handler:
    def called(event: Any = None) -> None:
        stop()
        handler(event)

    return called


def _debounced(handler: Handler, seconds: float) -> Handler:
    waiting: list[asyncio.TimerHandle] = []

    def called(event: Any = None) -> None:
        while waiting:
            waiting.pop().cancel()
        waiting.append(asyncio.get_event_loop().call_later(seconds, handler, event))

    return called


def attach_attribute(element: Any, name: str, expression: str, names: dict[str, Any], place: Any) -> None:
    """Have an attribute such as `py-click` be a handler.

    Args:
        element: that has it.
        name: of the event.
        expression: of a function, or of what is done, in the names of a script.
        names: of that script.
        place: of that script; None where there is none.
    """

    def act(event: Any) -> None:
        value = eval(expression, names, {"event": event})
        if callable(value):
            _call(value, event)
        else:
            _go_on(value)

    with entering(place):
        called = handle(act)
    # From a worker it would be too late: the browser would have sent the form, and left the page.
    prevent = page.IN_WORKER and name == "submit"
    page.listen(element, name, called, prevent=prevent, stop=False, options=None)
