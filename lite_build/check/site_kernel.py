"""The kernel of a built site, as its settings describe it to the browser."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from jupyterlite_pyodide_kernel.constants import PYODIDE_KERNEL_PLUGIN_ID

from lite_build.runtime.core import STANDARD_LIBRARY
from lite_build.site.kernel import KERNEL_PLUGIN_ID
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_SETTINGS_FILE = "jupyter-lite.json"
#: Where upstream's plugin has its own wheels, whose addresses are in its code and not in the settings.
_PLUGIN_WHEELS = "extensions/@jupyterlite/pyodide-kernel-extension/static/pypi"


@dataclass(frozen=True)
class SiteKernel:
    """What a site's pages tell the kernel.

    Args:
        site: the site's folder, absolute and with no links in it.
        settings: with every key that the runner reads.
        plugin_index: relative to the site.
        plugin_piplite: relative to the site.
        boot: what the kernel starts from (`lite_build.boot.manifest`); None for nothing.
        catalogue: the file that tells it of the site's packages (`lite_build.boot.catalogue`); None for none.
        shipped: files of other hosts that the site has, by their addresses (`lite_build.site.assets`).
        vendored: places of what widgets import from other hosts, by their addresses
            (`lite_build.vendored.shipping`).
    """

    site: Path
    settings: Mapping[str, Any]
    plugin_index: str | None
    plugin_piplite: str | None
    boot: Mapping[str, Any] | None = None
    catalogue: Mapping[str, Any] | None = None
    shipped: Mapping[str, Any] = field(default_factory=dict)
    vendored: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def wheels(self) -> tuple[Path, ...]:
        """Every wheel of the site: those of the runtime's lock, of piplite's indexes, and of the contents."""
        return tuple(sorted(path for path in self.site.rglob("*.whl") if path.is_file()))

    @property
    def standard_library(self) -> frozenset[str]:
        """The top-level modules in the runtime's own archive. Those that are compiled in are not."""
        runtime = self.site / unquote(urlsplit(self.settings["pyodideUrl"]).path)
        with zipfile.ZipFile(runtime.with_name(STANDARD_LIBRARY)) as archive:
            return frozenset(name.partition("/")[0].partition(".")[0] for name in archive.namelist())


def read_site_kernel(site: Path) -> SiteKernel:
    """Read how a site starts its kernel.

    Raises:
        UserMistake: there is no site, or its kernel comes from elsewhere.
    """
    site = site.resolve()
    path = site / _SETTINGS_FILE
    if not path.is_file():
        raise UserMistake(
            "there is no built site", where=str(site), remedy="build it with `lite-build build`"
        )
    data = json.loads(path.read_text(encoding="utf-8")).get("jupyter-config-data", {})
    plugins = data.get("litePluginSettings", {})
    settings = plugins.get(PYODIDE_KERNEL_PLUGIN_ID, {})
    pyodide_url = settings.get("pyodideUrl", "")
    if not pyodide_url or urlsplit(pyodide_url).netloc:
        raise UserMistake(
            f"the kernel's runtime is not in the site: {pyodide_url or 'no pyodideUrl is set'}",
            where=str(path),
            remedy="build the site with `lite-build build`, which ships the runtime",
        )
    wheels = site / _PLUGIN_WHEELS
    return SiteKernel(
        site=site,
        settings={
            "pyodideUrl": pyodide_url,
            "pipliteUrls": settings.get("pipliteUrls", []),
            "disablePyPIFallback": settings.get("disablePyPIFallback", False),
            "loadPyodideOptions": {"packages": [], **settings.get("loadPyodideOptions", {})},
        },
        plugin_index=_first_address(wheels, "all.json", site),
        plugin_piplite=settings.get("pipliteWheelUrl") or _first_address(wheels, "piplite-*.whl", site),
        boot=plugins.get(KERNEL_PLUGIN_ID, {}).get("boot"),
        catalogue=plugins.get(KERNEL_PLUGIN_ID, {}).get("catalogue"),
        shipped=plugins.get(KERNEL_PLUGIN_ID, {}).get("shipped", {}),
        vendored=plugins.get(KERNEL_PLUGIN_ID, {}).get("vendored", {}),
    )


def _first_address(folder: Path, pattern: str, site: Path) -> str | None:
    found = sorted(folder.glob(pattern))
    return found[0].relative_to(site).as_posix() if found else None
