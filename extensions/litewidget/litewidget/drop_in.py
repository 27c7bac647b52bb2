"""`AnyWidget`, for code that was written for anywidget 0.11: a real ipywidgets `DOMWidget`.

`import litewidget as anywidget` is all that changes. ipywidgets is imported with this module, and only then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets

from litewidget.class_setup import live_files
from litewidget.commands import CommandCalls
from litewidget.display import view_bundle
from litewidget.model_traits import ModelTraits

if TYPE_CHECKING:
    from litewidget.binary import Buffer


class AnyWidget(ModelTraits, ipywidgets.DOMWidget):  # type: ignore[misc]
    """A widget whose page side is an ES module, with all that ipywidgets' widgets have.

    It can be put into ipywidgets' boxes, linked, and laid out. `litewidget.Widget` does without ipywidgets.
    `_esm` and `_css` are text, a URL, a path, or a `%%vfile` name.

    Raises:
        FileNotFoundError: `_esm` or `_css` names a file that is not there; raised by the class statement.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._commands = CommandCalls(self.send, lambda path: self._files.read(path))
        super().__init__(*args, **kwargs)
        self.on_msg(self._answer)
        self._files = live_files(self, kwargs.keys())

    def close(self) -> None:
        """Remove the widget and its views from the page. May be called again."""
        self._changes.end(self)
        # ipywidgets closes what its own constructor, which may have failed, has not finished.
        if hasattr(self, "_files"):
            self._files.close()
            self._commands.cancel()
        super().close()

    def __repr__(self) -> str:
        # ipywidgets' own walks through all that the traits hold.
        return object.__repr__(self)

    def _repr_mimebundle_(self, **kwargs: object) -> tuple[dict[str, Any], dict[str, Any]] | None:
        return None if self._view_name is None else view_bundle(self.model_id, repr(self))

    def _answer(self, widget: object, content: object, buffers: list[Buffer]) -> None:
        self._commands.handle(self, content, buffers)
