"""The components that are elements of the page, which cells find by the elements' ids."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import comm

if TYPE_CHECKING:
    from litewidget.components import Component

#: By this target the page hears of Python's object (`extensions/page/src/components/python-link.ts`).
TARGET = "lite-build.component"


class PageComponent:
    """An element of the page. Its object is made when Python first asks for it: that cell shows its prints.

    Args:
        element: by which the page knows it.
        name: its `id`.
        kind: its class.
        state: the values of its traits.
    """

    def __init__(self, element: str, name: str, kind: str, state: dict[str, Any]) -> None:
        self.kind = kind
        self._name = name
        self._state = state
        # By it the page knows which of its values the object is made with: it may have sent newer ones.
        self._update = 0
        self._made: Component | None = None
        self._comm = comm.create_comm(target_name=TARGET, data={"element": element})
        self._comm.on_msg(lambda message: self._take(message["content"]["data"]))
        self._comm.on_close(lambda message: self._leave())

    @property
    def object(self) -> Component:
        """Python's object.

        Raises:
            TraitError: the element has a value that is not allowed.
        """
        if self._made is None or self._made.comm is None:
            from litewidget import components

            self._made = getattr(components, self.kind)(**self._state)
            self._comm.send({"model": self._made.model_id, "update": self._update})
        return self._made

    def _take(self, data: dict[str, Any]) -> None:
        self._state.update(data["state"])
        self._update = data["update"]

    def _leave(self) -> None:
        """The element is not on the page any more."""
        if of_page.get(self._name) is self:
            del of_page[self._name]
        if self._made is not None:
            self._made.close()


#: All of them, by their ids.
of_page: dict[str, PageComponent] = {}


def join(element: str, name: str, kind: str, state: str) -> None:
    """Know of an element; see `PageComponent`. The state is JSON."""
    of_page[name] = PageComponent(element, name, kind, json.loads(state))
