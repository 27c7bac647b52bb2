"""The output: what a new site may take the place of, and what it may not."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from lite_build.project.file_names import CONFIG_FILE, DEFAULT_OUTPUT
from lite_build.words.errors import BuildFailure, Mistakes, UserMistake

if TYPE_CHECKING:
    from lite_build.project.project import Project

#: What every release of JupyterLite has put at the top of a site. Two are enough: a build mends a site that
#: lost one, and no other folder has two.
_MARKS = ("config-utils.js", "jupyter-lite.json", "jupyterlite.schema.v0.json")
_ENOUGH_MARKS = 2
#: What makes a folder more than a site, whatever else is in it.
_KEPT_NAMES = (".git", CONFIG_FILE)
_REMEDY = "Name another folder with --output-dir: one that is not there yet, or is empty, or is a site."


def is_site(folder: Path) -> bool:
    """Whether a folder is a site of JupyterLite, of lite-build's making or not."""
    return sum((folder / name).is_file() for name in _MARKS) >= _ENOUGH_MARKS


def check_is_no_site(folder: Path) -> None:
    """Refuse to take a built site, or a folder inside of one, for a project.

    Args:
        folder: absolute, with links followed.

    Raises:
        UserMistake: names the site's project, where that is found around the site.
    """
    site = next((place for place in (folder, *folder.parents) if is_site(place)), None)
    # A project that was written into a site on purpose is one.
    if site is None or (site / CONFIG_FILE).exists():
        return
    raise UserMistake(
        "this is a built site, and no project" if site == folder else f"this lies in the built site {site}",
        where=str(folder),
        remedy=f"Run it in {_project_of(site) or 'the folder of the project'}.",
    )


def _project_of(site: Path) -> Path | None:
    """The folder that a site was most likely made from."""
    configured = (place for place in site.parents if (place / CONFIG_FILE).is_file())
    return site.parent if site.name == DEFAULT_OUTPUT else next(configured, None)


def check_place(project: Project, cache: Path) -> None:
    """Refuse an output in whose place something of the project or of the person would be lost.

    Args:
        project: whose output it is.
        cache: the user's cache.

    Raises:
        UserMistake: the output is, or is around, what a build reads or a person keeps; or lies in the
            overrides.
    """
    output, overrides = project.output.resolve(), project.site.overrides
    kept = [
        ("the project's folder", project.root),
        *((f"the contents {project.inside(source)}", source) for source in project.contents),
        *([("the overrides", overrides)] if overrides is not None else []),
        ("the user's cache", cache),
        ("the home folder", Path(os.path.expanduser("~"))),  # noqa: PTH111 - Path.home() raises without one
    ]
    for name, place in kept:
        resolved = place.resolve()
        if resolved.is_relative_to(output):
            relation = "is" if resolved == output else "holds"
            raise UserMistake(
                f"{relation} {name}, which the site would replace", where=str(project.output), remedy=_REMEDY
            )
    if overrides is not None and output.is_relative_to(overrides.resolve()):
        raise UserMistake(
            "lies in the overrides, which are copied into the site",
            where=str(project.output),
            remedy=_REMEDY,
        )


def check_replaceable(output: Path) -> None:
    """Refuse to put a site in the place of anything but a site, an empty folder, or nothing.

    Args:
        output: a path, where there may be nothing.

    Raises:
        UserMistake: what is there is no site, or holds a repository or a project.
        BuildFailure: a file system is mounted there, so that it cannot be moved.
    """
    if output.is_symlink():
        raise UserMistake(
            f"is a link, to {os.path.realpath(output)}",
            where=str(output),
            remedy="Name the folder itself with --output-dir.",
        )
    if not output.exists():
        return
    if not output.is_dir():
        raise UserMistake("is no folder", where=str(output), remedy=_REMEDY)
    if any(output.iterdir()):
        if not is_site(output):
            raise UserMistake(
                "has files that are no site: they would be deleted", where=str(output), remedy=_REMEDY
            )
        for name in _KEPT_NAMES:
            if (output / name).exists():
                raise UserMistake(f"has {name}, which would be deleted", where=str(output), remedy=_REMEDY)
    if os.path.ismount(output):
        raise mount_refusal(output)


def check_report_places(project: Project, *, of_build: bool, of_check: bool) -> None:
    """Refuse, before anything is made, reports that could not be written after it.

    Args:
        project: whose reports they are.
        of_build: whether the build's report will be written.
        of_check: whether the check's will be.

    Raises:
        UserMistake: the folder of a report is not there, or a folder is in the report's place.
    """
    mistakes = Mistakes()
    reports = ((of_build, project.site.report), (of_check, project.check.report))
    for path in (
        project.root / report for is_written, report in reports if is_written and report is not None
    ):
        with mistakes.collected():
            # The site's own folder is made by the build.
            if not path.parent.is_dir() and path.parent != project.output:
                raise UserMistake(
                    f"there is no folder {path.parent} for this report",
                    where=str(path),
                    remedy="Correct the path, or make the folder first.",
                )
            if path.is_dir():
                raise UserMistake(
                    "is a folder, and no place for a report",
                    where=str(path),
                    remedy=f"Name a file: {path / 'report.json'}.",
                )
    mistakes.raise_all()


def mount_refusal(output: Path) -> BuildFailure:
    """The failure to move a folder that a file system is mounted on."""
    return BuildFailure(
        "a file system is mounted here, so that a new site cannot take this folder's place",
        where=str(output),
        remedy=f"Name a folder inside of it: --output-dir {output / 'site'}.",
    )


def places_beside(output: Path) -> tuple[Path, ...]:
    """Name what a build puts beside its output for a while."""
    return tuple(beside(output, purpose) for purpose in ("lock", "previous", "staging"))


def beside(output: Path, purpose: str) -> Path:
    """The place of something that a build puts beside its output: its lock, a site that is being made."""
    return output.with_name(f".{output.name}.{purpose}")
