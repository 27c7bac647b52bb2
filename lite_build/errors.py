"""Errors that are for people: what went wrong, where, and what to do about it.

`lite_build.command_line` prints these without a traceback. Any other exception is a fault of ours and keeps
its own.
"""

from __future__ import annotations


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

    def __str__(self) -> str:
        lines = [self.what if self.where is None else f"{self.where}: {self.what}"]
        if self.remedy is not None:
            lines.append(f"→ {self.remedy}")
        return "\n".join(lines)


class UserMistake(LiteBuildError):
    """The input is wrong: the command ends with exit status 2."""

    exit_status = 2


class BuildFailure(LiteBuildError):
    """The input may be right, but the build could not be done: exit status 1."""
