from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lite_build.files.digest import Digest
from lite_build.packages.locked.lock import Lock, LockedPackage
from lite_build.packages.wheels.offline_folder import read_offline_folder
from lite_build.packages.wheels.package_file import FetchedPackage
from lite_build.packages.wheels.project_wheel import build_project_wheel, project_fingerprint
from lite_build.packages.wheels.wheel import read_wheel
from lite_build.supply.collected import write_offline_folder
from lite_build.words.errors import BuildFailure, UserMistake

if TYPE_CHECKING:
    from pathlib import Path

#: A backend inside of the project: a build with it needs no network.
BACKEND = """
import os, zipfile

def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    if os.path.exists("broken"):
        print("the backend was asked to break")
        raise SystemExit(7)
    os.makedirs("dist", exist_ok=True)
    with open("dist/builds", "a", encoding="utf-8") as builds:
        builds.write(os.environ["SOURCE_DATE_EPOCH"] + "\\n")
    name = f"mine-1.0-{open('tag', encoding='utf-8').read().strip()}.whl"
    with zipfile.ZipFile(os.path.join(wheel_directory, name), "w") as wheel:
        wheel.writestr(zipfile.ZipInfo("mine.py"), open("mine.py", encoding="utf-8").read())
        metadata = "Metadata-Version: 2.1\\nName: mine\\nVersion: 1.0\\n"
        wheel.writestr(zipfile.ZipInfo("mine-1.0.dist-info/METADATA"), metadata)
    return name
"""

PROJECT = {
    "pyproject.toml": """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["backend"]
""",
    "backend/backend.py": BACKEND,
    "mine.py": "answer = 42\n",
    "tag": "py3-none-any",
}

SETUPTOOLS = {
    "pyproject.toml": """
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"

[project]
name = "mine"
version = "1.0"

[tool.setuptools]
packages = ["mine"]
""",
    "mine/__init__.py": "",
    "mine/kept.py": "",
    "mine/removed.py": "",
}


def write_project(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return folder


def builds_of(project: Path) -> list[str]:
    return (project / "dist" / "builds").read_text(encoding="utf-8").splitlines()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path / "my project", PROJECT)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def test_a_project_folder_becomes_a_wheel(project: Path, cache: Path) -> None:
    wheel = read_wheel(build_project_wheel(project, cache))
    assert (wheel.name, wheel.version, wheel.imports) == ("mine", "1.0", ("mine",))


