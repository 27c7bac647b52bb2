"""What a channel asks of a widget's state. Imported by type checkers alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection


class State(Protocol):
    """How the state of one widget is read and written."""

    def read(self, names: Collection[str] | None) -> dict[str, object]:
        """The values of some names, or of all; those that the widget does not have are left out."""

    def write(self, state: dict[str, Any]) -> None:
        """Take over what the page has set."""

    def is_echoed(self, name: str) -> bool:
        """Tell whether other pages shall hear what one has set."""
