"""Errors that are for people: what went wrong, where, and what to do about it.

`lite_build.command_line` prints these without a traceback. Any other exception is a fault of ours and keeps
its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
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
        self._lines: list[str] | None = None

    @classmethod
    def together(cls, problems: Iterable[tuple[str, str | None]], *, heading: str | None = None) -> Self:
        """Make one error of several problems, which shows each with its own remedy.

        Args:
            problems: of each what is wrong, with its place, and what to do; those of one remedy are shown
                together.
            heading: goes before them.
        """
        by_remedy: dict[str | None, dict[str, None]] = {}
        told = list(problems)
        for what, remedy in told:
            by_remedy.setdefault(remedy, {})[what] = None
        headed = [] if heading is None else [heading]
        remedies = [remedy for remedy in by_remedy if remedy is not None]
        error = cls(
            "\n".join([*headed, *dict.fromkeys(what for what, _ in told)]), remedy="\n".join(remedies) or None
        )
        error._lines = headed
        for remedy, whats in by_remedy.items():
            error._lines += [*whats, *([] if remedy is None else [f"→ {remedy}"])]
        return error

    def __str__(self) -> str:
        if self._lines is not None:
            return "\n".join(self._lines)
        lines = [self.what if self.where is None else f"{self.where}: {self.what}"]
        if self.remedy is not None:
            lines.append(f"→ {self.remedy}")
        return "\n".join(lines)


class UserMistake(LiteBuildError):
    """The input is wrong: the command ends with exit status 2."""

    exit_status = 2


class BuildFailure(LiteBuildError):
    """The input may be right, but the build could not be done: exit status 1."""
