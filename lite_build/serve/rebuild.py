"""Builds on save: one outcome after the other, as values."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lite_build.serve.watch import watch
from lite_build.words.errors import LiteBuildError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator
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
    build: Callable[[frozenset[Path] | None], bool], inputs: Callable[[], Inputs], *, stop: Event
) -> Generator[Outcome, None, None]:
    """Build at once, and again after each change of what the build reads.

    What is saved while a build runs leads to another one.

    Args:
        build: makes the site and says whether it is a new one, or raises `LiteBuildError`. It is told which
            files in the folders of its inputs were saved since it last succeeded; None where that is not
            known, or one of them is an input by its own name.
        inputs: says what to watch. Asked again after each change, as a changed configuration may name other
            files; while it raises `LiteBuildError`, what it said before is watched on.
        stop: ends the iteration, after a build that is running.

    Yields:
        What came of each build.

    Raises:
        LiteBuildError: `inputs` raised it the first time.
    """
    reading = _Reading.of(inputs())
    saved: frozenset[Path] | None = None
    while not stop.is_set():
        with closing(watch(reading.inputs.paths, ignored=reading.inputs.ignored, stop=stop)) as groups:
            for group in groups:
                is_new, failure = False, None
                saved = None if saved is None or reading.names(group) else saved | group
                try:
                    latest = _Reading.of(inputs())
                    if latest != reading:
                        reading, saved = latest, None
                        break
                    is_new = build(saved)
                    saved = frozenset()
                except LiteBuildError as error:
                    failure = error
                yield Outcome(is_new, failure)


@dataclass(frozen=True)
class _Reading:
    """What is watched, and which of it are folders now: when either changes, watching begins anew."""

    inputs: Inputs
    folders: frozenset[Path]

    def names(self, paths: Collection[Path]) -> bool:
        """Whether one of some files is an input by its own name, and not as one of many in a folder."""
        files = {path.resolve() for path in self.inputs.paths - self.folders}
        return not paths or not files.isdisjoint(paths)

    @classmethod
    def of(cls, inputs: Inputs) -> _Reading:
        return cls(inputs, frozenset(path for path in inputs.paths if path.is_dir()))
