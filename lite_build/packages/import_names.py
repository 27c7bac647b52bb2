"""Which distribution provides a module that is imported: what is known of it, and from where.

A name that nothing is known of is a guess, and a guess is never fetched: the distribution of that name may be
anyone's.
"""

from __future__ import annotations

import zipfile
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import distributions
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeAlias

from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from lite_build.runtime.core import Core, Interpreter

#: What notebooks find in the kernel without a package of that name: the runtime's own modules, and what the
#: kernel installs before the first cell.
KERNEL_MODULES = frozenset(
    {"IPython", "comm", "ipykernel", "js", "micropip", "piplite", "pyodide", "pyodide_js", "pyodide_kernel"}
    | {"_pyodide", "_pyodide_core"}
)
#: Packages that many distributions put their modules into: the name alone says nothing (PEP 420).
SHARED_NAMESPACES = frozenset({"azure", "backports", "google", "sphinxcontrib", "zope"})
#: What wheels install at their top by oversight: nobody who imports these means that wheel.
STRAY_FOLDERS = frozenset({"docs", "examples", "test", "tests"})

_MODULE_SUFFIXES = (".py", ".so", ".pyd")
_FOLDERS_OF_WHEEL_DATA = ("purelib", "platlib")


#: Distributions by import name.
Evidence: TypeAlias = "Mapping[str, tuple[str, ...]]"


@dataclass(frozen=True)
class ImportNames:
    """What is known of import names.

    Args:
        provided: top-level modules that need no package.
        evidence: of each source, best first, the distributions' normalized names by (dotted) import name.
        last_resort: gives one more such source; called once, when a name is in none of the others.
    """

    provided: frozenset[str]
    evidence: tuple[Evidence, ...] = ()
    last_resort: Callable[[], Evidence] = dict

    def is_provided(self, module: str) -> bool:
        """Whether the interpreter or the kernel has a module, or one it is in."""
        return module.partition(".")[0] in self.provided

    def distributions_of(self, module: str) -> tuple[str, ...]:
        """The distributions that are known to provide a module: none, one, or several to choose from."""
        return (
            _look_up(module, self.evidence)
            or self._inside.get(module, ())
            or _look_up(module, (self._last_evidence,))
            or self._inside_last.get(module, ())
        )

    @cached_property
    def _last_evidence(self) -> Evidence:
        return self.last_resort()

    @cached_property
    def _inside(self) -> Evidence:
        return _by_namespace(self.evidence)

    @cached_property
    def _inside_last(self) -> Evidence:
        return _by_namespace((self._last_evidence,))


def _look_up(module: str, evidence: tuple[Evidence, ...]) -> tuple[str, ...]:
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        name = ".".join(parts[:length])
        for names in evidence:
            if name in names and name not in SHARED_NAMESPACES:
                return names[name]
    return ()


def _by_namespace(evidence: tuple[Evidence, ...]) -> Evidence:
    """The distributions that have modules inside of namespace packages, by the namespace's name."""
    return _grouped(
        (parent, distribution)
        for names in evidence
        for name, found in names.items()
        for parent in _parents(name)
        for distribution in found
    )


def known_import_names(
    interpreter: Interpreter,
    core: Core,
    *,
    wheels: Iterable[Path] = (),
    carried: Mapping[str, str] | None = None,
    environment: bool = True,
) -> ImportNames:
    """Collect what is known of import names.

    Args:
        interpreter: its standard library needs no package.
        core: its lock names the modules of each package of the distribution.
        wheels: whose files are read: locked, local or cached ones.
        carried: distributions that come with lite-build, by import name.
        environment: whether the distributions that are installed beside lite-build count.
    """
    return ImportNames(
        provided=interpreter.standard_library | KERNEL_MODULES,
        evidence=(
            {name: (canonicalize_name(distribution),) for name, distribution in (carried or {}).items()},
            _grouped(pair for wheel in wheels for pair in _names_in_wheel(wheel)),
            _grouped(_names_in_distribution(core)),
        ),
        # Reading what is installed takes longer than all else, and most notebooks do not need it.
        last_resort=_evidence_of_environment if environment else dict,
    )


def import_names_of(files: Iterable[PurePosixPath]) -> frozenset[str]:
    """The import names under which the files of an installed distribution are found.

    Inside of namespace packages (PEP 420) these are dotted.
    """
    modules = {_without_wheel_data(path) for path in files if path.name.endswith(_MODULE_SUFFIXES)}
    packages = {path.parent for path in modules if path.name == "__init__.py"}
    names = set()
    for path in modules:
        outermost = next((parent for parent in reversed(path.parents) if parent in packages), None)
        found = path.parent / path.name.partition(".")[0] if outermost is None else outermost
        is_name = found.parts and all(part.isidentifier() for part in found.parts)
        if is_name and found.parts[0] not in STRAY_FOLDERS:
            names.add(".".join(found.parts))
    return frozenset(names)


def _without_wheel_data(path: PurePosixPath) -> PurePosixPath:
    folder, *rest = path.parts
    if folder.endswith(".data") and len(rest) > 1 and rest[0] in _FOLDERS_OF_WHEEL_DATA:
        return PurePosixPath(*rest[1:])
    return path


def _names_in_wheel(wheel: Path) -> Iterator[tuple[str, str]]:
    try:
        distribution = parse_wheel_filename(wheel.name)[0]
        with zipfile.ZipFile(wheel) as archive:
            files = [PurePosixPath(name) for name in archive.namelist() if not name.endswith("/")]
    except (InvalidWheelFilename, zipfile.BadZipFile, OSError):
        # Broken wheels are evidence of nothing; what is installed is verified elsewhere.
        return
    for name in import_names_of(files):
        yield name, distribution


def _names_in_distribution(core: Core) -> Iterator[tuple[str, str]]:
    for name, package in core.distribution.items():
        for module in package.imports if package.is_wheel else ():
            if module in SHARED_NAMESPACES:
                # The lock has top-level names only.
                yield f"{module}.{name.replace('-', '_')}", name
            yield module, name


def _evidence_of_environment() -> Evidence:
    return _grouped(_names_in_environment())


def _names_in_environment() -> Iterator[tuple[str, str]]:
    for distribution in distributions():
        # One that came from a folder, a repository or a URL (PEP 610) may be on no index, or another's there.
        if distribution.read_text("direct_url.json") is None:
            name = canonicalize_name(distribution.name)
            for module in import_names_of(PurePosixPath(file) for file in distribution.files or ()):
                yield module, name


def _grouped(pairs: Iterable[tuple[str, str]]) -> Evidence:
    grouped: defaultdict[str, set[str]] = defaultdict(set)
    for module, distribution in pairs:
        grouped[module].add(distribution)
    return {module: tuple(sorted(found)) for module, found in grouped.items()}


def _parents(name: str) -> Iterator[str]:
    while name := name.rpartition(".")[0]:
        yield name
