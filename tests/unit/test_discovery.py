from __future__ import annotations

import json
from typing import TYPE_CHECKING, Protocol

import pytest
from packaging.utils import canonicalize_name

from lite_build.notebooks.reading import read_notebook
from lite_build.packages.discovered.discovery import Discovery, discover
from lite_build.packages.discovered.import_names import ImportNames

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

KNOWN = ImportNames(
    provided=frozenset({"os", "js"}),
    evidence=(
        {"numpy": ("numpy",), "sklearn": ("scikit-learn",), "google.protobuf": ("protobuf",)},
        {"cv2": ("opencv-python", "opencv-python-headless"), "ns.one": ("ns-one",), "ns.two": ("ns-two",)},
    ),
)


class Discover(Protocol):
    def __call__(self, *cells: str, kernel: str = ..., asked_names: Sequence[str] = ...) -> Discovery: ...


@pytest.fixture
def found(tmp_path: Path) -> Discover:
    """Discovers what one notebook, `tour.ipynb`, needs, with the Python files that lie in its folder."""

    def run(*cells: str, kernel: str = "python", asked_names: Sequence[str] = ()) -> Discovery:
        code = [{"cell_type": "code", "source": cell} for cell in cells]
        metadata = {"kernelspec": {"name": kernel, "language": "python"}}
        notebook = {"cells": code, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
        (tmp_path / "tour.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
        modules = {path.relative_to(tmp_path).as_posix(): path for path in tmp_path.rglob("*.py")}
        return discover(
            [read_notebook(tmp_path / "tour.ipynb")], KNOWN, modules=modules, asked_names=asked_names
        )

    return run


def asked(discovery: Discovery) -> list[tuple[str, str]]:
    return [(str(entry.requirement), entry.asked_by) for entry in discovery.asked]


def test_an_import_of_a_known_module_asks_for_its_distribution_once(found: Discover) -> None:
    discovery = found("import os, js", "from sklearn.svm import SVC\nimport sklearn", "import numpy as np")
    assert asked(discovery) == [("scikit-learn", "tour.ipynb, cell 2"), ("numpy", "tour.ipynb, cell 3")]
    assert discovery.guesses == ()


def test_an_unknown_module_is_a_guess_that_says_how_to_confirm_it(found: Discover) -> None:
    discovery = found("import foo_bar.baz")
    assert discovery.asked == ()
    assert [str(guess) for guess in discovery.guesses] == [
        "tour.ipynb, cell 1 imports foo_bar, which no known package provides. "
        "If the distribution is called foo_bar: lite-build add foo_bar"
    ]


def test_an_import_named_like_what_the_project_asks_for_means_that(found: Discover) -> None:
    names = [canonicalize_name("Foo.Bar"), "opencv-python-headless"]
    discovery = found("import foo_bar", "import cv2", asked_names=names)
    assert asked(discovery) == [
        ("foo-bar", "tour.ipynb, cell 1"),
        ("opencv-python-headless", "tour.ipynb, cell 2"),
    ]


def test_a_module_of_several_distributions_is_left_to_the_user(found: Discover) -> None:
    [guess] = found("from cv2 import imread, imwrite").guesses
    assert str(guess).endswith(
        "Choose one: lite-build add opencv-python, or lite-build add opencv-python-headless"
    )


def test_packages_of_a_namespace_are_told_apart(found: Discover) -> None:
    discovery = found("from ns import one, two", "import google.protobuf", "from google.colab import files")
    assert [name for name, _ in asked(discovery)] == ["ns-one", "ns-two", "protobuf"]
    assert [guess.name for guess in discovery.guesses] == ["google.colab"]


def test_notebooks_of_other_kernels_are_left_out(found: Discover) -> None:
    assert found("import numpy", kernel="xpython") == Discovery()


def test_an_import_that_may_fail_is_optional_unless_another_may_not(found: Discover) -> None:
    attempt = "try:\n    import numpy, foo\nexcept ImportError:\n    foo = None"
    discovery = found(attempt, "import numpy")
    assert asked(discovery) == [("numpy", "tour.ipynb, cell 2")]
    assert discovery.guesses == ()


def test_what_is_installed_by_name_is_asked_for_as_it_is(found: Discover) -> None:
    discovery = found("%pip install -q foo 'bar>=1'", "import piplite\nawait piplite.install(['baz[x]'])")
    assert [name for name, _ in asked(discovery)] == ["foo", "bar>=1", "baz[x]"]


def test_a_file_of_requirements_is_read_beside_the_notebook(found: Discover, tmp_path: Path) -> None:
    (tmp_path / "week1.txt").write_text("# charts\nbqplot\n", encoding="utf-8")
    assert asked(found("%pip install -r week1.txt")) == [("bqplot", "week1.txt, line 2")]


@pytest.mark.parametrize(
    "line",
    ["%pip install https://example.org/b-1.0-py3-none-any.whl", "%pip install .", "%pip install a>>b=1"],
)
def test_what_cannot_be_had_is_left_to_the_notebook(found: Discover, tmp_path: Path, line: str) -> None:
    (tmp_path / "pyproject.toml").touch()
    discovery = found(line)
    assert discovery.asked == ()
    assert discovery.remarks[0].startswith("tour.ipynb, cell 1: ")


def test_an_install_by_a_program_is_said_with_the_line_that_a_page_understands(found: Discover) -> None:
    discovery = found("'hello'", "!pip install -q foo")
    assert discovery.asked == ()
    assert discovery.remarks == (
        "tour.ipynb, cell 2: `!pip install -q foo` fails in a page, which starts no programs, and is not "
        "counted. Write `%pip install -q foo`.",
    )


def test_a_name_of_conda_is_a_guess_unless_it_is_known(found: Discover) -> None:
    discovery = found("%conda install -y -c defaults 'conda-forge::numpy>=2' py-xgboost")
    assert [name for name, _ in asked(discovery)] == ["numpy"]
    assert "asks conda for py-xgboost" in str(discovery.guesses[0])


def test_modules_beside_the_notebook_are_followed_and_are_no_requirements(
    found: Discover, tmp_path: Path
) -> None:
    (tmp_path / "charts.py").write_text("import sklearn\nfrom course import week1\n", encoding="utf-8")
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "__init__.py").touch()
    (tmp_path / "course" / "week1.py").write_text("from .data import load\nimport charts\n", encoding="utf-8")
    (tmp_path / "course" / "data.py").write_text("\nimport foo\n", encoding="utf-8")
    (tmp_path / "course" / "unused.py").write_text("import bar\n", encoding="utf-8")
    discovery = found("import charts")
    assert asked(discovery) == [("scikit-learn", "charts.py, line 1")]
    assert [(guess.name, guess.where) for guess in discovery.guesses] == [("foo", "course/data.py, line 2")]


def test_a_folder_without_init_is_local_unless_a_package_has_its_name(
    found: Discover, tmp_path: Path
) -> None:
    for folder in ("helping", "numpy"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "hands.py").write_text("import sklearn\n", encoding="utf-8")
    discovery = found("from helping import hands", "import numpy")
    assert asked(discovery) == [
        ("scikit-learn", "helping/hands.py, line 1"),
        ("numpy", "tour.ipynb, cell 2"),
    ]


def test_a_module_that_a_cell_writes_is_no_requirement(found: Discover) -> None:
    assert found("%%writefile shapes.py\nside = 3", "import shapes") == Discovery()
