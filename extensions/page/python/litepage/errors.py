"""Tells what the page's Python raises, where the page's author looks."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import traceback
from typing import TYPE_CHECKING, Any

from lite_build_frames import without_ours

from litepage import page
from litepage.places import current_place, entering, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__tracebackhide__ = True


@contextlib.contextmanager
def reporting() -> Iterator[None]:
    """Tell what is raised meanwhile; all else of the page goes on."""
    try:
        yield
    except Exception as error:
        report(error)


def report(error: BaseException) -> None:
    """Tell of an error in the page and on its console."""
    place = current_place()
    page.host.report(words_of(error), place.script if place is not None else None)


def words_of(error: BaseException) -> str:
    """A traceback with the frames of the page's own code, and of the packages that it calls."""
    shown = error.with_traceback(without_ours(error.__traceback__))
    return "".join(traceback.format_exception(shown)).rstrip()


def install() -> None:
    """Have what nobody catches be told, also of tasks and of what a timer calls."""
    sys.excepthook = lambda _kind, error, _frames: report(error)
    asyncio.get_event_loop().set_exception_handler(_report_of_loop)


def share() -> None:
    """Have what nobody catches of the page's scripts be told, in a Python that cells use too."""
    loop = asyncio.get_event_loop()
    otherwise = loop.get_exception_handler() or (
        lambda loop, context: loop.default_exception_handler(context)
    )

    def take(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        place, error = place_of(context.get("task") or context.get("future")), context.get("exception")
        if place is not None and isinstance(error, BaseException):
            with entering(place):
                report(error)
        else:
            otherwise(loop, context)

    loop.set_exception_handler(take)


def _report_of_loop(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    error = context.get("exception")
    if isinstance(error, BaseException):
        report(error)
    else:
        print(context["message"], file=sys.stderr)
