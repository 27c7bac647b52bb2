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
    """

    def __init__(self) -> None:
        self._places: dict[str, Place | None] = {}

    def note_opening(self, comm_id: str, parent: Any) -> None:
        """A comm is opened by what runs now."""
        self._places[comm_id] = current_place()

    def note_closing(self, comm_id: str) -> None:
        """A comm is closed."""
        self._places.pop(comm_id, None)

    @contextlib.contextmanager
    def handling(self, message: Any) -> Iterator[None]:
        """Handle a message of the page meanwhile. What is raised is told, and ends nothing else."""
        with entering(self._places.get(message["content"]["comm_id"])), reporting():
            yield
