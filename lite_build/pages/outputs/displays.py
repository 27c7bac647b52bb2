"""What was displayed, as HTML: the richest of its values that can be shown without running anything."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from lite_build.pages.outputs.json_html import json_tree
from lite_build.pages.outputs.stand_ins import StandIn, StandIns
from lite_build.pages.outputs.text_html import text_view
from lite_build.pages.texts.markup import element, empty_element, escaped
from lite_build.words.page_words import word

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
_SCRIPTS = ("text/javascript", "application/javascript")
#: Types that only tell a notebook's front end to load something.
_LOADING = re.compile(r"_(?:exec|load)\.v0\+json$")
#: Types that a page draws once it is seen, most of them by a library. Each begins so.
_DRAWN_LATE = ("application/vnd.plotly.", "application/vnd.vega", "application/geo+json", "text/vnd.mermaid")
#: What JavaScript's `encodeURIComponent` leaves, besides letters, digits and "_.-~".
_LEFT_BY_ENCODING = "!*'()"


@dataclass(frozen=True)
class Rendering:
    """One value of a display.

    Args:
        value: text, which may be in lines, or JSON.
        metadata: what is said of this value, and of all.
        alternative: the display's text, for those who see nothing.
    """

    mime_type: str
    value: Any
    metadata: Mapping[str, Any]
    alternative: str

    @property
    def text(self) -> str:
        """The value as one text."""
        return joined_text(self.value)


@dataclass(frozen=True)
class TextRenderers:
    """How text with marks in it becomes HTML.

    Args:
        markdown: of an output, which is relative to its notebook.
        latex: text with mathematics in it.
        html: with mathematics in its text.
        stand_ins: what stands for widgets where no JavaScript runs.
    """

    markdown: Callable[[str], str]
    latex: Callable[[str], str]
    html: Callable[[str], str]
    stand_ins: StandIns = field(default_factory=StandIns)


def joined_text(value: object) -> str:
    """A text that a notebook may hold in lines."""
    if isinstance(value, list):
        return "".join(map(str, value))
    return value if isinstance(value, str) else ""


def display_html(data: Mapping[str, Any], metadata: Mapping[str, Any], renderers: TextRenderers) -> str:
    """Show a display.

    Args:
        data: its values by MIME type.
        metadata: what is said of them.
        renderers: of text.
    """
    ways = _ways(renderers, data)
    shown = next((mime_type for mime_type in ways if mime_type in data), None)
    unknown = [
        word("cannot-show", kind=mime_type)
        for mime_type in data
        if mime_type not in ways and not _LOADING.search(mime_type)
    ]
    content = ""
    late = next((kind for kind in data if kind.startswith(_DRAWN_LATE)), None)
    if late is not None and shown in {None, "text/plain"}:
        content = _drawn_late(late, data)
        unknown = []
    elif shown is not None:
        own = metadata.get(shown)
        said = {**metadata, **(own if isinstance(own, dict) else {})}
        rendering = Rendering(shown, data[shown], said, joined_text(data.get("text/plain")))
        classes, inside = ways[shown](rendering)
        attributes = {"class": " ".join(["lite-rendered", *classes]), "data-mime-type": shown}
        content = element("div", inside, attributes)
    if unknown and shown in {None, "text/plain"}:
        ending = f" {word('its-text')}" if shown is not None else ""
        content = element("div", escaped(" ".join(unknown) + ending), {"class": "lite-note"}) + content
    return element("div", content, {"class": "lite-output lite-display"})


#: A value's classes and content.
_Shown = tuple[list[str], str]


def _ways(renderers: TextRenderers, data: Mapping[str, Any]) -> dict[str, Callable[[Rendering], _Shown]]:
    """Our renderers, the richest type first: JupyterLab's order."""

    def html(rendering: Rendering) -> _Shown:
        if rendering.metadata.get("isolated") is True:
            attributes = {"class": "lite-frame", "title": word("output"), "srcdoc": rendering.text}
            return [], element("iframe", "", attributes)
        return ["lite-html"], renderers.html(rendering.text)

    def widget(rendering: Rendering) -> _Shown:
        model = rendering.value.get("model_id") if isinstance(rendering.value, dict) else None
        # A widget that was shown and is closed has an empty model id: there is nothing to say.
        if not model:
            return ["lite-widget-view"], ""
        picture = next((kind for kind in ("image/svg+xml", *pictures) if kind in data), None)
        if picture is not None:
            way = _svg if picture == "image/svg+xml" else _image
            own = rendering.metadata.get(picture)
            said = {**rendering.metadata, **(own if isinstance(own, dict) else {})}
            _, shown = way(Rendering(picture, data[picture], said, rendering.alternative))
            content = element("div", shown, {"class": "lite-rendered"})
        else:
            content = _without_view(renderers.stand_ins.of(str(model)), rendering.alternative)
        return ["lite-widget-view"], element("div", content, {"data-model-id": str(model)})

    pictures = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/avif")
    return {
        WIDGET_VIEW: widget,
        "application/json": _json,
        "application/pdf": _pdf,
        "text/html": html,
        "text/markdown": lambda rendering: (
            ["lite-html", "lite-markdown"],
            renderers.markdown(rendering.text),
        ),
        "text/latex": lambda rendering: (["lite-latex"], renderers.latex(rendering.text)),
        "image/svg+xml": _svg,
        **dict.fromkeys(pictures, _image),
        **dict.fromkeys(_SCRIPTS, _javascript),
        "text/plain": lambda rendering: ([], text_view(rendering.text)),
    }


