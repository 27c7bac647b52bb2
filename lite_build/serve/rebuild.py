"""Builds on save: one outcome after the other, as values."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lite_build.serve.watch import watch
from lite_build.words.errors import LiteBuildError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path
    from threading import Event

    from lite_build.serve.inputs import Inputs


@dataclass(frozen=True)
class Outcome:
    """How a build went.

    Args:
        is_new: whether there is a new site now.
        failure: why there is none, if the build failed.
    """

    is_new: bool
    failure: LiteBuildError | None = None


def rebuild_on_save(
    build: Callable[[], bool], inputs: Callable[[], Inputs], *, stop: Event
) -> Generator[Outcome, None, None]:
    """Build at once, and again after each change of what the build reads.

    What is saved while a build runs leads to another one.

    Args:
        build: makes the site and says whether it is a new one, or raises `LiteBuildError`.
        inputs: says what to watch. Asked again after each change, as a changed configuration may name other
            files; while it raises `LiteBuildError`, what it said before is watched on.
        stop: ends the iteration, after a build that is running.

    Yields:
        What came of each build.

    Raises:
        LiteBuildError: `inputs` raised it the first time.
    """
    reading = _Reading.of(inputs())
    while not stop.is_set():
        with closing(watch(reading.inputs.paths, ignored=reading.inputs.ignored, stop=stop)) as groups:
            for _ in groups:
                is_new, failure = False, None
                try:
                    latest = _Reading.of(inputs())
                    if latest != reading:
                        reading = latest
                        break
                    is_new = build()
                except LiteBuildError as error:
                    failure = error
                yield Outcome(is_new, failure)


@dataclass(frozen=True)
class _Reading:
    """What is watched, and which of it are folders now: when either changes, watching begins anew."""

    inputs: Inputs
    folders: frozenset[Path]

    @classmethod
    def of(cls, inputs: Inputs) -> _Reading:
        return cls(inputs, frozenset(path for path in inputs.paths if path.is_dir()))
