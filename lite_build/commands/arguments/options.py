"""The options that commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyterlite_core.addons import get_addon_implementations
from traitlets import List as ListTrait
from traitlets import Tuple as TupleTrait

from lite_build.build.session import session_of
from lite_build.project.configuration import configure

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Collection, Iterator

    from lite_build.build.session import Session

#: Options of jupyterlite-core that people use every day. All of them work; these are shown by --help.
_STOCK_OPTIONS = {
    "contents": ("PATH", "A folder or file to publish; can be repeated"),
    "output-dir": ("DIR", "Where the site is written"),
    "apps": ("APP", "An app to ship (lab, notebooks, tree, edit, consoles, repl); can be repeated"),
}
_VALUES = "trait_values"


def add_project_argument(parser: argparse.ArgumentParser, *, but: str = "") -> None:
    """Let a command be told the project's folder.

    Args:
        parser: of the command.
        but: says which paths are not relative to it.
    """
    parser.add_argument(
        "project",
        nargs="?",
        type=Path,
        default=Path(),
        metavar="PROJECT",
        help=f"the project's folder; this one where none is given. Other paths are relative to it{but}",
    )


#: Options that only say how a site is reported upon and checked.
CHECK_AND_REPORT = frozenset({"check", "cell-seconds", "jobs", "json", "report"})


def add_trait_options(
    parser: argparse.ArgumentParser, *, without: Collection[str] = (), only: Collection[str] | None = None
) -> None:
    """Give a command the options of the addons, under the names and with the help that they have.

    Args:
        parser: of the command.
        without: names of options that say nothing to it.
        only: names of those that do; None for all.
    """
    group = parser.add_argument_group(
        "options of the build",
        "Each can stand in jupyter_lite_config.json too. Any other option of JupyterLite is taken as "
        "--Class.option=value.",
    )
    for name, help_text, metavar in _options():
        if name in without or (only is not None and name not in only):
            continue
        parsing: dict[str, Any] = {"metavar": metavar} if metavar is not None else {"const": None}
        group.add_argument(
            f"--{name}",
            action="append" if metavar is not None else "append_const",
            dest=f"{_VALUES}_{name}",
            help=help_text.replace("%", "%%"),
            **parsing,
        )


def trait_arguments(arguments: argparse.Namespace, further: list[str]) -> list[str]:
    """The arguments for the traitlets loader: those of `add_trait_options`, and those that no parser knew."""
    given = []
    for key, values in vars(arguments).items():
        if key.startswith(_VALUES):
            name = key.removeprefix(f"{_VALUES}_")
            given += [f"--{name}" if value is None else f"--{name}={value}" for value in values or []]
    return [*given, *further]


def from_here(arguments: argparse.Namespace, name: str) -> None:
    """Make the paths that an option is given relative to the current folder, not to the project.

    Args:
        arguments: of a parser with `add_trait_options`; they are changed.
        name: of the option.
    """
    key = f"{_VALUES}_{name}"
    setattr(arguments, key, [str(Path.cwd() / value) for value in getattr(arguments, key) or []])


def asked_session(
    arguments: argparse.Namespace, further: list[str], report: Callable[[str], None]
) -> Session:
    """The session of the project that a command is asked for, with its options.

    Args:
        arguments: of a parser with `add_project_argument` and `add_trait_options`.
        further: what that parser did not know.
        report: is told what is being done.

    Raises:
        UserMistake: the project is missing, or its configuration or the arguments cannot be used.
    """
    session = session_of(configure(arguments.project, trait_arguments(arguments, further)))
    session.report = report
    return session


def _options() -> Iterator[tuple[str, str, str | None]]:
    """The name of each option, its help, and the word for the value that it takes; None for a flag."""
    for name, (metavar, help_text) in _STOCK_OPTIONS.items():
        yield name, help_text, metavar
    for addon in get_addon_implementations().values():
        if not addon.__module__.startswith("lite_build."):
            continue
        for name, target in getattr(addon, "aliases", {}).items():
            trait = addon.class_traits()[target.split(".")[1]]
            suffix = "; can be repeated" if isinstance(trait, ListTrait | TupleTrait) else ""
            yield name, trait.help + suffix, trait.metadata["metavar"]
        for name, (_, help_text) in getattr(addon, "flags", {}).items():
            yield name, help_text, None
