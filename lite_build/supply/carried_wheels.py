"""Wheels for the site that installed distributions bring."""

from __future__ import annotations

from importlib.metadata import distribution
from pathlib import Path

from lite_build import __version__
from lite_build.packages.resolver.candidates import CarriedWheels
from lite_build.words.errors import BuildFailure

#: Wheels of ours for the site, which are on no index.
_OWN_WHEELS = Path(__file__).parents[1] / "carried"
#: The distribution with wheels of its own that stand in for others, and how its list of files names them.
_STAND_INS_CARRIER = "jupyterlite-pyodide-kernel"
_STAND_INS = "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension/static/pypi/*.whl"


def carried_wheels() -> tuple[CarriedWheels, ...]:
    """The folders of wheels that installed distributions bring for the site.

    Raises:
        BuildFailure: they are not where their distribution says.
    """
    return (_own_wheels(), *_stand_ins())


def _own_wheels() -> CarriedWheels:
    if not any(_OWN_WHEELS.glob("litewidget-*.whl")):
        raise BuildFailure(
            "litewidget's wheel for the site is missing",
            where=str(_OWN_WHEELS),
            remedy="Install lite-build anew: pip install --force-reinstall lite-build. "
            "A checkout of its sources has the wheel after `make build`.",
        )
    return CarriedWheels(_OWN_WHEELS, f"lite-build {__version__}")


def _stand_ins() -> tuple[CarriedWheels, ...]:
    carrier = distribution(_STAND_INS_CARRIER)
    # Where an installer puts data files differs: below the environment, a user's own folder, or Debian's.
    listed = [carrier.locate_file(path) for path in carrier.files or () if path.match(_STAND_INS)]
    folders = dict.fromkeys(Path(str(path)).resolve().parent for path in listed)
    found = tuple(
        CarriedWheels(folder, f"{_STAND_INS_CARRIER} {carrier.version}", stand_in=True)
        for folder in folders
        if folder.is_dir()
    )
    if not found:
        raise BuildFailure(
            "the installed distribution lacks the wheels that it should bring for the site",
            where=f"{_STAND_INS_CARRIER} {carrier.version}",
            remedy=f"Install it anew, from a wheel: pip install --force-reinstall {_STAND_INS_CARRIER}",
        )
    return found
