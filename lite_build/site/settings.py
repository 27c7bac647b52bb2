"""The settings that the site's pages read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jupyterlite_pyodide_kernel.constants import PYODIDE_KERNEL_PLUGIN_ID
from msgspec import to_builtins

from lite_build.files.json_file import merged, read_json_object, write_json
from lite_build.packages.asked.every_site import KERNEL_PACKAGES
from lite_build.project.options import SiteOptions
from lite_build.site.assets import shipped_files
from lite_build.site.kernel import KERNEL_PLUGIN_ID
from lite_build.supply.addresses import PACKAGES_FOLDER, core_folder, package_url, site_lock_url
from lite_build.supply.kernel_files import kernel_files
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from pathlib import Path

    from lite_build.boot.manifest import BootFile, BootManifest
    from lite_build.project.options import DriveKind, StorageKind
    from lite_build.supply.provision import Provision

SETTINGS_FILE = "jupyter-lite.json"
#: Plugins that an app of jupyterlite-core 0.8.6 ships though what they need is not part of it: they fail at
#: each visit, with an error on the console. To go when the app's own list of plugins leaves them out.
_FAILING_PLUGINS = {"repl": ("@jupyterlab/codemirror-extension:commands",)}
#: Defaults of JupyterLab's own that suit a published site; a project's overrides win.
_DEFAULT_OVERRIDES = {
    "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
    # A reproducible site's files have no dates of their own.
    "@jupyterlab/filebrowser-extension:browser": {"showLastModifiedColumn": False},
}
#: By this name pages find where they store (extensions/jupyterlite/src/application/page-storage.ts).
_STORAGE_PLUGIN = "@lite-build/jupyterlite:storage"
#: And by this one, which drives there are (…/src/drives/site-drives.ts).
_DRIVES_PLUGIN = "@lite-build/jupyterlite:drives"
#: And by this one, whether they open documents of other hosts (…/src/sharing/from-elsewhere-plugin.ts).
_OTHER_HOSTS_PLUGIN = "@lite-build/jupyterlite:from-elsewhere"
CONFIG_DATA = "jupyter-config-data"
#: By this name the settings say what of the site works without a network.
OFFLINE = "offline"
PLUGIN_SETTINGS = "litePluginSettings"


def kernel_settings(provision: Provision, *, allow_pypi_fallback: bool) -> dict[str, Any]:
    """What the Pyodide kernel is told: this site's core and packages, and no other place.

    Source: the schema `kernel.v0.schema.json` of jupyterlite-pyodide-kernel. The packages that the kernel
    itself needs are named, so that Pyodide loads them side by side where the kernel would one after another.
    """
    piplite = next(fetched for fetched in provision.shipped if fetched.package.name == "piplite")
    return {
        "pyodideUrl": f"./{core_folder(provision.core)}/pyodide.mjs",
        "pipliteWheelUrl": f"./{PACKAGES_FOLDER}/{package_url(piplite)}",
        "disablePyPIFallback": not allow_pypi_fallback,
        "loadPyodideOptions": {
            "lockFileURL": f"./{site_lock_url(provision.site_lock_text)}",
            "packages": list(KERNEL_PACKAGES),
            # Messages are JSON. Without this, a null in what a widget sends is Pyodide's `jsnull` in Python,
            # which no library of widgets knows, and not None.
            "convertNullToNone": True,
        },
    }


def write_settings(
    provision: Provision,
    project_root: Path,
    output: Path,
    *,
    allow_pypi_fallback: bool,
    boot: BootManifest | None = None,
    catalogue: BootFile | None = None,
) -> None:
    """Tell the kernel where its files are; what the project's own settings file says of it wins.

    Args:
        provision: what the site ships.
        project_root: where the project's own settings are.
        output: the site.
        allow_pypi_fallback: whether a reader's `%pip` may reach the public index.
        boot: what the kernel starts from; None where it starts with nothing prepared.
        catalogue: what tells the kernel of the site's packages; None where it loads them as upstream's does.

    Raises:
        UserMistake: the project's settings hold something else where an object belongs.
    """
    path = output / SETTINGS_FILE
    kernel = merged(
        kernel_settings(provision, allow_pypi_fallback=allow_pypi_fallback),
        _projects_kernel_settings(project_root / SETTINGS_FILE),
    )
    kernels = {
        PYODIDE_KERNEL_PLUGIN_ID: kernel,
        KERNEL_PLUGIN_ID: _own_kernel_settings(provision, output, boot, catalogue),
    }
    data = {PLUGIN_SETTINGS: kernels, "contentsAllJsonFile": "all.json"}
    below = {CONFIG_DATA: {"settingsOverrides": _DEFAULT_OVERRIDES}}
    write_json(path, merged(merged(below, read_json_object(path)), {CONFIG_DATA: data}))
    for app, plugins in _FAILING_PLUGINS.items():
        _disable_plugins(output / app / SETTINGS_FILE, plugins)


def write_storage(kind: StorageKind, output: Path) -> None:
    """Tell the pages where they store what readers make; nothing where they store it in the browser."""
    if kind != "browser":
        path = output / SETTINGS_FILE
        own = {_STORAGE_PLUGIN: {"kind": kind}}
        write_json(path, merged(read_json_object(path), {CONFIG_DATA: {PLUGIN_SETTINGS: own}}))


def write_drives(kinds: tuple[DriveKind, ...], output: Path) -> None:
    """Tell the pages which drives there are; nothing where they are the usual ones."""
    if kinds != SiteOptions.drives:
        path = output / SETTINGS_FILE
        own = {_DRIVES_PLUGIN: {"kinds": list(kinds)}}
        write_json(path, merged(read_json_object(path), {CONFIG_DATA: {PLUGIN_SETTINGS: own}}))


def allow_other_hosts(output: Path) -> None:
    """Let the pages open documents of other hosts that an address names, where the reader wants it."""
    path = output / SETTINGS_FILE
    own = {_OTHER_HOSTS_PLUGIN: {"isAllowed": True}}
    write_json(path, merged(read_json_object(path), {CONFIG_DATA: {PLUGIN_SETTINGS: own}}))


def _own_kernel_settings(
    provision: Provision, output: Path, boot: BootManifest | None, catalogue: BootFile | None
) -> dict[str, Any]:
    """What our kernel is told besides: what it starts from, and how much there is to fetch without that."""
    # Modules are not fetched but imported, of which no progress can be seen.
    fetched = (name for name in kernel_files(provision) if not name.endswith(".mjs"))
    sizes = {"bootBytes": sum((output / name).stat().st_size for name in fetched)}
    parts = {
        "boot": boot,
        "catalogue": catalogue,
        "shipped": shipped_files(provision.data) or None,
        "vendored": dict(provision.vendored.places) or None,
    }
    return {**sizes, **{name: to_builtins(part) for name, part in parts.items() if part is not None}}


def _disable_plugins(path: Path, plugins: tuple[str, ...]) -> None:
    if path.exists():
        settings = read_json_object(path)
        disabled = settings[CONFIG_DATA].setdefault("disabledExtensions", [])
        disabled += [plugin for plugin in plugins if plugin not in disabled]
        write_json(path, settings)


def _projects_kernel_settings(path: Path) -> dict[str, Any]:
    settings = read_json_object(path) if path.exists() else {}
    for key in (CONFIG_DATA, PLUGIN_SETTINGS, PYODIDE_KERNEL_PLUGIN_ID):
        settings = settings.get(key, {})
        if not isinstance(settings, dict):
            raise UserMistake(
                f"{key} is no JSON object", where=path.name, remedy="Write its settings between { and }."
            )
    return settings
