"""The stylesheet of pages: that of outputs and formulas, as pages' elements have it, and our own."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from lite_build.files.built_part import require_built
from lite_build.site.page_script import ELEMENTS
from lite_build.supply.addresses import PAGE_FOLDER

if TYPE_CHECKING:
    from collections.abc import Sequence

_OWN = Path(__file__).with_name("styles") / "page.css"
_OUTPUTS = ("outputs.css", "json.css")
_FORMULAS = "Temml-Local.css"
_FONT = "Temml.woff2"


def write_style(output: Path, elements: Path = ELEMENTS) -> str:
    """Write the stylesheet of pages into a site that has the pages' elements.

    Args:
        output: the site.
        elements: as they were built.

    Returns:
        Its path in the site, which is another one whenever it says something else.

    Raises:
        BuildFailure: the elements were not built.
    """
    texts = _read([elements / name for name in (*_OUTPUTS, _FORMULAS)])
    font = elements / _FONT
    font_name = f"{font.stem}.{hashlib.sha256(font.read_bytes()).hexdigest()[:12]}{font.suffix}"
    texts[-1] = _for_pages(texts[-1].replace(_FONT, font_name))
    text = "\n".join([*texts, _OWN.read_text(encoding="utf-8")])
    folder = output / PAGE_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(font, folder / font_name)
    name = f"pages.{hashlib.sha256(text.encode()).hexdigest()[:12]}.css"
    (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return f"{PAGE_FOLDER}/{name}"


def _for_pages(styles: str) -> str:
    """Temml's styles, for what is in texts and outputs alone: theirs are for a whole page."""
    face = re.search(r"@font-face\s*\{[^}]*\}", styles)
    rules = re.sub(r"@font-face\s*\{[^}]*\}", "", styles)
    rules = re.sub(r"body\s*\{", ":scope {", rules)
    return f"{face[0] if face else ''}\n@scope (.page-text, .lite-outputs) {{\n{rules}\n}}"


def _read(paths: Sequence[Path]) -> list[str]:
    words = "the styles of pages were not built"
    return [require_built(path, words).read_text(encoding="utf-8") for path in paths]