def _without_view(stand_in: StandIn | None, alternative: str) -> str:
    """What is seen of a widget before its view is there, and instead of it where no JavaScript runs."""
    if stand_in is not None and stand_in.is_picture:
        return element("div", stand_in.html, {"class": "lite-rendered"})
    note = element("div", word("widget-after-run"), {"class": "lite-note lite-until-view"})
    text = alternative.strip()
    # One that tells an address in Python's memory tells nothing.
    readable = "" if not text or re.search(r"\bat 0x[0-9a-f]+>", text) else text_view(text)
    said = stand_in.html if stand_in is not None else readable
    words = word("widget-stands-still" if said else "widget-needs-scripts")
    # With JavaScript a browser takes the content for text, up to the tag's end.
    content = re.sub(r"</?noscript\b[^>]*>", "", said, flags=re.IGNORECASE)
    content = element("div", words, {"class": "lite-note"}) + content
    return note + element("noscript", content)


def _drawn_late(mime_type: str, data: Mapping[str, Any]) -> str:
    """A figure for the page to draw, and what is said of it where no JavaScript runs."""
    drawn = {kind: data[kind] for kind in (mime_type, "text/plain") if kind in data}
    bundle = json.dumps(drawn, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    script = element("script", bundle, {"type": "application/json"})
    text = text_view(joined_text(data["text/plain"])) if "text/plain" in data else ""
    note = element("div", escaped(word("cannot-show", kind=mime_type)), {"class": "lite-note"})
    without = re.sub(r"</?noscript\b[^>]*>", "", note + text, flags=re.IGNORECASE)
    return element(
        "div",
        script + element("noscript", without),
        {"class": "lite-rendered lite-drawn-late", "data-mime-type": mime_type},
    )


def _json(rendering: Rendering) -> _Shown:
    root = rendering.metadata.get("root")
    name = root if isinstance(root, str) else "root"
    is_expanded = rendering.metadata.get("expanded") is True
    return ["lite-json"], json_tree(name, rendering.value, is_expanded=is_expanded)


def _pdf(rendering: Rendering) -> _Shown:
    address = f"data:application/pdf;base64,{_without_space(rendering.text)}"
    link = element("a", word("save-pdf"), {"href": address, "download": "output.pdf"})
    return [], element("div", link, {"class": "lite-text"})


def _svg(rendering: Rendering) -> _Shown:
    source = rendering.text
    opening = re.search(r"<svg[^>]*>", source)
    if opening is not None and not re.search(r"\sxmlns\s*=", opening[0]):
        source = source.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return [], _picture(rendering, f"data:image/svg+xml,{quote(source, safe=_LEFT_BY_ENCODING)}")


def _image(rendering: Rendering) -> _Shown:
    return [], _picture(rendering, f"data:{rendering.mime_type};base64,{_without_space(rendering.text)}")


def _picture(rendering: Rendering, address: str) -> str:
    metadata = rendering.metadata
    background = metadata.get("needs_background")
    classes = ["lite-image"]
    if background in {"light", "dark"}:
        classes.append(f"lite-needs-{background}")
    if metadata.get("unconfined") is True:
        classes.append("lite-unconfined")
    return empty_element(
        "img",
        {
            "class": " ".join(classes),
            "alt": _alternative(rendering),
            "style": _size(metadata) or None,
            "decoding": "sync",
            "src": address,
        },
    )


def _alternative(rendering: Rendering) -> str:
    """The object's own text says what a picture shows; that of IPython's wrapper says nothing."""
    told = rendering.metadata.get("alt")
    if isinstance(told, str):
        return told
    text = rendering.alternative.strip()
    if not text or re.fullmatch(r"<IPython\.core\.display\.\w+ object>", text):
        return word("image")
    return re.sub(r"^<(.*)>$", r"\1", text, flags=re.DOTALL)


def _size(metadata: Mapping[str, Any]) -> str:
    width, height = _pixels(metadata.get("width")), _pixels(metadata.get("height"))
    styles = []
    if width is not None:
        styles.append(f"width: {width:g}px;")
    if height is not None and width is not None:
        styles.append(f"aspect-ratio: {width:g} / {height:g};")
    elif height is not None:
        styles.append(f"height: {height:g}px;")
    return " ".join(styles)


def _pixels(value: object) -> float | None:
    try:
        number = float(value.removesuffix("px")) if isinstance(value, str) else value
    except ValueError:
        return None
    if isinstance(number, bool) or not isinstance(number, int | float):
        return None
    return number if 0 < number < float("inf") else None


def _javascript(rendering: Rendering) -> _Shown:
    # By a script element, as in a page; the line break ends a comment in the last line.
    code = f"((element) => {{{rendering.text}\n}})(document.currentScript.closest('.lite-rendered'));"
    return [], element("script", without_end_of_script(code))


def without_end_of_script(code: str) -> str:
    """JavaScript or JSON with nothing in it that would end its element, and the same meaning."""
    return re.sub(r"<(?=/script|!--)", r"\\x3c", code, flags=re.IGNORECASE)


def _without_space(text: str) -> str:
    return re.sub(r"\s+", "", text)
