from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest

from lite_build.packages.import_names import ImportNames, import_names_of, known_import_names
from lite_build.runtime.core import Core

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import WheelFactory

    from lite_build.runtime.core import Interpreter


@pytest.fixture
def core(tmp_path: Path) -> Core:
    entry = {
        "version": "1",
        "sha256": "",
        "depends": [],
        "install_dir": "site",
        "package_type": "package",
        "unvendored_tests": False,
    }
    packages = {
        name: {**entry, "name": name, "file_name": f"{name}-1-py3-none-any.whl", "imports": imports}
        for name, imports in {"scikit-learn": ["sklearn"], "protobuf": ["google"]}.items()
    }
    (tmp_path / "pyodide-lock.json").write_text(json.dumps({"packages": packages}), encoding="utf-8")
    return Core("314.0.6", tmp_path, "", "a test")


def test_the_runtime_s_lock_is_known(core: Core, interpreter: Interpreter) -> None:
    known = known_import_names(interpreter, core, environment=False)
    assert known.distributions_of("sklearn.svm") == ("scikit-learn",)
    assert known.distributions_of("unheard_of") == ()


def test_a_namespace_that_many_share_is_no_evidence(core: Core, interpreter: Interpreter) -> None:
    known = known_import_names(interpreter, core, environment=False)
    assert known.distributions_of("google.protobuf.message") == ("protobuf",)
    assert known.distributions_of("google.colab") == ()


def test_the_interpreter_and_the_kernel_provide_their_own(core: Core, interpreter: Interpreter) -> None:
    known = known_import_names(interpreter, core, environment=False)
    assert known.is_provided("pyodide.ffi")
    assert known.is_provided("IPython.display")
    assert not known.is_provided("sklearn")


def test_wheels_are_known_by_their_files_and_go_before_the_runtime_s_lock(
    core: Core, interpreter: Interpreter, wheel_factory: WheelFactory
) -> None:
    wheel = wheel_factory("Py.Fancy", "1.0", files={"fancy/__init__.py": "", "sklearn.py": ""})
    known = known_import_names(interpreter, core, wheels=[wheel], environment=False)
    assert known.distributions_of("fancy") == ("py-fancy",)
    assert known.distributions_of("sklearn") == ("py-fancy",)


def test_a_broken_wheel_is_evidence_of_nothing(core: Core, interpreter: Interpreter, tmp_path: Path) -> None:
    wheel = tmp_path / "fancy-1.0-py3-none-any.whl"
    wheel.write_bytes(b"PK")
    known = known_import_names(interpreter, core, wheels=[wheel], environment=False)
    assert known.distributions_of("fancy") == ()


def test_what_is_installed_from_an_index_is_known(core: Core, interpreter: Interpreter) -> None:
    known = known_import_names(interpreter, core)
    assert known.distributions_of("yaml") == ("pyyaml",)


def test_what_is_installed_from_a_folder_is_not(
    core: Core, interpreter: Interpreter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, origin in {"released": None, "private": '{"url": "file:///a", "dir_info": {}}'}.items():
        folder = tmp_path / f"{name}-1.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8"
        )
        (folder / "RECORD").write_text(f"{name}.py,,\n", encoding="utf-8")
        (tmp_path / f"{name}.py").touch()
        if origin is not None:
            (folder / "direct_url.json").write_text(origin, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    known = known_import_names(interpreter, core)
    assert known.distributions_of("released") == ("released",)
    assert known.distributions_of("private") == ()


def test_what_we_carry_goes_before_everything(
    core: Core, interpreter: Interpreter, wheel_factory: WheelFactory
) -> None:
    wheel = wheel_factory("other", "1.0", files={"litewidget.py": ""})
    known = known_import_names(
        interpreter, core, wheels=[wheel], carried={"litewidget": "litewidget"}, environment=False
    )
    assert known.distributions_of("litewidget") == ("litewidget",)


def test_import_names_follow_from_the_files() -> None:
    files = [
        "pkg/__init__.py",
        "pkg/sub/__init__.py",
        "pkg/sub/mod.py",
        "single.py",
        "_fast.cpython-314-wasm32-emscripten.so",
        "ns/one/__init__.py",
        "ns/one/deep/mod.py",
        "ns/flat.py",
        "x-1.0.data/purelib/moved/__init__.py",
        "x-1.0.dist-info/METADATA",
        "../../bin/tool.py",
        "pkg/data.json",
        "tests/test_pkg.py",
    ]
    assert import_names_of(map(PurePosixPath, files)) == {
        "pkg", "single", "_fast", "ns.one", "ns.flat", "moved",
    }  # fmt: skip


def test_what_is_installed_is_read_only_where_nothing_else_knows_a_name() -> None:
    read = []

    def installed() -> dict[str, tuple[str, ...]]:
        read.append("once")
        return {"yaml": ("pyyaml",), "numpy": ("another",)}

    known = ImportNames(frozenset(), ({"numpy": ("numpy",)},), installed)
    assert known.distributions_of("numpy.linalg") == ("numpy",)
    assert read == []
    assert known.distributions_of("yaml") == ("pyyaml",)
    assert known.distributions_of("unheard_of") == ()
    assert read == ["once"]
