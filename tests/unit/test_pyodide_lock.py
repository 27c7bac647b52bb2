from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement

from lite_build.errors import BuildFailure
from lite_build.network import Digest, NetworkSettings, open_client
from lite_build.packages.fetch import FetchedPackage, fetch_packages
from lite_build.packages.index_settings import read_index_settings
from lite_build.packages.lock import Lock, LockedPackage, Source
from lite_build.packages.pyodide_lock import site_lock
from lite_build.packages.requirements import AskedRequirement
from lite_build.packages.resolve import PackageSources, resolve
from lite_build.runtime.acquire import acquire_core
from lite_build.runtime.core import Core
from lite_build.runtime.node import node_executable, scrubbed_environment

if TYPE_CHECKING:
    from pathlib import Path

    from lite_build.runtime.core import Interpreter
    from tests.conftest import WheelFactory

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
const [core, lockFileURL] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${core}/pyodide.mjs`));
const pyodide = await loadPyodide({ indexURL: core, lockFileURL });
await pyodide.loadPackage("micropip", { messageCallback: () => {} });
const answer = await pyodide.runPythonAsync(`
import json, micropip
await micropip.install(["circle-b", "msgspec"])
import circle_a, circle_b, six, msgspec
json.dumps({
    "circle": circle_a.__version__ + circle_b.__version__,
    "msgspec": msgspec.json.decode(b"[1]", type=list[int]),
    "installed": sorted(name for name, package in micropip.list().items()),
})
`);
console.log(answer);
"""


def write_site(folder: Path, core: Core, interpreter: Interpreter, project: Path) -> Path:
    """Lock, fetch and write real packages for the stock core; gives the path of the site's lock."""
    asked = [
        Requirement(f"micropip=={core.distribution['micropip'].version}"),
        Requirement("msgspec"),
        *(Requirement(f"{wheel.name.split('-')[0]} @ {wheel.as_uri()}") for wheel in project.glob("*.whl")),
    ]
    index, cache = read_index_settings(), folder / "cache"
    with open_client(index.network) as client:
        packages = resolve(
            [AskedRequirement(one, "a test") for one in asked],
            PackageSources(index, distribution=core.distribution, project_root=project),
            interpreter,
            client=client,
            cache=cache,
        ).packages
        lock = Lock("3.14.2", core.version, core.integrity, {}, (), packages)
        files = fetch_packages(lock, project_root=project, core=core, carried=(), client=client, cache=cache)
    site = folder / "site"
    (site / "packages").mkdir(parents=True)
    for one in files:
        shutil.copyfile(one.path, site / "packages" / one.path.name)
    path = site / "pyodide-lock.json"
    path.write_text(json.dumps(site_lock(core, files, in_packages)), encoding="utf-8")
    return path


@pytest.mark.registry
def test_the_runtime_installs_what_is_locked_by_name_even_in_a_circle(
    tmp_path: Path, interpreter: Interpreter, wheel_factory: WheelFactory
) -> None:
    project = tmp_path / "project"
    wheel_factory("circle-a", "1", requires=["circle-b"], folder=project)
    wheel_factory("circle-b", "2", requires=["circle-a", "six"], folder=project)
    core = acquire_core(None, cache=tmp_path / "cache", client_settings=NetworkSettings())
    script = tmp_path / "install.mjs"
    script.write_text(SCRIPT, encoding="utf-8")
    finished = subprocess.run(
        [node_executable(), script, core.folder, write_site(tmp_path, core, interpreter, project)],
        env=scrubbed_environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    answer = json.loads(finished.stdout.strip().splitlines()[-1])
    assert answer["circle"] == "12"
    assert answer["msgspec"] == [1]
    assert set(answer["installed"]) >= {"circle-a", "circle-b", "micropip", "msgspec", "six"}
