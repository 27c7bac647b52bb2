"""The two projects that are built: this repo's demo site, and one of a thousand generated notebooks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from random import Random
from typing import Any

from lite_build.project.file_names import CONFIG_FILE

REPOSITORY = Path(__file__).parents[2]
#: The notebook that a first visit opens: what it transfers is the page and the kernel, and no more.
FIRST_VISIT = "first-visit.ipynb"
FIRST_VISIT_OUTPUT = "42 is the answer"
#: What is imported in a kernel that has just started: ours, and what people would import in its place.
TIMED_IMPORTS = ("litewidget", "anywidget")

_NOTEBOOKS_IN_A_FOLDER = 40
_MODULES = (
    "collections", "csv", "datetime", "decimal", "fractions", "functools", "hashlib", "itertools", "json",
    "math", "pathlib", "random", "re", "sqlite3", "statistics", "string", "textwrap", "urllib.parse",
)  # fmt: skip
_WORDS = (
    "mean", "sample", "column", "value", "measure", "model", "result", "series", "error", "table", "sort",
    "count", "group", "plot", "data", "step", "note", "width", "range", "limit",
)  # fmt: skip


def write_demo_project(folder: Path) -> None:
    """Copy what the demo site is made of; add the notebooks of the first visit and of the timed imports."""
    for name in ("content", "overrides", "packages"):
        shutil.copytree(REPOSITORY / name, folder / name)
    shutil.copyfile(REPOSITORY / CONFIG_FILE, folder / CONFIG_FILE)
    cell = code_cell(f"print(6 * 7, {FIRST_VISIT_OUTPUT.partition(' ')[2]!r})\n", "first")
    write_notebook(folder / "content" / FIRST_VISIT, [cell])
    for module in TIMED_IMPORTS:
        install = code_cell(f"%pip install {module}\n", "install")
        write_notebook(
            folder / "content" / timed_import(module), [install, code_cell(_timed(module), "time")]
        )


def timed_import(module: str) -> str:
    """The notebook whose last cell prints how long an import takes, in seconds."""
    return f"import-{module}.ipynb"


def write_generated_project(folder: Path, count: int) -> None:
    """Write a project of notebooks that differ in length, words and imports, the same ones each time."""
    random = Random(count)
    for number in range(count):
        chapter = f"chapter-{number // _NOTEBOOKS_IN_A_FOLDER + 1:02}"
        write_notebook(folder / "content" / chapter / f"lesson-{number:04}.ipynb", list(_lesson(random)))
    configuration = {"LiteBuildConfig": {"contents": ["content"], "output_dir": "dist"}}
    (folder / CONFIG_FILE).write_text(json.dumps(configuration), encoding="utf-8")


def _lesson(random: Random) -> list[dict[str, Any]]:
    cells = [_cell("markdown", f"# {_sentence(random, 4)}\n", "title")]
    for number in range(random.randint(2, 8)):
        text = "\n\n".join(_sentence(random, random.randint(10, 40)) for _ in range(random.randint(1, 3)))
        cells.append(_cell("markdown", text, f"text-{number}"))
        cells.append(code_cell(_program(random), f"code-{number}"))
    return cells


def _sentence(random: Random, length: int) -> str:
    return " ".join(random.choices(_WORDS, k=length)).capitalize() + "."


def _program(random: Random) -> str:
    lines = [f"import {module}" for module in random.sample(_MODULES, random.randint(1, 3))]
    for word in random.sample(_WORDS, random.randint(2, 6)):
        lines.append(f"{word}s = [{random.randint(2, 99)} * n for n in range({random.randint(2, 99)})]")
        lines.append(f"print(sum({word}s))")
    return "\n".join(lines) + "\n"


def _timed(module: str) -> str:
    return (
        "from time import perf_counter\n"
        "start = perf_counter()\n"
        f"import {module}\n"
        'print(f"{perf_counter() - start:.6f} seconds")\n'
    )


def code_cell(source: str, name: str) -> dict[str, Any]:
    """A cell of code that was not run."""
    return _cell("code", source, name)


def _cell(kind: str, source: str, name: str) -> dict[str, Any]:
    cell = {"cell_type": kind, "id": name, "metadata": {}, "source": source.splitlines(keepends=True)}
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def write_notebook(path: Path, cells: list[dict[str, Any]]) -> None:
    """Write a notebook for the kernel `python`."""
    notebook = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python (Pyodide)", "language": "python", "name": "python"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook, indent=1), encoding="utf-8")
