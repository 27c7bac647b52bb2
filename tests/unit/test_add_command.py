"""`lite-build add`: a name that no index has is said before any file names it."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lite_build.cli import main
from lite_build.project.file_names import CONFIG_FILE
from lite_build.runtime.core import LOCK_FILE
from lite_build.store.cache import CACHE_VARIABLE
from tests.conftest import write_wheel

if TYPE_CHECKING:
    from pathlib import Path

    from lite_build.runtime.core import Interpreter
    from tests.conftest import PackageIndex


@pytest.fixture
def project(
    package_index: PackageIndex, core_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A project that asks for nothing; the one index is the test's own, and the runtime is a folder."""
    for name, value in {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": package_index.url,
        "PIP_FIND_LINKS": "",
        "PIP_RETRIES": "0",
        CACHE_VARIABLE: str(tmp_path / "cache"),
    }.items():
        monkeypatch.setenv(name, value)
    folder = tmp_path / "project"
    folder.mkdir()
    configuration = {"RuntimeAddon": {"core": str(core_folder)}}
    (folder / CONFIG_FILE).write_text(json.dumps(configuration), encoding="utf-8")
    return folder


def test_a_name_that_an_index_has_is_added(project: Path, package_index: PackageIndex) -> None:
    package_index.add(write_wheel("our-plot", "1.0", folder=project.parent))

    assert main(["add", "our.plot>=1", "--project", str(project)]) == 0
    assert "our.plot>=1" in (project / CONFIG_FILE).read_text(encoding="utf-8")


def test_a_name_that_no_index_has_is_said_and_nothing_is_written(
    project: Path, package_index: PackageIndex, capsys: pytest.CaptureFixture[str]
) -> None:
    package_index.add(write_wheel("our-plot", "1.0", folder=project.parent))
    before = (project / CONFIG_FILE).read_text(encoding="utf-8")

    assert main(["add", "our-plot", "our-plto", "--project", str(project)]) == 2
    assert "no index has a package named our-plto\n→ Correct the name" in capsys.readouterr().err
    assert [path.name for path in project.iterdir()] == [CONFIG_FILE]
    assert (project / CONFIG_FILE).read_text(encoding="utf-8") == before


def test_a_package_that_the_runtime_alone_has_is_added(project: Path, core_folder: Path) -> None:
    compiled = {"name": "numpy", "version": "2.4.3", "file_name": "numpy.whl", "sha256": "a" * 64}
    rest = {"install_dir": "site", "package_type": "package", "unvendored_tests": False}
    packages = {"numpy": {**compiled, **rest, "depends": [], "imports": ["numpy"]}}
    (core_folder / LOCK_FILE).write_text(json.dumps({"packages": packages}), encoding="utf-8")

    assert main(["add", "NumPy>=2", "--project", str(project)]) == 0
    assert "NumPy>=2" in (project / CONFIG_FILE).read_text(encoding="utf-8")


