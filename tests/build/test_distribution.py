"""Compiled packages of the runtime's distribution are imported with no setting, and shipped in the site."""

from __future__ import annotations

import json
import tarfile
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler
from typing import TYPE_CHECKING

import pytest

from lite_build.packages.wheel import read_wheel
from tests.build.conftest import CommandLine, configure_project, files_of_folder, write_notebook
from tests.conftest import serve_on_loopback

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.registry


@dataclass(frozen=True)
class Distribution:
    """A runtime whose distribution has a compiled wheel.

    Args:
        core: the runtime's core, without the distribution's wheels.
        wheel: the one that the distribution has, in a folder of its own.
        links: a folder with everything else that a site needs.
    """

    core: Path
    wheel: Path
    links: Path


@pytest.fixture
def distribution(command_line: CommandLine, tmp_path: Path) -> Distribution:
    """A distribution in the layout of Pyodide's, of which no part is on this machine's index."""
    asking = tmp_path / "asking"
    write_notebook(asking / "first.ipynb", "1")
    configure_project(asking, {"PackagesAddon": {"requirements": ["msgspec"]}})
    for words in (("lock", asking), ("fetch", "-o", tmp_path / "parts", asking)):
        finished = command_line.run(*words)
        assert finished.status == 0, finished.said
    [archive] = (tmp_path / "parts/npm").glob("pyodide-*.tgz")
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path / "unpacked", filter="data")
    core = tmp_path / "unpacked" / "package"
    links = tmp_path / "parts" / "packages"
    [found] = links.glob("msgspec-*.whl")
    (tmp_path / "distribution").mkdir()
    wheel = found.rename(tmp_path / "distribution" / found.name)

    lock = json.loads((core / "pyodide-lock.json").read_text(encoding="utf-8"))
    lock["packages"]["msgspec"] = {
        "name": "msgspec",
        "version": read_wheel(wheel).version,
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": files_of_folder(wheel.parent)[wheel.name],
        "package_type": "package",
        "imports": ["msgspec"],
        "depends": [],
        "unvendored_tests": False,
    }
    (core / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    return Distribution(core, wheel, links)


def test_an_import_is_met_from_the_distribution_which_is_named_where_it_cannot_be_reached(
    distribution: Distribution, tmp_path: Path, closed_port: int
) -> None:
    project = tmp_path / "project"
    write_notebook(project / "first.ipynb", "import msgspec\nassert msgspec.json.encode([1, 2]) == b'[1,2]'")
    commands = CommandLine(tmp_path / "empty cache")
    index = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(distribution.links)}
    words = ("build", project, "--core", distribution.core, "--check", "--distribution-url")

    nobody = f"http://127.0.0.1:{closed_port}/full"
    refused = commands.run(*words, nobody, **index)
    assert refused.status == 1, refused.said
    assert f"{nobody}/{distribution.wheel.name}: msgspec " in refused.said
    assert "asked for by first.ipynb, cell 1" in refused.said
    assert "→ set PackagesAddon.distribution_url to a folder or a mirror" in refused.said

    handler = partial(SimpleHTTPRequestHandler, directory=str(distribution.wheel.parent))
    with serve_on_loopback(handler) as address:
        built = commands.run(*words, address, **index)
    assert built.status == 0, built.said
    assert "\nfirst.ipynb: passed (" in built.said
    assert "\n  from the runtime's distribution: msgspec " in built.said
    assert [path.name for path in (project / "_output/static").rglob("msgspec-*")] == [
        distribution.wheel.name
    ]
