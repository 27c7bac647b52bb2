"""Folders that are called like files: a site may hold them, and the check passes them over."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lite_build.check.missing_imports import find_missing_imports
from lite_build.check.other_origins import find_other_origins
from lite_build.check.site_kernel import SiteKernel
from lite_build.notebooks.reading import read_notebooks

if TYPE_CHECKING:
    from pathlib import Path


def test_folders_called_like_scripts_are_passed_over(tmp_path: Path) -> None:
    for name in ("chart.js", "chart.mjs"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "read.js").write_text("import 'https://a.example/a.js'", encoding="utf-8")
    found = find_other_origins(tmp_path, (), ())
    assert [problem.where for problem in found] == ["chart.js/read.js", "chart.mjs/read.js"]


def test_a_folder_called_like_a_wheel_is_none(tmp_path: Path) -> None:
    (tmp_path / "tool-1.0-py3-none-any.whl").mkdir()
    assert SiteKernel(tmp_path, {}, None, None).wheels == ()


def test_a_folder_called_like_a_module_is_none(tmp_path: Path) -> None:
    (tmp_path / "files" / "helper.py").mkdir(parents=True)
    notebook = tmp_path / "files" / "tour.ipynb"
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "source": "import helper", "outputs": []}
    notebook.write_text(
        json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}), encoding="utf-8"
    )

    class Kernel(SiteKernel):
        standard_library = frozenset()

    found = find_missing_imports(
        read_notebooks([("tour.ipynb", notebook)]), Kernel(tmp_path, {}, None, None), tmp_path / "files"
    )
    assert [problem.what.partition(":")[0] for problem in found] == ["no package of the site provides helper"]
