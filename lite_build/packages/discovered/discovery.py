"""What the notebooks themselves need: their imports and `%pip install` lines, as requirements."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from lite_build.code.followed import FollowedCode
from lite_build.code.found import FoundImport, FoundInstall, ShellInstall
from lite_build.code.installs import is_installer
from lite_build.code.local_modules import LocalModules, place_in_site
from lite_build.network.addresses import without_login
from lite_build.packages.asked.requirement import AskedRequirement
from lite_build.packages.asked.requirement_files import read_requirement_lines
from lite_build.packages.discovered.guesses import Guess, Unavailable
from lite_build.packages.discovered.import_names import SHARED_NAMESPACES
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from lite_build.notebooks.reading import Notebook
    from lite_build.packages.discovered.import_names import ImportNames


@dataclass(frozen=True)
class Discovery:
    """What notebooks need.

    Args:
        asked: each requirement with the first place that asks for it.
        guesses: for warnings, each name once.
        remarks: installs that are left to the notebook, in sentences.
        places: of each requirement that is asked for, and of each guess by its name, all places, in words.
    """

    asked: tuple[AskedRequirement, ...] = ()
    guesses: tuple[Guess | Unavailable, ...] = ()
    remarks: tuple[str, ...] = ()
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


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
        modules: the Python files of the contents, by path in the site; those that notebooks import or run
            are read.
        asked_names: distributions that the project asks for; an import of that very name means them.
    """
    local = LocalModules({PurePosixPath(name): path for name, path in modules.items()})
    search = _Search(known, local, frozenset(canonicalize_name(name) for name in asked_names))
    followed = FollowedCode(
        local,
        {PurePosixPath(notebook.name): notebook for notebook in notebooks},
        lambda one: known.is_provided(one.module) or bool(search.distributions_of(one)),
    )
    for notebook in notebooks:
        if notebook.is_for_pyodide:
            for need in followed.needs_of(notebook):
                search.take(need.found, need.where, notebook)
    return search.finish()


@dataclass
class _Search:
    known: ImportNames
    local: LocalModules
    asked_names: frozenset[str]
    asked: dict[str, AskedRequirement] = field(default_factory=dict)
    guesses: dict[str, Guess | Unavailable] = field(default_factory=dict)
    remarks: dict[str, None] = field(default_factory=dict)
    places: dict[str, dict[str, None]] = field(default_factory=dict)

    def finish(self) -> Discovery:
        return Discovery(
            asked=tuple(self.asked.values()),
            guesses=tuple(self.guesses.values()),
            remarks=tuple(self.remarks),
            places={subject: tuple(places) for subject, places in self.places.items()},
        )

    def take(self, found: FoundImport | FoundInstall | ShellInstall, where: str, notebook: Notebook) -> None:
        if isinstance(found, FoundImport):
            if found.module.partition(".")[0] not in notebook.provided:
                self.take_import(found, where)
        elif isinstance(found, FoundInstall):
            self.read_install(found, notebook, where)
        else:
            advice = (
                f"Write `{found.instead}`." if found.instead else "A site needs no installer: leave it out."
            )
            fails = f"{where}: `{found.text}` fails {found.how}, and is not counted."
            self.remarks[f"{fails} {advice}"] = None

    def take_import(self, one: FoundImport, where: str) -> None:
        """Record an import that is of no file beside the notebook."""
        # The code does without an optional one where it fails, so nothing is fetched for it.
        if one.optional:
            return
        for module in _modules_meant(one, self.known):
            if self.known.is_provided(module):
                continue
            part = FoundImport(module, (), 0, one.line, one.optional) if module != one.module else one
            for distributions in self.distributions_of(part) or [()]:
                self.record(part, distributions, where)

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
        name = _subject(one.module)
        if len(found) == 1:
            self.ask(AskedRequirement(Requirement(found[0]), where))
        elif found:
            self.guess(name, Guess(name, found, where))
        elif reason := self.known.why_unavailable(one.module) or self.local.elsewhere(one.module):
            self.guess(name, Unavailable(one.module, where, reason))
        else:
            likely = self.known.likely_distribution_of(one.module)
            guess = Guess(name, (likely or name.replace(".", "-"),), where, is_told=likely is not None)
            self.guess(name, guess)

    def read_install(self, install: FoundInstall, notebook: Notebook, where: str) -> None:
        if install.conda:
            self.read_conda_name(install.text, where)
            return
        folder = _folder_of(install, notebook)
        try:
            asked = read_requirement_lines([(install.text, where)], folder, folder)
        except UserMistake as mistake:
            self.remarks[f"{mistake.what}; this install is left to the notebook"] = None
            return
        for requirement in asked.requirements:
            if is_installer(requirement.requirement.name):
                continue
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
            self.guess(name, Guess(name, (name,), where, "asks conda for"))

    def guess(self, name: str, guess: Guess | Unavailable) -> None:
        self.guesses.setdefault(name, guess)
        self.places.setdefault(guess.name, {})[guess.where] = None

    def ask(self, asked: AskedRequirement) -> None:
        self.asked.setdefault(str(asked.requirement), asked)
        self.places.setdefault(str(asked.requirement), {})[asked.asked_by] = None


def _subject(module: str) -> str:
    """What a message calls an import: its top-level module, and one more where that is shared by many."""
    parts = module.split(".")
    return ".".join(parts[: 2 if parts[0] in SHARED_NAMESPACES else 1])


def _modules_meant(one: FoundImport, known: ImportNames) -> list[str]:
    """The modules that an import is of: `from dbm import gnu` is of two, where one is not there."""
    inside = [] if known.lacks(one.module) else [f"{one.module}.{name}" for name in one.names]
    return [module for module in inside if known.lacks(module)] or [one.module]


def _folder_of(install: FoundInstall, notebook: Notebook) -> Path:
    """What an installed path is relative to: the notebook's folder, or one above it in the contents."""
    folder = notebook.path.parent
    name = install.text.removeprefix("-r ")
    if name == install.text or (folder / name).is_file():
        return folder
    inside = PurePosixPath(notebook.name).parent
    for above, place in zip(folder.parents, inside.parents, strict=False):
        if place_in_site(place, name) is not None and (above / name).is_file():
            return above
    return folder
