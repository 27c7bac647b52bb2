from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lite_build.packages.discovered.import_names import known_import_names
from lite_build.packages.wheels.wheel import read_wheel
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
    known = known_import_names(interpreter, core)
    assert known.distributions_of("sklearn.svm") == ("scikit-learn",)
    assert known.distributions_of("unheard_of") == ()


def test_a_namespace_that_many_share_is_no_evidence(core: Core, interpreter: Interpreter) -> None:
    known = known_import_names(interpreter, core)
    assert known.distributions_of("google.protobuf.message") == ("protobuf",)
    assert known.distributions_of("google.colab") == ()


def test_the_interpreter_and_the_kernel_provide_their_own(core: Core, interpreter: Interpreter) -> None:
    known = known_import_names(interpreter, core)
    assert known.is_provided("pyodide.ffi")
    assert known.is_provided("IPython.display")
    assert not known.is_provided("sklearn")


def test_wheels_are_known_by_their_files_and_go_before_the_runtime_s_lock(
    core: Core, interpreter: Interpreter, wheel_factory: WheelFactory
) -> None:
    wheel = wheel_factory("Py.Fancy", "1.0", files={"fancy/__init__.py": "", "sklearn.py": ""})
    known = known_import_names(interpreter, core, wheels=[read_wheel(wheel)])
    assert known.distributions_of("fancy") == ("py-fancy",)
    assert known.distributions_of("sklearn") == ("py-fancy",)
