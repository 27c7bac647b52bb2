"""Which modules a built site has, and why an import of one fails, in words."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from lite_build.check.verdict import what_ships
from lite_build.code.local_modules import PYTHON_SUFFIXES, LocalModules
from lite_build.packages.discovered.import_names import KERNEL_MODULES, SHARED_NAMESPACES, ImportNames
from lite_build.packages.discovered.standard_library import lacking_modules
from lite_build.packages.wheels.wheel import Wheel, read_wheel
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from lite_build.check.site_kernel import SiteKernel
    from lite_build.runtime.core import Interpreter


@dataclass(frozen=True)
class SiteModules:
    """The modules of a site.

    Args:
        known: the interpreter's, the kernel's, and those of the site's wheels.
        wheels: of the site.
        files: the Python files of its contents, by path.
    """

    known: ImportNames
    wheels: tuple[Wheel, ...]
    files: dict[str, Path]

    def why_missing(self, module: str) -> str:
        """Say why a module cannot be imported, and what to do about it.

        Args:
            module: dotted, as the import names it.
        """
        top = module.partition(".")[0]
        for wheel in self.wheels:
            if any(name == module or name.startswith(f"{module}.") for name in wheel.imports):
                return (
                    f"the site ships it in {wheel.name} {wheel.version}, and the kernel did not find it: "
                    "a cell before may have uninstalled it; if none has, build the site anew"
                )
        if (reason := self.known.why_unavailable(module)) is not None:
            return reason.rstrip(".")
        shipped = [
            wheel for wheel in self.wheels if any(name.partition(".")[0] == top for name in wheel.imports)
        ]
        if shipped and top != module and top not in SHARED_NAMESPACES:
            names = " and ".join(f"{wheel.name} {wheel.version}" for wheel in shipped)
            return f"{names}, which the site ships, has no module {module}: another version may have it"
        if self.known.is_provided(top):
            return f"Python's own {top} has no module {module}"
        local = LocalModules({PurePosixPath(name): path for name, path in self.files.items()})
        if (elsewhere := local.elsewhere(module)) is not None:
            return f"no package of the site provides {module}, and {elsewhere.rstrip('.')}"
        if (likely := self.known.likely_distribution_of(module)) is not None:
            return (
                f"no package of the site provides {module}, which is usually the package {likely}'s: "
                f"`lite-build add {likely}` ships it"
            )
        return what_ships(module)


def read_site_modules(kernel: SiteKernel, files: Path, interpreter: Interpreter | None) -> SiteModules:
    """Read which modules a site has.

    Args:
        kernel: of the site.
        files: the folder of the site's contents.
        interpreter: what the runtime says of itself; None where it was not asked.
    """
    wheels = []
    for path in kernel.wheels:
        # A broken wheel provides nothing.
        with suppress(BuildFailure):
            wheels.append(read_wheel(path))
    # The host's names stand for the modules that are compiled into the runtime, where it was not asked.
    own = sys.stdlib_module_names if interpreter is None else interpreter.standard_library
    return SiteModules(
        known=ImportNames(
            provided=kernel.standard_library | own | KERNEL_MODULES,
            evidence=(_provided_by(wheels),),
            lacking=lacking_modules(interpreter),
        ),
        wheels=tuple(wheels),
        files={
            path.relative_to(files).as_posix(): path
            for path in files.rglob("*")
            if path.suffix in PYTHON_SUFFIXES and path.is_file()
        },
    )


def _provided_by(wheels: Sequence[Wheel]) -> dict[str, tuple[str, ...]]:
    provided_by: dict[str, tuple[str, ...]] = {}
    for wheel in wheels:
        for module in wheel.imports:
            provided_by[module] = (*provided_by.get(module, ()), wheel.name)
    return provided_by
