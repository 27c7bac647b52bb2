"""Errors that are for people: what went wrong, where, and what to do about it.

The command line prints these without a traceback. Any other exception is a fault of ours and keeps its own.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Self


class LiteBuildError(Exception):
    """A build could not go on, and the reason is known.

    Args:
        what: one sentence, or several lines, that say what is wrong.
        where: the file, setting or package that it is about.
        remedy: what the reader can do now.
    """

    exit_status = 1

    def __init__(self, what: str, *, where: str | None = None, remedy: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy
        self.problems: tuple[tuple[str, str | None], ...] = ()
        self._heading: str | None = None

    @classmethod
    def together(cls, problems: Iterable[tuple[str, str | None]], *, heading: str | None = None) -> Self:
        """Make one error of several problems, which shows each with its own remedy.

        Args:
            problems: of each what is wrong, with its place, and what to do; those of one remedy are shown
                together.
            heading: goes before them.
        """
        told = tuple(problems)
        lines = [*([] if heading is None else [heading]), *dict.fromkeys(what for what, _ in told)]
        remedies = dict.fromkeys(remedy for _, remedy in told if remedy is not None)
        error = cls("\n".join(lines), remedy="\n".join(remedies) or None)
        error.problems, error._heading = told, heading
        return error

    def __str__(self) -> str:
        if self.problems:
            return "\n".join(self._lines())
        lines = [self.what if self.where is None else f"{self.where}: {self.what}"]
        if self.remedy is not None:
            lines.append(f"→ {self.remedy}")
        return "\n".join(lines)

    def _lines(self) -> Iterator[str]:
        if self._heading is not None:
            yield self._heading
        by_remedy: dict[str | None, dict[str, None]] = {}
        for what, remedy in self.problems:
            by_remedy.setdefault(remedy, {})[what] = None
        for remedy, whats in by_remedy.items():
            yield from whats
            if remedy is not None:
                yield f"→ {remedy}"


class UserMistake(LiteBuildError):
    """The input is wrong: the command ends with exit status 2."""

    exit_status = 2


class BuildFailure(LiteBuildError):
    """The input may be right, but the build could not be done: exit status 1."""


class Mistakes:
    """Collects a user's mistakes, so that all are told at once."""

    def __init__(self) -> None:
        self._found: list[UserMistake] = []

    @contextmanager
    def collected(self) -> Iterator[None]:
        """Keep a mistake that is met inside, and go on after it."""
        try:
            yield
        except UserMistake as mistake:
            self._found.append(mistake)

    def raise_all(self) -> None:
        """Raise what was collected as one error; nothing where nothing was.

        Raises:
            UserMistake: shows each mistake with its own remedy.
        """
        if self._found:
            raise one_error(self._found)


def one_error(errors: Sequence[LiteBuildError], heading: str | None = None) -> LiteBuildError:
    """Make one error of one or several: a mistake where all are mistakes, else a failure.

    Args:
        errors: each is shown with its own remedy.
        heading: goes before them, where there are several.
    """
    if len(errors) == 1:
        return errors[0]
    kind = UserMistake if all(isinstance(error, UserMistake) for error in errors) else BuildFailure
    told = (problem for error in errors for problem in error.problems or [_as_problem(error)])
    return kind.together(told, heading=heading)


def _as_problem(error: LiteBuildError) -> tuple[str, str | None]:
    return (error.what if error.where is None else f"{error.where}: {error.what}"), error.remedy
