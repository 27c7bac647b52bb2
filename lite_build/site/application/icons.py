"""The icon of each page, named in the page itself.

JupyterLite's own script names it (`addFavicon` in config-utils.js of jupyterlite-core) after the page has
loaded. Until then a browser asks for /favicon.ico at the root of the origin, which is not the site's where it
is published under a prefix.
"""

from __future__ import annotations

import html
import posixpath
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lite_build.files.json_file import read_json_object
from lite_build.site.settings import CONFIG_DATA, SETTINGS_FILE

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

#: The page's link goes when JupyterLite's comes: Notebook shows a busy kernel in the first icon it finds.
_ELEMENTS = """<link rel="icon" href="{url}">
    <script>
      new MutationObserver((_, observer) => {{
        const icons = document.querySelectorAll('link[rel="icon"]');
        if (icons.length > 1) {{
          icons[0].remove();
          observer.disconnect();
        }}
      }}).observe(document.head, {{ childList: true }});
    </script>
"""
_HEAD = "<head>\n"
_NAMED = 'rel="icon"'


def name_icons(output: Path, own_pages: Collection[PurePosixPath]) -> None:
    """Name the configured icon in the pages that name none.

    Args:
        output: the site, with its settings in place.
        own_pages: paths in the site of what the project brings, which stays as it is.
    """
    for page in (output / "index.html", *sorted(output.glob("*/index.html"))):
        folder = PurePosixPath(page.parent.relative_to(output))
        text = page.read_text(encoding="utf-8")
        if folder / page.name in own_pages or not (page.parent / SETTINGS_FILE).is_file() or _NAMED in text:
            continue
        url = _icon_url(output, folder) or _icon_url(output, PurePosixPath())
        if url is not None:
            relative = posixpath.relpath(url, folder) if _is_path(url) else url
            elements = _ELEMENTS.format(url=html.escape(relative))
            page.write_text(text.replace(_HEAD, f"{_HEAD}    {elements}", 1), encoding="utf-8", newline="\n")


def _icon_url(output: Path, folder: PurePosixPath) -> str | None:
    """The icon that the settings of a folder name: a URL, or a path in the site."""
    data = read_json_object(output / folder / SETTINGS_FILE).get(CONFIG_DATA, {})
    url = data.get("faviconUrl") if isinstance(data, dict) else None
    if not isinstance(url, str):
        return None
    return posixpath.normpath(folder / url) if url.startswith("./") else url


def _is_path(url: str) -> bool:
    return not url.startswith("/") and not urlsplit(url).scheme