def test_equal_sources_are_built_once_and_dated_alike(
    project: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert build_project_wheel(project, cache) == build_project_wheel(project, cache)
    (project / "mine.py").write_text("answer = 43\n", encoding="utf-8")
    build_project_wheel(project, cache)
    assert builds_of(project) == ["315532800", "315532800"]


def test_a_changed_file_changes_the_fingerprint_and_leftovers_do_not(project: Path) -> None:
    before = project_fingerprint(project)
    write_project(project, {"dist/old.whl": "", "mine.egg-info/PKG-INFO": "", "__pycache__/mine.pyc": ""})
    assert project_fingerprint(project) == before
    write_project(project, {"mine/build/__init__.py": ""})
    assert project_fingerprint(project) != before


def test_a_project_with_a_tag_of_this_machine_is_a_mistake(project: Path, cache: Path) -> None:
    (project / "tag").write_text("cp311-cp311-linux_x86_64", encoding="utf-8")
    with pytest.raises(UserMistake, match="for this machine only") as raised:
        build_project_wheel(project, cache)
    assert raised.value.where == "my project"


def test_a_backend_that_fails_shows_its_last_lines(project: Path, cache: Path) -> None:
    (project / "broken").touch()
    with pytest.raises(UserMistake, match="the backend was asked to break") as raised:
        build_project_wheel(project, cache)
    assert raised.value.where == "my project"
    assert not list((cache / "built").rglob("*.whl"))


def test_a_folder_with_no_project_is_a_mistake(tmp_path: Path, cache: Path) -> None:
    with pytest.raises(UserMistake, match=r"neither pyproject\.toml nor setup\.py"):
        build_project_wheel(tmp_path, cache)


def test_a_build_that_is_offline_has_the_tools_that_are_installed_and_no_others(
    project: Path, cache: Path
) -> None:
    assert read_wheel(build_project_wheel(project, cache, offline=True)).name == "mine"
    settings = (project / "pyproject.toml").read_text(encoding="utf-8")
    write_project(project, {"pyproject.toml": settings.replace("[]", '["no-such-tool>=1"]')})
    with pytest.raises(BuildFailure, match="needs the network: no-such-tool>=1 is not installed here"):
        build_project_wheel(project, cache, offline=True)
    assert len(builds_of(project)) == 1


def test_documentation_and_what_is_made_of_it_are_no_sources(project: Path) -> None:
    before = project_fingerprint(project)
    sources = {"docs/conf.py": "", "docs/index.rst": "", "manual/Makefile": ""}
    sources |= {"manual/source/conf.py": "", "manual/source/index.md": ""}
    made = {"public/.buildinfo": "", "public/lite/jupyter-lite.json": "{}", "trees/environment.pickle": ""}
    write_project(project, {**sources, **made})
    assert project_fingerprint(project) == before
    # A package may have a module of that name.
    write_project(project, {"mine/__init__.py": "", "mine/conf.py": ""})
    assert project_fingerprint(project) != before
    # And so may one with no `__init__.py`, or the folder that the packages are in.
    before = project_fingerprint(project)
    write_project(project, {"src/conf.py": "", "src/other/module.py": ""})
    assert project_fingerprint(project) != before


def test_the_documents_of_mkdocs_and_what_is_made_of_them_are_no_sources(project: Path) -> None:
    before = project_fingerprint(project)
    settings = "site_name: mine\ndocs_dir: ./handbook/  # ours\n"
    write_project(project, {"mkdocs.yml": settings, "handbook/index.md": "", "site/sitemap.xml": ""})
    # While MkDocs builds, the sitemap is not there.
    write_project(project, {"built/.lite-build/notebooks/a.ipynb": "", "built/lite/lite.js": ""})
    assert project_fingerprint(project) == before
    write_project(project, {"docs/tool.py": ""})
    with_tool = project_fingerprint(project)
    assert with_tool != before
    write_project(project, {"mkdocs.yml": "site_name: mine\n"})
    # Where the settings name no folder, it is `docs`; the handbook is a source then.
    assert project_fingerprint(project) not in {before, with_tool}


def test_an_offline_folder_has_the_wheel_as_long_as_the_project_is_the_same(
    project: Path, cache: Path, tmp_path: Path
) -> None:
    wheel = build_project_wheel(project, cache)
    package = LockedPackage("mine", "1.0", wheel.name, "", "built", "my project", None, (), ())
    write_offline_folder(
        tmp_path / "offline",
        Lock("3.14.2", "314.0.9", "sha512-x", {}, (), (package,)),
        [FetchedPackage(package, wheel, Digest.of_file(wheel).hexdigest)],
        core_archive=None,
        npm_tarballs=(),
        data=(),
        project_root=tmp_path,
    )
    offline = read_offline_folder(tmp_path / "offline")
    found = offline.built_wheel(project_fingerprint(project))
    assert found is not None and found.read_bytes() == wheel.read_bytes()
    (project / "mine.py").write_text("answer = 43\n", encoding="utf-8")
    assert offline.built_wheel(project_fingerprint(project)) is None


@pytest.mark.registry
def test_setuptools_builds_twice_alike_and_forgets_a_removed_file(tmp_path: Path) -> None:
    project = write_project(tmp_path / "mine", SETUPTOOLS)
    first, second = (build_project_wheel(project, tmp_path / name) for name in ("one", "two"))
    assert Digest.of_file(first) == Digest.of_file(second)
    assert build_project_wheel(project, tmp_path / "one", offline=True) == first

    (project / "mine" / "removed.py").unlink()
    third = build_project_wheel(project, tmp_path / "one")
    assert b"removed.py" in first.read_bytes() and b"removed.py" not in third.read_bytes()
    assert sorted(path.name for path in project.iterdir()) == ["mine", "pyproject.toml"]
