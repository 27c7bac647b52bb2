"""Where on the page the comms of widgets belong."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from litepage.errors import reporting
from litepage.places import Place, current_place, entering

if TYPE_CHECKING:
    from collections.abc import Iterator


class CommPlaces:
    """Has what a widget's functions show stand where the script does that has made the widget.

    `comms.py` of the kernel calls it.

    Args:
        otherwise: knows of comms that no script has opened, where cells share the Python.
    """

    def __init__(self, otherwise: Any = None) -> None:
        self._otherwise = otherwise
        self._places: dict[str, Place | None] = {}

    def note_opening(self, comm_id: str, parent: Any) -> None:
        """A comm is opened by what runs now."""
        place = current_place()
        if place is None and self._otherwise is not None:
            self._otherwise.note_opening(comm_id, parent)
        else:
            self._places[comm_id] = place

    def note_closing(self, comm_id: str) -> None:
        """A comm is closed."""
        self._places.pop(comm_id, None)
        if self._otherwise is not None:
            self._otherwise.note_closing(comm_id)

    @contextlib.contextmanager
    def handling(self, message: Any) -> Iterator[None]:
        """Handle a message of the page meanwhile. What is raised is told, and ends nothing else."""
        comm_id = message["content"]["comm_id"]
        if comm_id not in self._places and self._otherwise is not None:
            with self._otherwise.handling(message):
                yield
            return
        with entering(self._places.get(comm_id)), reporting():
            yield
