"""A documentation that runs, as `lite-build init --docs` writes it: with a new library, or for one."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from lite_build.cli import main
from lite_build.templates.library import find_library
from lite_build.templates.new_documentation import create_documentation
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DOCUMENTATION = {
    ".github/workflows/docs.yml",
    "docs/conf.py",
    "docs/index.rst",
    "docs/reference.rst",
    "docs/requirements.txt",
}
LIBRARY = {".gitignore", "README.md", "pyproject.toml", "src/my_sums/__init__.py", "tests/test_my_sums.py"}
PYPROJECT = '[project]\nname = "old.Library"\nversion = "2"\n'


def files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def write(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library that is there."""
    files = {"pyproject.toml": PYPROJECT, "src/old_library/__init__.py": "", "tests/test_it.py": ""}
    return write(tmp_path / "checkout", files)


@pytest.mark.parametrize("there", [{}, {"README.md": "mine", ".git/HEAD": ""}])
def test_where_there_is_no_library_one_is_written_with_it(tmp_path: Path, there: dict[str, str]) -> None:
    folder = write(tmp_path / "my-sums", there)
    made = create_documentation(folder)
    assert made.is_library
    assert {path.as_posix() for path in made.written} == (DOCUMENTATION | LIBRARY) - there.keys()
    assert files_in(folder) == DOCUMENTATION | LIBRARY | there.keys()
    assert (folder / "README.md").read_text(encoding="utf-8").startswith("mine" if there else "# my-sums\n")
    for path in folder.rglob("*.py"):
        ast.parse(path.read_text(encoding="utf-8"))


def test_a_library_that_is_there_gets_what_is_missing_alone(library: Path) -> None:
    made = create_documentation(library)
    assert {path.as_posix() for path in made.written} == DOCUMENTATION
    assert (library / "pyproject.toml").read_text(encoding="utf-8") == PYPROJECT
    assert ".. automodule:: old_library" in (library / "docs/reference.rst").read_text(encoding="utf-8")
    settings = (library / "docs/conf.py").read_text(encoding="utf-8")
    assert 'release = importlib.metadata.version("old.Library")' in settings


