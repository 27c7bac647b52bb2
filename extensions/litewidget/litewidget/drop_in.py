"""`AnyWidget`, for code that was written for anywidget 0.11: a real ipywidgets `DOMWidget`.

`import litewidget as anywidget` is all that changes. ipywidgets is imported with this module, and only then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets
from traitlets import Unicode

from litewidget.class_setup import find_sources, follow_sources, is_prepared, prepared_class
from litewidget.commands import CommandCalls
from litewidget.display import view_bundle
from litewidget.protocol import MODEL_NAME, MODULE, MODULE_VERSION, VIEW_NAME

if TYPE_CHECKING:
    from litewidget.binary import Buffer


class AnyWidget(ipywidgets.DOMWidget):  # type: ignore[misc]
    """A widget whose page side is an ES module, with all that ipywidgets' widgets have.

    It can be put into ipywidgets' boxes, linked, and laid out. `litewidget.Widget` does without ipywidgets.
    `_esm` and `_css` are text, a URL, a path, or a `%%vfile` name.

    Raises:
        FileNotFoundError: `_esm` or `_css` names a file that is not there; raised by the class statement.
    """

    _model_name = Unicode(MODEL_NAME).tag(sync=True)
    _model_module = Unicode(MODULE).tag(sync=True)
    _model_module_version = Unicode(MODULE_VERSION).tag(sync=True)
    _view_name = Unicode(VIEW_NAME, allow_none=True).tag(sync=True)
    _view_module = Unicode(MODULE).tag(sync=True)
    _view_module_version = Unicode(MODULE_VERSION).tag(sync=True)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not is_prepared(cls):
            find_sources(cls)

    def __new__(cls, *args: Any, **kwargs: Any) -> AnyWidget:  # noqa: D102, PYI034
        made: AnyWidget = super().__new__(prepared_class(cls), *args, **kwargs)
        return made

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._commands = CommandCalls(self.send)
        super().__init__(*args, **kwargs)
        self.on_msg(self._answer)
        self._unfollow = follow_sources(self, kwargs.keys())

    def close(self) -> None:
        """Remove the widget and its views from the page. May be called again."""
        for unfollow in getattr(self, "_unfollow", ()):
            unfollow()
        if hasattr(self, "_commands"):
            self._commands.cancel()
        super().close()

    def __repr__(self) -> str:
        # ipywidgets' own walks through all that the traits hold.
        return object.__repr__(self)

    def _repr_mimebundle_(self, **kwargs: object) -> tuple[dict[str, Any], dict[str, Any]] | None:
        return None if self._view_name is None else view_bundle(self.model_id, repr(self))

    def _answer(self, widget: object, content: object, buffers: list[Buffer]) -> None:
        self._commands.handle(self, content, buffers)
