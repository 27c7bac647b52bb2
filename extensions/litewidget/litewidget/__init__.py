"""Widgets for notebooks: one Python class and one ES module.

Names are imported when they are first used, so that a notebook pays for what it uses: `AnyWidget` imports
ipywidgets, `Widget` does not.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from litewidget import experimental as experimental
    from litewidget.base import Widget as Widget
    from litewidget.commands import command as command
    from litewidget.descriptor import MimeBundleDescriptor as MimeBundleDescriptor
    from litewidget.descriptor import widget as widget
    from litewidget.drop_in import AnyWidget as AnyWidget
    from litewidget.errors import ClosedWidgetError as ClosedWidgetError
    from litewidget.errors import ClosedWidgetWarning as ClosedWidgetWarning
    from litewidget.errors import SerializationError as SerializationError
    from litewidget.references import widget_serialization as widget_serialization
    from litewidget.sources import reload_file as reload_file
    from litewidget.traits import BinaryTrait as BinaryTrait
    from litewidget.traits import WidgetTrait as WidgetTrait

__version__ = "0.1.0"

_MODULES = {
    "AnyWidget": "litewidget.drop_in",
    "BinaryTrait": "litewidget.traits",
    "ClosedWidgetError": "litewidget.errors",
    "ClosedWidgetWarning": "litewidget.errors",
    "MimeBundleDescriptor": "litewidget.descriptor",
    "SerializationError": "litewidget.errors",
    "Widget": "litewidget.base",
    "WidgetTrait": "litewidget.traits",
    "command": "litewidget.commands",
    "reload_file": "litewidget.sources",
    "widget": "litewidget.descriptor",
    "widget_serialization": "litewidget.references",
}

__all__ = [
    "AnyWidget",
    "BinaryTrait",
    "ClosedWidgetError",
    "ClosedWidgetWarning",
    "MimeBundleDescriptor",
    "SerializationError",
    "Widget",
    "WidgetTrait",
    "__version__",
    "command",
    "experimental",
    "reload_file",
    "widget",
    "widget_serialization",
]


def __getattr__(name: str) -> object:
    if name == "experimental":
        return importlib.import_module("litewidget.experimental")
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_MODULES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Add the `%%vfile` cell magic: `%load_ext litewidget`."""
    from litewidget.cell_magic import VirtualFileMagics

    shell.register_magics(VirtualFileMagics)
