"""What can go wrong with a widget and is the author's or the user's to mend."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class ClosedWidgetError(RuntimeError):
    """A closed widget was asked for something that only an open one can do.

    Args:
        widget: the class's name.
        asked: what was asked of it.
    """

    def __init__(self, widget: str, asked: str) -> None:
        super().__init__(f"{widget} is closed and cannot {asked}. Make a new one.")
        self.widget = widget


class ClosedWidgetWarning(RuntimeWarning):
    """A trait of a closed widget was changed: Python keeps the value, and no page hears of it."""


class FileRefused(Exception):
    """A page asked for a file that a widget's module imports, and cannot have it. The page says so."""


class SerializationError(TypeError):
    """State cannot be sent to the page.

    Args:
        owner: the class's name, or what else holds the state.
        path: where in the state the value is; its first part is the trait.
        reason: what is wrong with the value there.
    """

    def __init__(self, owner: str, path: Sequence[str | int], reason: str) -> None:
        self.owner = owner
        self.path = tuple(path)
        self.reason = reason
        trait, *deeper = self.path or ("state",)
        place = "".join(f"[{part!r}]" for part in deeper)
        super().__init__(
            f"{owner}.{trait} cannot be sent to the page: {f'{trait}{place}' if place else 'it'} {reason}. "
            "Text, numbers, lists, dicts, binary data, arrays and widgets can; for anything else give the "
            "trait a to_json."
        )
