"""What the notebooks themselves need: their imports and `%pip install` lines, as requirements."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from lite_build.errors import UserMistake
from lite_build.network import without_login
from lite_build.packages.asked import read_requirement_lines
from lite_build.packages.import_names import SHARED_NAMESPACES
from lite_build.packages.local_modules import LocalModules
from lite_build.packages.module_imports import FoundImport, FoundInCode, FoundInstall, read_module
from lite_build.packages.notebook_imports import read_cell
from lite_build.packages.requirements import AskedRequirement

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from lite_build.notebooks import Notebook
    from lite_build.packages.import_names import ImportNames


@dataclass(frozen=True)
class Guess:
    """Something that no known package provides, or more than one.

    Args:
        name: the module that is imported, or the name that conda is asked for.
        distributions: of which one may be meant; the module's own name where nothing is known.
        where: in words: "tour.ipynb, cell 2".
        verb: what is done with it there.
    """

    name: str
    distributions: tuple[str, ...]
    where: str
    verb: str = "imports"

    def __str__(self) -> str:
        if len(self.distributions) > 1:
            adds = ", or ".join(f"lite-build add {name}" for name in self.distributions)
            return f"{self.where} {self.verb} {self.name}, which several packages provide. Choose one: {adds}"
        [name] = self.distributions
        return (
            f"{self.where} {self.verb} {self.name}, which no known package provides. "
            f"If the distribution is called {name}: lite-build add {name}"
        )


@dataclass(frozen=True)
class Discovery:
    """What notebooks need.

    Args:
        asked: each requirement with the first place that asks for it.
        guesses: for warnings, each name once.
        remarks: installs that are left to the notebook, in sentences.
    """

    asked: tuple[AskedRequirement, ...] = ()
    guesses: tuple[Guess, ...] = ()
    remarks: tuple[str, ...] = ()


def discover(
    notebooks: Sequence[Notebook],
    known: ImportNames,
    *,
    modules: Mapping[str, Path],
    asked_names: Collection[str] = (),
) -> Discovery:
    """Find what notebooks need. Notebooks of other kernels than the site's Pyodide are left out.

    Args:
        notebooks: their names are paths in the site.
        known: which distributions provide which modules.
        modules: the Python files of the contents, by path in the site; those that notebooks import are read.
        asked_names: distributions that the project asks for; an import of that very name means them.
    """
    search = _Search(
        known,
        LocalModules({PurePosixPath(name): path for name, path in modules.items()}),
        frozenset(canonicalize_name(name) for name in asked_names),
    )
    for notebook in notebooks:
        if notebook.is_for_pyodide:
            search.read(notebook)
    return search.finish()


@dataclass
class _Search:
    known: ImportNames
    local: LocalModules
    asked_names: frozenset[str]
    asked: dict[str, AskedRequirement] = field(default_factory=dict)
    guesses: dict[str, Guess] = field(default_factory=dict)
    remarks: dict[str, None] = field(default_factory=dict)
    files_read: set[tuple[PurePosixPath, PurePosixPath]] = field(default_factory=set)

    def finish(self) -> Discovery:
        return Discovery(
            asked=tuple(self.asked.values()),
            guesses=tuple(self.guesses.values()),
            remarks=tuple(self.remarks),
        )

    def read(self, notebook: Notebook) -> None:
        base = PurePosixPath(notebook.name).parent
        cells = [(cell, read_cell(cell.source)) for cell in notebook.cells if cell.kind == "code"]
        written = {PurePosixPath(name).stem for _, found in cells for name in found.writes}
        for cell, found in cells:
            where = notebook.place(cell)
            for install in found.installs:
                self.read_install(install, notebook.path.parent, where)
            for shell in found.shell_installs:
                self.remarks[
                    f"{where}: `{shell.text}` fails in a page, which starts no programs, and is not counted. "
                    f"Write `{shell.instead}`."
                ] = None
            self.read_imports(found, base, where, written)

    def read_imports(self, found: FoundInCode, base: PurePosixPath, where: str, written: set[str]) -> None:
        """Take the imports of a cell, and those of the local files that they run."""
        start: tuple[FoundInCode, PurePosixPath | None] = (found, None)
        queue = deque([start])
        while queue:
            code, file = queue.popleft()
            for one in code.imports:
                place = where if file is None else f"{file}, line {one.line}"
                for run in self.take(one, base, file, place, written):
                    if (run, base) not in self.files_read:
                        self.files_read.add((run, base))
                        text = self.local.files[run].read_bytes().decode("utf-8", errors="replace")
                        queue.append((read_module(text), run))

    def take(
        self, one: FoundImport, base: PurePosixPath, file: PurePosixPath | None, where: str, written: set[str]
    ) -> list[PurePosixPath]:
        """Record one import; where it is of local files, give these instead."""
        if one.level:
            parents = () if file is None else file.parents[one.level - 1 : one.level]
            return [
                run for parent in parents for run in self.local.files_run_by(parent, one.module, one.names)
            ]
        # Notebooks start in their own folder; the root of the contents may be on the path as well.
        for root in (base, PurePosixPath()):
            if self.local.has(root, one.module):
                return self.local.files_run_by(root, one.module, one.names)
        if self.known.is_provided(one.module) or one.module.partition(".")[0] in written:
            return []
        alternatives = self.distributions_of(one)
        if not alternatives and self.local.has_namespace(base, one.module):
            return self.local.files_run_by(base, one.module, one.names)
        for distributions in alternatives or [()]:
            self.record(one, distributions, where)
        return []

    def distributions_of(self, one: FoundImport) -> list[tuple[str, ...]]:
        """The distributions that provide an import; of each, those between which to choose."""
        top = canonicalize_name(one.module.partition(".")[0])
        if top in self.asked_names:
            return [(top,)]
        # `from namespace import package` names packages inside, which may be several distributions'.
        modules = [f"{one.module}.{name}" for name in one.names] or [one.module]
        known = dict.fromkeys(self.known.distributions_of(module) for module in modules)
        return [
            tuple(name for name in found if name in self.asked_names) or found for found in known if found
        ]

    def record(self, one: FoundImport, found: tuple[str, ...], where: str) -> None:
        if one.optional:
            # The code does without it where it fails, so nothing is fetched for it.
            return
        name = _subject(one.module)
        if len(found) == 1:
            self.ask(AskedRequirement(Requirement(found[0]), where))
        else:
            self.guesses.setdefault(name, Guess(name, found or (name.replace(".", "-"),), where))

    def read_install(self, install: FoundInstall, folder: Path, where: str) -> None:
        if install.conda:
            self.read_conda_name(install.text, where)
            return
        try:
            asked = read_requirement_lines([(install.text, where)], folder, folder)
        except UserMistake as mistake:
            self.remarks[f"{mistake.what}; this install is left to the notebook"] = None
            return
        for requirement in asked.requirements:
            if requirement.requirement.url is None or requirement.requirement.url.startswith("file:"):
                self.ask(requirement)
            else:
                self.remarks[
                    f"{where}: {without_login(requirement.requirement.url)} is left to the notebook"
                ] = None
        for project in asked.projects:
            self.remarks[
                f"{where}: the folder {project.folder.name} cannot be installed in a page; "
                "where it is listed in the requirements, it is built into the site"
            ] = None

    def read_conda_name(self, text: str, where: str) -> None:
        name = canonicalize_name(re.split("[<>=!~]", text.rpartition("::")[2])[0].strip())
        if name in self.asked_names or (name,) == self.known.distributions_of(name.replace("-", "_")):
            self.ask(AskedRequirement(Requirement(name), where))
        else:
            self.guesses.setdefault(name, Guess(name, (name,), where, "asks conda for"))

    def ask(self, asked: AskedRequirement) -> None:
        self.asked.setdefault(str(asked.requirement), asked)


def _subject(module: str) -> str:
    """What a message calls an import: its top-level module, and one more where that is shared by many."""
    parts = module.split(".")
    return ".".join(parts[: 2 if parts[0] in SHARED_NAMESPACES else 1])
