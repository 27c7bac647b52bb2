"""Our kernel in the site: an extension of JupyterLab, whose build is part of this package."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from jupyterlite_pyodide_kernel.constants import PYODIDE_KERNEL_PLUGIN_ID

from lite_build.files.built_part import require_built
from lite_build.files.json_file import write_json

#: Our kernel's plugin (extensions/kernel/src/host/site-settings.ts).
KERNEL_PLUGIN_ID = "@lite-build/jupyterlite:kernel"
#: What `extensions/jupyterlite` is built into.
_EXTENSION = Path(__file__).with_name("kernel_extension")


def write_kernel(output: Path, *, stock: bool, extension: Path = _EXTENSION) -> None:
    """Put our kernel, and the drive that comes with it, among the site's extensions.

    Args:
        output: the site.
        stock: whether upstream's kernel keeps its place. The other plugins of ours stay.
        extension: as it was built.

    Raises:
        BuildFailure: it was not built.
    """
    description = require_built(extension / "package.json", "the kernel of the site was not built")
    package = json.loads(description.read_text(encoding="utf-8"))
    target = output / "extensions" / package["name"]
    if target.exists():
        shutil.rmtree(target)
    shutil.copytree(extension, target)
    if stock:
        del package["replaces"]
        disabled = package["jupyterlab"]["disabledExtensions"]
        disabled[disabled.index(PYODIDE_KERNEL_PLUGIN_ID)] = KERNEL_PLUGIN_ID
        write_json(target / "package.json", package)
