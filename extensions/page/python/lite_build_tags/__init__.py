"""Tags of a page that are made of Python's classes."""

from __future__ import annotations

import difflib
import re
import sys
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from comm.base_comm import BaseComm

_Class = TypeVar("_Class", bound=type)

#: By this target the page hears of tags (`extensions/page/src/tags/made-tags.ts`).
TARGET = "lite-build.tag"
#: What the browser takes for the name of an element that is not HTML's own: ASCII does for ours.
_NAME = re.compile(r"[a-z][a-z0-9._]*-[a-z0-9._-]*")
#: Names with a hyphen that are taken by SVG and MathML.
_OF_HTML = frozenset(
    {
        "annotation-xml",
        "color-profile",
        "font-face",
        "font-face-format",
        "font-face-name",
        "font-face-src",
        "font-face-uri",
        "missing-glyph",
    }
)
#: How the tags begin that a page has without any Python of its own.
_OURS = ("lite-", "py-", "mpy-", "script-")

#: The classes that tags are made of, by the tags.
_classes: dict[str, type] = {}
#: What shows which widget, with what says something to that element of the page.
elements: list[tuple[Any, Callable[[dict[str, Any]], None]]] = []
#: The comms by which the page knows of tags.
_comms: dict[str, BaseComm] = {}


def element(name: str) -> Callable[[_Class], _Class]:
    """Make a tag of the class behind it: `@element("my-gauge")`.

    The class is a widget, of litewidget or of another library; or a plain class with a `template`, which
    becomes a widget. Elements of that name are its instances, also those that the page has already. Where the
    same class is defined once more, as by a cell that is run again, they are made anew.

    Args:
        name: of the tag; it has a hyphen, as names of own tags in HTML do.

    Raises:
        TypeError: it stands before something else than such a class.
        ValueError: there can be no tag of that name, or it is another class's.
    """
    _check_name(name)

    def make(cls: _Class) -> _Class:
        made: _Class = widget_class(cls)
        present = _classes.get(name)
        if present is not None and _title(present) != _title(made):
            raise ValueError(f"<{name}> is the tag of {_title(present)} already: give {_title(made)} another")
        _classes[name] = made
        _tell(name, f"{made.__module__}:{made.__qualname__}")
        return made

    return make


def dispatch(widget: Any, event: str, detail: Any = None) -> None:
    """Have the elements that show a widget tell the page of an event.

    Args:
        widget: an instance of the class of a tag.
        event: its name; the page hears it by `addEventListener`.
        detail: goes with it: what JSON can hold.
    """
    send_to_elements(widget, {"method": "event", "event": event, "detail": detail})


def send_to_elements(widget: Any, message: dict[str, Any]) -> None:
    """Say something to the elements that show a widget."""
    for shown, send in elements:
        if shown is widget:
            send(message)


def class_of(name: str) -> type | None:
    """The class that a tag is made of; None where no code has defined it."""
    return _classes.get(name)


def widget_class(cls: Any) -> Any:
    """The class itself where it is one of widgets; else the one of widgets that its template makes it.

    Raises:
        TypeError: it is neither.
        ValueError: its template names something that the class has not.
    """
    if not isinstance(cls, type):
        raise TypeError(f"a tag is made of a class, and {_name_of(cls)} is a {type(cls).__name__}")
    if hasattr(cls, "_repr_mimebundle_"):
        return cls
    if not isinstance(getattr(cls, "template", None), str):
        raise TypeError(
            f"a tag is made of a widget's class or of one with a template, and {cls.__name__} is neither: "
            'write template = "<p>…</p>" in it, or have it be a litewidget.Widget'
        )
    from lite_build_tags.templates import templated

    return templated(cls)


def _check_name(name: Any) -> None:
    if not isinstance(name, str):
        raise TypeError(
            f'write the name of the tag: @element("my-tag"), and not @element on {_name_of(name)}'
        )
    if "-" not in name:
        raise ValueError(f"{name!r} can be no tag's name: names of own tags have a hyphen, as in 'my-{name}'")
    if _NAME.fullmatch(name) is None:
        raise ValueError(
            f"{name!r} can be no tag's name: it begins with a letter, and has small letters, digits, "
            "hyphens, points and underscores"
        )
    if name in _OF_HTML:
        raise ValueError(f"<{name}> is taken: browsers have it already")
    if name.startswith(_OURS):
        raise ValueError(f"<{name}> is taken: tags that begin with {', '.join(_OURS)} are not the page's own")


def _tell(name: str, title: str) -> None:
    import comm

    before = _comms.pop(name, None)
    if before is not None:
        before.close()
    told = comm.create_comm(target_name=TARGET, data={"tag": name, "class": title})
    told.on_msg(lambda message: _hear(name, message["content"]["data"]))
    _comms[name] = told


def _hear(name: str, data: dict[str, Any]) -> None:
    """The page cannot have the tag. It has said so where a cell made it; of a script it is said here."""
    _classes.pop(name, None)
    _comms.pop(name).close()
    errors = sys.modules.get("litepage.errors")
    if errors is not None:
        errors.report(ValueError(data["reason"]))


def _title(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}".removeprefix("__main__.")


def _name_of(value: Any) -> str:
    return getattr(value, "__name__", repr(value))


def meant(name: str, names: list[str]) -> str:
    """Which of some names may be meant, as a sentence; empty where none is like it."""
    close = difflib.get_close_matches(name, names, n=1)
    return f": is {close[0]} meant?" if close else ""
