"""The words after `lite-build`: which command they name, and what it is told."""

from __future__ import annotations

import argparse
import importlib
import re
import sys
from pathlib import Path

from lite_build import __version__
from lite_build.store.disk import refusals_in_words
from lite_build.words.errors import LiteBuildError
from lite_build.words.suggestion import did_you_mean

#: Each is a module of `lite_build.commands`, imported when it is asked for.
COMMANDS = {
    "build": "build the site",
    "check": "run the notebooks of the site and find what would break for readers",
    "test": "run the project's own tests in the runtime of its site",
    "page": "make pages out of notebooks: read with no JavaScript, alive on demand",
    "adopt": "read a page that was made for PyScript, and write it so that it works here",
    "serve": "build, serve, rebuild on save and reload the page",
    "init": "make a new project that builds at once",
    "widget": "make a new widget package",
    "add": "add a requirement to the project",
    "lock": "resolve the packages and write the lock",
    "fetch": "collect everything that an offline build needs",
    "status": "tell what a build would do",
    "badge": "print a badge for a README that opens the site, or a notebook",
    "cache": "tell what builds keep for the next ones, and remove what is of no more use",
}
#: Commands whose unknown words are another program's.
_PASSING_ON = frozenset({"test"})


def run(words: list[str]) -> int:
    """Run the command that the words name; with none, `build`.

    Returns:
        The exit status: 0, 1 for a failure, 2 for a user's mistake.
    """
    if not words or (words[0].startswith("-") and words[0] not in {"-h", "--help", "--version"}):
        words = ["build", *words]
    try:
        with refusals_in_words(Path.cwd()):
            return _run(words)
    except LiteBuildError as error:
        print(f"lite-build: {error}", file=sys.stderr)
        return error.exit_status


def parser_of(*named: str) -> tuple[argparse.ArgumentParser, dict[str, argparse.ArgumentParser]]:
    """What reads the words.

    Args:
        named: the commands whose arguments are wanted: to know them takes the import of their modules.

    Returns:
        The parser, and each command's, by the command's name.
    """
    parser = argparse.ArgumentParser(
        prog="lite-build",
        description="A folder of notebooks becomes a static site that anyone opens with no install. "
        "With no command, lite-build builds the project in this folder.",
        epilog="`lite-build COMMAND --help` says more of each.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"lite-build {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name, help_text in COMMANDS.items():
        command = commands.add_parser(
            name, help=help_text, description=_sentence(help_text), allow_abbrev=False
        )
        if name in named:
            importlib.import_module(f"lite_build.commands.{name}").add_arguments(command)
    return parser, dict(commands.choices)


def _run(words: list[str]) -> int:
    parser, commands = parser_of(words[0])
    if words[0] not in COMMANDS and not words[0].startswith("-"):
        parser.error(_no_command(words[0]))
    arguments, further = parser.parse_known_args(words)
    strange = [word for word in further if not (word.startswith("--") and "." in word.split("=")[0])]
    if strange and arguments.command not in _PASSING_ON:
        command = commands[arguments.command]
        command.error(_unknown(strange, _options_of(command), _options_of(parser)))
    status: int = importlib.import_module(f"lite_build.commands.{arguments.command}").run(arguments, further)
    return status


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _no_command(word: str) -> str:
    if Path(word).is_dir():
        return f"no command is called {word}, which is a folder: lite-build build {word}"
    return f"no command is called {word}{did_you_mean(word, COMMANDS)}"


def _options_of(parser: argparse.ArgumentParser) -> list[str]:
    # The options themselves stand at the beginnings of lines; other words of the help may name others'.
    return re.findall(r"^\s+(?:-\w(?: \S+)?, )?(--[a-z][a-z-]+)", parser.format_help(), re.MULTILINE)


def _unknown(words: list[str], own: list[str], general: list[str]) -> str:
    """Say what is not known.

    Args:
        words: that are not known.
        own: the command's options.
        general: those that stand with no command.
    """
    said = []
    for word in words:
        name = word.split("=")[0]
        # What stands with no command is told with the program: `build --version` is no option either.
        meant = did_you_mean(name, own) or did_you_mean(name, general).replace("--", "lite-build --")
        said.append(f"unknown: {word}{meant}")
    return "; ".join(said)
