"""The commands, out of what reads their words."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generated_reference.markdown import Described, prose, section
from lite_build.commands.command_line import COMMANDS, parser_of

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The options that most commands have: told once.
SHARED = "options of the build"


@dataclass(frozen=True)
class Argument:
    """One word that a command takes, or an option of it.

    Args:
        command: with the program's name before it; "" for those of the build, which most commands have.
        name: with its value, as it is typed.
        words: of the help.
    """

    command: str
    name: str
    words: str


def arguments() -> Iterator[Argument]:
    """All arguments of all commands; those that most commands have, once."""
    shared: dict[str, Argument] = {}
    for parser in _parsers():
        for action in _own_actions(parser):
            yield _argument(parser.prog, parser, action)
        for action in _shared_actions(parser):
            shared.setdefault(action.dest, _argument("", parser, action))
    yield from shared.values()


def commands_text() -> str:
    """The page's Markdown: a section for each command, and one for the options that most have."""
    found = list(arguments())
    sections = []
    for parser in _parsers():
        shared = [f"`{action.option_strings[-1]}`" for action in _shared_actions(parser)]
        sections.append(
            section(
                parser.prog,
                prose(parser.description or ""),
                prose(parser.epilog or ""),
                f"```{{program}} {parser.prog}\n```",
                *(
                    Described("option", each.name, prose(each.words))
                    for each in found
                    if each.command == parser.prog
                ),
                f"Of the options of the build: {', '.join(shared)}." if shared else "",
            )
        )
    build = [Described("option", each.name, prose(each.words)) for each in found if not each.command]
    sections.append(section("Options of the build", "```{program} lite-build\n```", *build))
    return "".join(sections)


def _parsers() -> Iterator[argparse.ArgumentParser]:
    """Of each command, or of each action of a command that has some."""
    _, commands = parser_of(*COMMANDS)
    for parser in commands.values():
        inner = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
        if inner:
            for action in inner:
                yield from action.choices.values()
        else:
            yield parser


def _own_actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    shared = _shared_actions(parser)
    return [
        action
        for action in parser._actions
        if action not in shared
        and not isinstance(action, argparse._HelpAction)
        and action.help is not argparse.SUPPRESS
    ]


def _shared_actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    return [
        action for group in parser._action_groups if group.title == SHARED for action in group._group_actions
    ]


def _argument(command: str, parser: argparse.ArgumentParser, action: argparse.Action) -> Argument:
    words = (action.help or "") % {**vars(action), "prog": parser.prog}
    return Argument(command, _typed(action), words)


def _typed(action: argparse.Action) -> str:
    metavar = str(action.metavar or action.dest)
    if not action.option_strings:
        return (
            f"{metavar} ..."
            if action.nargs in {"+", "*"}
            else f"[{metavar}]"
            if action.nargs == "?"
            else metavar
        )
    value = "" if action.nargs == 0 else f" [{metavar}]" if action.nargs == "?" else f" {metavar}"
    return ", ".join(f"{name}{value}" for name in action.option_strings)
