"""The commands of `%pip`: those that it has, and what is said of the others."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from lite_build_pip.answers import PipFailure, refuse, say
from lite_build_pip.command_line import Options
from lite_build_pip.distributions import find

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    Command = Callable[[Sequence[str]], Coroutine[Any, Any, None] | None]

#: What each does, as `%pip help` has it.
_SUMMARIES = {
    "install": "Install packages.",
    "uninstall": "Take packages out of this kernel.",
    "freeze": "List what is installed as a requirements file.",
    "list": "List what is installed.",
    "show": "Show what is known of installed packages.",
    "check": "Verify that what is installed has what it needs.",
    "help": "Show this, or the options of a command.",
}
#: Commands of pip's that make no sense in a page, each with what to do instead.
_SENSELESS = {
    "download": "a page has no folder to download to; %pip install installs a package for this kernel, and "
    "`lite-build fetch` gets files where the site is built.",
    "wheel": "a page cannot build wheels; build them where the project is (`python -m build`), put them "
    "beside the notebook, and write %pip install ./NAME.whl.",
    "cache": "a page has no cache of pip's; the browser keeps what it fetched, and its settings clear it.",
    "config": "a page has no configuration of pip's; write options into the line: %pip install --pre NAME.",
    "search": "a page asks no index; %pip list has what this site ships.",
    "index": "a page asks no index; %pip list has what this site ships, with the versions of its lock.",
    "inspect": "a page has %pip list --format=json for the packages, and importlib.metadata for all else.",
    "debug": "a page has no pip to debug; sys.version and %pip --version tell of this Python.",
    "hash": "a page compares no hashes; hashlib.file_digest(open(FILE, 'rb'), 'sha256') makes one.",
    "completion": "a page has no shell to complete words in; press Tab in a cell.",
    "lock": "a page locks nothing; `lite-build lock` does where the site is built, and %pip freeze lists "
    "what is here.",
}


def find_command(words: Sequence[str]) -> tuple[Command, list[str]]:
    """The command that words begin with, and the words behind it, with the options before it.

    Raises:
        PipFailure: there is no such command.
    """
    place = next((number for number, word in enumerate(words) if not word.startswith("-")), None)
    if place is None:
        return _without_command, list(words)
    name, others = words[place], [*words[:place], *words[place + 1 :]]
    if name == "help":
        return _help, others
    if name in _SUMMARIES:
        return _load(name), others
    if name in _SENSELESS:
        return lambda _words: refuse(f"%pip {name}: {_SENSELESS[name]}"), others
    near = get_close_matches(name, [*_SUMMARIES, *_SENSELESS], n=1)
    meant = f" - maybe you meant {near[0]!r}" if near else ""
    raise PipFailure(f"unknown command {name!r}{meant}. %pip help lists the commands.")


def _load(name: str) -> Command:
    if name == "install":
        from lite_build_pip.installing import install

        return install
    if name == "uninstall":
        from lite_build_pip.uninstalling import uninstall

        return uninstall
    if name in ("list", "freeze"):
        from lite_build_pip.listing import freeze, list_packages

        return freeze if name == "freeze" else list_packages
    from lite_build_pip.details import check, show

    return check if name == "check" else show


def _without_command(words: Sequence[str]) -> None:
    parser = Options("", "Packages in this page's Python.")
    parser.add_argument("-V", "--version", action="store_true", help="show versions")
    options = parser.read(words)
    if options.version:
        _say_version()
    else:
        _say_help()


def _say_version() -> None:
    piplite, micropip = find("piplite"), find("micropip")
    if piplite is None:
        raise PipFailure("piplite, which installs packages here, is not installed.")
    version = "" if micropip is None else f", micropip {micropip.version}"
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    say(f"pip (piplite {piplite.version}{version}) from {piplite.location}/piplite (python {python})")


def _help(words: Sequence[str]) -> None:
    names = [word for word in words if not word.startswith("-")]
    if not names:
        _say_help()
        return
    command, others = find_command([*names[:1], "--help"])
    command(others)


def _say_help() -> None:
    say("Usage:\n  %pip <command> [options]\n\nCommands:")
    for name, summary in _SUMMARIES.items():
        say(f"  {name:<12}{summary}")
    say("\nWhat is installed lasts until the kernel is restarted. %pip help COMMAND has a command's options.")
