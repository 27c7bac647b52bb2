"""Cross-origin isolation by the site's service worker, on hosts that send no headers for it.

An isolated page shares memory with its workers, by which a kernel hears of an interruption at once.
"""

from __future__ import annotations

import html
import posixpath
import shutil
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from lite_build.files.json_file import read_json_object
from lite_build.site.settings import CONFIG_DATA, SETTINGS_FILE

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

#: jupyterlite's own, at the root of a site.
SERVICE_WORKER = "service-worker.js"
PAGE_SCRIPT = "cross-origin-isolation.js"

_FOLDER = Path(__file__).parent
_HEAD = "<head>\n"


def isolate_pages(output: Path, own_pages: Collection[PurePosixPath]) -> None:
    """Have the service worker send the headers that isolate the site's pages, and each app see to it.

    Args:
        output: the site, with its settings in place.
        own_pages: paths in the site of what the project brings, which stays as it is.
    """
    put_in_front(output / SERVICE_WORKER, (_FOLDER / "service-worker.js").read_text(encoding="utf-8"))
    shutil.copyfile(_FOLDER / "page.js", output / PAGE_SCRIPT)
    cache = _cache(read_json_object(output / SETTINGS_FILE).get(CONFIG_DATA, {}))
    for page in sorted(output.glob("*/index.html")):
        folder = PurePosixPath(page.parent.relative_to(output))
        if folder / page.name in own_pages or not (page.parent / SETTINGS_FILE).is_file():
            continue
        source = html.escape(posixpath.relpath(PAGE_SCRIPT, folder))
        element = f'<script src="{source}" data-cache="{cache}"></script>'
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace(_HEAD, f"{_HEAD}    {element}\n", 1), encoding="utf-8", newline="\n")


def service_worker_address(settings: Mapping[str, Any]) -> str:
    """The address that jupyterlite gives it, from the site's root.

    Another one would be another service worker.

    Args:
        settings: of the site's apps.
    """
    return f"{SERVICE_WORKER}?enableCache={_cache(settings)}"


def _cache(settings: Mapping[str, Any]) -> str:
    return "true" if settings.get("enableServiceWorkerCache") in {True, "true"} else "false"


def put_in_front(script: Path, code: str) -> None:
    """Have a script begin with some code; twice is harmless."""
    present = script.read_text(encoding="utf-8")
    if code not in present:
        script.write_text(f"{code}\n{present}", encoding="utf-8", newline="\n")
