"""A browser's tab, in the words that the drivers of all engines have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence


class Tab(Protocol):
    """What a test asks of a tab; pointer and keys are the engine's own, not events that a script made."""

    @property
    def said(self) -> Sequence[str]:
        """What the page's console holds, in its order."""

    def open(self, address: str) -> None:
        """Go to an address. The page may still be loading."""

    def evaluate(self, expression: str) -> Any:
        """The value of an expression of JavaScript, which must be what JSON can hold."""

    def click(self, x: float, y: float) -> None:
        """Press and release the pointer, in CSS pixels from the window's left upper corner."""

    def write(self, text: str) -> None:
        """Type a text of one line."""

    def press(self, *keys: str) -> None:
        """Press keys together, such as `"Shift", "Enter"`."""
