"""What every widget class of this library has, with ipywidgets or without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from traitlets import HasTraits, Unicode

from litewidget.class_setup import find_sources, is_prepared, prepared_class
from litewidget.protocol import MODEL_NAME, MODULE, MODULE_VERSION, VIEW_NAME

if TYPE_CHECKING:
    from typing import Self


class ModelTraits(HasTraits):
    """The names of anywidget's model and view; the files of a class are found as it is defined."""

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

    def __new__(cls, *args: Any, **kwargs: Any) -> Self:  # noqa: D102
        return super().__new__(prepared_class(cls), *args, **kwargs)