def test_where_nobody_can_be_asked_it_is_added_and_said(
    project: Path, closed_port: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{closed_port}/simple/")

    assert main(["add", "our-plot", "--project", str(project)]) == 0
    assert "Whether there is a package named our-plot could not be asked" in capsys.readouterr().out
    assert "our-plot" in (project / CONFIG_FILE).read_text(encoding="utf-8")


def test_what_comes_with_the_site_or_lies_in_the_project_is_on_no_index(
    project: Path, package_index: PackageIndex
) -> None:
    wheel = write_wheel("our-tool", "1.0", folder=project)

    assert main(["add", "piplite", wheel.name, "--project", str(project)]) == 0
    assert package_index.requests == []


@pytest.fixture
def asked_runtime(interpreter: Interpreter, core_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The runtime says what Pyodide says; its distribution has scikit-learn."""
    told = replace(interpreter, lacking=frozenset({"turtle"}))
    monkeypatch.setattr("lite_build.commands.add.read_interpreter", lambda core, cache: told)
    compiled = {"name": "scikit-learn", "version": "1.8", "file_name": "scikit_learn.whl", "sha256": "a" * 64}
    rest = {"install_dir": "site", "package_type": "package", "unvendored_tests": False}
    packages = {"scikit-learn": {**compiled, **rest, "depends": [], "imports": ["sklearn"]}}
    (core_folder / LOCK_FILE).write_text(json.dumps({"packages": packages}), encoding="utf-8")


@pytest.mark.usefixtures("asked_runtime")
@pytest.mark.parametrize(
    ("asked", "said", "remedy"),
    [
        ("our-plto", "no index has a package named our-plto; did you mean our-plot?", "→ Correct the name."),
        ("our-plot==3", "no version of our-plot meets our-plot==3; there are 1.0", "→ Ask for one of these."),
        ("our-c-code", "our-c-code 1.0 has wheels for other platforms only (Linux x86_64)", "→ Leave it out"),
        (
            "sklearn",
            "sklearn is the name of a module, which the package scikit-learn brings. Is that meant?",
            "",
        ),
        ("sklearn", "→ Then `lite-build add scikit-learn`.", 'lite-build add "sklearn>=0"'),
        ("PIL", "PIL is the name of a module, which the package pillow brings", "`lite-build add pillow`"),
        ("docx", "which the package python-docx brings. Is that meant?", "`lite-build add python-docx`"),
        ("distutils", "distutils was removed from Python's standard library in 3.12", ""),
        (
            "turtle",
            "turtle is of Python's standard library, and Python in a page has it not",
            "→ Leave it out:",
        ),
        ("json", "json is a module of Python's own, and is in every page", ""),
        ("test", "test is part of Python's tests of itself", ""),
        (
            "our-plot; python_version < '3'",
            'our-plot would never be installed: `python_version < "3"` does not hold in a page, where '
            "python_version is '3.14'",
            "→ Leave the marker out, or the requirement.",
        ),
        ("our-plot>=1; sys_platform == 'win32'", "where sys_platform is 'emscripten'", ""),
        ("our-plot; extra == 'all'", '`extra == "all"` does not hold in a page\n', ""),
    ],
)
def test_what_cannot_be_had_or_is_not_meant_is_said_at_once_and_nothing_is_written(
    project: Path,
    package_index: PackageIndex,
    capsys: pytest.CaptureFixture[str],
    asked: str,
    said: str,
    remedy: str,
) -> None:
    package_index.add(write_wheel("our-plot", "1.0", folder=project.parent))
    package_index.add(
        write_wheel("our-c-code", "1.0", folder=project.parent, tag="cp314-cp314-manylinux_2_17_x86_64")
    )
    before = (project / CONFIG_FILE).read_text(encoding="utf-8")

    assert main(["add", "our-plot", asked, "--project", str(project)]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert remedy in err
    assert (project / CONFIG_FILE).read_text(encoding="utf-8") == before


@pytest.mark.usefixtures("asked_runtime")
def test_a_requirement_whose_marker_holds_in_a_page_is_added(
    project: Path, package_index: PackageIndex
) -> None:
    package_index.add(write_wheel("our-plot", "1.0", folder=project.parent))

    assert main(["add", "our-plot; sys_platform == 'emscripten'", "--project", str(project)]) == 0
    assert "sys_platform == 'emscripten'" in (project / CONFIG_FILE).read_text(encoding="utf-8")


@pytest.mark.usefixtures("asked_runtime")
def test_each_of_several_is_said_with_its_own_remedy(
    project: Path, package_index: PackageIndex, capsys: pytest.CaptureFixture[str]
) -> None:
    package_index.add(write_wheel("our-plot", "1.0", folder=project.parent))

    assert main(["add", "our-plot==3", "bs4", "--project", str(project)]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "lite-build: bs4 is the name of a module, which the package beautifulsoup4 brings. Is that meant?",
        "→ Then `lite-build add beautifulsoup4`. If a package called bs4 is meant, ask for a version of it: "
        '`lite-build add "bs4>=0"`.',
        "no version of our-plot meets our-plot==3; there are 1.0",
        "→ Ask for one of these.",
    ]


@pytest.mark.usefixtures("asked_runtime")
def test_a_package_that_is_called_like_another_s_module_is_added_where_its_version_is_asked_for(
    project: Path, package_index: PackageIndex
) -> None:
    package_index.add(write_wheel("bs4", "1.0", folder=project.parent))

    assert main(["add", "bs4>=0", "scikit-learn", "--project", str(project)]) == 0
    assert "bs4>=0" in (project / CONFIG_FILE).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (
            ["-r", "requirements.txt"],
            "→ A requirements.txt in the project's folder or beside its notebooks is",
        ),
        (["our-plot", "-rmore.txt"], "→ A requirements.txt in the project's folder"),
        (["--requirement=more.txt"], "→ A requirements.txt in the project's folder"),
        (["-c", "bounds.txt", "our-plot"], "→ Write the bounds into the requirement"),
        (["-e", "."], "→ Name the folder alone"),
        (["--upgrade", "our-plot"], "→ `lite-build lock --upgrade NAME`"),
    ],
)
def test_an_option_of_pip_is_told_with_what_to_do_instead(
    project: Path, capsys: pytest.CaptureFixture[str], words: list[str], remedy: str
) -> None:
    assert main(["add", *words, "--project", str(project)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("lite-build: add has no option -")
    assert remedy in said
    assert [path.name for path in project.iterdir()] == [CONFIG_FILE]
