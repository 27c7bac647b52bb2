"""`lite-build add`: say that the project needs a package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lite_build.addons.base import session_of
from lite_build.cache import user_cache
from lite_build.configuration import configure
from lite_build.origins import carried_wheels, get_core, project_client
from lite_build.packages.confirm import add_requirement, parse_addition
from lite_build.packages.index_settings import read_index_settings
from lite_build.packages.known_names import check_name
from lite_build.packages.resolve import PackageSources
from lite_build.plan import used_lock
from lite_build.project import CONFIG_FILE

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from packaging.requirements import Requirement

    from lite_build.runtime.core import DistributionPackage


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
    for remark in _check_names(root, [parse_addition(text, root) for text in arguments.requirements]):
        print(remark)
    for requirement in arguments.requirements:
        print(add_requirement(root, root / CONFIG_FILE, requirement))
    return 0


def _check_names(root: Path, requirements: list[Requirement | None]) -> list[str]:
    names = [one.name for one in requirements if one is not None and one.url is None]
    if not names:
        return []
    project = session_of(configure(root)).project
    sources = PackageSources(
        index=read_index_settings(),
        find_links=project.packages.find_links,
        carried=carried_wheels(),
        project_root=root,
    )

    def distribution() -> Mapping[str, DistributionPackage]:
        return get_core(project, sources.index, used_lock(project)).distribution

    with project_client(project, sources.index) as client:
        remarks = [
            check_name(name, sources, distribution=distribution, client=client, cache=user_cache())
            for name in names
        ]
    return [remark for remark in remarks if remark is not None]
