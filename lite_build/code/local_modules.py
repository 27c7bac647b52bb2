"""Modules that lie beside the notebooks and are published with them: they are no distribution's."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from lite_build.code.module_imports import read_module
from lite_build.code.notebook_imports import read_cell

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from lite_build.code.found import FoundInCode

#: Files of Python that `%run` runs, those with IPython's syntax among them.
PYTHON_SUFFIXES = frozenset({".py", ".ipy"})
#: Where the contents lie in a page.
_DRIVE = "/drive/"


@dataclass(frozen=True)
class LocalModules:
    """The Python files of the contents.

    Args:
        files: where each is read, by its path in the site; or its text, where a cell writes it.
        read: what was found in the files that were read.
    """

    files: Mapping[PurePosixPath, Path | str]
    read: dict[Path, FoundInCode] = field(default_factory=dict, compare=False)

    @cached_property
    def _folders(self) -> frozenset[PurePosixPath]:
        return frozenset(folder for file in self.files for folder in file.parents)

    @cached_property
    def _names(self) -> Mapping[PurePosixPath, set[str]]:
        """The modules and packages directly in each folder."""
        names: defaultdict[PurePosixPath, set[str]] = defaultdict(set)
        for file in self.files:
            if file.suffix == ".py":
                names[file.parent].add(file.stem)
            if file.name == "__init__.py":
                names[file.parent.parent].add(file.parent.name)
        return dict(names)

    def with_written(self, written: Mapping[PurePosixPath, str]) -> LocalModules:
        """These, and files that the cells of a notebook write."""
        return LocalModules({**self.files, **written}, self.read) if written else self

    def found_in(self, file: PurePosixPath) -> FoundInCode:
        """What a file needs; nothing where it cannot be read."""
        source = self.files[file]
        if isinstance(source, str):
            return read_module(source)
        if source not in self.read:
            try:
                text = source.read_bytes().decode("utf-8", errors="replace")
            except OSError:
                text = ""
            self.read[source] = read_cell(text) if file.suffix == ".ipy" else read_module(text)
        return self.read[source]

    def has(self, base: PurePosixPath, module: str) -> bool:
        """Whether `import module` finds a module or a package with `__init__.py` in the folder `base`."""
        return module.partition(".")[0] in self._names.get(base, ())

    def has_namespace(self, base: PurePosixPath, module: str) -> bool:
        """Whether it finds a folder with no `__init__.py`, which any installed package goes before."""
        return base / module.partition(".")[0] in self._folders

    def elsewhere(self, module: str) -> str | None:
        """Say that a module lies in another folder than where Python looks; None where it lies in none."""
        top = module.partition(".")[0]
        folders = sorted(folder for folder, names in self._names.items() if top in names)
        if not folders:
            return None
        path = folders[0] / top
        shown = path if (path / "__init__.py") in self.files else path.with_name(f"{top}.py")
        return (
            f"{shown} is not in the notebook's folder, where Python looks: "
            "move it there, or add its folder to sys.path first."
        )

    def files_run_by(self, base: PurePosixPath, module: str, names: tuple[str, ...]) -> list[PurePosixPath]:
        """The files that `from module import names` runs, as paths in the site; `module` may be ""."""
        folder = base
        found: list[PurePosixPath] = []
        for part in filter(None, module.split(".")):
            if (package := folder / part / "__init__.py") in self.files:
                # Python takes a package before a module of the same name.
                found.append(package)
            elif (file := folder / f"{part}.py") in self.files:
                return [*found, file]
            folder /= part
        inside = (folder / place for name in names for place in (f"{name}.py", f"{name}/__init__.py"))
        return [*found, *(file for file in inside if file in self.files)]


def place_in_site(base: PurePosixPath, path: str) -> PurePosixPath | None:
    """Where a path leads in the contents.

    Args:
        base: the folder that it is relative to.
        path: as code spells it.

    Returns:
        None where it leads out of the contents.
    """
    path = path.replace("\\", "/")
    if path.startswith(_DRIVE):
        base, path = PurePosixPath(), path.removeprefix(_DRIVE)
    if path.startswith(("/", "~")):
        return None
    whole = posixpath.normpath(posixpath.join(str(base), path))
    return None if whole.startswith("..") else PurePosixPath(whole)
