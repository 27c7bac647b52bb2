"""Build a wheel from a project's own folder.

Source: PEP 517, through `build`, in an environment of its own.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from build import BuildBackendException, BuildException, FailedProcessError, ProjectBuilder, check_dependency
from build.env import DefaultIsolatedEnv
from packaging.utils import parse_wheel_filename

from lite_build.store.bucket import Bucket
from lite_build.store.record import record, recorded
from lite_build.words.errors import BuildFailure, UserMistake

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: What is no source of a wheel, and may change from build to build.
SKIPPED = frozenset({".git", ".hg", ".nox", ".tox", ".venv", "__pycache__", "node_modules"}) | frozenset(
    {".cache", ".coverage", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache"}
)
SKIPPED_SUFFIXES = (".egg-info", ".pyc")

#: The same, but only at the top of a project: further down they may be packages.
SKIPPED_AT_TOP = frozenset({"build", "dist", "mkdocs.yaml", "mkdocs.yml"})

#: By what a folder is Sphinx's sources, if no package is around it.
SPHINX_SOURCES = "conf.py"
#: Beside it, where it is no module of a package: the documentation's first page.
SPHINX_FIRST = ("index.rst", "index.md", "index.txt")
#: By what a folder is something that a tool of documentation makes: Sphinx, MkDocs, or one with a sitemap.
DOCUMENTATION_MADE = (".buildinfo", ".doctrees", "environment.pickle", ".lite-build", "sitemap.xml")
#: Where MkDocs' settings name the folder of its documents.
MKDOCS_SOURCES = re.compile(r"^docs_dir:\s*[\"']?(?:\./)?([^\"'#\n]+?)/?[\"']?\s*(?:#.*)?$", re.MULTILINE)
MKDOCS_SETTINGS = ("mkdocs.yml", "mkdocs.yaml")

#: 1980-01-01, the first day that a zip archive can tell: for builds with no SOURCE_DATE_EPOCH of their own.
FIRST_DAY = "315532800"

#: Keeps setuptools' own leftovers out of the project's folder: it would pack a file that was removed since.
#: Source: DIST_EXTRA_CONFIG in setuptools' documentation.
SETUPTOOLS_SETTINGS = "[build]\nbuild_base = {folder}\n[egg_info]\negg_base = {folder}\n"

LAST_LINES = 20


def build_project_wheel(folder: Path, cache: Path, *, offline: bool = False) -> Path:
    """Build the wheel of a project folder, or take the one that was built of the same files before.

    The version of a project that takes it from its version control is the one of the first of such builds.

    Args:
        folder: has a `pyproject.toml` or a `setup.py`.
        cache: the user's cache.
        offline: whether nothing may be installed for it: it is built by what this environment has.

    Raises:
        UserMistake: the folder is no project, its build fails, or its wheel is for one platform only.
        BuildFailure: what its build needs cannot be installed, or this is offline and it is not here.
    """
    if not any((folder / name).is_file() for name in ("pyproject.toml", "setup.py")):
        raise UserMistake(
            "is no Python project: it has neither pyproject.toml nor setup.py",
            where=folder.name,
            remedy="name a folder with a project, or a wheel",
        )

    def make(making: Path) -> Path:
        wheel = _build(folder.resolve(), making, offline=offline)
        _check_pure(wheel, folder.name)
        return record(wheel.parent)

    (wheel,) = Bucket(cache, "built").keep(project_fingerprint(folder), recorded, make).files()
    return wheel


def project_fingerprint(folder: Path) -> str:
    """Hash the files of a project folder, in hex: equal for equal sources.

    Its documentation does not count, nor what is made of that: a change there leaves the wheel as it is.
    """
    together = hashlib.sha256(_date_of_sources().encode())
    sources = (
        source
        for path in folder.iterdir()
        if path.name not in SKIPPED_AT_TOP
        for source in _sources(path, in_package=False)
    )
    for path in sorted(sources, key=lambda path: path.relative_to(folder).as_posix()):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        together.update(f"{path.relative_to(folder).as_posix()}\0{content}\n".encode())
    return together.hexdigest()


def _sources(path: Path, *, in_package: bool) -> Iterator[Path]:
    if path.name in SKIPPED or path.name.endswith(SKIPPED_SUFFIXES):
        return
    if path.is_dir() and not path.is_symlink():
        in_package = in_package or (path / "__init__.py").is_file()
        if not in_package and _is_documentation(path):
            return
        for inner in path.iterdir():
            yield from _sources(inner, in_package=in_package)
    elif path.is_file():
        yield path


def _is_documentation(folder: Path) -> bool:
    if any((folder / name).exists() for name in DOCUMENTATION_MADE) or _is_of_mkdocs(folder):
        return True
    # Sphinx's own quick start puts the sources into a folder of their own.
    return any(
        (place / SPHINX_SOURCES).is_file() and any((place / name).is_file() for name in SPHINX_FIRST)
        for place in (folder, folder / "source")
    )


def _is_of_mkdocs(folder: Path) -> bool:
    """Whether a folder has the documents of the `mkdocs.yml` beside it."""
    settings = [path for name in MKDOCS_SETTINGS if (path := folder.with_name(name)).is_file()]
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in settings]
    return any(folder.name in (MKDOCS_SOURCES.findall(text) or ["docs"]) for text in texts)


def _build(folder: Path, building: Path, *, offline: bool) -> Path:
    leftovers = building / "leftovers"
    leftovers.mkdir()
    settings = building / "setuptools.cfg"
    settings.write_text(SETUPTOOLS_SETTINGS.format(folder=leftovers.as_posix()), encoding="utf-8")

    def run(
        cmd: Sequence[str], cwd: str | None = None, extra_environ: Mapping[str, str] | None = None
    ) -> None:
        subprocess.run(
            cmd,
            cwd=cwd,
            env={
                **os.environ,
                **(extra_environ or {}),
                "SOURCE_DATE_EPOCH": _date_of_sources(),
                "DIST_EXTRA_CONFIG": str(settings),
            },
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )

    try:
        if offline:
            builder = ProjectBuilder(folder, runner=run)
            _check_tools(builder, folder)
            return Path(builder.build("wheel", building / "wheel"))
        with DefaultIsolatedEnv() as isolated:
            builder = ProjectBuilder.from_isolated_env(isolated, folder, runner=run)
            isolated.install(builder.build_system_requires)
            isolated.install(builder.get_requires_for_build("wheel"))
            return Path(builder.build("wheel", building / "wheel"))
    except BuildBackendException as error:
        raise UserMistake(
            f"its build failed: {error}{_last_words(error.exception)}",
            where=folder.name,
            remedy="build it by itself with `python -m build --wheel`, and mend what that says",
        ) from error
    except (FailedProcessError, subprocess.CalledProcessError) as error:
        process = error.exception if isinstance(error, FailedProcessError) else error
        raise BuildFailure(
            f"what its build needs could not be installed{_last_words(process)}",
            where=folder.name,
            remedy="check the network and pip's settings; or name a built wheel instead of the folder",
        ) from error
    except BuildException as error:
        raise UserMistake(f"cannot be built: {error}", where=folder.name) from error


def _check_tools(builder: ProjectBuilder, folder: Path) -> None:
    """Refuse to build with tools that this environment has not."""
    missing = {chain[-1] for need in builder.build_system_requires for chain in check_dependency(need)}
    if not missing:
        missing = {chain[-1] for chain in builder.check_dependencies("wheel")}
    if missing:
        raise BuildFailure(
            "has changed since its wheel was built, and a build of it needs the network: "
            f"{', '.join(sorted(missing))} is not installed here",
            where=folder.name,
            remedy="install it, build once with a network, or name what `lite-build fetch` wrote by `--from`",
        )


def _date_of_sources() -> str:
    return os.environ.get("SOURCE_DATE_EPOCH", FIRST_DAY)


def _last_words(error: BaseException) -> str:
    if not isinstance(error, subprocess.CalledProcessError):
        return ""
    # `build` runs pip with its output in bytes, and our runner has text, with both streams in one.
    said = error.stderr or error.output or ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return "".join(f"\n  {line}" for line in text.strip().splitlines()[-LAST_LINES:])


def _check_pure(wheel: Path, project: str) -> None:
    tags = parse_wheel_filename(wheel.name)[3]
    if any(tag.platform == "any" and tag.abi == "none" for tag in tags):
        return
    raise UserMistake(
        f"builds a wheel for this machine only, {wheel.name}, which the runtime cannot load",
        where=project,
        remedy="make it pure Python, or build it for the runtime with pyodide-build and name that wheel",
    )
