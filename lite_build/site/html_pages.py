"""HTML files of the contents that run Python: how they find `lite.js`, and how people find them."""

from __future__ import annotations

import html
import posixpath
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from lite_build.site.page_hint import write_page_hint
from lite_build.site.page_script import PAGE_SCRIPT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from lite_build.html.page import HtmlPage

#: The folder of a site that has the contents.
_CONTENTS = "files"
_ADDRESS = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>{name}</title>
<noscript><meta http-equiv="refresh" content="0; url={address}"></noscript>
<script>
  if (location.protocol !== "file:") location.replace("{address}" + location.search + location.hash);
</script>
<p><a href="{address}">{name}</a></p>
<script src="{root}{hint}" data-root="{root}"></script>
</html>
"""


def write_html_pages(pages: Iterable[HtmlPage], output: Path, own: Collection[str] = ()) -> None:
    """Let pages among the contents be found, and find `lite.js` by the address that they name.

    Each stays as it is, where the contents are: what it names is beside it. A file of the same path in the
    site's root leads to it.

    Args:
        pages: of the contents.
        output: the site, whole but for this.
        own: paths in the site of files that the project lays over it: they stay.
    """
    hint: str | None = None
    for page in pages:
        hint = hint or write_page_hint(output)
        address = f"{_CONTENTS}/{page.name}"
        script = None if page.script is None else _script_path(address, page.script)
        if script is not None:
            _lead_to_script(output, script)
        _lead_to_page(output, page.name, address, hint, own)


def _script_path(page: str, script: str) -> str | None:
    """Where in the site a page looks for the script; None for another host, and for a place outside."""
    parts = urlsplit(script)
    if parts.scheme or parts.netloc or parts.path.startswith("/"):
        return None
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
    return None if path.startswith("..") else path


def _lead_to_script(output: Path, path: str) -> None:
    target = output / path
    if path != PAGE_SCRIPT and not target.exists():
        up = "../" * path.count("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        script = f"{up}{PAGE_SCRIPT}"
        text = f'export * from "{script}";\nexport {{ default }} from "{script}";\n'
        target.write_text(text, encoding="utf-8", newline="\n")


def _lead_to_page(output: Path, name: str, address: str, hint: str, own: Collection[str]) -> None:
    target = output / name
    # The site's first page is what leads to JupyterLab where nothing else does.
    if name in own or (target.exists() and name != "index.html"):
        return
    root = "../" * name.count("/") or "./"
    relative = html.escape(root.removeprefix("./") + quote(address))
    target.parent.mkdir(parents=True, exist_ok=True)
    text = _ADDRESS.format(name=html.escape(name), address=relative, root=root, hint=hint)
    target.write_text(text, encoding="utf-8", newline="\n")
