from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement

from lite_build.files.digest import Digest
from lite_build.network.client import NetworkSettings, open_client
from lite_build.network.reach import Reach
from lite_build.packages.asked.requirement import AskedRequirement
from lite_build.packages.index.settings import IndexSettings, read_index_settings
from lite_build.packages.locked.lock import Lock, LockedPackage, Source
from lite_build.packages.resolver.resolve import PackageSources, resolve
from lite_build.packages.wheels.fetch import Places, fetch_packages
from lite_build.packages.wheels.package_file import FetchedPackage
from lite_build.runtime.acquire import acquire_core
from lite_build.runtime.core import Core
from lite_build.runtime.node import node_executable, scrubbed_environment
from lite_build.supply.runtime_lock import site_lock
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from pathlib import Path

    from lite_build.runtime.core import Interpreter
    from tests.conftest import WheelFactory
    from tests.unit.conftest import FileServer

COMPILED = "compiled-2.0-cp314-cp314-pyemscripten_2026_0_wasm32.whl"

ENTRY = {
    "name": "compiled",
    "version": "2.0",
    "file_name": COMPILED,
    "install_dir": "site",
    "package_type": "package",
    "sha256": "cd" * 32,
    "imports": ["compiled", "_compiled"],
    "depends": ["libfast", "Not_Locked"],
    "unvendored_tests": False,
}
LIBRARY = {
    **ENTRY,
    "name": "libfast",
    "file_name": "libfast-1.zip",
    "install_dir": "dynlib",
    "package_type": "shared_library",
    "imports": [],
    "depends": [],
}


