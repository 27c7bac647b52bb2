"""What a command says while it works: a moving line on a terminal, plain lines elsewhere."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console


class Progress:
    """Tells a person what is being done now.

    Args:
        console: where to; whether it is a terminal decides how.
    """

    def __init__(self, console: Console) -> None:
        self.console = console
        self._status = console.status("") if console.is_terminal else None

    @contextmanager
    def shown(self) -> Iterator[Progress]:
        """Show the moving line while the block runs, where there is a terminal."""
        if self._status is None:
            yield self
        else:
            with self._status:
                yield self

    def __call__(self, doing: str) -> None:
        """Say what is being done now."""
        if self._status is None:
            self.console.print(doing, highlight=False, markup=False, soft_wrap=True)
        else:
            self._status.update(Text(doing))

    def note(self, line: str) -> None:
        """Say something that stays to be read."""
        self.console.print(line, highlight=False, markup=False, soft_wrap=True)
