"""Compiled packages of the runtime's distribution are imported with no setting, and shipped in the site."""

from __future__ import annotations

import json
import tarfile
import zipfile
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler
from typing import TYPE_CHECKING

import pytest

from lite_build.packages.wheels.wheel import read_wheel
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


def test_a_compiled_package_finds_the_shared_library_that_it_needs(
    distribution: Distribution, tmp_path: Path
) -> None:
    # Any module of Emscripten's can stand for a library: that it is loaded is what is told.
    with zipfile.ZipFile(distribution.wheel) as wheel:
        [name] = (name for name in wheel.namelist() if name.endswith(".so"))
        module = wheel.read(name)
        others = {other: wheel.read(other) for other in wheel.namelist() if other != name}
    with zipfile.ZipFile(distribution.wheel, "w", zipfile.ZIP_DEFLATED) as wheel:
        for other, content in {**others, name: needing("libfriend.so", module)}.items():
            wheel.writestr(other, content)
    library = distribution.wheel.parent / "libfriend-1.0.zip"
    with zipfile.ZipFile(library, "w") as archive:
        archive.writestr("libfriend.so", module)
    lock_file = distribution.core / "pyodide-lock.json"
    lock = json.loads(lock_file.read_text(encoding="utf-8"))
    hashes = files_of_folder(distribution.wheel.parent)
    entry = {**lock["packages"]["msgspec"], "sha256": hashes[distribution.wheel.name]}
    lock["packages"]["msgspec"] = {**entry, "depends": ["libfriend"]}
    lock["packages"]["libfriend"] = {
        **entry,
        "name": "libfriend",
        "version": "1.0",
        "file_name": library.name,
        "install_dir": "dynlib",
        "sha256": hashes[library.name],
        "package_type": "shared_library",
        "imports": [],
    }
    lock_file.write_text(json.dumps(lock), encoding="utf-8")
    project = tmp_path / "project"
    write_notebook(
        project / "first.ipynb",
        "import importlib\nassert importlib.import_module('msgspec').json.encode([1]) == b'[1]'",
        "import pyodide_js\nassert '/usr/lib/libfriend.so' in dir(pyodide_js._module.LDSO.loadedLibsByName)",
    )
    index = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(distribution.links)}
    words = ("build", project, "--core", distribution.core, "--check", "--distribution-url")
    built = CommandLine(tmp_path / "empty cache").run(*words, library.parent, **index)
    assert built.status == 0, built.said
    assert "\nfirst.ipynb: passed (" in built.said


def needing(library: str, module: bytes) -> bytes:
    """A module that also needs a library: one more subsection of its first section, `dylink.0`.

    Source: <https://github.com/WebAssembly/tool-conventions/blob/main/DynamicLinking.md>.
    """
    size, start = read_number(module, 9)
    name = library.encode()
    needed = bytes([2, len(name) + 2, 1, len(name)]) + name
    section = module[start : start + size] + needed
    return module[:9] + write_number(len(section)) + section + module[start + size :]


def read_number(content: bytes, place: int) -> tuple[int, int]:
    """An unsigned number in LEB128, and where it ends."""
    value = shift = 0
    while True:
        byte = content[place]
        value |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80:
            return value, place


def write_number(value: int) -> bytes:
    """The inverse of `read_number`."""
    low, rest = value & 0x7F, value >> 7
    return bytes([low | 0x80]) + write_number(rest) if rest else bytes([low])
