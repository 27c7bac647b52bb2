"""Python in any page: the script that a page names, and the elements that it brings."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lite_build.files.built_part import require_built
from lite_build.files.json_file import read_json_object
from lite_build.site.isolation import service_worker_address
from lite_build.site.settings import CONFIG_DATA, PLUGIN_SETTINGS, SETTINGS_FILE
from lite_build.supply.addresses import PAGE_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: The script that pages name: it stays where it is, and what it loads has hashes in its names.
PAGE_SCRIPT = "lite.js"
#: What `extensions/page` is built into.
ELEMENTS = Path(__file__).with_name("page_elements")
#: The kernels' script, as our extension brings it.
_WORKER = "extensions/@lite-build/jupyterlite/static/worker.*.js"


def write_page_elements(output: Path, elements: Path = ELEMENTS) -> None:
    """Write `lite.js` and what it loads into a site whose settings are written.

    Args:
        output: the site.
        elements: as they were built.

    Raises:
        BuildFailure: they were not built.
    """
    description = require_built(elements / "inputs.json", "the elements for pages were not built")
    files = json.loads(description.read_text(encoding="utf-8"))
    target = output / PAGE_FOLDER
    if target.exists():
        shutil.rmtree(target)
    target.mkdir(parents=True)
    for path in elements.glob("*.js"):
        shutil.copyfile(path, target / path.name)
    [worker] = output.glob(_WORKER)
    settings = read_json_object(output / SETTINGS_FILE)[CONFIG_DATA]
    text = _script(
        files,
        worker.relative_to(output).as_posix(),
        service_worker_address(settings),
        settings[PLUGIN_SETTINGS],
    )
    (output / PAGE_SCRIPT).write_text(text, encoding="utf-8", newline="\n")


def _script(files: Mapping[str, Any], worker: str, service_worker: str, settings: Mapping[str, Any]) -> str:
    [entry] = (name for name, file in files.items() if file.get("entryPoint") == "src/index.ts")
    # Named here, so that a browser fetches them side by side and not one after the other. They are there
    # before the page counts as read: its own modules find the elements defined.
    first = sorted({*_loaded_at_once(files, entry)} - {entry})
    imports = [
        f'import {{ begin }} from "{_address(entry)}";',
        *(f'import "{_address(each)}";' for each in first),
    ]
    facts = json.dumps({"worker": worker, "serviceWorker": service_worker, "settings": settings})
    return "\n".join([*imports, f"begin(import.meta.url, {facts});", ""])


def _loaded_at_once(files: Mapping[str, Any], name: str) -> Iterator[str]:
    yield name
    for imported in files[name]["imports"]:
        if imported["kind"] == "import-statement":
            yield from _loaded_at_once(files, imported["path"])


def _address(name: str) -> str:
    return f"./{PAGE_FOLDER}/{name.rpartition('/')[2]}"
