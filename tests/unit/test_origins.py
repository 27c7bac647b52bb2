"""Where the parts of a site come from on this machine."""

from __future__ import annotations

from importlib.metadata import Distribution, PathDistribution
from typing import TYPE_CHECKING

import pytest

from lite_build import origins
from lite_build.errors import BuildFailure

if TYPE_CHECKING:
    from pathlib import Path

STAND_INS = "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension/static/pypi"


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an installation of the kernel in a person's own folder, whose list names one wheel."""
    user = tmp_path / "user"
    information = user / "lib" / "site-packages" / "jupyterlite_pyodide_kernel-0.8.6.dist-info"
    information.mkdir(parents=True)
    (information / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: jupyterlite-pyodide-kernel\nVersion: 0.8.6\n", encoding="utf-8"
    )
    (information / "RECORD").write_text(
        f"../../{STAND_INS}/comm-1.0-py3-none-any.whl,,\n../../{STAND_INS}/all.json,,\n", encoding="utf-8"
    )

    def distribution(name: str) -> Distribution:
        assert name == "jupyterlite-pyodide-kernel"
        return PathDistribution(information)

    monkeypatch.setattr(origins, "distribution", distribution)
    return user


def test_the_stand_ins_are_found_where_the_distribution_was_installed(installed: Path) -> None:
    (installed / STAND_INS).mkdir(parents=True)
    (carried,) = origins.carried_wheels()
    assert carried.folder == (installed / STAND_INS).resolve()
    assert carried.carrier == "jupyterlite-pyodide-kernel 0.8.6"


@pytest.mark.usefixtures("installed")
def test_stand_ins_that_are_not_there_are_told_with_a_remedy() -> None:
    with pytest.raises(BuildFailure, match=r"jupyterlite-pyodide-kernel 0\.8\.6") as error:
        origins.carried_wheels()
    assert error.value.remedy is not None and "pip install" in error.value.remedy
