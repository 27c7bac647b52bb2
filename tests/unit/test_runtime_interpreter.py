from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lite_build.network.reach import Reach
from lite_build.packages.discovered.standard_library import PYTHON_2, REMOVED
from lite_build.runtime.acquire import PINNED_INTEGRITY, acquire_core
from lite_build.runtime.core import Core
from lite_build.runtime.interpreter import accepted_tags, read_interpreter
from lite_build.runtime.node import scrubbed_environment
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.registry
def test_the_stock_runtime_is_what_npm_published_and_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    core = acquire_core(None, Reach(tmp_path))
    assert core.integrity == PINNED_INTEGRITY[core.version]
    assert core.origin == f"npm pyodide {core.version}"
    assert core.distribution["numpy"].is_wheel

    interpreter = read_interpreter(core, tmp_path)
    assert interpreter.tags[:2] == (
        "cp314-cp314-pyemscripten_2026_0_wasm32",
        "cp314-cp314-pyodide_2026_0_wasm32",
    )
    assert interpreter.tags[-1] == "py30-none-any"
    assert interpreter.python_version == core.lock["info"]["python"]
    assert interpreter.markers["sys_platform"] == "emscripten"
    standard = interpreter.standard_library
    assert {"sqlite3", "json"} <= standard
    # What it lacks is asked of it; what was removed is in a table, which has to agree.
    assert {"tkinter", "turtle", "curses", "readline", "msvcrt", "winreg", "venv"} <= interpreter.lacking
    assert interpreter.lacking <= standard
    assert not {"json", "sqlite3", "ssl", "lzma", "ctypes", "zoneinfo", "sys", "_io"} & interpreter.lacking
    assert not (REMOVED.keys() | PYTHON_2.keys()) & standard

    monkeypatch.setattr(
        "lite_build.runtime.node_answer.node_executable", lambda: tmp_path / "no such Node.js"
    )
    assert read_interpreter(core, tmp_path) == interpreter


def test_a_runtime_that_does_not_start_shows_what_it_said(core_folder: Path, tmp_path: Path) -> None:
    (core_folder / "pyodide.mjs").write_text(
        "export async function loadPyodide() { throw new Error('no memory left'); }\n", encoding="utf-8"
    )
    core = Core("314.0.9", core_folder, "sha512-" + "A" * 86 + "==", "folder")
    with pytest.raises(BuildFailure, match="no memory left") as raised:
        read_interpreter(core, tmp_path)
    assert "Pyodide 314.0.9 (folder)" in str(raised.value)
    assert not (tmp_path / "interpreter").exists()


def test_the_older_name_of_the_same_abi_is_accepted_behind_the_newer() -> None:
    own = ["cp314-cp314-pyemscripten_2026_0_wasm32", "cp314-cp314-emscripten_5_0_3_wasm32", "py3-none-any"]
    assert accepted_tags(own, "2026_0") == (
        "cp314-cp314-pyemscripten_2026_0_wasm32",
        "cp314-cp314-pyodide_2026_0_wasm32",
        "cp314-cp314-emscripten_5_0_3_wasm32",
        "py3-none-any",
    )


def test_node_sees_nothing_of_the_person_who_builds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "secret")
    monkeypatch.setenv("NODE_OPTIONS", "--require ./hook.js")
    assert not {"SECRET_TOKEN", "NODE_OPTIONS", "HOME"} & scrubbed_environment().keys()
