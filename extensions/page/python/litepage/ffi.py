"""The border between Python and JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import js
import pyodide.ffi
from pyodide.ffi import JsProxy, create_proxy, jsnull

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["assign", "create_proxy", "direct", "gather", "is_none", "jsnull", "to_js"]


def to_js(value: Any, **options: Any) -> Any:
    """Make of a value what JavaScript would have for it: of a dict an object, of a list an array.

    Args:
        value: of Python.
        options: of `pyodide.ffi.to_js`.
    """
    return pyodide.ffi.to_js(value, **{"dict_converter": js.Object.fromEntries} | options)


def to_py(value: Any) -> Any:
    """Make of a list or an object of JavaScript what Python has for it; all else stays as it is."""
    return value.to_py() if isinstance(value, JsProxy) else value


def is_none(value: Any, *others: Any) -> bool:
    """Whether a value is nothing: Python's None, JavaScript's null, or one of those named besides."""
    return value is None or value is jsnull or any(value is other for other in others)


def assign(target: Any, *sources: Any) -> Any:
    """Put what is in other objects, or dicts, into an object of JavaScript; gives that object."""
    js.Object.assign(target, *map(to_js, sources))
    return target


def gather(target: Any, *names: str) -> list[Any]:
    """Several attributes of an object of JavaScript at once."""
    return [getattr(target, name) for name in names]


def direct(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function itself: on the page's own thread, calls of it need no help."""
    return function
