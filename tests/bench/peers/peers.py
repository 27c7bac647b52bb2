"""Peers, each as its own guide says that a page is written, with Python from the same host."""

from __future__ import annotations

import html
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.bench.peers.npm_packages import MARIMO_ISLANDS, PYSCRIPT, STLITE, THEBE, THEBE_LITE, NpmPackage
from tests.bench.peers.page_side import SAVED, PageSide, write_pages

if TYPE_CHECKING:
    from collections.abc import Callable

#: What runs in the page.
_PAGE = Path(__file__).parents[1] / "page"
#: Where a peer's Pyodide is, in its folder.
_PYODIDE = "pyodide"


@dataclass(frozen=True)
class Peer:
    """Somebody who puts Python into pages.

    Args:
        package: the one that it is named after.
        pyodide: the version that it asks for; None where a page cannot say where it is.
        write_into: writes its pages into a folder of the host's.
        needs: what it needs of other hosts.
    """

    title: str
    package: NpmPackage
    pyodide: str | None
    write_into: Callable[[Path], None]
    needs: str = ""

    @property
    def name(self) -> str:
        """What it is called in figures."""
        return f"{self.title} {self.package.version}"

    def write(self, root: Path) -> PageSide:
        """Put its packages, Pyodide and its pages below a host's root.

        Raises:
            BuildFailure: the npm registry cannot be reached.
        """
        side = PageSide(self.title.replace(" ", "-").lower(), needs=self.needs)
        folder = root / side.folder
        folder.mkdir()
        if self.pyodide is not None:
            NpmPackage("pyodide", self.pyodide).unpack(folder / _PYODIDE)
        self.write_into(folder)
        return side


def _code(name: str) -> str:
    return (_PAGE / f"{name}.py").read_text(encoding="utf-8")


def _write_pyscript(folder: Path) -> None:
    """Source: <https://docs.pyscript.net/2026.1.1/user-guide/offline>."""
    PYSCRIPT.unpack(folder / "pyscript", "dist")
    settings = html.escape(json.dumps({"interpreter": f"./{_PYODIDE}/pyodide.mjs"}))
    write_pages(
        folder,
        f'{SAVED}<script type="py" src="pyscript.py" config="{settings}"></script>',
        '<link rel="stylesheet" href="pyscript/core.css">'
        '<script type="module" src="pyscript/core.js"></script>',
    )
    (folder / "pyscript.py").write_text(_code("pyscript_button"), encoding="utf-8")


def _write_marimo(folder: Path) -> None:
    """Source: <https://docs.marimo.io/guides/publishing/islands/>."""
    MARIMO_ISLANDS.unpack(folder / "islands", "dist")
    cells = _code("marimo_button").split("\n# %%\n")
    islands = "".join(
        '<marimo-island data-app-id="main" data-reactive="true"><marimo-cell-output></marimo-cell-output>'
        f"<marimo-cell-code hidden>{quote(cell)}</marimo-cell-code></marimo-island>"
        for cell in cells
    )
    write_pages(
        folder,
        f"{SAVED}{islands}",
        '<link rel="stylesheet" href="islands/style.css">'
        '<script type="module" src="islands/main.js"></script>',
    )


def _write_stlite(folder: Path) -> None:
    """Source: <https://github.com/whitphx/stlite>."""
    STLITE.unpack(folder / "stlite", "build")
    files = json.dumps({"app.py": _code("streamlit_button")})
    write_pages(
        folder,
        f'{SAVED}<div id="root"></div><script type="module">import {{ mount }} from "./stlite/stlite.js";'
        f'mount({{ entrypoint: "app.py", files: {files}, '
        f'pyodideUrl: new URL("{_PYODIDE}/pyodide.mjs", location.href).href }}, root);</script>',
        '<link rel="stylesheet" href="stlite/stlite.css">',
    )


def _write_thebe(folder: Path) -> None:
    """Source: <https://mystmd.org/thebe/quickstart-lite>, and `LiteServerConfig` of thebe-lite."""
    THEBE.unpack(folder / "thebe", "lib")
    THEBE_LITE.unpack(folder / "thebe-lite", "dist/lib")
    code = html.escape(_code("thebe_button"))
    write_pages(
        folder,
        f'{SAVED}<pre data-executable="true" data-language="python">{code}</pre>'
        '<script type="module" src="thebe.js"></script>',
        '<script src="thebe-lite/thebe-lite.min.js"></script><script src="thebe/index.js"></script>'
        '<link rel="stylesheet" href="thebe/thebe.css">',
    )
    shutil.copyfile(_PAGE / "thebe.js", folder / "thebe.js")


_NO_PACKAGES = "npm's Pyodide has its core alone; "
PEERS = (
    Peer("PyScript", PYSCRIPT, "314.0.2", _write_pyscript),
    Peer(
        "marimo islands",
        MARIMO_ISLANDS,
        None,
        _write_marimo,
        "A page cannot say where Pyodide, its lock and marimo's wheel are: their addresses are its own.",
    ),
    Peer(
        "stlite",
        STLITE,
        "0.29.3",
        _write_stlite,
        f"{_NO_PACKAGES}it loads micropip, numpy, pandas and fastparquet of Pyodide's distribution, and what "
        "else Streamlit requires from the Python index.",
    ),
    Peer(
        "thebe-lite",
        THEBE_LITE,
        "0.27.0",
        _write_thebe,
        f"{_NO_PACKAGES}its kernel loads micropip, ssl and sqlite3 of Pyodide's distribution.",
    ),
)
