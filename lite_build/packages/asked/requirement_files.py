"""What a project asks for: in its options, and in `requirements.txt` and `environment.yml` beside notebooks.

Requirements files follow pip's format, <https://pip.pypa.io/en/stable/reference/requirements-file-format/>.
"""

from __future__ import annotations

import codecs
import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from packaging.utils import canonicalize_name

from lite_build.code.installs import INSTALLERS
from lite_build.network.addresses import file_path
from lite_build.packages.asked.conda_environment import NotYamlError, parse_environment
from lite_build.packages.asked.project_table import parse_dependencies
from lite_build.packages.asked.requirement import AskedRequirement
from lite_build.packages.asked.requirement_line import (
    ProjectFolder,
    UnreadableRequirementError,
    parse_requirement,
)
from lite_build.project.file_names import BINDER_FOLDERS, ENVIRONMENT_FILES, PYPROJECT_FILE, REQUIREMENTS_FILE
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from lite_build.project.options import PackageOptions


#: What a project's own requirements.txt names in order to build the site, and no site has inside.
BUILD_TOOLS = frozenset(
    {
        "lite-build",
        "jupyterlite",
        "jupyterlite-core",
        "jupyterlite-pyodide-kernel",
        "jupyterlite-sphinx",
        "jupyter-server",
        "jupyterlab",
        "jupyterlab-server",
        "notebook",
    }
)

#: What conda's Python is made with, and an exported environment lists: no index has these.
_OF_CONDA_S_PYTHON = re.compile(
    r"^(?:_.*|ld_impl_.*|bzip2|ca-certificates|ncurses|openssl|python_abi|readline|sqlite|tk|tzdata|xz|zlib"
    r"|lib(?:expat|ffi|gcc.*|gomp|lzma|mpdec|nsl|sqlite|stdcxx.*|uuid|xcrypt|zlib))$"
)

_STAY_INSIDE = "Name a file or a folder of the repository itself."
_SET_THE_INDEX = "Set the index in pip's own configuration or environment, which is honoured."
#: Options of pip that change what is installed, and cannot be honoured: what to do instead.
_NOT_SUPPORTED = {
    "-c": "Write the bounds into the requirements; `lite-build lock` then pins every version.",
    "--constraint": "Write the bounds into the requirements; `lite-build lock` then pins every version.",
    "-i": _SET_THE_INDEX,
    "--index-url": _SET_THE_INDEX,
    "--extra-index-url": _SET_THE_INDEX,
    "--trusted-host": _SET_THE_INDEX,
    "--no-index": "Build with --offline.",
    "-f": "Set PackagesAddon.find_links, or --find-links.",
    "--find-links": "Set PackagesAddon.find_links, or --find-links.",
    "--pre": 'Name the version: "example==2.0rc1".',
    "--no-binary": "Only wheels are installed: remove the line.",
}
#: Options of pip that say what holds here anyway.
_WITHOUT_EFFECT = frozenset({"--only-binary", "--prefer-binary", "--require-hashes", "--use-feature"})
_OPTION = re.compile(r"^(--[a-z-]+|-[a-zA-Z])(?:\s*=\s*|\s*)(.*)$")
_COMMENT = re.compile(r"(^|\s+)#.*$")
_OPTION_OF_A_REQUIREMENT = re.compile(r"\s+(--[a-z-]+)[=\s].*$")