def test_all_of_it_is_kept_the_second_time(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    create_documentation(library)
    before = {path: path.read_bytes() for path in library.rglob("*") if path.is_file()}
    assert main(["init", "--docs", str(library)]) == 0
    assert {path: path.read_bytes() for path in library.rglob("*") if path.is_file()} == before
    said = capsys.readouterr().out
    assert "nothing: all of it was there" in said
    assert "docs/conf.py" in said.partition("stay as they are")[2]
    assert "Add to" not in said


@pytest.mark.parametrize("place", ["doc", "docs/source"])
def test_a_documentation_that_is_there_stays_and_the_lines_that_it_lacks_are_said(
    library: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(library, {f"{place}/conf.py": "extensions = []\n", f"{place}/index.md": "# Mine"})
    assert main(["init", "--docs", str(library)]) == 0
    said = capsys.readouterr().out
    assert f'Add to {place}/conf.py:\n    extensions += ["lite_build.sphinx"]' in said
    assert f"sphinx-build {place} public" in said
    assert f"lite-build check --docs {place}   every example" in said
    assert f"lite-build lock --docs {place}    keep" in said
    assert files_in(library / place) == {"conf.py", "index.md", "requirements.txt"}
    assert f"sphinx-build -b lite_check {place} build/check" in (
        library / ".github/workflows/docs.yml"
    ).read_text(encoding="utf-8")


def test_requirements_that_are_there_and_lack_lite_build_are_told(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(library, {"docs/requirements.txt": "sphinx\n"})
    assert main(["init", "--docs", str(library)]) == 0
    assert "Add to docs/requirements.txt:\n  lite-build[sphinx]" in capsys.readouterr().out
    assert (library / "docs/requirements.txt").read_text(encoding="utf-8") == "sphinx\n"


def test_other_people_s_packages_are_no_tests_and_no_library(library: Path) -> None:
    (library / "tests/test_it.py").unlink()
    write(library, {"env/pyvenv.cfg": "", "env/lib/site-packages/other/tests/test_other.py": ""})
    create_documentation(library)
    assert (library / "tests/test_import.py").is_file()


def test_a_workflow_runs_tests_where_there_are_some(library: Path) -> None:
    (library / "tests/test_it.py").unlink()
    (library / "src/old_library/__init__.py").unlink()
    create_documentation(library)
    assert "lite-build test" not in (library / ".github/workflows/docs.yml").read_text(encoding="utf-8")


def test_a_library_with_no_tests_gets_one_so_that_its_workflow_can_run(library: Path) -> None:
    (library / "tests/test_it.py").unlink()
    create_documentation(library)
    assert "import old_library" in (library / "tests/test_import.py").read_text(encoding="utf-8")


def test_a_library_whose_module_is_not_found_has_a_page_without_it(library: Path) -> None:
    (library / "src/old_library/__init__.py").unlink()
    made = create_documentation(library)
    assert "docs/reference.rst" not in {path.as_posix() for path in made.written}
    assert "toctree" not in (library / "docs/index.rst").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("files", "name", "module"),
    [
        (
            {"setup.py": 'setup(name="Old-Thing", version="1")', "old_thing/__init__.py": ""},
            "Old-Thing",
            "old_thing",
        ),
        ({"setup.cfg": "[metadata]\nname = one\n", "setup.py": "setup()", "one.py": ""}, "one", "one"),
        (
            {"pyproject.toml": '[tool.poetry]\nname = "p"\n[build-system]\n', "src/q/__init__.py": ""},
            "p",
            "q",
        ),
        ({"pyproject.toml": '[project]\nname = "a-b"\n', "src/a/b/__init__.py": ""}, "a-b", "a.b"),
        (
            {"pyproject.toml": '[project]\nname = "python-x"\n', "x/__init__.py": "", "y/__init__.py": ""},
            "python-x",
            "x",
        ),
        (
            {"pyproject.toml": '[project]\nname = "z"\n', "tests/__init__.py": "", "Other/__init__.py": ""},
            "z",
            "Other",
        ),
        ({"pyproject.toml": '[project]\nname = "z"\n', "a/__init__.py": "", "b/__init__.py": ""}, "z", None),
    ],
)
def test_the_module_of_a_library_is_found(
    tmp_path: Path, files: dict[str, str], name: str, module: str | None
) -> None:
    found = find_library(write(tmp_path, files))
    assert (found.name, found.module, found.is_package) == (name, module, True)


@pytest.mark.parametrize(
    ("files", "what"),
    [
        ({"analysis.py": ""}, "no package"),
        ({"analysis.py": "", "pyproject.toml": "[tool.ruff]\n"}, "no package"),
        ({"pyproject.toml": "[project\n"}, "cannot be read"),
        ({"pyproject.toml": PYPROJECT, "docs": "a file"}, "this is a file"),
        ({"pyproject.toml": PYPROJECT, "docs/conf.py/a.txt": ""}, "this is a folder"),
        ({"data.csv": ""}, "Latin letters"),
    ],
)
def test_where_it_cannot_be_made_nothing_is_written(tmp_path: Path, files: dict[str, str], what: str) -> None:
    folder = write(tmp_path / "größe", files)
    with pytest.raises(UserMistake, match=what):
        create_documentation(folder)
    assert files_in(folder) == files.keys()


def test_the_workflow_deploys_what_another_job_has_checked_with_no_rights(library: Path) -> None:
    create_documentation(library)
    workflow: dict[str, Any] = yaml.safe_load(
        (library / ".github/workflows/docs.yml").read_text(encoding="utf-8")
    )
    build, deploy = workflow["jobs"]["build"], workflow["jobs"]["deploy"]
    assert (workflow["permissions"], build["permissions"]) == ({}, {"contents": "read"})
    assert build["steps"][0]["with"]["persist-credentials"] is False
    assert [step["run"] for step in build["steps"] if "run" in step] == [
        "pip install . -r docs/requirements.txt",
        "lite-build test",
        "sphinx-build -b lite_check docs build/check",
        "sphinx-build docs public",
    ]
    assert deploy["needs"] == "build"
    used = [step["uses"] for job in (build, deploy) for step in job["steps"] if "uses" in step]
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", name) for name in used)
