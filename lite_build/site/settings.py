"""The settings that the site's pages read: the kernel's, and those that make a site its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from jupyterlite_pyodide_kernel.constants import PYODIDE_KERNEL_PLUGIN_ID

from lite_build.plan import KERNEL_PACKAGES
from lite_build.site.addresses import core_folder, site_lock_url

if TYPE_CHECKING:
    from pathlib import Path

    from lite_build.provision import Provision

SETTINGS_FILE = "jupyter-lite.json"
#: Plugins that an app of jupyterlite-core 0.8.6 ships though what they need is not part of it: they fail at
#: each visit, with an error on the console. To go when the app's own list of plugins leaves them out.
_FAILING_PLUGINS = {"repl": ("@jupyterlab/codemirror-extension:commands",)}
_CONFIG_DATA = "jupyter-config-data"
_PLUGIN_SETTINGS = "litePluginSettings"


def kernel_settings(provision: Provision, *, allow_pypi_fallback: bool) -> dict[str, Any]:
    """What the Pyodide kernel is told: this site's core and packages, and no other place.

    Source: the schema `kernel.v0.schema.json` of jupyterlite-pyodide-kernel. The packages that the kernel
    itself needs are named, so that Pyodide loads them side by side where the kernel would one after another.
    """
    return {
        "pyodideUrl": f"./{core_folder(provision.core)}/pyodide.mjs",
        "disablePyPIFallback": not allow_pypi_fallback,
        "loadPyodideOptions": {
            "lockFileURL": f"./{site_lock_url(provision.site_lock_text)}",
            "packages": list(KERNEL_PACKAGES),
        },
    }


def write_settings(
    provision: Provision, project_root: Path, output: Path, *, allow_pypi_fallback: bool
) -> None:
    """Tell the kernel where its files are; what the project's own settings file says of it wins."""
    path = output / SETTINGS_FILE
    settings = json.loads(path.read_text(encoding="utf-8"))
    data = settings.setdefault(_CONFIG_DATA, {})
    kernel = data.setdefault(_PLUGIN_SETTINGS, {}).setdefault(PYODIDE_KERNEL_PLUGIN_ID, {})
    kernel.update(kernel_settings(provision, allow_pypi_fallback=allow_pypi_fallback))
    kernel.update(_projects_kernel_settings(project_root / SETTINGS_FILE))
    data["contentsAllJsonFile"] = "all.json"
    _write(path, settings)
    for app, plugins in _FAILING_PLUGINS.items():
        _disable_plugins(output / app / SETTINGS_FILE, plugins)


def _disable_plugins(path: Path, plugins: tuple[str, ...]) -> None:
    if path.exists():
        settings = json.loads(path.read_text(encoding="utf-8"))
        disabled = settings[_CONFIG_DATA].setdefault("disabledExtensions", [])
        disabled += [plugin for plugin in plugins if plugin not in disabled]
        _write(path, settings)


def _write(path: Path, settings: dict[str, Any]) -> None:
    path.write_text(json.dumps(settings, indent=2, sort_keys=True), encoding="utf-8")


def _projects_kernel_settings(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    settings = json.loads(path.read_text(encoding="utf-8"))
    own: dict[str, Any] = (
        settings.get(_CONFIG_DATA, {}).get(_PLUGIN_SETTINGS, {}).get(PYODIDE_KERNEL_PLUGIN_ID, {})
    )
    return own
