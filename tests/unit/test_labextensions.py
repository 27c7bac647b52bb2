from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lite_build.packages.wheels.labextensions import extract_labextensions
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import WheelFactory

DATA = "widgets-1.0.data/data/share/jupyter/labextensions"


def unpacked(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_extensions_are_unpacked_under_their_names(wheel_factory: WheelFactory, tmp_path: Path) -> None:
    wheel = wheel_factory(
        "widgets",
        "1.0",
        files={
            f"{DATA}/@scope/widgets/package.json": "{}",
            f"{DATA}/@scope/widgets/static/remote.js": "1",
            "share/jupyter/labextensions/plain/package.json": "{}",
            "widgets/__init__.py": "",
            f"{DATA.replace('labextensions', 'kernels')}/other/kernel.json": "{}",
        },
    )
    assert extract_labextensions(wheel, tmp_path / "out") == ("@scope/widgets", "plain")
    assert sorted(
        path.relative_to(tmp_path / "out").as_posix()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    ) == ["@scope/widgets/package.json", "@scope/widgets/static/remote.js", "plain/package.json"]


def test_source_maps_stay_behind(wheel_factory: WheelFactory, tmp_path: Path) -> None:
    wheel = wheel_factory(
        "widgets", "1.0", files={f"{DATA}/widgets/a.js": "1", f"{DATA}/widgets/a.js.map": "{}"}
    )
    extract_labextensions(wheel, tmp_path / "out")
    assert unpacked(tmp_path / "out") == ["widgets/a.js"]


def test_the_locked_version_takes_the_place_of_what_was_there(
    wheel_factory: WheelFactory, tmp_path: Path
) -> None:
    old = tmp_path / "out" / "widgets" / "old.js"
    old.parent.mkdir(parents=True)
    old.write_text("old", encoding="utf-8")
    extract_labextensions(
        wheel_factory("widgets", "1.0", files={f"{DATA}/widgets/new.js": "1"}), tmp_path / "out"
    )
    assert [path.name for path in old.parent.iterdir()] == ["new.js"]


def test_a_wheel_with_no_extension_leaves_nothing(wheel_factory: WheelFactory, tmp_path: Path) -> None:
    assert extract_labextensions(wheel_factory("pure", "1.0"), tmp_path / "out") == ()
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("path", ["widgets/../../escaped.js", "../escaped/a.js", "widgets/C:escaped.js"])
def test_a_path_that_leads_out_is_refused(wheel_factory: WheelFactory, tmp_path: Path, path: str) -> None:
    wheel = wheel_factory("widgets", "1.0", files={f"{DATA}/{path}": "1"})
    with pytest.raises(BuildFailure, match="leads out of its folder"):
        extract_labextensions(wheel, tmp_path / "out")
    assert not list(tmp_path.rglob("*escaped*"))
