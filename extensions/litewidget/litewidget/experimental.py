"""What `anywidget.experimental` has, under its names, for code that was written for it."""

from __future__ import annotations

import dataclasses
import importlib.util
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform, overload

from litewidget.commands import command
from litewidget.descriptor import MimeBundleDescriptor, widget

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

__all__ = ["MimeBundleDescriptor", "command", "dataclass", "widget"]

_Class = TypeVar("_Class", bound=type)


@overload
def dataclass(
    cls: None = None,
    *,
    esm: str | os.PathLike[str],
    css: str | os.PathLike[str] | None = None,
    **options: Any,
) -> Callable[[_Class], _Class]: ...


@overload
def dataclass(
    cls: _Class, *, esm: str | os.PathLike[str], css: str | os.PathLike[str] | None = None, **options: Any
) -> _Class: ...


@dataclass_transform(field_specifiers=(dataclasses.Field, dataclasses.field))
def dataclass(
    cls: _Class | None = None,
    *,
    esm: str | os.PathLike[str],
    css: str | os.PathLike[str] | None = None,
    **options: Any,
) -> _Class | Callable[[_Class], _Class]:
    """Make a dataclass and a widget of a class. Where psygnal is installed, its `events` are there too.

    Args:
        cls: the class, where the decorator is called by itself.
        esm: the module: text, a URL, a path or a `%%vfile` name.
        css: the style, likewise.
        options: those of `dataclasses.dataclass`.

    Raises:
        FileNotFoundError: a file is not there.
    """

    def decorate(cls: _Class) -> _Class:
        make_dataclass: Any = dataclasses.dataclass
        made: _Class = make_dataclass(cls, **options)
        if importlib.util.find_spec("psygnal") is not None:
            import psygnal

            made = psygnal.evented(made)
        return widget(esm=esm, css=css)(made)

    return decorate if cls is None else decorate(cls)
