"""Which tests are still to run, which process has which, and what is known of those that ran."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lite_build.suite.protocol import Told


@dataclass
class Share:
    """What one process has of the work.

    Args:
        tests: that it was given and has not finished, in their order.
        running: the test that it runs now.
        told: what it said of tests whose file it has not finished.
    """

    tests: dict[str, None] = field(default_factory=dict)
    running: str | None = None
    told: list[Told] = field(default_factory=list)


class Work:
    """The tests of a run, a file at a time: fixtures of a module and of a class stay in one process.

    Args:
        shares: how many processes run tests. The first is the teller.
    """

    def __init__(self, shares: int) -> None:
        self.shares = [Share() for _ in range(shares)]
        #: What the teller has heard, in its order: of its own tests and of others'.
        self.heard: list[Told] = []
        self._waiting: deque[list[str]] = deque()
        self._unheard: list[Told] = []
        self.is_known = False

    def begin(self, tests: Sequence[tuple[str, str]]) -> None:
        """Take the tests that the first process has found; those of other processes are the same.

        Args:
            tests: of each its file and its node, in their order.
        """
        if not self.is_known:
            self.is_known = True
            for _, group in groupby(tests, key=lambda test: test[0]):
                self._waiting.append(list(dict.fromkeys(node for _, node in group)))

    def take(self, number: int) -> list[str]:
        """Give a process its next tests; none where none are left."""
        taken = self._waiting.popleft() if self._waiting else []
        self.shares[number].tests.update(dict.fromkeys(taken))
        return taken

    def hear(self, number: int, told: Told) -> None:
        """Note what a process says of a test."""
        (self.shares[number].told if number else self.heard).append(told)

    def finish(self, number: int, test: str) -> None:
        """Note that a test has run."""
        share = self.shares[number]
        share.tests.pop(test, None)
        share.running = None
        if not share.tests:
            self._pass_on(share)

    def end(self, number: int) -> str | None:
        """Note that a process has ended: what it leaves comes first for whoever asks next.

        Returns:
            The test that it ran, which is not run once more.
        """
        share = self.shares[number]
        running = share.running
        if running is not None:
            share.tests.pop(running, None)
        if share.tests:
            self._waiting.appendleft(list(share.tests))
        share.tests.clear()
        share.running = None
        return running

    def leave(self, number: int) -> None:
        """Pass on what a process has said, since it says no more for now."""
        self._pass_on(self.shares[number])

    def news(self) -> list[Told]:
        """Give the teller what it has not heard; it counts as heard then."""
        news, self._unheard = self._unheard, []
        self.heard += news
        return news

    @property
    def is_over(self) -> bool:
        """Whether every test was run, or is being run by the teller, which has heard of all others."""
        others = self.shares[1:]
        return not (self._waiting or self._unheard or any(share.tests or share.told for share in others))

    @property
    def has_waiting(self) -> bool:
        """Whether tests are left that no process has."""
        return bool(self._waiting)

    def _pass_on(self, share: Share) -> None:
        self._unheard += share.told
        share.told.clear()
