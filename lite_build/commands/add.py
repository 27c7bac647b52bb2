"""`lite-build add`: say that the project needs a package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lite_build.addons.base import session_of
from lite_build.cache import user_cache
from lite_build.configuration import configure
from lite_build.errors import BuildFailure
from lite_build.network import without_logins
from lite_build.origins import carried_wheels, get_core, project_client
from lite_build.packages.addition import AskedRuntime, check_additions
from lite_build.packages.confirm import add_requirement, parse_addition
from lite_build.packages.index_settings import read_index_settings
from lite_build.packages.requirements import AskedRequirement
from lite_build.packages.resolve import PackageSources
from lite_build.plan import used_lock
from lite_build.project import CONFIG_FILE
from lite_build.runtime.interpreter import read_interpreter

if TYPE_CHECKING:
    import argparse

    from lite_build.packages.index_settings import IndexSettings
    from lite_build.project import Project


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
    project = session_of(configure(root)).project
    sources = PackageSources(
        index=read_index_settings(),
        find_links=project.packages.find_links,
        carried=carried_wheels(),
        project_root=root,
    )
    with project_client(project, sources.index) as client:
        return check_additions(
            asked,
            sources,
            lambda: _runtime(project, sources.index),
            client=client,
            cache=user_cache(),
        )


def _runtime(project: Project, settings: IndexSettings) -> AskedRuntime:
    core = None
    try:
        core = get_core(project, settings, used_lock(project))
        return AskedRuntime(core.distribution, read_interpreter(core, user_cache()))
    except BuildFailure as error:
        reason = f"{error.where}: {error.what}" if error.where else error.what
        return AskedRuntime({} if core is None else core.distribution, None, reason.partition("\n")[0])
