"""The words of a `%pip` line, and the options among them."""

from __future__ import annotations

import shlex
from argparse import SUPPRESS, Action, ArgumentParser, Namespace
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NoReturn

from lite_build_pip.answers import PipFailure
from lite_build_pip.redirection import Redirection, read_redirection, split_joined

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Where another command of a shell would begin: notebooks have lines that were written for one.
_NEXT_COMMAND = frozenset({"&&", "||", ";", "&"})
_PIPES = frozenset({"|", "|&"})


@dataclass(frozen=True)
class Line:
    """A line, as far as it is meant for pip.

    Args:
        words: its command and its options.
        redirections: where what it tells goes.
        piped_to: the command that it would be piped to; None without one.
    """

    words: list[str]
    redirections: list[Redirection] = field(default_factory=list)
    piped_to: str | None = None


def read_line(text: str) -> Line:
    """Read a line as a shell does.

    Raises:
        PipFailure: a quote is not closed, or a redirection names no file.
    """
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise PipFailure(f"{text.strip()!r} cannot be read: {error}.") from None
    line = Line([])
    reading = iter([part for word in words for part in split_joined(word)])
    for word in reading:
        if word in _PIPES:
            return Line(line.words, line.redirections, " ".join(reading))
        if word in _NEXT_COMMAND or word.startswith("#"):
            break
        redirection = read_redirection(word, reading)
        bare = word if redirection is None else redirection.target
        ends = bare.endswith(";")
        bare = bare.rstrip(";")
        if redirection is None:
            line.words.append(bare)
        else:
            line.redirections.append(replace(redirection, target=bare))
        if ends:
            break
    return line


class Options(ArgumentParser):
    """The options of one of pip's commands.

    Args:
        command: its name.
        summary: what it does, in a sentence.
    """

    def __init__(self, command: str, summary: str) -> None:
        super().__init__(f"%pip {command}".strip(), description=summary, add_help=False)
        self.add_argument("-h", "--help", action="store_true", help="show this")
        self.add_argument("-q", "--quiet", action="count", default=0, help="say less")
        self.add_argument("-v", "--verbose", action="count", default=0, help="say more")
        self.without_effect(*_OF_EVERY_COMMAND)
        for option in _OF_EVERY_COMMAND_WITH_VALUE:
            self.without_effect(option, takes_value=True)

    def without_effect(self, *options: str, takes_value: bool = False) -> None:
        """Take options that change nothing in a page."""
        for option in options:
            if takes_value:
                self.add_argument(option, help=SUPPRESS)
            else:
                self.add_argument(option, action="store_true", help=SUPPRESS)

    def senseless(self, *options: str, reason: str, takes_value: bool = True) -> None:
        """Take an option that makes no sense in a page, and refuse what was asked with it.

        Args:
            options: its names.
            reason: why, and what to do instead, in a sentence.
            takes_value: whether a word belongs to it.
        """
        self.add_argument(
            *options,
            action=_Refuse,
            nargs=None if takes_value else 0,
            reason=reason,
            help=SUPPRESS,
        )

    def read(self, words: Sequence[str]) -> Namespace:
        """Read words.

        Raises:
            PipFailure: an option is not known, or makes no sense.
        """
        return self.parse_intermixed_args(words)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words, as the base class asks it to be said."""
        raise PipFailure(f"{self.prog}: {message}. {self.prog} --help lists the options.")


class _Refuse(Action):
    def __init__(self, reason: str, **keys: Any) -> None:
        super().__init__(**keys)
        self.reason = reason

    def __call__(
        self, _parser: object, _namespace: object, _values: object, option: str | None = None
    ) -> None:
        raise PipFailure(f"{option}: {self.reason}")


_OF_EVERY_COMMAND = (
    "--isolated",
    "--require-virtualenv",
    "--debug",
    "--no-input",
    "--no-cache-dir",
    "--disable-pip-version-check",
    "--no-color",
    "--no-python-version-warning",
)
_OF_EVERY_COMMAND_WITH_VALUE = (
    "--log",
    "--keyring-provider",
    "--proxy",
    "--retries",
    "--timeout",
    "--exists-action",
    "--trusted-host",
    "--cert",
    "--client-cert",
    "--cache-dir",
    "--use-feature",
    "--use-deprecated",
    "--resume-retries",
    "--root-user-action",
    "--progress-bar",
)
