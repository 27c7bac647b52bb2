"""Python in any page: the script that a page names, and the elements that it brings."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lite_build.files.built_part import require_built
from lite_build.files.json_file import read_json_object
from lite_build.packages.wheels.page_tags import page_tags
from lite_build.site.isolation import service_worker_address
from lite_build.site.listings import NO_VERSION, SITE_VERSION
from lite_build.site.page_libraries import write_page_libraries
from lite_build.site.settings import CONFIG_DATA, OFFLINE, PLUGIN_SETTINGS, SETTINGS_FILE
from lite_build.supply.addresses import PAGE_FOLDER, WORKER_SCRIPT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lite_build.packages.wheels.package_file import FetchedPackage

#: The script that pages name: it stays where it is, and what it loads has hashes in its names.
PAGE_SCRIPT = "lite.js"
#: What editors of code know of the script's exports by.
PAGE_TYPES = "lite.d.ts"
#: What `extensions/page` is built into.
ELEMENTS = Path(__file__).with_name("page_elements")


def write_page_elements(
    output: Path, download: int, packages: Sequence[FetchedPackage] = (), elements: Path = ELEMENTS
) -> None:
    """Write `lite.js` and what it loads into a site whose settings are written.

    Args:
        output: the site.
        download: what the first start of Python in a page transfers, in bytes.
        packages: of the site, which may carry tags, and libraries for pages.
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
    [worker] = output.glob(WORKER_SCRIPT)
    settings = read_json_object(output / SETTINGS_FILE)[CONFIG_DATA]
    facts = {
        "worker": worker.relative_to(output).as_posix(),
        "serviceWorker": service_worker_address(settings),
        "settings": settings[PLUGIN_SETTINGS],
        "libraries": write_page_libraries(packages, output),
        "download": download,
        "elements": dict(page_tags(each.path for each in packages)),
        SITE_VERSION: NO_VERSION,
        OFFLINE: settings.get(OFFLINE),
    }
    text = _script(files, facts)
    (output / PAGE_SCRIPT).write_text(text, encoding="utf-8", newline="\n")
    shutil.copyfile(elements / PAGE_TYPES, output / PAGE_TYPES)


def _script(files: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    [entry] = (name for name, file in files.items() if file.get("entryPoint") == "src/index.ts")
    # Named here, so that a browser fetches them side by side and not one after the other. They are there
    # before the page counts as read: its own modules find the elements defined.
    first = sorted({*_loaded_at_once(files, entry)} - {entry})
    imports = [
        f'import {{ begin, lite }} from "{_address(entry)}";',
        *(f'import "{_address(each)}";' for each in first),
    ]
    exports = [
        "export const { kernel, python, release, transfer } = lite;",
        "export default lite;",
    ]
    return "\n".join([*imports, f"begin(import.meta.url, {json.dumps(facts)});", *exports, ""])


def _loaded_at_once(files: Mapping[str, Any], name: str) -> Iterator[str]:
    yield name
    for imported in files[name]["imports"]:
        if imported["kind"] == "import-statement":
            yield from _loaded_at_once(files, imported["path"])


def _address(name: str) -> str:
    return f"./{PAGE_FOLDER}/{name.rpartition('/')[2]}"
