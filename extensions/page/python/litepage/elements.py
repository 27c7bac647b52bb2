"""The page's elements as objects of Python."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping, MutableSet
from typing import Any, overload

import js
from pyodide.ffi import JsProxy, create_proxy

from litepage import page
from litepage.events import Event

#: What JavaScript calls attributes whose names are words of Python, or of HTML alone.
_PROPERTIES = {"class": "className", "for": "htmlFor"}
#: The class for each tag, as `litepage.web` has made them.
by_tag: dict[str, type[Element]] = {}


class Element:
    """An element of the page: its attributes and methods are the page's own.

    Args:
        dom_element: the element itself; without it, a new one is made, of the class's tag.
        classes: names of classes, in a text or a list.
        style: properties of style, by their names.
        properties: attributes, such as `id="total"` or `href="…"`; those whose names are Python's have a `_`
            behind them (`for_`). `on_click` and its like name functions to be called at that event.
    """

    #: The tag of what is made.
    tag = ""
    _dom_element: Any
    _events: dict[str, Event]

    def __init__(
        self, dom_element: Any = None, classes: Any = None, style: Any = None, **properties: Any
    ) -> None:
        made = page.document.createElement(self.tag) if dom_element is None else dom_element
        object.__setattr__(self, "_dom_element", made)
        object.__setattr__(self, "_events", {})
        self.update(classes=classes, style=style, **properties)

    @classmethod
    def wrap_dom_element(cls, dom_element: Any) -> Element:
        """The object for an element of the page, of the class of its tag."""
        # What comes later tells its tag to those alone who await it.
        tag = str(dom_element.tagName).lower() if page.AT_ONCE else ""
        return by_tag.get(tag, ContainerElement)(dom_element=dom_element)

    def get_tag_name(self) -> str:
        """The tag, in small letters."""
        return str(self._dom_element.tagName).lower()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Element) and bool(self._dom_element == other._dom_element)

    def __hash__(self) -> int:
        return hash(self._dom_element.js_id)

    def __repr__(self) -> str:
        name = f" id={self._dom_element.id!r}" if self._dom_element.id else ""
        return f"<{type(self).__name__} {self.get_tag_name()}{name}>"

    def __getattr__(self, name: str) -> Any:
        # `_dom_element` is missing where somebody asks before it is set, as copies do.
        if name.startswith("_"):
            raise AttributeError(f"{type(self).__name__} has no attribute {name!r}", name=name)
        if name.startswith("on_"):
            return self.get_event(name)
        return getattr(self._dom_element, _property_of(name))

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("on_"):
            event = self.get_event(name)
            for handler in value if isinstance(value, list | tuple) else [value]:
                event.add_listener(handler)
        elif name == "classes":
            self.className = ""
            self.classes.add(value)
        elif name == "style":
            self.style.clear()
            self.style.update(value)
        elif isinstance(getattr(type(self), name, None), property) or name.startswith("_"):
            object.__setattr__(self, name, value)
        else:
            kept = create_proxy(value) if callable(value) and not isinstance(value, JsProxy) else value
            setattr(self._dom_element, _property_of(name), kept)

    @overload
    def __getitem__(self, key: int) -> Element: ...
    @overload
    def __getitem__(self, key: slice) -> ElementCollection: ...
    @overload
    def __getitem__(self, key: str) -> Element | None: ...
    def __getitem__(self, key: int | slice | str) -> Element | ElementCollection | None:
        """A child by its place, several by theirs, or what has an id in it; None where nothing has."""
        if isinstance(key, str):
            return find_by_id(self._dom_element, key)
        return self.children[key]

    @property
    def children(self) -> ElementCollection:
        """The elements in it."""
        return ElementCollection(wrapped(self._dom_element.children))

    @property
    def parent(self) -> Element | None:
        """The element that it is in; None where it is in none."""
        return wrap_if_not_none(self._dom_element.parentElement)

    @property
    def classes(self) -> Classes:
        """The names of its classes, as a set."""
        return Classes(self._dom_element)

    @property
    def style(self) -> Style:
        """Its own properties of style, as a dict."""
        return Style(self._dom_element)

    def get_event(self, name: str) -> Event:
        """What happens to the element, for `when`, or to add functions to.

        Args:
            name: `on_` and the event's name.

        Raises:
            ValueError: no such event happens to elements of this tag.
        """
        kind = name.removeprefix("on_").rstrip("_")
        if not name.startswith("on_") or not js.Reflect.has(self._dom_element, f"on{kind}"):
            raise ValueError(
                f"<{self.get_tag_name()}> has no event {name!r}: write on_ and its name, as in on_click"
            )
        event = self._events.get(kind)
        if event is None:
            event = self._events[kind] = Event()
            self._dom_element.addEventListener(kind, create_proxy(event.trigger))
        return event

    def find(self, selector: str) -> ElementCollection:
        """All elements in it that a CSS selector finds."""
        return find_and_wrap(self._dom_element, selector)

    def append(self, *items: Any) -> None:
        """Put things behind what is in it.

        Args:
            items: elements of either kind, several of them in a list, or texts.
        """
        for node in nodes_of(items):
            self._dom_element.append(node)

    def clone(self, clone_id: str | None = None) -> Element:
        """A copy with all that is in it, which is not on the page yet.

        Args:
            clone_id: its id; without it, it has none, as ids are unique.
        """
        copy = self._dom_element.cloneNode(True)
        copy.removeAttribute("id")
        if clone_id is not None:
            copy.id = clone_id
        return Element.wrap_dom_element(copy)

    def update(self, classes: Any = None, style: Any = None, **properties: Any) -> None:
        """Add classes, set properties of style, and set attributes."""
        if classes:
            self.classes.add(classes)
        if style:
            self.style.update(style)
        for name, value in properties.items():
            setattr(self, name, value)


class ContainerElement(Element):
    """An element that can have others in it.

    Args:
        items: what is in it: elements, texts (which may be markup), and lists of these.
        children: the same, in a list.
        properties: see `Element`.
    """

    def __init__(
        self,
        *items: Any,
        children: Iterable[Any] | None = None,
        dom_element: Any = None,
        classes: Any = None,
        style: Any = None,
        **properties: Any,
    ) -> None:
        super().__init__(dom_element=dom_element, classes=classes, style=style, **properties)
        for item in [*items, *(children or ())]:
            if isinstance(item, str):
                self._dom_element.insertAdjacentHTML("beforeend", item)
            else:
                self.append(item)

    def __iter__(self) -> Iterator[Element]:
        return iter(self.children)


class ElementCollection:
    """Several elements, in their order.

    Args:
        elements: all of them.
    """

    def __init__(self, elements: Iterable[Element]) -> None:
        self._elements = list(elements)

    @property
    def elements(self) -> list[Element]:
        """All of them, in a list."""
        return self._elements

    @overload
    def __getitem__(self, key: int) -> Element: ...
    @overload
    def __getitem__(self, key: slice) -> ElementCollection: ...
    @overload
    def __getitem__(self, key: str) -> Element | None: ...
    def __getitem__(self, key: int | slice | str) -> Element | ElementCollection | None:
        """One by its place, several by theirs, or what has an id, among them or in them."""
        if isinstance(key, int):
            return self._elements[key]
        if isinstance(key, slice):
            return ElementCollection(self._elements[key])
        name = key.removeprefix("#")
        for element in self._elements:
            found = element if element.id == name else find_by_id(element._dom_element, name)
            if found is not None:
                return found
        return None

    def __len__(self) -> int:
        return len(self._elements)

    def __iter__(self) -> Iterator[Element]:
        return iter(self._elements)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ElementCollection) and self._elements == other._elements

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self)}>"

    def find(self, selector: str) -> ElementCollection:
        """All elements in them that a CSS selector finds."""
        return ElementCollection(found for element in self._elements for found in element.find(selector))

    def update_all(self, **changes: Any) -> None:
        """Change each of them; see `Element.update`."""
        for element in self._elements:
            element.update(**changes)


class Classes(MutableSet[str]):
    """The names of an element's classes.

    Args:
        dom_element: has them.
    """

    def __init__(self, dom_element: Any) -> None:
        self._list = dom_element.classList

    @classmethod
    def _from_iterable(cls, names: Iterable[Any]) -> Any:
        return set(names)

    def __contains__(self, name: object) -> bool:
        return name in list(self._list)

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._list))

    def __len__(self) -> int:
        return int(self._list.length)

    def __repr__(self) -> str:
        return repr(set(self))

    def add(self, value: Any, *more: Any) -> None:
        """Add classes: names in texts, with spaces between them, or in lists."""
        self._list.add(*_names((value, *more)))

    def remove(self, value: Any, *more: Any) -> None:
        """Take classes away; those that it has not are left out."""
        self._list.remove(*_names((value, *more)))

    discard = remove

    def toggle(self, value: str) -> bool:
        """Add a class, or take it away; tells whether it is there now."""
        return bool(self._list.toggle(value))


class Style(MutableMapping[str, str]):
    """An element's own properties of style, such as `style["background-color"] = "red"`.

    Args:
        dom_element: has them.
    """

    def __init__(self, dom_element: Any) -> None:
        object.__setattr__(self, "_style", dom_element.style)

    def __getitem__(self, name: str) -> str:
        return str(self._style.getPropertyValue(_style_name(name)))

    def __setitem__(self, name: str, value: Any) -> None:
        self._style.setProperty(_style_name(name), str(value))

    def __delitem__(self, name: str) -> None:
        self._style.removeProperty(_style_name(name))

    def __iter__(self) -> Iterator[str]:
        return iter([self._style.item(index) for index in range(len(self))])

    def __len__(self) -> int:
        return int(self._style.length)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._style, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._style, name, value)

    def __repr__(self) -> str:
        return repr(dict(self))

    def set(self, **properties: Any) -> None:
        """Set several; `_` stands for `-`."""
        self.update(properties)

    def remove(self, *names: str) -> None:
        """Take several away."""
        for name in names:
            del self[name]


def wrap_if_not_none(dom_element: Any) -> Element | None:
    """The object for an element; None where there is none."""
    # JavaScript's null is false, and an element never is.
    return Element.wrap_dom_element(dom_element) if dom_element else None


def wrapped(dom_elements: Iterable[Any]) -> list[Element]:
    """The objects for several elements."""
    return [Element.wrap_dom_element(each) for each in page.items(dom_elements)]


def find_by_id(root: Any, name: str) -> Element | None:
    """What has an id in the page, or in an element of it; None where nothing has."""
    quoted = name.removeprefix("#").replace("\\", "\\\\").replace('"', '\\"')
    return wrap_if_not_none(root.querySelector(f'[id="{quoted}"]'))


def find_and_wrap(root: Any, selector: str) -> ElementCollection:
    """All that a CSS selector finds in the page, or in an element of it."""
    return ElementCollection(wrapped(root.querySelectorAll(selector)))


def nodes_of(items: Iterable[Any]) -> Iterator[Any]:
    """What JavaScript's `append` takes, of what Python's does."""
    for item in items:
        if isinstance(item, Element):
            yield item._dom_element
        elif isinstance(item, JsProxy):
            if js.Reflect.has(item, "nodeType"):
                yield item
            else:
                yield from page.items(item)
        elif isinstance(item, ElementCollection | list | tuple):
            yield from nodes_of(item)
        else:
            yield str(item)


def _names(values: Iterable[Any]) -> list[str]:
    return [name for value in values for name in (value.split() if isinstance(value, str) else _names(value))]


def _property_of(name: str) -> str:
    plain = name.removesuffix("_")
    return _PROPERTIES.get(plain, plain)


def _style_name(name: str) -> str:
    return name if name.startswith("--") else name.replace("_", "-")
