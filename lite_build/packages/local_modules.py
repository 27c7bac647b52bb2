"""Modules that lie beside the notebooks and are published with them: they are no distribution's."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path, PurePosixPath


@dataclass(frozen=True)
class LocalModules:
    """The Python files of the contents.

    Args:
        files: where each is read, by its path in the site.
    """

    files: Mapping[PurePosixPath, Path]

    @cached_property
    def _folders(self) -> frozenset[PurePosixPath]:
        return frozenset(folder for file in self.files for folder in file.parents)

    @cached_property
    def _names(self) -> Mapping[PurePosixPath, set[str]]:
        """The modules and packages directly in each folder."""
        names: defaultdict[PurePosixPath, set[str]] = defaultdict(set)
        for file in self.files:
            names[file.parent].add(file.stem)
            if file.name == "__init__.py":
                names[file.parent.parent].add(file.parent.name)
        return dict(names)

    def has(self, base: PurePosixPath, module: str) -> bool:
        """Whether `import module` finds a module or a package with `__init__.py` in the folder `base`."""
        return module.partition(".")[0] in self._names.get(base, ())

    def has_namespace(self, base: PurePosixPath, module: str) -> bool:
        """Whether it finds a folder with no `__init__.py`, which any installed package goes before."""
        return base / module.partition(".")[0] in self._folders

    def files_run_by(self, base: PurePosixPath, module: str, names: tuple[str, ...]) -> list[PurePosixPath]:
        """The files that `from module import names` runs, as paths in the site; `module` may be ""."""
        folder = base
        found: list[PurePosixPath] = []
        for part in filter(None, module.split(".")):
            if (file := folder / f"{part}.py") in self.files:
                return [*found, file]
            folder /= part
            if (package := folder / "__init__.py") in self.files:
                found.append(package)
        inside = (folder / place for name in names for place in (f"{name}.py", f"{name}/__init__.py"))
        return [*found, *(file for file in inside if file in self.files)]
