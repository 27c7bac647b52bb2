"""The contents of a site: which files are published, under which paths."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING

from lite_build.notebooks.text_notebooks import (
    INSTALL_JUPYTEXT,
    NOTEBOOK_SUFFIX,
    TEXT_SUFFIXES,
    can_be_read,
    is_text_notebook,
)
from lite_build.notebooks.used_files import used_files
from lite_build.project.file_names import ENVIRONMENT_FILES, MANIFEST, REQUIREMENTS_FILE
from lite_build.project.landing import LandingPaths
from lite_build.project.output import is_site
from lite_build.project.walk import link_problem, real_path, walk_files
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

#: What is never part of a notebook folder's contents. Unlike jupyterlite-core's default, folders named
#: `lib`, `build`, `dist` or `envs` are published: their names say nothing of their use in a course.
DEFAULT_IGNORED = (
    r"/__pycache__/",
    r"/node_modules/",
    r"\.pyc$",
    r"\.doit\.db$",
    r"/jupyter_lite_config\.(json|py)$",
    r"/jupyter-lite\.(json|ipynb)$",
    r"/overrides\.json$",
    r"/pylock\.pyodide\.toml$",
    r"/[Uu]ntitled\d*\.ipynb$",
)

#: What a folder is, besides what its name says: no part of the contents, wherever in them it lies.
_FOREIGN_FOLDERS: tuple[tuple[str, Callable[[Path], bool]], ...] = (
    ("a virtual environment", lambda folder: (folder / "pyvenv.cfg").is_file()),
    ("a conda environment", lambda folder: (folder / "conda-meta").is_dir()),
    ("what `lite-build fetch` wrote", lambda folder: (folder / MANIFEST).is_file()),
    ("a built site", is_site),
)


#: `%pip install -r requirements.txt` works in a page where the file is there.
_BUILD_INPUTS = frozenset({REQUIREMENTS_FILE, *ENVIRONMENT_FILES})


@dataclass(frozen=True)
class ContentFile:
    """A file that is published.

    Args:
        source: where it is read.
        path: where it lands, relative to the site's `files/`. A text that is a notebook lands as both.
    """

    source: Path
    path: PurePosixPath

    @property
    def is_made_of_text(self) -> bool:
        """Whether it is the notebook that is made of a text."""
        return self.path.suffix == NOTEBOOK_SUFFIX and self.source.suffix in TEXT_SUFFIXES


@dataclass(frozen=True)
class Contents:
    """What is published, sorted by path, and what was left out by which rule.

    Args:
        remarks: for warnings, in sentences.
    """

    files: tuple[ContentFile, ...]
    left_out: tuple[str, ...]
    remarks: tuple[str, ...] = ()

    @property
    def notebooks(self) -> tuple[ContentFile, ...]:
        """The notebooks among the files."""
        return tuple(file for file in self.files if file.path.suffix == NOTEBOOK_SUFFIX)


def collect_contents(
    sources: Sequence[Path],
    *,
    root: Path,
    ignored: Iterable[str] = DEFAULT_IGNORED,
    allow_hidden: bool = False,
    excluded: Mapping[Path, str] = MappingProxyType({}),
) -> Contents:
    """List what is published.

    A folder inside a source that is an environment of Python, a built site, or what `lite-build fetch` wrote
    is left out: the whole project may be the source.

    Args:
        sources: folders, whose files are published under their own paths, and single files.
        root: the project's folder. A source that leaves it by ".." or a link is refused, an absolute one is
            not.
        ignored: regular expressions over "/path/of/file"; folders end with "/".
        allow_hidden: whether names that start with a dot are published.
        excluded: files and folders that are never published, such as the output, and what each is.

    Raises:
        UserMistake: a rule that is no regular expression; sources that are missing or outside of the
            project, links that lead out of their source, and files that would land on one path, all that
            there are at once.
    """
    rules = _Rules(_patterns(ignored), allow_hidden, excluded)
    landings, files, problems = LandingPaths(), [], []
    for source in sources:
        if (problem := _source_problem(source, root)) is not None:
            problems.append(problem)
            continue
        found = (
            [(source, PurePosixPath(source.name))]
            if source.is_file()
            else _without_inputs([*walk_files(source, "the contents", rules.leave_out, problems)], rules)
        )
        files += [ContentFile(file, path) for file, path in found]
    texts = _text_notebooks(files)
    if can_be_read():
        files += [ContentFile(text.source, text.path.with_suffix(NOTEBOOK_SUFFIX)) for text in texts]
    problems += filter(None, (landings.take(file.path, file.source) for file in files))
    if problems:
        raise UserMistake(
            "\n".join(dict.fromkeys(problems)),
            where="the contents",
            remedy="Put the files inside the project, under names of their own, and list their folder in "
            "LiteBuildConfig.contents.",
        )
    return Contents(
        tuple(sorted(files, key=lambda file: str(file.path))),
        tuple(sorted(set(rules.left_out))),
        () if can_be_read() else _unread(texts),
    )


def _text_notebooks(files: Sequence[ContentFile]) -> list[ContentFile]:
    """The texts of which notebooks are made: none that lies beside its notebook, one of two with one name."""
    taken = {file.path for file in files if file.path.suffix == NOTEBOOK_SUFFIX}
    found = []
    for file in sorted(files, key=lambda file: file.path.suffix):
        path = file.path.with_suffix(NOTEBOOK_SUFFIX)
        if file.path.suffix in TEXT_SUFFIXES and path not in taken and is_text_notebook(file.source):
            taken.add(path)
            found.append(file)
    return found


def _unread(texts: Sequence[ContentFile]) -> tuple[str, ...]:
    if not texts:
        return ()
    [first, *others] = sorted(str(file.path) for file in texts)
    more = f" and {len(others)} more" if others else ""
    are = "are notebooks that are" if others else "is a notebook that is"
    return (f"{first}{more} {are} written as text, and published as text alone. {INSTALL_JUPYTEXT}.",)


def _without_inputs(
    found: list[tuple[Path, PurePosixPath]], rules: _Rules
) -> list[tuple[Path, PurePosixPath]]:
    """Leave out the files that say what the build installs, but for those that a notebook uses."""
    inputs = {path for _, path in found if len(path.parts) == 1 and path.name in _BUILD_INPUTS}
    if inputs:
        notebooks = [(file, path) for file, path in found if path.suffix == NOTEBOOK_SUFFIX]
        used = used_files([path.name for path in inputs], notebooks)
        inputs = {path for path in inputs if path.name not in used}
        rules.left_out += [f"{path}: it is for the build, and no notebook uses it" for path in inputs]
    return [(file, path) for file, path in found if path not in inputs]


def _patterns(rules: Iterable[str]) -> list[re.Pattern[str]]:
    patterns = []
    for rule in rules:
        try:
            patterns.append(re.compile(rule))
        except re.error as error:
            raise UserMistake(
                f"the rule {rule} is no regular expression: {error}",
                where="the contents",
                remedy="Correct it in ignore_contents or extra_ignore_contents of LiteBuildConfig.",
            ) from None
    return patterns


def _source_problem(source: Path, root: Path) -> str | None:
    absolute = root / source
    if ".." in source.parts and not absolute.resolve().is_relative_to(root.resolve()):
        return f"{source}: leads out of the project by '..'"
    if not absolute.exists():
        return f"{source}: there is no such file or folder"
    return link_problem(source, root)


class _Rules:
    def __init__(
        self, patterns: list[re.Pattern[str]], allow_hidden: bool, excluded: Mapping[Path, str]
    ) -> None:
        self._patterns = patterns
        self._allow_hidden = allow_hidden
        self._excluded = {real_path(path): what for path, what in excluded.items()}
        self._excluded_names = {path.name for path in self._excluded}
        self.left_out: list[str] = []

    def leave_out(self, child: Path, path: PurePosixPath) -> bool:
        """Whether a file or folder is not published; why is kept."""
        reason = self._reason(child, path)
        if reason is not None:
            self.left_out.append(f"{path}: {reason}")
        return reason is not None

    def _reason(self, child: Path, path: PurePosixPath) -> str | None:
        if child.name in self._excluded_names and (what := self._excluded.get(real_path(child))) is not None:
            return what
        if child.name.startswith(".") and not self._allow_hidden:
            return "its name starts with a dot"
        is_folder = child.is_dir()
        name = f"/{path}/" if is_folder else f"/{path}"
        for pattern in self._patterns:
            if pattern.search(name):
                return f"by the rule {pattern.pattern}"
        if is_folder:
            return next((what for what, is_such in _FOREIGN_FOLDERS if is_such(child)), None)
        return None
