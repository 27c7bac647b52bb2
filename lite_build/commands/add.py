"""`lite-build add`: say that the project needs a package."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from lite_build.build.session import session_of
from lite_build.network.addresses import without_logins
from lite_build.packages.added.addition import AskedRuntime, check_additions
from lite_build.packages.added.confirm import add_requirement, parse_addition
from lite_build.packages.asked.requirement import AskedRequirement
from lite_build.project.configuration import configure
from lite_build.project.file_names import CONFIG_FILE
from lite_build.runtime.interpreter import read_interpreter
from lite_build.words.errors import BuildFailure, UserMistake

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from lite_build.supply.origins import Origins

#: Options that people know from `pip install`, and what to do here instead.
_OF_PIP = {
    ("-r", "--requirement", "--requirements"): "A requirements.txt in the project's folder or beside its "
    "notebooks is read by itself: leave it there. A file of another name is read where a line of "
    "requirements.txt says `-r FILE`.",
    ("-c", "--constraint"): 'Write the bounds into the requirement: `lite-build add "NAME<2"`.',
    ("-e", "--editable"): "Name the folder alone: `lite-build add FOLDER`. Each build makes its wheel anew.",
    ("-U", "--upgrade"): "`lite-build lock --upgrade NAME` takes the newest version that fits.",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "requirements",
        nargs="+",
        metavar="REQUIREMENT",
        help="a package's name, with a version if need be, or the path of a wheel or project folder",
    )
    parser.add_argument(
        "--project",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="the project's folder; this one if not given",
    )
    for names, remedy in _OF_PIP.items():
        parser.add_argument(
            *names,
            action=_OptionOfPip,
            remedy=remedy,
            nargs="?",
            dest=_OptionOfPip.__name__,
            help=argparse.SUPPRESS,
        )


class _OptionOfPip(argparse.Action):
    """Says what to do instead."""

    def __init__(self, remedy: str, **of_argparse: Any) -> None:  # noqa: ANN401
        super().__init__(**of_argparse)
        self._remedy = remedy

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> NoReturn:
        raise UserMistake(f"add has no option {option_string}, which is pip's", remedy=self._remedy)


def run(arguments: argparse.Namespace, further: list[str]) -> int:
    """Write the requirements down and return the exit status."""
    root: Path = arguments.project.resolve()
    parsed = [(text, parse_addition(text, root)) for text in arguments.requirements]
    asked = [
        AskedRequirement(requirement, without_logins(text))
        for text, requirement in parsed
        if requirement is not None
    ]
    for remark in _check(root, asked) if asked else ():
        print(remark)
    for requirement in arguments.requirements:
        print(add_requirement(root, root / CONFIG_FILE, requirement))
    return 0


def _check(root: Path, asked: list[AskedRequirement]) -> tuple[str, ...]:
    origins = session_of(configure(root)).origins
    with origins.client() as client:
        return check_additions(
            asked, origins.package_sources({}), lambda: _runtime(origins), client=client, cache=origins.cache
        )


def _runtime(origins: Origins) -> AskedRuntime:
    core = None
    try:
        core = origins.core(origins.used_lock)
        return AskedRuntime(core.distribution, read_interpreter(core, origins.cache))
    except BuildFailure as error:
        reason = f"{error.where}: {error.what}" if error.where else error.what
        return AskedRuntime({} if core is None else core.distribution, None, reason.partition("\n")[0])
