"""The page for Python: finds its elements, and makes new ones, of a class for each tag.

`page["total"]` is the element with that id, `page.find(".row")` all that a CSS selector finds, and
`div(h2("Title"), p("Text"), id="card")` a new element.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyodide.ffi import JsProxy

from litepage.elements import (
    Classes,
    ContainerElement,
    Element,
    ElementCollection,
    Style,
    by_tag,
    find_and_wrap,
    find_by_id,
    nodes_of,
    wrap_if_not_none,
    wrapped,
)
from litepage.events import Event, when
from litepage.page import document

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Tags of HTML that have nothing in them.
_EMPTY = "area base br col embed hr img input link meta param source track wbr"
#: All others: see https://html.spec.whatwg.org/multipage/indices.html.
_CONTAINERS = """
a abbr address article aside audio b bdi bdo blockquote body button caption cite code colgroup data
dd del details dfn dialog div dl dt em fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head
header hgroup html i iframe ins kbd label legend li main map mark menu meter nav noscript object ol
option output p picture pre progress q rp rt ruby s samp script search section slot small span
strong style sub summary sup table tbody td template textarea tfoot th thead time title tr u ul var
"""
#: Tags that Python has as words of its own: their classes have a `_` behind them.
_WORDS = {"del", "input", "map", "object"}

# What pages that were written for PyScript, and its own tests, take from this module.
_wrap_if_not_none = wrap_if_not_none
_find_by_id = find_by_id
_find_and_wrap = find_and_wrap

__all__ = [
    "Classes",
    "ContainerElement",
    "Element",
    "ElementCollection",
    "Event",
    "Options",
    "Page",
    "Style",
    "canvas",
    "datalist",
    "optgroup",
    "page",
    "select",
    "video",
    "when",
]


class Options:
    """The options that can be chosen, in their order.

    Args:
        element: has them.
    """

    def __init__(self, element: Element) -> None:
        self._dom_element = element._dom_element

    @property
    def options(self) -> list[Element]:
        """All of them, in a list."""
        return wrapped(self._dom_element.querySelectorAll("option"))

    @property
    def selected(self) -> Any:
        """What is chosen; None where nothing is. Several, where several can be chosen."""
        chosen = ElementCollection(each for each in self if each.selected)
        if self._dom_element.multiple is True:
            return chosen
        return chosen[0] if chosen else None

    def __len__(self) -> int:
        return len(self.options)

    def __iter__(self) -> Iterator[Element]:
        return iter(self.options)

    def __getitem__(self, key: int) -> Element:
        return self.options[key]

    def add(
        self, value: Any = None, html: Any = None, text: Any = None, before: Any = None, **properties: Any
    ) -> None:
        """Add an option.

        Args:
            value: that the element has while it is chosen.
            html: is shown, as markup.
            text: is shown.
            before: the option that it stands before, or its place; without it, it is the last.
            properties: others of its attributes, such as `selected=True`.
        """
        made = Element.wrap_dom_element(document.createElement("option"))
        known = {"value": value, "innerHTML": html, "textContent": text}
        made.update(**{name: each for name, each in known.items() if each is not None})
        place = self[before] if isinstance(before, int) else before
        following = getattr(place, "_dom_element", place)
        if following is None:
            self._dom_element.append(made._dom_element)
        else:
            following.before(made._dom_element)
        made.update(**properties)

    def remove(self, index: int) -> None:
        """Take one away, by its place."""
        self[index].remove()

    def clear(self) -> None:
        """Take all away."""
        for option in self.options:
            option.remove()


class _WithOptions(ContainerElement):
    @property
    def options(self) -> Options:
        """The options that can be chosen."""
        return Options(self)


class select(_WithOptions):  # noqa: N801 - the tag's name
    """A list to choose from."""

    tag = "select"


class datalist(_WithOptions):  # noqa: N801
    """What is proposed for a field."""

    tag = "datalist"


class optgroup(_WithOptions):  # noqa: N801
    """Options of a list that belong together."""

    tag = "optgroup"


class canvas(ContainerElement):  # noqa: N801
    """What can be drawn on."""

    tag = "canvas"

    def draw(self, what: Any, width: float | None = None, height: float | None = None) -> None:
        """Draw a picture, a video, or another canvas.

        Args:
            what: an element of either kind, or what else JavaScript's `drawImage` takes.
            width: in pixels; that of the canvas without it.
            height: in pixels; that of the canvas without it.
        """
        drawn = getattr(what, "_dom_element", what)
        context = self._dom_element.getContext("2d")
        context.drawImage(drawn, 0, 0, width or self._dom_element.width, height or self._dom_element.height)

    def download(self, filename: str = "snapped.png") -> None:
        """Offer what is drawn as a file, in the form that its name says: PNG, JPEG, or WebP."""
        suffix = filename.rpartition(".")[2].lower()
        kind = {"jpg": "jpeg"}.get(suffix, suffix)
        link = document.createElement("a")
        link.href = self._dom_element.toDataURL(f"image/{kind}")
        link.download = filename
        link.click()


class video(ContainerElement):  # noqa: N801
    """A film, or what a camera sees."""

    tag = "video"

    def snap(self, to: Any = None, width: float | None = None, height: float | None = None) -> canvas:
        """Draw what it shows now.

        Args:
            to: a canvas, or its id; without it, a new one, which is not on the page yet.
            width: in pixels; that of the video without it.
            height: in pixels; that of the video without it.

        Raises:
            ValueError: there is no such canvas.
        """
        across = width or self._dom_element.videoWidth
        down = height or self._dom_element.videoHeight
        if to is None:
            drawn = canvas(width=across, height=down)
        else:
            found = find_by_id(document, to) if isinstance(to, str) else to
            named = Element.wrap_dom_element(found) if isinstance(found, JsProxy) else found
            if not isinstance(named, canvas):
                raise ValueError(f"{to!r} is no <canvas> of the page")
            drawn = named
        drawn.draw(self._dom_element, across, down)
        return drawn


class Page:
    """The whole page."""

    @property
    def body(self) -> Element:
        """What is seen of it."""
        return Element.wrap_dom_element(document.body)

    @property
    def head(self) -> Element:
        """What is said of it."""
        return Element.wrap_dom_element(document.head)

    @property
    def html(self) -> Element:
        """Both."""
        return Element.wrap_dom_element(document.documentElement)

    @property
    def title(self) -> str:
        """Its name, which the browser shows."""
        return str(document.title)

    @title.setter
    def title(self, title: str) -> None:
        document.title = title

    def __getitem__(self, name: str) -> Element | None:
        """What has an id; None where nothing has."""
        return find_by_id(document, name)

    def find(self, selector: str) -> ElementCollection:
        """All elements that a CSS selector finds."""
        return find_and_wrap(document, selector)

    def append(self, *items: Any) -> None:
        """Put things at the end of the page; see `Element.append`."""
        for node in nodes_of(items):
            document.body.append(node)


page = Page()


def _class_of(tag: str, base: type[Element]) -> type[Element]:
    name = f"{tag}_" if tag in _WORDS else tag
    return type(name, (base,), {"__doc__": f"The tag `<{tag}>`.", "__module__": __name__, "tag": tag})


by_tag.update({kind.tag: kind for kind in (canvas, datalist, optgroup, select, video)})
for _base, _tags in ((Element, _EMPTY), (ContainerElement, _CONTAINERS)):
    for _tag in _tags.split():
        by_tag[_tag] = _class_of(_tag, _base)
globals().update({kind.__name__: kind for kind in by_tag.values()})
