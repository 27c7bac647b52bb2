"""The runtime as an npm package: what is packed, and that its example runs from that."""

from __future__ import annotations

import json
import subprocess
import tarfile
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from lite_build.runtime.node import node_executable, npm_cli
from tests.browser.afm.conftest import AFM

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.afm.conftest import PageServer

pytestmark = pytest.mark.browser


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The files of the package, as somebody has them who installs it."""
    where = [f"--pack-destination={tmp_path}", f"--cache={tmp_path / 'cache'}"]
    packed = subprocess.run(
        [node_executable(), npm_cli(), "pack", "--offline", "--ignore-scripts", "--json", *where],
        cwd=AFM,
        check=True,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    [about] = json.loads(packed.stdout)
    with tarfile.open(tmp_path / about["filename"]) as archive:
        archive.extractall(tmp_path, filter="data")
    return tmp_path / "package"


def test_the_package_has_what_its_readme_names_and_its_example_runs_from_it(
    page: Page, server: PageServer, package: Path
) -> None:
    there = {path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file()}
    about = json.loads((package / "package.json").read_text(encoding="utf-8"))
    needed = {each.removeprefix("./") for each in about["exports"]["."].values()}
    needed |= {"LICENSE", "README.md", "dist/LICENSE-es-module-lexer.txt"}
    needed |= {f"example/{name}" for name in ("host.js", "counter.js", "index.html")}
    assert needed <= there
    assert not [path for path in there if path.split("/")[0] in {"src", "tests", "node_modules"}]
    assert about.get("dependencies", {}) == {}

    server.package = package
    page.goto(f"{server.url}/example/index.html")
    button = page.get_by_role("button")
    for clicks in range(1, 10):
        button.click()
        expect(button).to_have_text(f"{clicks} clicks")
    button.click()
    expect(button).to_have_text("0 clicks")
