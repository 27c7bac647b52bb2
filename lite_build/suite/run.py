"""Run a suite: several processes, one of which tells; one that ends is started again behind its test."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field, replace
from queue import Empty, Queue
from typing import TYPE_CHECKING, Any

from lite_build.suite.protocol import (
    Asks,
    BootFailed,
    Collected,
    Collecting,
    Done,
    Ended,
    File,
    Finished,
    Measured,
    Output,
    Report,
    Says,
    Start,
    Started,
    answer_text,
    job_text,
)
from lite_build.suite.work import Work
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from collections.abc import Callable

    from lite_build.suite.process import StartProcess, SuiteProcess
    from lite_build.suite.protocol import FromPython, Message, Place

#: How often the run looks at its deadlines, in seconds.
_GLANCE = 0.25
#: For how long a process may say nothing as it starts, in seconds.
_START_SECONDS = 180.0
_TELLER = 0
#: How the files of coverage begin.
_DATABASE = b"SQLite format 3"


@dataclass(frozen=True)
class RunSettings:
    """How a suite is run.

    Args:
        arguments: pytest's.
        jobs: how many processes run tests.
        test_seconds: how long one test may take, in seconds; None for as long as it wants.
        fails_impossible: whether a test fails that needs what no browser has.
    """

    arguments: tuple[str, ...]
    jobs: int = 1
    test_seconds: float | None = None
    fails_impossible: bool = False


@dataclass
class _Seat:
    """The place of a process in a run, which another takes when it ends."""

    process: SuiteProcess
    collecting: str | None = None
    has_collected: bool = False
    location: tuple[str, int | None, str] | None = None
    started: float = 0.0
    is_asking: bool = False
    is_over: bool = False
    begun: float = field(default_factory=time.monotonic)
    is_heard: bool = False
    broken: dict[str, str] = field(default_factory=dict)
    measured: dict[str, bytes] = field(default_factory=dict)


class SuiteRun:
    """A run of a suite.

    Args:
        place: what every process starts from.
        settings: how the suite is run.
        start: starts a process.
        write: shows what pytest writes.
        keep: writes a file of pytest's: its path in the runtime, and its content.
    """

    def __init__(
        self,
        place: Place,
        settings: RunSettings,
        start: StartProcess,
        write: Callable[[str], object],
        keep: Callable[[str, bytes], object],
    ) -> None:
        self._place = place
        self._settings = settings
        self._start_process = start
        self._write = write
        self._keep = keep
        self._queue: Queue[tuple[SuiteProcess, Message]] = Queue()
        self._work = Work(settings.jobs)
        self._seats: list[_Seat] = []
        #: By those whose Python has ended.
        self._left: list[dict[str, bytes]] = []
        self._status: int | None = None
        self._is_stopping = False

    def run(self) -> int:
        """Run it, and give pytest's exit status. A first Ctrl-C has the session end with what has run.

        Raises:
            BuildFailure: Python does not start, or ends where no test is to blame.
            KeyboardInterrupt: a second one, or one before any test was found.
        """
        try:
            for number in range(self._settings.jobs):
                self._seats.append(_Seat(self._start(self._first(is_teller=number == _TELLER))))
            while self._status is None:
                try:
                    self._step()
                except KeyboardInterrupt:
                    self._stop()
            return self._status
        finally:
            for seat in self._seats:
                seat.process.kill()

    def _first(self, *, is_teller: bool) -> Start:
        return Start(self._settings.arguments, self._settings.fails_impossible, is_teller)

    def _start(self, start: Start) -> SuiteProcess:
        return self._start_process(job_text(self._place, start), self._queue)

    def _step(self) -> None:
        try:
            process, message = self._queue.get(timeout=_GLANCE)
        except Empty:
            pass
        else:
            number = next((n for n, seat in enumerate(self._seats) if seat.process is process), None)
            # What a process said that was ended in the meantime is of no use any more.
            if number is not None:
                self._take(number, message)
        self._end_what_is_late()
        for number, seat in enumerate(self._seats):
            if seat.is_asking:
                self._answer(number, waits=True)

    def _take(self, number: int, message: Message) -> None:
        self._seats[number].is_heard = True
        match message:
            case Output(text):
                self._write(text)
            case Says(told):
                self._hear(number, told)
            case BootFailed(error):
                raise BuildFailure(f"Python does not start: {error}")
            case Done(status):
                if number == _TELLER:
                    self._status = status
                self._seats[number].is_over = True
            case Ended(reason):
                self._replace(number, f"Python has ended in it: {reason}")

    def _hear(self, number: int, told: FromPython) -> None:
        seat, work = self._seats[number], self._work
        match told:
            case Asks(waits):
                self._answer(number, waits=waits)
            case Collecting(node):
                seat.collecting, seat.started = node, time.monotonic()
            case Collected(tests):
                seat.collecting, seat.has_collected = None, True
                work.begin(tests)
            case Started(test, location):
                work.shares[number].running = test
                seat.location, seat.started = location, time.monotonic()
            case Report(report):
                work.hear(number, {"report": report})
            case Finished(test):
                work.finish(number, test)
            case File(path, content):
                if number == _TELLER:
                    self._keep(path, content)
                elif content.startswith(_DATABASE):
                    seat.measured[path] = content
            case Measured(path, content):
                seat.measured[path] = content

    def _answer(self, number: int, *, waits: bool) -> None:
        seat, work = self._seats[number], self._work
        news = work.news() if number == _TELLER else []
        tests = work.take(number)
        if number == _TELLER:
            # What the others have measured comes as they end.
            is_over = work.is_over and all(other.is_over for other in self._seats[1:])
        else:
            is_over = not (tests or work.has_waiting)
        seat.is_asking = waits and not (tests or news or is_over)
        if not seat.is_asking:
            is_over = is_over and not tests
            measured = self._measured_by_others() if is_over and number == _TELLER else {}
            seat.process.send(answer_text(tests, news, is_over=is_over, measured=measured))

    def _measured_by_others(self) -> dict[str, bytes]:
        sources = [*(seat.measured for seat in self._seats[1:]), *self._left]
        # By such names coverage finds what it is to combine.
        return {
            f"{path}.{number}": content
            for number, measured in enumerate(sources)
            for path, content in measured.items()
        }

    def _end_what_is_late(self) -> None:
        for seat in self._seats:
            if not (seat.is_heard or seat.is_over) and time.monotonic() - seat.begun > _START_SECONDS:
                raise BuildFailure(f"Python does not start: nothing was heard of it for {_START_SECONDS:g} s")
        limit = self._settings.test_seconds
        if limit is None:
            return
        for number, seat in enumerate(self._seats):
            is_busy = self._work.shares[number].running is not None or seat.collecting is not None
            if is_busy and time.monotonic() - seat.started > limit:
                self._replace(number, f"It took longer than {limit:g} s, and its process was ended.")

    def _replace(self, number: int, reason: str) -> None:
        """Start another process in the place of one that has ended, behind the test that it ended in."""
        seat = self._seats[number]
        if seat.is_over:
            return
        seat.process.kill()
        self._left.append(seat.measured)
        started, location, was_known = seat.started, seat.location, seat.has_collected
        running = self._work.end(number)
        fresh = replace(seat, has_collected=False, location=None, is_asking=False, **_unheard())
        self._seats[number] = fresh
        if running is not None:
            seconds = round(time.monotonic() - started, 3)
            ending = {"test": running, "location": location, "reason": reason, "seconds": seconds}
            self._resume(number, {"ended": ending})
        elif seat.collecting is not None and not was_known and seat.collecting not in seat.broken:
            fresh.broken[seat.collecting] = reason.replace(" in it", " while it was imported")
            start = self._first(is_teller=number == _TELLER)
            fresh.process = self._start(replace(start, broken=fresh.broken))
        elif number == _TELLER:
            raise BuildFailure(reason.replace(" in it", ""), where="the tests")
        else:
            # The others do its part.
            fresh.is_over = True
        self._work.leave(number)

    def _resume(self, number: int, ending: dict[str, Any]) -> None:
        seat, work = self._seats[number], self._work
        start = replace(self._first(is_teller=number == _TELLER), broken=seat.broken, resumes=True)
        if number == _TELLER:
            earlier = [*work.heard, {**ending, "is_new": True}]
            start = replace(start, earlier=earlier)
        work.hear(number, ending)
        seat.process = self._start(start)

    def _stop(self) -> None:
        """End the session, with what has run."""
        if self._is_stopping or not self._work.is_known:
            raise KeyboardInterrupt
        self._is_stopping = True
        self._write("\n")
        for number, seat in enumerate(self._seats):
            seat.process.kill()
            self._work.end(number)
            self._work.leave(number)
            seat.is_over = number != _TELLER
        heard = len(self._work.heard)
        self._work.news()
        told = self._work.heard
        earlier = [*told[:heard], *({**each, "is_new": True} for each in told[heard:])]
        teller = self._seats[_TELLER]
        first = self._first(is_teller=True)
        start = replace(first, earlier=earlier, broken=teller.broken, stops=True, resumes=True)
        self._seats[_TELLER] = replace(
            teller, process=self._start(start), is_asking=False, location=None, **_unheard()
        )


def _unheard() -> dict[str, Any]:
    return {"begun": time.monotonic(), "is_heard": False, "measured": {}}


def write_to_terminal(text: str) -> None:
    """Show what pytest writes, at once."""
    try:
        sys.stdout.write(text)
    except UnicodeEncodeError:
        encoding = sys.stdout.encoding
        sys.stdout.write(text.encode(encoding, errors="replace").decode(encoding))
    sys.stdout.flush()
