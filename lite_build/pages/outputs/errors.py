"""An error as HTML: its own words at once, and where it happened in a fold, as `error-view.ts` shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lite_build.pages.outputs.text_html import plain_text, text_view
from lite_build.pages.texts.markup import element
from lite_build.words.page_words import word

if TYPE_CHECKING:
    from collections.abc import Mapping


def error_html(output: Mapping[str, Any]) -> str:
    """Show an error.

    Args:
        output: as nbformat has it.
    """
    name, message = str(output.get("ename", "")), str(output.get("evalue", ""))
    traceback = [str(piece) for piece in output.get("traceback", ())]
    # A traceback in one piece has the error in its last line; in several, as its last piece.
    pieces = traceback if len(traceback) > 1 else _split_at_last_line("".join(traceback))
    words = pieces[-1]
    is_told = name != "" and name in plain_text(words)
    where = "\n".join(pieces[:-1] if is_told else traceback).lstrip("\n").rstrip()
    line = words.rstrip() if is_told else (f"{name}: {message}" if message else name)
    content = text_view(line, "lite-error-line")
    if where:
        fold = element("summary", word("traceback")) + text_view(where)
        content += element("details", fold, {"class": "lite-traceback"})
    label = word("error-of", error=name) if name else word("error")
    return element("div", content, {"class": "lite-output lite-error", "role": "group", "aria-label": label})


def _split_at_last_line(traceback: str) -> list[str]:
    start, line_feed, last = traceback.rstrip().rpartition("\n")
    return [start, last] if line_feed else [last]
