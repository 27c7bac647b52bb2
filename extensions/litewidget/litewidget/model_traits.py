"""What every widget class of this library has, with ipywidgets or without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from traitlets import HasTraits, Unicode

from litewidget.changes import AwaitedChanges
from litewidget.class_setup import find_sources, is_prepared, prepared_class
from litewidget.errors import ClosedWidgetError
from litewidget.protocol import MODEL_NAME, MODULE, MODULE_VERSION, VIEW_NAME

if TYPE_CHECKING:
    from collections.abc import Awaitable, Collection
    from typing import Self


class ModelTraits(HasTraits):
    """The names of anywidget's model and view; the files of a class are found as it is defined."""

    _model_name = Unicode(MODEL_NAME).tag(sync=True)
    _model_module = Unicode(MODULE).tag(sync=True)
    _model_module_version = Unicode(MODULE_VERSION).tag(sync=True)
    _view_name = Unicode(VIEW_NAME, allow_none=True).tag(sync=True)
    _view_module = Unicode(MODULE).tag(sync=True)
    _view_module_version = Unicode(MODULE_VERSION).tag(sync=True)

    _changes: AwaitedChanges

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not is_prepared(cls):
            find_sources(cls)

    def __new__(cls, *args: Any, **kwargs: Any) -> Self:  # noqa: D102
        made = super().__new__(prepared_class(cls), *args, **kwargs)
        made._changes = AwaitedChanges()
        return made

    def changed(self, *names: str) -> Awaitable[Any]:
        """Wait, in a cell or a task, until a trait changes, by a reader in the page or in Python.

            level = await slider.changed("value")

        It hears of changes from this call on. The page and Python go on meanwhile.

        Args:
            names: the traits; the first of them that changes ends it.

        Returns:
            What to await; that gives the new value.

        Raises:
            ClosedWidgetError: the widget is closed, or is closed meanwhile.
            TypeError: there is no such trait.
        """
        if not names:
            raise TypeError(f"{type(self).__name__}.changed() needs the name of a trait to wait for.")
        self._check_names(names)
        if getattr(self, "comm", None) is None:
            raise ClosedWidgetError(type(self).__name__, "be waited for")
        return self._changes.next(self, names)

    def _check_names(self, given: Collection[str]) -> None:
        strange = [name for name in given if not self.has_trait(name)]
        if not strange:
            return
        from difflib import get_close_matches

        near = get_close_matches(strange[0], self.trait_names(), n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise TypeError(f"{type(self).__name__} has no trait {strange[0]!r}.{hint}")
