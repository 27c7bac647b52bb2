"""What a notebook runs, followed through the files beside it: modules, scripts and other notebooks."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeAlias

from lite_build.code.local_modules import PYTHON_SUFFIXES, LocalModules, place_in_site
from lite_build.code.notebook_imports import read_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from lite_build.code.found import FoundImport, FoundInCode, FoundInstall, FoundRun, ShellInstall
    from lite_build.notebooks.reading import Notebook

    Roots: TypeAlias = tuple[PurePosixPath, ...]


@dataclass(frozen=True)
class Need:
    """Something that a notebook needs and its own files do not have.

    Args:
        found: what it is.
        where: in words: "tour.ipynb, cell 2".
    """

    found: FoundImport | FoundInstall | ShellInstall
    where: str


@dataclass(frozen=True)
class _Piece:
    """Code that runs.

    Args:
        file: a module's, which relative imports start from; None for a cell.
        place: names a line of it for messages.
        roots: the folders that are searched for what it imports.
        optional: whether the notebook goes on where it fails.
    """

    found: FoundInCode
    file: PurePosixPath | None
    place: Callable[[int], str]
    roots: Roots
    optional: bool


class FollowedCode:
    """Follows what notebooks run.

    Args:
        local: the Python files of the contents.
        notebooks: the notebooks of the contents, by path in the site.
        is_known: whether a package or the interpreter provides an import: it goes before a folder with no
            `__init__.py`.
    """

    def __init__(
        self,
        local: LocalModules,
        notebooks: Mapping[PurePosixPath, Notebook],
        is_known: Callable[[FoundImport], bool],
    ) -> None:
        self._local = local
        self._notebooks = notebooks
        self._is_known = is_known

    def needs_of(self, notebook: Notebook) -> Iterator[Need]:
        """What a notebook needs, in the order of its cells, each with the place that needs it."""
        base = PurePosixPath(notebook.name).parent
        cells = _read_cells(notebook)
        local = self._local.with_written(_written(cells, base))
        added = [folder for found, _ in cells for folder in found.search]
        walk = _Walk(local, self._notebooks, self._is_known, base)
        walk.search(added)
        for found, place in cells:
            yield from walk.follow(_Piece(found, None, place, (base,), optional=False))


class _Walk:
    """One notebook's."""

    def __init__(
        self,
        local: LocalModules,
        notebooks: Mapping[PurePosixPath, Notebook],
        is_known: Callable[[FoundImport], bool],
        base: PurePosixPath,
    ) -> None:
        self._local = local
        self._notebooks = notebooks
        self._is_known = is_known
        self._base = base
        self._added: list[PurePosixPath] = []
        self._seen: set[tuple[PurePosixPath, Roots, bool]] = set()

    def search(self, folders: Sequence[str]) -> None:
        """Look for modules in these folders too."""
        places = (place_in_site(self._base, folder) for folder in folders)
        self._added += [place for place in places if place is not None and place not in self._added]

    def follow(self, start: _Piece) -> Iterator[Need]:
        """What a piece of code needs, and what that runs."""
        queue = deque([start])
        while queue:
            piece = queue.popleft()
            self.search(piece.found.search)
            yield from (Need(install, piece.place(install.line)) for install in piece.found.installs)
            yield from (Need(shell, piece.place(1)) for shell in piece.found.shell_installs)
            for run in piece.found.runs:
                queue.extend(self._run(run, piece))
            for one in piece.found.imports:
                optional = one.optional or piece.optional
                files = self._files_of(one, piece)
                if files is None:
                    yield Need(replace(one, optional=optional), piece.place(one.line))
                for file in files or ():
                    queue.extend(self._module(file, piece.roots, optional))

    def _files_of(self, one: FoundImport, piece: _Piece) -> list[PurePosixPath] | None:
        """The local files that an import runs; None where it is of something else."""
        if one.level:
            parents = () if piece.file is None else piece.file.parents[one.level - 1 : one.level]
            return [
                file for parent in parents for file in self._local.files_run_by(parent, one.module, one.names)
            ]
        roots = (*piece.roots, *self._added)
        for root in roots:
            if self._local.has(root, one.module):
                return self._local.files_run_by(root, one.module, one.names)
        if not self._is_known(one):
            for root in roots:
                if self._local.has_namespace(root, one.module):
                    return self._local.files_run_by(root, one.module, one.names)
        return None

    def _run(self, run: FoundRun, piece: _Piece) -> Iterator[_Piece]:
        optional = run.optional or piece.optional
        for folder in (self._base, *self._added):
            place = place_in_site(folder, run.path)
            if place is None:
                continue
            script = place if place.suffix in PYTHON_SUFFIXES else place.with_name(f"{place.name}.py")
            if place.name and place in self._notebooks:
                yield from self._notebook(place, piece.roots, optional)
                return
            if place.name and script in self._local.files:
                beside = (script.parent,) if run.beside else ()
                yield from self._module(script, _with(beside, piece.roots), optional)
                return

    def _module(self, file: PurePosixPath, roots: Roots, optional: bool) -> Iterator[_Piece]:
        if self._is_new(file, roots, optional):
            found = self._local.found_in(file)
            yield _Piece(found, file, lambda line: f"{file}, line {line}", roots, optional)

    def _notebook(self, place: PurePosixPath, roots: Roots, optional: bool) -> Iterator[_Piece]:
        roots = _with((place.parent,), roots)
        if self._is_new(place, roots, optional):
            for found, name in _read_cells(self._notebooks[place]):
                yield _Piece(found, None, name, roots, optional)

    def _is_new(self, file: PurePosixPath, roots: Roots, optional: bool) -> bool:
        """Whether a file was not followed yet, or only where it may fail."""
        keys = {(file, roots, False), (file, roots, optional)}
        if keys & self._seen:
            return False
        self._seen.add((file, roots, optional))
        return True


def _read_cells(notebook: Notebook) -> list[tuple[FoundInCode, Callable[[int], str]]]:
    """What each code cell needs, and its name for messages."""
    known: dict[str, bool | None] = {}
    cells: list[tuple[FoundInCode, Callable[[int], str]]] = []
    for cell in notebook.cells:
        if cell.kind == "code":
            found = read_cell(cell.source, known)
            known.update(found.truths)
            cells.append((found, _always(notebook.place(cell))))
    return cells


def _always(place: str) -> Callable[[int], str]:
    return lambda line: place


def _written(
    cells: Sequence[tuple[FoundInCode, Callable[[int], str]]], base: PurePosixPath
) -> dict[PurePosixPath, str]:
    written: dict[PurePosixPath, str] = {}
    for found, _ in cells:
        for write in found.writes:
            if (place := place_in_site(base, write.path)) is not None:
                written[place] = written.get(place, "") + write.text
    return written


def _with(folders: Roots, roots: Roots) -> Roots:
    return tuple(dict.fromkeys((*folders, *roots)))
