"""All that a cell has put out, as the HTML of one area."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lite_build.pages.outputs.displays import display_html, joined_text
from lite_build.pages.outputs.errors import error_html
from lite_build.pages.outputs.text_html import text_view
from lite_build.pages.texts.markup import element
from lite_build.words.page_words import word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lite_build.pages.outputs.displays import TextRenderers

#: Of more outputs, the rest is folded; errors never are.
_MOST_OUTPUTS = 50


def output_area(outputs: Iterable[Mapping[str, Any]], renderers: TextRenderers) -> str:
    """Show a cell's outputs.

    Args:
        outputs: as nbformat has them.
        renderers: of text.

    Returns:
        One element; nothing where nothing was put out.
    """
    shown = [(output, _output(output, renderers)) for output in _merged(outputs)]
    if not shown:
        return ""
    first, rest = shown[:_MOST_OUTPUTS], shown[_MOST_OUTPUTS:]
    content = "".join(html for _, html in first)
    if hidden := [html for output, html in rest if output["output_type"] != "error"]:
        said = element("summary", word("show-more-outputs", count=len(hidden), all=len(shown)))
        content += element("details", said + "".join(hidden), {"class": "page-more"})
    content += "".join(html for output, html in rest if output["output_type"] == "error")
    return element("div", content, {"class": "lite-outputs"})


def _merged(outputs: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Make one output of those of one stream that follow each other."""
    stream: dict[str, Any] | None = None
    for output in outputs:
        if output["output_type"] == "stream":
            name, text = output.get("name", "stdout"), joined_text(output.get("text"))
            if stream is not None and stream["name"] == name:
                stream["text"] += text
                continue
            if stream is not None:
                yield stream
            stream = {"output_type": "stream", "name": name, "text": text}
            continue
        if stream is not None:
            yield stream
            stream = None
        yield output
    if stream is not None:
        yield stream


def _output(output: Mapping[str, Any], renderers: TextRenderers) -> str:
    match output["output_type"]:
        case "stream":
            attributes = {"class": "lite-output lite-stream", "data-stream": str(output["name"])}
            return element("div", text_view(output["text"]), attributes)
        case "error":
            return error_html(output)
        case _:
            return display_html(output.get("data", {}), output.get("metadata", {}), renderers)