@dataclass(frozen=True)
class LocalProject:
    """A folder that is to be built into a wheel.

    Args:
        folder: absolute.
        asked_by: see `AskedRequirement`.
        extras: of it that are asked for.
    """

    folder: Path
    asked_by: str
    extras: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What a project asks for.

    Args:
        requirements: in the order of reading.
        projects: in the order of reading.
        remarks: what was read and is not used, in sentences for the build to print.
        files: that were read for it.
    """

    requirements: tuple[AskedRequirement, ...] = ()
    projects: tuple[LocalProject, ...] = ()
    remarks: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()


def read_requirements(
    options: PackageOptions, project_root: Path, contents: Sequence[Path], repository: Path | None = None
) -> Asked:
    """Read what the options ask for, and the files beside the notebooks.

    Args:
        options: their `requirements` are read relative to `project_root`.
        project_root: its requirements.txt and environment.yml count too, unless the options say otherwise.
        contents: the folders that hold notebooks, or notebooks.
        repository: a folder with the files of another repository, in whose own places such files count too.

    Raises:
        UserMistake: lines that cannot be used; names all of them, each with its file and line.
    """
    reading = _Reading(project_root, repository)
    for number, text in enumerate(options.requirements, start=1):
        reading.read_line(text, project_root, f"requirements, entry {number}")
    places = (*(place for place in contents if place != repository), *_places_in(repository))
    for folder in _folders((project_root, *places)) if options.reads_files else ():
        if (path := folder / REQUIREMENTS_FILE).is_file():
            reading.read_file(path, beside_notebooks=True)
        for name in ENVIRONMENT_FILES:
            if (path := folder / name).is_file():
                reading.read_environment(path)
    # As in Binder: a folder for it goes before the root.
    if repository is not None and options.reads_files and repository in places:
        reading.read_dependencies(repository / PYPROJECT_FILE)
    return reading.finish()


def read_requirement_lines(lines: Iterable[tuple[str, str]], folder: Path, project_root: Path) -> Asked:
    """Read single lines.

    Args:
        lines: of each its text, as in a requirements file, and who asks.
        folder: what paths are relative to.
        project_root: what messages name files relative to.

    Raises:
        UserMistake: as `read_requirements`.
    """
    reading = _Reading(project_root)
    for text, asked_by in lines:
        reading.read_line(text, folder, asked_by)
    return reading.finish()


def _places_in(repository: Path | None) -> tuple[Path, ...]:
    """Where a repository says what it needs: where Binder reads it, which goes before its root."""
    if repository is None:
        return ()
    named = (repository / name for name in BINDER_FOLDERS)
    return (next((folder for folder in named if folder.is_dir()), repository),)


def _folders(entries: Iterable[Path]) -> Iterator[Path]:
    seen = set()
    for entry in entries:
        folder = (entry.parent if entry.is_file() else entry).resolve()
        if folder not in seen:
            seen.add(folder)
            yield folder


@dataclass
class _Reading:
    project_root: Path
    repository: Path | None = None
    requirements: list[AskedRequirement] = field(default_factory=list)
    projects: list[LocalProject] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    files: set[Path] = field(default_factory=set)

    def finish(self) -> Asked:
        if self.problems:
            raise UserMistake.together(self.problems)
        return Asked(
            tuple(self.requirements),
            tuple(self.projects),
            tuple(dict.fromkeys(self.remarks)),
            tuple(sorted(self.files)),
        )

    def refuse(self, asked_by: str, what: str, remedy: str) -> None:
        self.problems.append((f"{asked_by}: {what}", remedy))

    def read_file(self, path: Path, *, beside_notebooks: bool = False, asked_by: str | None = None) -> None:
        # A file counts once, which also ends the reading of files that include each other.
        if path.resolve() in self.files:
            return
        self.files.add(path.resolve())
        name = self.inside(path)
        text = self.text_of(path, asked_by or name)
        if text is None:
            return
        for number, line in _logical_lines(text):
            self.read_line(line, path.parent, f"{name}, line {number}", beside_notebooks=beside_notebooks)

    def leads_out(self, path: Path, folder: Path) -> bool:
        """Whether a file of somebody's repository, in a folder, names what is elsewhere on this machine."""
        if self.repository is None:
            return False
        whole = self.repository.resolve()
        return folder.resolve().is_relative_to(whole) and not path.resolve().is_relative_to(whole)

    def text_of(self, path: Path, asked_by: str) -> str | None:
        try:
            content = path.read_bytes()
            # Windows PowerShell writes UTF-16 when a command's output is sent to a file.
            marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
            return content.decode("utf-16" if marked else "utf-8-sig")
        except OSError as error:
            what = f"{self.inside(path)} cannot be read ({error.strerror})"
            self.refuse(asked_by, what, "Correct the path, or remove what names it.")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            self.refuse(asked_by, f"line {line} of {path.name} is not UTF-8 text", "Save the file as UTF-8.")
        return None

    def read_line(self, line: str, folder: Path, asked_by: str, *, beside_notebooks: bool = False) -> None:
        line = line.strip()
        if "\0" in line:
            self.refuse(asked_by, "this is not text", "Save the file as UTF-8.")
            return
        if line.startswith("-"):
            self.read_option(line, folder, asked_by, beside_notebooks=beside_notebooks)
            return
        if option := _OPTION_OF_A_REQUIREMENT.search(line):
            line = line[: option.start()]
            if option[1] != "--hash":
                self.refuse(asked_by, f"{option[1]} is not supported", f"Remove {option[1]} from the line.")
                return
            self.remarks.append(
                f"{asked_by.rpartition(', ')[0] or asked_by}: hashes are not used: they belong to files for "
                "other platforms. `lite-build lock` writes those of the site's own wheels."
            )
        try:
            found = parse_requirement(line, folder)
        except UnreadableRequirementError as error:
            self.refuse(asked_by, error.what, error.remedy)
            return
        named = found.folder if isinstance(found, ProjectFolder) else file_path(found.url or "")
        if named is not None and self.leads_out(named, folder):
            self.refuse(asked_by, "this leads out of the repository", _STAY_INSIDE)
        elif isinstance(found, ProjectFolder):
            self.projects.append(LocalProject(found.folder, asked_by, found.extras))
        elif beside_notebooks and canonicalize_name(found.name) in BUILD_TOOLS:
            self.remarks.append(f"{asked_by}: {found.name} makes sites and is not put into one.")
        else:
            self.requirements.append(AskedRequirement(found, asked_by))

    def read_option(self, line: str, folder: Path, asked_by: str, *, beside_notebooks: bool) -> None:
        found = _OPTION.match(line)
        option, argument = (line, "") if found is None else (found[1], found[2].strip())
        if option in ("-r", "--requirement") and argument and self.leads_out(folder / argument, folder):
            self.refuse(asked_by, "this leads out of the repository", _STAY_INSIDE)
        elif option in ("-r", "--requirement") and argument:
            self.read_file(folder / argument, beside_notebooks=beside_notebooks, asked_by=asked_by)
        elif option in ("-e", "--editable") and argument:
            self.read_line(argument, folder, asked_by)
        elif option not in _WITHOUT_EFFECT:
            remedy = _NOT_SUPPORTED.get(option, f"Remove {option}: of pip's options, -r and -e are used.")
            self.refuse(asked_by, f"{option} is not supported", remedy)

    def read_environment(self, path: Path) -> None:
        self.files.add(path.resolve())
        name = self.inside(path)
        text = self.text_of(path, name)
        if text is None:
            return
        try:
            environment = parse_environment(text)
        except NotYamlError as error:
            place = name if error.line is None else f"{name}, line {error.line}"
            self.refuse(place, f"this is not YAML: {error}", "Correct the file.")
            return
        for number, line in environment.pip_lines:
            self.read_line(line, path.parent, f"{name}, line {number}", beside_notebooks=True)
        own = {"python", *INSTALLERS, *BUILD_TOOLS}
        # conda's names are not always an index's, and a name is never guessed.
        names = [conda_name for conda_name in environment.conda_names if conda_name not in own]
        if unused := [conda_name for conda_name in names if not _OF_CONDA_S_PYTHON.match(conda_name)]:
            self.remarks.append(
                f"{name}: conda packages not used: {', '.join(unused)}. "
                f"What the notebooks need of them is added with: lite-build add {' '.join(unused)}"
            )

    def read_dependencies(self, path: Path) -> None:
        """Read what a pyproject.toml says that its project depends on. The project itself is not built."""
        name = self.inside(path)
        text = self.text_of(path, name) if path.is_file() else None
        if text is None:
            return
        self.files.add(path.resolve())
        try:
            lines = parse_dependencies(text)
        except tomllib.TOMLDecodeError as error:
            self.refuse(name, f"this is not TOML: {error}", "Correct the file.")
            return
        for line in lines:
            self.read_line(line, path.parent, name, beside_notebooks=True)

    def inside(self, path: Path) -> str:
        try:
            return path.resolve().relative_to(self.project_root.resolve()).as_posix()
        except ValueError:
            return path.name


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that say something, joined where they end with a backslash; each with its first's number."""
    collected, first = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        first = first if collected else number
        if line.endswith("\\") and not line.lstrip().startswith("#"):
            collected += line[:-1] + " "
            continue
        joined = _COMMENT.sub("", collected + line).strip()
        collected = ""
        if joined:
            yield first, joined
    if collected.strip():
        yield first, collected.strip()
