"""The packages of upstream that are watched, and those of them that move together."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True)
class Family:
    """Packages that one project releases together, and that fit only together.

    Args:
        name: for people.
        pypi: names on the Python index, normalized.
        npm: names on the npm registry; `*` stands for any part of a name.
        not_npm: names that `npm` matches and that another family has.
    """

    name: str
    pypi: tuple[str, ...] = ()
    npm: tuple[str, ...] = ()
    not_npm: tuple[str, ...] = ()

    def has(self, registry: str, name: str) -> bool:
        """Whether a package is one of this family."""
        if registry == "PyPI":
            return name in self.pypi
        return name not in self.not_npm and any(fnmatchcase(name, pattern) for pattern in self.npm)


#: Pyodide's core, which no package.json names: sites get it from the npm registry.
PYODIDE = "pyodide"
KERNEL = "@jupyterlite/pyodide-kernel"

#: In the order in which they are moved where not all can be: what others build upon comes first.
FAMILIES = (
    Family("JupyterLab", npm=("@jupyterlab/*", "@lumino/*")),
    Family("JupyterLab's builder", npm=("@jupyter/builder", "@rspack/core")),
    Family("JupyterLite", pypi=("jupyterlite-core",), npm=("@jupyterlite/*",), not_npm=(KERNEL,)),
    Family("Pyodide", npm=(PYODIDE,)),
    Family("Pyodide kernel", pypi=("jupyterlite-pyodide-kernel",), npm=(KERNEL,)),
    Family("ipywidgets", pypi=("ipywidgets", "jupyterlab-widgets"), npm=("@jupyter-widgets/*",)),
    Family("anywidget", pypi=("anywidget",)),
    Family("jupyterlite-sphinx", pypi=("jupyterlite-sphinx",)),
)


def family_of(registry: str, name: str) -> Family | None:
    """Tell a package's family; None where it is not watched."""
    return next((family for family in FAMILIES if family.has(registry, name)), None)
