from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lite_build.site.application.replaced_extensions import remove_replaced_extensions

if TYPE_CHECKING:
    from pathlib import Path


def add_extension(site: Path, name: str, version: str, **more: object) -> None:
    (site / name).mkdir(parents=True)
    package = {"name": name, "version": version, **more}
    (site / name / "package.json").write_text(json.dumps(package), encoding="utf-8")


def names(site: Path) -> list[str]:
    return sorted(path.parent.relative_to(site).as_posix() for path in site.rglob("package.json"))


@pytest.mark.parametrize("version", ["0.9.0", "0.9.21"])
def test_an_extension_that_another_replaces_is_left_out(tmp_path: Path, version: str) -> None:
    add_extension(tmp_path, "litewidget", "1.0.0", replaces={"anywidget": ["0.9.0"]})
    add_extension(tmp_path, "anywidget", version)
    add_extension(tmp_path, "@jupyter-widgets/jupyterlab-manager", "5.0.16")
    assert remove_replaced_extensions(tmp_path) == ("anywidget",)
    assert names(tmp_path) == ["@jupyter-widgets/jupyterlab-manager", "litewidget"]


def test_an_extension_that_asks_a_server_for_what_the_build_does_is_left_out(tmp_path: Path) -> None:
    add_extension(tmp_path, "jupyterlab-jupytext", "1.4.6")
    add_extension(tmp_path, "litewidget", "1.0.0")
    assert remove_replaced_extensions(tmp_path) == ("jupyterlab-jupytext",)
    assert names(tmp_path) == ["litewidget"]


def test_a_newer_version_than_those_that_are_replaced_stays(tmp_path: Path) -> None:
    add_extension(tmp_path, "litewidget", "1.0.0", replaces={"anywidget": ["0.9.0", "0.11.0"]})
    add_extension(tmp_path, "anywidget", "0.12.0")
    assert remove_replaced_extensions(tmp_path) == ()
    assert names(tmp_path) == ["anywidget", "litewidget"]


def test_an_extension_with_a_scope_can_be_replaced(tmp_path: Path) -> None:
    add_extension(tmp_path, "litewidget", "1.0.0", replaces={"@scope/widgets": ["2.3.0"]})
    add_extension(tmp_path, "@scope/widgets", "2.3.4")
    assert remove_replaced_extensions(tmp_path) == ("@scope/widgets",)


def test_the_wheels_that_a_replaced_kernel_carries_stay(tmp_path: Path) -> None:
    add_extension(tmp_path, "ours", "1.0.0", replaces={"upstreams": ["0.8.6"]})
    described = {"piplite": {"wheelDir": "static/pypi"}, "jupyterlab": {"_build": {"load": "entry.js"}}}
    add_extension(tmp_path, "upstreams", "0.8.6", **described)
    files = ("static/pypi/piplite.whl", "static/schema/kernel.json", "static/entry.js")
    for name in files:
        file = tmp_path / "upstreams" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    assert remove_replaced_extensions(tmp_path) == ("upstreams",)
    left = {file for file in files if (tmp_path / "upstreams" / file).exists()}
    assert left == {"static/pypi/piplite.whl", "static/schema/kernel.json"}
    package = json.loads((tmp_path / "upstreams" / "package.json").read_text(encoding="utf-8"))
    assert "piplite" in package
    assert "jupyterlab" not in package


def test_a_site_with_no_extensions_is_left_as_it_is(tmp_path: Path) -> None:
    assert remove_replaced_extensions(tmp_path / "extensions") == ()
