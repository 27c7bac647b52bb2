"""The version that is documented is the version that runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename
from packaging.version import InvalidVersion, Version

from lite_build.supply.built_projects import wheel_of
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from lite_build.build.session import Session
    from lite_build.documentation.settings import Settings


def check_version(session: Session, settings: Settings, release: str) -> None:
    """Refuse to show another version than the documented one.

    Args:
        session: of the site's build.
        settings: of the documentation.
        release: the version that is documented; "" where none is told.

    Raises:
        UserMistake: names both.
        LiteBuildError: the package cannot be built.
    """
    if not settings.package or not release:
        return
    shipped = _shipped(session, settings)
    if shipped is None:
        return
    name, version = shipped
    if not _are_equal(release, version):
        raise UserMistake(
            f"release is {release}, and the {name} that the examples would run with is {version}",
            where="conf.py",
            remedy="Take the version from the package in conf.py, or install that package anew; "
            "lite_build_package names another wheel.",
        )


def _shipped(session: Session, settings: Settings) -> tuple[str, str] | None:
    """The name and the version of the documented package; None where the site has none of that name."""
    if settings.package.endswith(".whl"):
        return _of_wheel(settings.package.replace("\\", "/").rpartition("/")[2])
    folder = (settings.project / settings.package).resolve()
    for local in session.asked.projects:
        if local.folder.resolve() == folder:
            return _of_wheel(wheel_of(local.folder, session.origins).name)
    try:
        name = canonicalize_name(Requirement(settings.package).name)
    except InvalidRequirement:
        return None
    lock = session.origins.used_lock or session.plan.lock
    return next(((one.name, one.version) for one in lock.packages if one.name == name), None)


def _of_wheel(file_name: str) -> tuple[str, str]:
    name, version, *_ = parse_wheel_filename(file_name)
    return name, str(version)


def _are_equal(documented: str, shipped: str) -> bool:
    """Whether two versions are the same; a local part is of the one who has built it."""
    try:
        return Version(documented).public == Version(shipped).public
    except InvalidVersion:
        return documented == shipped
