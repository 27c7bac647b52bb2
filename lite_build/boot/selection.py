"""Which packages of a site the archive holds, and what is imported before the snapshot is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lite_build.packages.asked.every_site import KERNEL_PACKAGES
from lite_build.packages.wheels.wheel import read_wheel
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lite_build.packages.wheels.package_file import FetchedPackage

#: What every notebook with widgets needs, as far as the site has it.
DEFAULT_IMPORTS = ("comm", "traitlets", "ipywidgets", "anywidget", "litewidget")

#: In this order: `pyodide_kernel` puts stand-ins into `sys.modules` before anything else may be imported.
KERNEL_IMPORTS = ("pyodide_kernel", "micropip", "piplite.piplite")


@dataclass(frozen=True)
class BootSelection:
    """What an archive and a snapshot are made of.

    Args:
        packages: as the site ships them, sorted by name: pure wheels, with all that they need.
        imports: modules, besides the kernel's own.
        has_kernel: whether the kernel is imported, and has done what a first cell needs.
    """

    packages: tuple[FetchedPackage, ...]
    imports: tuple[str, ...]
    has_kernel: bool = True


def select_packages(
    shipped: Sequence[FetchedPackage], asked_imports: Sequence[str] | None = None
) -> BootSelection:
    """Select what the kernel and the imports need.

    Others are fetched when they are looked at (`catalogue.py`): in the archive every reader would fetch them.

    Args:
        shipped: all packages of the site.
        asked_imports: modules; None for those of `DEFAULT_IMPORTS` that the site has.

    Raises:
        UserMistake: a module that was asked for needs a compiled package, which no snapshot can hold.
    """
    by_name = {fetched.package.name: fetched for fetched in shipped}
    providers = _providers(shipped)
    names = closure(KERNEL_PACKAGES, shipped)
    imports = []
    for module in DEFAULT_IMPORTS if asked_imports is None else asked_imports:
        provider = _provider(module, providers)
        if provider is None and asked_imports is None:
            continue
        needed = closure([provider], shipped) if provider is not None else set[str]()
        compiled = sorted(name for name in needed if not by_name[name].path.name.endswith("-none-any.whl"))
        if compiled and asked_imports is not None:
            raise UserMistake(
                f"{module} needs {', '.join(compiled)}, which is compiled and cannot be in a snapshot",
                where="BootAddon.imports",
                remedy=f"Leave {module} out: an import in a notebook loads it as always.",
            )
        if not compiled:
            names |= needed
            imports.append(module)
    return BootSelection(tuple(by_name[name] for name in sorted(names)), tuple(imports))


def _providers(shipped: Iterable[FetchedPackage]) -> dict[str, str]:
    return {
        module: fetched.package.name
        for fetched in shipped
        if fetched.path.suffix == ".whl"
        for module in read_wheel(fetched.path).imports
    }


def _provider(module: str, providers: Mapping[str, str]) -> str | None:
    """The package of the module, or of the nearest one around it: namespaces are of many packages."""
    parts = module.split(".")
    around = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((providers[name] for name in around if name in providers), None)


def closure(names: Iterable[str], shipped: Sequence[FetchedPackage]) -> set[str]:
    """Name these packages and all that they need, as far as the site has them."""
    by_name = {fetched.package.name: fetched for fetched in shipped}
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in by_name and name not in found:
            found.add(name)
            waiting += by_name[name].package.requires
    return found
