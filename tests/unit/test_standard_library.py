"""Modules that no package brings into a page are told as that, and never as a package to add."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lite_build.check.site_modules import SiteModules
from lite_build.notebooks.reading import read_notebook
from lite_build.packages.discovered.discovery import Discovery, discover
from lite_build.packages.discovered.import_names import ImportNames, known_import_names
from lite_build.packages.discovered.standard_library import own_module_sentence
from lite_build.packages.wheels.wheel import read_wheel
from lite_build.runtime.core import Core, Interpreter

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import WheelFactory

KNOWN = ImportNames(
    provided=frozenset({"os", "multiprocessing"}),
    evidence=({"audioop": ("audioop-lts",)},),
    lacking=frozenset({"curses", "dbm.gnu", "idlelib", "msvcrt", "readline", "tkinter", "turtle", "venv"})
    | {"multiprocessing.shared_memory"},
)


def imported(folder: Path, code: str) -> Discovery:
    cells = [{"cell_type": "code", "source": code}]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "tour.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    return discover([read_notebook(folder / "tour.ipynb")], KNOWN, modules={})


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import turtle", "turtle is of Python's standard library, and Python in a page has it not."),
        ("from tkinter import ttk", "tkinter is of Python's standard library"),
        ("import readline", "a page has none: ask with input() or with widgets."),
        ("import curses.ascii", "imports curses.ascii. curses is of Python's standard library"),
        ("import dbm.gnu", "imports dbm.gnu. dbm.gnu is of Python's standard library"),
        ("from multiprocessing import shared_memory", "multiprocessing.shared_memory is of Python's"),
        ("import msvcrt", "It is of Python on Windows."),
        (
            "from distutils.version import LooseVersion",
            "distutils was removed from Python's standard library in 3.12",
        ),
        ("import imp", "use importlib instead."),
        ("import telnetlib", "telnetlib was removed from Python's standard library in 3.13."),
        ("import urllib2", "urllib2 is a module of Python 2; in Python 3 it is urllib.request."),
        ("from test import support", "test is part of Python's tests of itself, which are not in a page."),
        ("import test.support", "test.support is part of Python's tests of itself"),
        ("import _testcapi", "_testcapi is part of Python's tests of itself"),
        ("from google.colab import drive", "google.colab is in Google Colab alone: import it only there."),
        ("import kaggle_secrets", "kaggle_secrets is in Kaggle alone"),
    ],
)
def test_a_module_that_no_package_brings_is_said_as_that(tmp_path: Path, code: str, said: str) -> None:
    discovery = imported(tmp_path, code)

    assert discovery.asked == ()
    [missing] = discovery.guesses
    assert said in str(missing)
    assert str(missing).startswith("tour.ipynb, cell 1 imports ")
    assert "lite-build add" not in str(missing)


def test_a_removed_module_that_a_package_carries_on_is_that_package_s(tmp_path: Path) -> None:
    assert [str(asked.requirement) for asked in imported(tmp_path, "import audioop").asked] == ["audioop-lts"]


def test_a_module_of_another_name_is_told_with_its_package_and_not_fetched(tmp_path: Path) -> None:
    discovery = imported(tmp_path, "from docx import Document")

    assert discovery.asked == ()
    assert [str(guess) for guess in discovery.guesses] == [
        "tour.ipynb, cell 1 imports docx, which is usually the package python-docx's. "
        "If that is meant: lite-build add python-docx"
    ]


def test_libraries_whose_front_ends_every_site_has_are_known_in_a_bare_folder(
    tmp_path: Path, interpreter: Interpreter
) -> None:
    (tmp_path / "pyodide-lock.json").write_text('{"packages": {}}', encoding="utf-8")
    known = known_import_names(interpreter, Core("314.0.6", tmp_path, "", "a test"))

    assert known.distributions_of("ipywidgets.widgets") == ("ipywidgets",)
    assert known.distributions_of("anywidget") == ("anywidget",)


def test_what_kernels_bring_of_the_standard_library_is_there_and_what_of_it_needs_c_is_not(
    tmp_path: Path, interpreter: Interpreter
) -> None:
    (tmp_path / "pyodide-lock.json").write_text('{"packages": {}}', encoding="utf-8")
    lacking = frozenset({"dbm", "_dbm", "_gdbm", "turtle"})
    without = replace(interpreter, lacking=lacking, standard_library=interpreter.standard_library | lacking)
    known = known_import_names(without, Core("314.0.6", tmp_path, "", "a test"))

    assert known.is_provided("dbm")
    assert known.is_provided("dbm.dumb")
    assert known.why_unavailable("dbm.sqlite3") is None
    assert known.lacks("dbm.ndbm")
    assert "dbm.sqlite3 and dbm.dumb keep such files in a page" in str(known.why_unavailable("dbm.gnu"))
    assert own_module_sentence("dbm", without) == "dbm is a module of Python's own, and is in every page."


def test_what_the_runtime_s_lock_calls_by_its_package_is_known_by_its_module(
    tmp_path: Path, interpreter: Interpreter
) -> None:
    entry = {"name": "matplotlib-inline", "version": "1", "file_name": "m-1-py3-none-any.whl", "sha256": ""}
    rest = {"depends": [], "install_dir": "site", "package_type": "package", "unvendored_tests": False}
    packages = {"matplotlib-inline": {**entry, **rest, "imports": ["matplotlib-inline"]}}
    (tmp_path / "pyodide-lock.json").write_text(json.dumps({"packages": packages}), encoding="utf-8")
    known = known_import_names(interpreter, Core("314.0.6", tmp_path, "", "a test"))

    assert known.distributions_of("matplotlib_inline") == ("matplotlib-inline",)


@pytest.fixture
def site_modules(tmp_path: Path, wheel_factory: WheelFactory) -> SiteModules:
    """A site that ships humanize, and has `helper.py` at the top of its contents."""
    wheel = read_wheel(wheel_factory("humanize", "4.9", files={"humanize/__init__.py": ""}))
    known = ImportNames(
        provided=KNOWN.provided, evidence=({"humanize": ("humanize",)},), lacking=KNOWN.lacking
    )
    (tmp_path / "helper.py").touch()
    return SiteModules(known, (wheel,), {"lib/helper.py": tmp_path / "helper.py"})


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("humanize", "the site ships it in humanize 4.9"),
        ("humanize", "a cell before may have uninstalled it; if none has, build the site anew"),
        ("humanize.nothing", "humanize 4.9, which the site ships, has no module humanize.nothing"),
        ("turtle", "turtle is of Python's standard library, and Python in a page has it not"),
        ("dbm.gnu", "dbm.gnu is of Python's standard library"),
        ("distutils.core", "distutils was removed from Python's standard library in 3.12"),
        ("os.nothing", "Python's own os has no module os.nothing"),
        ("helper", "lib/helper.py is not in the notebook's folder"),
    ],
)
def test_the_check_never_advises_to_add_what_adding_does_not_help(
    site_modules: SiteModules, module: str, said: str
) -> None:
    words = site_modules.why_missing(module)

    assert said in words
    assert "lite-build add" not in words


def test_the_check_names_the_package_that_is_missing(site_modules: SiteModules) -> None:
    assert "`lite-build add python-docx` ships it" in site_modules.why_missing("docx")
    assert site_modules.why_missing("unheard_of") == (
        "no package of the site provides unheard_of: `lite-build add NAME` ships the package that does"
    )
