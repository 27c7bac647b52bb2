"""Which distribution provides a module that is imported: what is known of it, and from where.

A name that nothing is known of is a guess, and a guess is never fetched: the distribution of that name may be
anyone's.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from packaging.utils import canonicalize_name

from lite_build.code.conditions import OTHER_PLACES
from lite_build.packages.asked.every_site import WIDGET_PACKAGES
from lite_build.packages.discovered.known_distributions import DISTRIBUTIONS
from lite_build.packages.discovered.standard_library import (
    BROUGHT,
    lacking_modules,
    lacking_sentence,
    removed_sentence,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lite_build.packages.wheels.wheel import Wheel
    from lite_build.runtime.core import Core, Interpreter

#: What notebooks find in the kernel without a package of that name: the runtime's own modules, and what the
#: kernel installs before the first cell.
KERNEL_MODULES = frozenset(
    {"IPython", "comm", "ipykernel", "js", "micropip", "piplite", "pyodide", "pyodide_js", "pyodide_kernel"}
    | {"_pyodide", "_pyodide_core", "litepage"}
    | BROUGHT
)
#: Packages that many distributions put their modules into: the name alone says nothing (PEP 420).
SHARED_NAMESPACES = frozenset({"azure", "backports", "google", "sphinxcontrib", "zope"})
#: Distributions by import name.
Evidence: TypeAlias = "Mapping[str, tuple[str, ...]]"


@dataclass(frozen=True)
class ImportNames:
    """What is known of import names.

    Args:
        provided: top-level modules that need no package.
        evidence: of each source, best first, the distributions' normalized names by (dotted) import name.
        lacking: modules of the standard library that kernels have not.
    """

    provided: frozenset[str]
    evidence: tuple[Evidence, ...] = ()
    lacking: frozenset[str] = frozenset()

    def is_provided(self, module: str) -> bool:
        """Whether the interpreter or the kernel has a module, or one it is in."""
        return module.partition(".")[0] in self.provided and not self.lacks(module)

    def lacks(self, module: str) -> bool:
        """Whether the standard library should have a module, and the runtime's has not."""
        return self._lacking_part(module) is not None

    def _lacking_part(self, module: str) -> str | None:
        parts = module.split(".")
        names = (".".join(parts[:length]) for length in range(1, len(parts) + 1))
        return next((name for name in names if name in self.lacking), None)

    def why_unavailable(self, module: str) -> str | None:
        """Say why no package brings a module into a page; None where one may."""
        if self.distributions_of(module):
            return None
        for other, place in OTHER_PLACES.items():
            if module == other or module.startswith(f"{other}."):
                return f"{other} is in {place} alone: import it only there."
        if (removed := removed_sentence(module)) is not None:
            return removed
        lacking = self._lacking_part(module)
        return None if lacking is None else lacking_sentence(lacking)

    def likely_distribution_of(self, module: str) -> str | None:
        """The distribution that people mean by a module of another name; nothing is fetched for it."""
        name = DISTRIBUTIONS.get(module) or DISTRIBUTIONS.get(module.partition(".")[0])
        return None if name is None else str(name)

    def distributions_of(self, module: str) -> tuple[str, ...]:
        """The distributions that are known to provide a module: none, one, or several to choose from."""
        return _look_up(module, self.evidence) or self._inside.get(module, ())

    @cached_property
    def _inside(self) -> Evidence:
        return _by_namespace(self.evidence)


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


def known_import_names(interpreter: Interpreter, core: Core, *, wheels: Iterable[Wheel] = ()) -> ImportNames:
    """Collect what is known of import names.

    What is installed on this machine is no evidence: one project must need the same on every machine.

    Args:
        interpreter: its standard library needs no package.
        core: its lock names the modules of each package of the distribution.
        wheels: of the site.
    """
    return ImportNames(
        provided=interpreter.standard_library | KERNEL_MODULES,
        evidence=(
            _grouped((module, wheel.name) for wheel in wheels for module in wheel.imports),
            _grouped(_names_in_distribution(core)),
            _grouped((name, name) for name in WIDGET_PACKAGES),
        ),
        lacking=lacking_modules(interpreter),
    )


def _names_in_distribution(core: Core) -> Iterator[tuple[str, str]]:
    for name, package in core.distribution.items():
        for module in map(_as_module, package.imports if package.is_wheel else ()):
            if module in SHARED_NAMESPACES:
                # The lock has top-level names only.
                yield f"{module}.{name.replace('-', '_')}", name
            yield module, name


def _as_module(name: str) -> str:
    """A module's name; the lock has that of a package in the place of some."""
    return name if name.isidentifier() else canonicalize_name(name).replace("-", "_")


def _grouped(pairs: Iterable[tuple[str, str]]) -> Evidence:
    grouped: defaultdict[str, set[str]] = defaultdict(set)
    for module, distribution in pairs:
        grouped[module].add(distribution)
    return {module: tuple(sorted(found)) for module, found in grouped.items()}


def _parents(name: str) -> Iterator[str]:
    while name := name.rpartition(".")[0]:
        yield name
