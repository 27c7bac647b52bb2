"""The HTML of a page's live parts, and of what the page needs for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lite_build.html.tags import ELEMENT_TAGS, OUR_TAGS
from lite_build.pages.texts.code_html import highlighted_python
from lite_build.pages.texts.markup import element, empty_element, escaped

if TYPE_CHECKING:
    from lite_build.documentation.examples import CollectedCell
    from lite_build.mkdocs.live_parts import LivePart

#: A tag that runs code and names no namespace; components are of no one.
_TAG = re.compile(rf"<(?:{'|'.join(ELEMENT_TAGS)})(?=[\s>])(?![^>]*\snamespace=)")
_ANY_TAG = re.compile(rf"<(?:{'|'.join(OUR_TAGS)})[\s>]")


def has_elements(html: str) -> bool:
    """Whether there are tags of ours in a page."""
    return _ANY_TAG.search(html) is not None


def part_html(part: LivePart, *, is_coloured: bool) -> str:
    """The cells of a live part.

    Args:
        part: of a page.
        is_coloured: whether the theme has styles for the classes of Pygments. Else it has a script that
            colours plain code.
    """
    *before, last = part.cells
    shown = [_cell_html(cell, part, "", is_coloured) for cell in before]
    return "\n".join([*shown, _cell_html(last, part, part.saved, is_coloured)])


def _cell_html(collected: CollectedCell, part: LivePart, saved: str, is_coloured: bool) -> str:
    cell = collected.cell
    code = highlighted_python(cell.source, prefix="") if is_coloured else escaped(cell.source)
    inside = element("code", code, {"class": "language-python"})
    text = element("code", escaped(cell.want.rstrip("\n")), {"class": "nohighlight"})
    want = element("pre", text, {"class": "no-copy"})
    output = element("div", want, {"class": "lite-saved-output"}) if cell.want else ""
    if cell.is_skipped:
        return element("pre", inside, {"class": "highlight"}) + output
    slot = element("pre", inside, {"slot": "code", "class": "highlight no-copy"})
    attributes = {**part.attributes, "raises-exception": cell.exception != ""}
    return element("lite-cell", slot + output + saved, attributes)


def page_html(content: str, script: str, style: str, namespace: str | None) -> str:
    """A page with what its elements need.

    They stand in its content, and not in its head. Where a theme shows the next page without leaving this
    one, the content alone is new; and a page with nothing live names nothing of ours.

    Args:
        content: of the page, with elements.
        script: the address of `lite.js`.
        style: that of our styles.
        namespace: of the page's names, where other pages share its Python.
    """
    if namespace is not None:
        content = _TAG.sub(lambda found: found[0] + f' namespace="{escaped(namespace)}"', content)
    link = empty_element("link", {"rel": "stylesheet", "href": style})
    return f"{link}\n{content}\n{element('script', '', {'type': 'module', 'src': script})}"
