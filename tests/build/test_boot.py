"""The archive and the snapshot that kernels boot from: made by a build, started by the check."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from packaging.utils import canonicalize_name

from lite_build.check.site_check import check_site
from lite_build.project.options import CheckSettings
from tests.build.conftest import (
    CommandLine,
    configuration_of,
    configure_project,
    copy_cache,
    copy_project,
    files_of_folder,
    write_notebook,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

pytestmark = pytest.mark.registry

MAKING = "Making the kernel's snapshot"
#: What must differ between two visitors whose kernels come from one snapshot; printed as JSON.
DRAWN = """
import gc, json, multiprocessing.process, os, random, secrets, tempfile, uuid
json.dumps({
    "random": random.random(),
    "temporary file": next(tempfile._get_candidate_names()),
    "uuid1's node": uuid.uuid1().node,
    "uuid1's clock": uuid.uuid1().clock_seq,
    "multiprocessing's key": bytes(multiprocessing.process.current_process().authkey).hex(),
    "uuid4": str(uuid.uuid4()),
    "urandom": os.urandom(8).hex(),
    "token": secrets.token_hex(8),
    **{
        f"generator {number}": found.random()
        for number, found in enumerate(gc.get_objects())
        if isinstance(found, random.Random)
    },
})
"""
#: What must be as in a kernel that started with nothing prepared; printed as JSON.
SURROUNDINGS = """
import json, os, sys, time
import pyodide_js
json.dumps({
    "path": sys.path, "executable": sys.executable, "arguments": sys.argv, "folder": os.getcwd(),
    "environment": {name: value for name, value in os.environ.items() if name != "LANG"},
    "loaded": sorted(dict(pyodide_js.loadedPackages.to_py())),
    "streams": [type(sys.stdout).__name__, type(sys.stderr).__name__],
    "names": sorted(name for name in globals() if not name.startswith("_")),
})
"""
TRUE = """
import importlib.metadata, importlib.resources, inspect, os, pathlib, sys, time, logging
import comm, traitlets, litewidget, greeting
import IPython.lib.latextools
assert importlib.metadata.version("traitlets").startswith("5.")
assert any(entry.name == "ipython" for entry in importlib.metadata.entry_points(group="pygments.lexers"))
assert importlib.resources.files("litewidget").joinpath("py.typed").is_file()
assert {str(file) for file in importlib.metadata.files("comm")} >= {"comm/__init__.py"}
packages = pathlib.Path(traitlets.__file__).parents[1]
assert list(packages.glob("jedi/**/*.pyc"))
assert not [path for path in packages.rglob("*.pyc") if {"test", "tests"} & set(path.parts)]
# Python keeps what it knows of a folder until its date changes.
for _ in range(2):
    assert os.stat(packages / "parso").st_mtime == 315532800
    assert "tree.py" in os.listdir(packages / "parso")
os.utime(packages / "pygments", (1, 1))
assert os.listdir(packages / "pygments") and os.stat(packages / "pygments").st_mtime == 1
for full in ("stack_data", "IPython"):
    try:
        os.rmdir(packages / full)
    except OSError:
        pass
    else:
        raise AssertionError(f"{full} was taken for empty")
(packages / "moved").mkdir()
(packages / "parso" / "new.txt").write_text("new")
assert {"new.txt", "tree.py", "python"} <= set(os.listdir(packages / "parso"))
os.rename(packages / "parso" / "python", packages / "moved" / "python")
assert "tokenize.py" in os.listdir(packages / "moved" / "python")
assert not (packages / "parso" / "python").exists() and not (packages / "parso" / "none.py").exists()
assert "class HasTraits" in inspect.getsource(traitlets.HasTraits)
assert IPython.lib.latextools.__cached__.endswith(".pyc")
assert abs(logging._startTime / 1e9 - time.time()) < 3600
assert time.timezone == -time.localtime(1767225600).tm_gmtoff
assert time.tzname[0] == time.strftime("%Z", time.localtime(1767225600))
"""


def boot_of(site: Path) -> dict[str, Any]:
    """What the site tells its kernels of the files."""
    settings = json.loads((site / "jupyter-lite.json").read_text(encoding="utf-8"))
    plugins = settings["jupyter-config-data"]["litePluginSettings"]
    boot: dict[str, Any] = plugins["@lite-build/jupyterlite:kernel"]["boot"]
    return boot


def printed(project: Path, to: Path, notebooks: Mapping[str, str]) -> dict[str, Any]:
    """Run notebooks of one cell on a copy of the project's site, and read the JSON that each shows."""
    for part in ("static", "extensions"):
        shutil.copytree(project / "_output" / part, to / part)
    shutil.copyfile(project / "_output" / "jupyter-lite.json", to / "jupyter-lite.json")
    for name, source in notebooks.items():
        write_notebook(to / "files" / f"{name}.ipynb", source)
    report = check_site(to, CheckSettings(), lambda line: None)
    shown = {}
    for notebook in report.notebooks:
        (cell,) = notebook.cells
        assert cell.outcome == "passed", cell.error
        for output in cell.outputs:
            shown[notebook.name.removesuffix(".ipynb")] = json.loads(eval(output["data"]["text/plain"]))
    return shown


def uncompressed(path: Path) -> Iterator[bytes]:
    """A file's content, and what is compressed in it."""
    content = path.read_bytes()
    yield content
    if content.startswith(b"\x1f\x8b"):
        yield gzip.decompress(content)
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield from map(archive.read, archive.namelist())


