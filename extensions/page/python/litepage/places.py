"""Where on the page the code that runs was written, and where it shows what it displays."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The script whose code runs, or has started what runs now.
_current: contextvars.ContextVar[Place | None] = contextvars.ContextVar("place", default=None)


class Place:
    """A script of the page.

    Args:
        script: its element.
        make_target: gives the element in which the script shows things; called when it first does.
        shows_prints: whether what is printed is shown there too; else it goes to the console.
    """

    def __init__(self, script: Any, make_target: Any, *, shows_prints: bool) -> None:
        self.script = script
        self._make_target = make_target
        self._target: Any = None
        self.shows_prints = shows_prints

    @property
    def target(self) -> Any:
        """The element in which the script shows things."""
        if self._target is None:
            self._target = self._make_target()
        return self._target


@contextlib.contextmanager
def entering(place: Place | None) -> Iterator[None]:
    """Have all that is done meanwhile, and what it starts, be a script's."""
    token = _current.set(place)
    try:
        yield
    finally:
        _current.reset(token)


def current_place() -> Place | None:
    """The script whose code runs, or has started what runs; None outside of any."""
    return _current.get()


def place_of(task: Any) -> Place | None:
    """The script that has started a task; None of all else."""
    if not isinstance(task, asyncio.Task):
        return None
    context: contextvars.Context = task.get_context()  # type: ignore[attr-defined]
    return context.get(_current)


def current_target() -> str:
    """The `id` of the element in which the running script shows things.

    Raises:
        RuntimeError: no script of the page runs.
    """
    place = current_place()
    if place is None:
        raise RuntimeError("no script of the page runs: name an element, as by display(…, target='id')")
    return str(place.target.id)