@pytest.fixture
def core(core_folder: Path) -> Core:
    lock = {"info": {"abi_version": "2026_0"}, "packages": {"compiled": ENTRY, "libfast": LIBRARY}}
    (core_folder / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    return Core("314.0.9", core_folder, "sha512-x", "folder")


def fetched(path: Path, *, source: Source = "index", requires: tuple[str, ...] = ()) -> FetchedPackage:
    name, version = path.stem.split("-")[:2]
    sha256 = Digest.of_file(path).hexdigest if path.is_file() else "cd" * 32
    package = LockedPackage(
        name=name.replace("_", "-"),
        version=version,
        file_name=path.name,
        sha256=sha256,
        source=source,
        location=path.name,
        size=None,
        requires=requires,
        requested_by=(),
    )
    return FetchedPackage(package, path, sha256)


def in_packages(one: FetchedPackage) -> str:
    return f"packages/{one.path.name}"


def test_the_lock_has_exactly_the_locked_packages(
    core: Core, wheel_factory: WheelFactory, tmp_path: Path
) -> None:
    pure = fetched(wheel_factory("pure-python", "1.0"), requires=("compiled",))
    compiled = fetched(
        tmp_path / COMPILED,
        source="distribution",
        requires=("libfast",),
    )
    library = fetched(tmp_path / "libfast-1.zip", source="distribution")
    lock = site_lock(core, [pure, library, compiled], in_packages)
    assert lock["info"] == core.lock["info"]
    assert lock["packages"] == {
        "compiled": {**ENTRY, "file_name": f"packages/{COMPILED}", "depends": ["libfast"]},
        "libfast": {**LIBRARY, "file_name": "packages/libfast-1.zip"},
        "pure-python": {
            "name": "pure-python",
            "version": "1.0",
            "file_name": "packages/pure_python-1.0-py3-none-any.whl",
            "install_dir": "site",
            "package_type": "package",
            "sha256": pure.sha256,
            "imports": ["pure_python"],
            "depends": ["compiled"],
            "unvendored_tests": False,
        },
    }


def test_only_what_is_locked_is_depended_on(core: Core, wheel_factory: WheelFactory) -> None:
    one = fetched(wheel_factory("one", "1.0"), requires=("one", "left-out"))
    assert site_lock(core, [one], in_packages)["packages"]["one"]["depends"] == []


def test_the_order_of_the_packages_does_not_matter(core: Core, wheel_factory: WheelFactory) -> None:
    one = fetched(wheel_factory("one", "1.0"), requires=("two",))
    two = fetched(wheel_factory("two", "1.0"), requires=("one",))
    forward, backward = (site_lock(core, order, in_packages) for order in ([one, two], [two, one]))
    assert json.dumps(forward) == json.dumps(backward)


def test_a_package_of_another_distribution_is_a_failure(core: Core, tmp_path: Path) -> None:
    stale = fetched(tmp_path / "compiled-1.9-cp313-cp313-wasm32.whl", source="distribution")
    with pytest.raises(BuildFailure, match=r"Pyodide 314\.0\.9 has none such"):
        site_lock(core, [stale], in_packages)


SCRIPT = """
import { pathToFileURL } from "node:url";
const [core, lockFileURL, packages, code] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${core}/pyodide.mjs`));
const pyodide = await loadPyodide({ indexURL: core, lockFileURL });
await pyodide.loadPackage(JSON.parse(packages), { messageCallback: () => {} });
console.log(await pyodide.runPythonAsync(code));
"""


def fetch_real(
    requirements: list[str],
    core: Core,
    interpreter: Interpreter,
    project: Path,
    index: IndexSettings,
    distribution_url: str | None = None,
) -> tuple[FetchedPackage, ...]:
    cache = project / "cache"
    with open_client(index.network) as client:
        packages = resolve(
            [AskedRequirement(Requirement(text), "a test") for text in requirements],
            PackageSources(index, distribution=core.distribution, project_root=project),
            interpreter,
            client=client,
            cache=cache,
        ).packages
        return fetch_packages(
            Lock("3.14.2", core.version, core.integrity, {}, (), packages),
            Places(
                project_root=project,
                core=core,
                client=client,
                cache=cache,
                distribution_url=distribution_url,
            ),
        )


def run_with_lock(
    core: Core, files: tuple[FetchedPackage, ...], site: Path, packages: list[str], code: str
) -> object:
    """Load packages by name in the runtime, from a folder with a lock of these files, and answer as JSON."""
    (site / "packages").mkdir(parents=True)
    for one in files:
        shutil.copyfile(one.path, site / "packages" / one.path.name)
    lock = site / "pyodide-lock.json"
    lock.write_text(json.dumps(site_lock(core, files, in_packages)), encoding="utf-8")
    script = site / "run.mjs"
    script.write_text(SCRIPT, encoding="utf-8")
    finished = subprocess.run(
        [node_executable(), script, core.folder, lock, json.dumps(packages), code],
        env=scrubbed_environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout.strip().splitlines()[-1])


@pytest.fixture
def stock_core(tmp_path: Path) -> Core:
    return acquire_core(None, Reach(tmp_path / "cache"))


INSTALL_CIRCLE = """
import json, micropip
await micropip.install(["circle-b", "msgspec"])
import circle_a, circle_b, six, msgspec
json.dumps([circle_a.__version__, circle_b.__version__, msgspec.json.decode(b"[1]", type=list[int])])
"""


@pytest.mark.registry
def test_the_runtime_installs_what_is_locked_by_name_even_in_a_circle(
    tmp_path: Path, interpreter: Interpreter, wheel_factory: WheelFactory, stock_core: Core
) -> None:
    circle = [
        wheel_factory("circle-a", "1", requires=["circle-b"]),
        wheel_factory("circle-b", "2", requires=["circle-a", "six"]),
    ]
    requirements = [
        f"micropip=={stock_core.distribution['micropip'].version}",
        "msgspec",
        *(f"{wheel.name.split('-')[0]} @ {wheel.as_uri()}" for wheel in circle),
    ]
    files = fetch_real(requirements, stock_core, interpreter, tmp_path, read_index_settings())
    answer = run_with_lock(stock_core, files, tmp_path / "site", ["micropip"], INSTALL_CIRCLE)
    assert answer == ["1", "2", [1]]


@pytest.mark.registry
def test_compiled_packages_of_a_served_distribution_run(
    tmp_path: Path, interpreter: Interpreter, stock_core: Core, file_server: FileServer
) -> None:
    names = ["msgspec", "simplejson"]
    published = fetch_real(names, stock_core, interpreter, tmp_path, read_index_settings())
    folder = tmp_path / "core of a distribution"
    shutil.copytree(stock_core.folder, folder)
    lock = site_lock(stock_core, published, lambda one: one.path.name)
    (folder / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    for one in published:
        shutil.copyfile(one.path, file_server.folder / one.path.name)
    core = acquire_core(str(folder), Reach(tmp_path / "cache"))

    no_index = IndexSettings((), (), NetworkSettings())
    files = fetch_real(names, core, interpreter, tmp_path / "project", no_index, file_server.url)
    assert [one.package.source for one in files] == ["distribution", "distribution"]
    assert [one.sha256 for one in files] == [one.sha256 for one in published]
    code = "import json, msgspec, simplejson, simplejson._speedups\njson.dumps(simplejson.loads('[1]'))"
    assert run_with_lock(core, files, tmp_path / "site", names, code) == [1]
