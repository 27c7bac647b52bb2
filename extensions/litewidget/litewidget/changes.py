"""Waiting in Python, without holding anything up, for what a reader does in the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litewidget.errors import ClosedWidgetError

if TYPE_CHECKING:
    from asyncio import Future

    from traitlets import HasTraits
    from traitlets.utils.bunch import Bunch


class AwaitedChanges:
    """The changes of one widget's traits that somebody waits for."""

    def __init__(self) -> None:
        self._awaited: set[Future[Any]] = set()

    def next(self, owner: HasTraits, names: tuple[str, ...]) -> Future[Any]:
        """The next change of one of an owner's traits, from now on; awaiting it gives the new value.

        Raises:
            RuntimeError: no event loop runs.
        """
        import asyncio

        change: Future[Any] = asyncio.get_running_loop().create_future()

        def observed(observation: Bunch) -> None:
            if not change.done():
                change.set_result(observation["new"])

        def forget(_: Future[Any]) -> None:
            self._awaited.discard(change)
            owner.unobserve(observed, names)

        owner.observe(observed, names)
        self._awaited.add(change)
        change.add_done_callback(forget)
        return change

    def end(self, owner: HasTraits) -> None:
        """Tell those who wait that the owner is closed."""
        for change in tuple(self._awaited):
            if not change.done():
                change.set_exception(ClosedWidgetError(type(owner).__name__, "be waited for"))
