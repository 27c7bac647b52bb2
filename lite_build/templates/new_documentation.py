"""Documentation that runs, as `lite-build init --docs` makes it: with a new library, or for one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lite_build.templates.library import find_library, has_python
from lite_build.templates.package_name import distribution_name, module_name
from lite_build.templates.template import add_template
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from lite_build.templates.library import Library

#: Where projects have the documentation that Sphinx makes.
_USUAL_PLACES = ("docs", "doc", "docs/source", "doc/source", "documentation")
_NEW_PLACE = "docs"
_SETTINGS = "conf.py"
_EXTENSION = "lite_build.sphinx"
_REQUIREMENTS = "requirements.txt"
_TOOL = "lite-build"
#: The step of the workflow, for projects that have tests.
_TESTS = "      # The project's tests, in the Python that readers have.\n      - run: lite-build test\n"
_REFERENCE = "\n.. toctree::\n\n   reference\n"


@dataclass(frozen=True)
class NewDocumentation:
    """What was made.

    Args:
        written: the files that were missing, relative to the project's folder.
        kept: those that were there, and stay as they are.
        docs: the documentation's folder, relative to the project's.
        lacks_extension: whether its `conf.py` was there, and does not name the extension.
        lacks_tool: whether its `requirements.txt` was there, and does not name lite-build.
        is_library: whether a library was made, too.
    """

    written: tuple[Path, ...]
    kept: tuple[Path, ...]
    docs: Path
    lacks_extension: bool
    lacks_tool: bool
    is_library: bool


def create_documentation(folder: Path) -> NewDocumentation:
    """Write a documentation whose examples run, and a small library where there is none.

    Args:
        folder: of the project. It and its parents are made where they are missing. What is in it stays.

    Raises:
        UserMistake: a new library cannot have the folder's name, there is Python that is no package, or a
            file is in the place of a folder. Nothing was written.
    """
    library = find_library(folder) if folder.is_dir() else None
    if library is None or not (library.is_package or has_python(folder)):
        return _create_library(folder)
    if not library.is_package:
        raise UserMistake(
            "there is Python in this folder, and no package: neither [project] in pyproject.toml, nor "
            "setup.py. Nothing was written.",
            where=str(folder),
            remedy="Describe the package first, or give the name of a new folder.",
        )
    docs = next((Path(each) for each in _USUAL_PLACES if (folder / each / _SETTINGS).is_file()), None)
    place = docs or Path(_NEW_PLACE)
    without = {place / "reference.rst"} if library.module is None else set()
    if docs is not None:
        without |= {place / "index.rst", place / "reference.rst"}
    needs_tests = library.module is not None and not library.has_tests
    added = add_template(
        ["docs_template", *(["tests_template"] if needs_tests else [])],
        folder,
        {**_values(library, place), "tests": _TESTS if needs_tests or library.has_tests else ""},
        names={"docs": place.as_posix()},
        without=without,
    )
    return NewDocumentation(
        written=added.written,
        kept=added.kept,
        docs=place,
        lacks_extension=docs is not None and _EXTENSION not in _text(folder / docs / _SETTINGS),
        lacks_tool=_TOOL not in _text(folder / place / _REQUIREMENTS),
        is_library=False,
    )


def _create_library(folder: Path) -> NewDocumentation:
    name = distribution_name(folder.resolve().name, ())
    module = module_name(name)
    values = {
        **_titles(name),
        "module": module,
        "docs": _NEW_PLACE,
        "tests": _TESTS,
        "example": f"from {module} import running_sums\n\n   running_sums([1, 2, 3])",
        "contents": _REFERENCE,
    }
    added = add_template(
        ["docs_template", "library_template"],
        folder,
        values,
        names={"package": module, "test_package.py.in": f"test_{module}.py"},
    )
    return NewDocumentation(
        added.written,
        added.kept,
        Path(_NEW_PLACE),
        lacks_extension=False,
        lacks_tool=False,
        is_library=True,
    )


def _values(library: Library, docs: Path) -> dict[str, str]:
    module = library.module
    shown = f'import {module}\n\n   [name for name in dir({module}) if not name.startswith("_")]'
    return {
        **_titles(library.name),
        "module": module or "",
        "docs": docs.as_posix(),
        "example": 'print("Hello from your browser")' if module is None else shown,
        "contents": "" if module is None else _REFERENCE,
    }


def _titles(name: str) -> dict[str, str]:
    return {"name": name, "title": name, "underline": "=" * len(name)}


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
