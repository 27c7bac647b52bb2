"""Has a project's modules come from its wheel, and be known by the files of its source tree.

A test's folder, or the project's own, may be the first place that Python looks into. There lies the source,
and not what the wheel has of it. Tracebacks and coverage on the other hand are about the source: a module's
code names the file that the wheel's was made of.
"""

from __future__ import annotations

import re
import site
import sys
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from typing import Any

#: Modules that a wheel may leave out though they are in its packages.
_OF_TESTS = re.compile(r"^(tests?|testing|conftest|test_.*|.*_tests?)$")


class SourceLoader(SourceFileLoader):
    """Loads a module of the wheel as the file that it was made of.

    Args:
        name: of the module.
        path: of its file in the wheel.
        source: the file of the source tree.
    """

    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self._source = source

    def source_to_code(self, data: Any, path: Any, *arguments: Any, **options: Any) -> Any:  # type: ignore[override]
        """Compile it; see `importlib.abc.InspectLoader`."""
        return super().source_to_code(data, self._source, *arguments, **options)


class InstalledProject:
    """Finds the project's modules in its wheel.

    Args:
        modules: names at the top of what the wheel installs.
        sources: where the source tree has the modules, by their paths in the wheel, with "/".
    """

    def __init__(self, modules: set[str], sources: dict[str, str]) -> None:
        self._modules = modules
        self._folder = site.getsitepackages()[0]
        self._sources = {f"{self._folder}/{path}": source for path, source in sources.items()}

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Find a module; see `importlib.abc.MetaPathFinder`."""
        top, _, _ = name.partition(".")
        if top not in self._modules:
            return None
        spec = PathFinder.find_spec(name, [self._folder] if path is None else path, target)
        if spec is None:
            return self._find_test(name) if path is not None else None
        source = self._sources.get(spec.origin or "")
        if source is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = SourceLoader(name, spec.loader.path, source)
        return spec

    def _find_test(self, name: str) -> ModuleSpec | None:
        package, _, module = name.rpartition(".")
        if not any(_OF_TESTS.match(part) for part in name.split(".")[1:]):
            return None
        initial = self._sources.get(f"{self._folder}/{package.replace('.', '/')}/__init__.py")
        folders = [initial.rpartition("/")[0]] if initial is not None else []
        return PathFinder.find_spec(name, folders) if folders and module else None

    def invalidate_caches(self) -> None:
        """Nothing is kept."""

    def explain_to_coverage(self, measuring: Any) -> None:
        """Have coverage know which file is whose.

        Of a module it asks for `__file__`, which is the wheel's, since a module may load its data from beside
        that. Python's own library is one file here.

        Args:
            measuring: its module that decides on files, as it is imported.
        """
        source_of, add_library = measuring.source_for_file, measuring._add_stdlib_paths

        def add_paths(paths: set[str]) -> None:
            add_library(paths)
            paths.update(entry for entry in sys.path if entry.endswith(".zip"))

        measuring.source_for_file = lambda file: self._sources.get(file) or source_of(file)
        measuring._add_stdlib_paths = add_paths