def test_the_site_tells_its_kernels_what_to_boot_from(booting: Path) -> None:
    boot = boot_of(booting / "_output")
    for name in ("archive", "snapshot"):
        path = booting / "_output" / boot[name]["url"]
        assert path.stat().st_size == boot[name]["transferSize"]
        assert len(gzip.decompress(path.read_bytes())) == boot[name]["size"]
    for path in (booting / "_output" / "static" / "boot").iterdir():
        assert hashlib.sha256(path.read_bytes()).hexdigest().startswith(path.name.split(".")[1]), path
    assert {"ipython", "pyodide-kernel", "micropip", "litewidget"} <= set(boot["distributions"])
    assert "greeting" not in boot["distributions"]
    assert "litewidget" in boot["imports"]
    assert all((booting / "_output" / wheel).is_file() for wheel in boot["wheels"])


def test_a_kernel_from_the_snapshot_is_as_one_that_started_cold(booting: Path, tmp_path: Path) -> None:
    both = {"surroundings": SURROUNDINGS, "true": TRUE}
    booted = printed(booting, tmp_path / "booted", both)["surroundings"]
    cold = copy_project(booting, tmp_path / "cold project")
    shutil.copytree(booting / "_output", cold / "_output")
    settings = cold / "_output" / "jupyter-lite.json"
    data = json.loads(settings.read_text(encoding="utf-8"))
    del data["jupyter-config-data"]["litePluginSettings"]["@lite-build/jupyterlite:kernel"]["boot"]
    settings.write_text(json.dumps(data), encoding="utf-8")
    started = printed(cold, tmp_path / "cold", {"surroundings": SURROUNDINGS})["surroundings"]
    # Names as their authors write them are missing: who looks for a package looks for the normalized one.
    assert set(booted.pop("loaded")) >= {canonicalize_name(name) for name in started.pop("loaded")}
    assert booted == started


def test_two_kernels_from_one_snapshot_share_nothing_that_is_drawn_by_chance(
    booting: Path, tmp_path: Path
) -> None:
    shown = printed(booting, tmp_path / "site", {"one": DRAWN, "other": DRAWN})
    assert set(shown["one"].values()).isdisjoint(shown["other"].values())


def test_nothing_of_the_machine_that_built_is_in_the_site(
    command_line: CommandLine, booting: Path, tmp_path: Path
) -> None:
    canary = "canary7f3a"
    home = tmp_path / f"home-{canary}"
    (home / ".config" / "pip").mkdir(parents=True)
    pip = f"[install]\nextra-index-url = https://{canary}:{canary}@example.invalid/simple\n"
    (home / ".config" / "pip" / "pip.conf").write_text(pip, encoding="utf-8")
    # The user cache is one of the machine's places as well; what it has made must be made again.
    elsewhere = copy_cache(command_line, tmp_path / f"cache-{canary}", "boot", "compiled", "interpreter")
    project = copy_project(booting, tmp_path / f"folder-{canary}" / "course")
    surroundings = {"HOME": str(home), "SECRET_TOKEN": canary, "USER": canary, "LOGNAME": canary}
    finished = elsewhere.run("build", cwd=project, **surroundings)
    assert finished.status == 0, finished.said
    assert MAKING in finished.said
    assert "Compiling" in finished.said
    for path in (project / "_output").rglob("*"):
        if path.is_file():
            assert not any(canary.encode() in content for content in uncompressed(path)), path
    # And made anew, elsewhere, all files are what they were.
    assert files_of_folder(project / "_output") == files_of_folder(booting / "_output")


def test_other_contents_cost_no_other_snapshot_and_damaged_files_are_made_again_alone(
    command_line: CommandLine, booting: Path, tmp_path: Path
) -> None:
    own = copy_cache(command_line, tmp_path / "cache")
    project = copy_project(booting, tmp_path / "course")
    write_notebook(project / "notebooks" / "another.ipynb", "1 + 1")
    assert MAKING not in own.build(project)
    # What was compiled among others is compiled alone, and is the same: the snapshot's site is told so below.
    shipped = {path.read_bytes() for path in (project / "_output" / "static" / "boot").iterdir()}
    parts = [part for part in own.cache.glob("compiled/*/part") if part.read_bytes() in shipped]
    largest = max(parts, key=lambda part: part.stat().st_size)
    for file in (*own.cache.glob("boot/*/snapshot"), largest):
        file.write_bytes(file.read_bytes()[:-10])
    write_notebook(project / "notebooks" / "another.ipynb", "1 + 2")
    said = own.build(project)
    assert MAKING in said
    assert re.search(r"^Compiling [a-z-]+$", said, re.MULTILINE)
    assert boot_of(project / "_output") == boot_of(booting / "_output")


def test_an_import_that_fails_is_named_with_its_reason(
    command_line: CommandLine, booting: Path, tmp_path: Path
) -> None:
    own = copy_cache(command_line, tmp_path / "cache")
    project = copy_project(booting, tmp_path / "course")
    boot = {"snapshot": True, "imports": ["litewidget", "greeting", "nonesuch"]}
    configure_project(project, {**configuration_of(project), "BootAddon": boot})
    finished = own.run("build", project)
    assert finished.status == 2, finished.said
    assert "nonesuch cannot be imported before the snapshot is made" in finished.said
    assert "No module named 'nonesuch'" in finished.said
    assert "Traceback" not in finished.said
