"""The files that one widget is made from: shown anew as they change, and read for the page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from litewidget.errors import FileRefused
from litewidget.protocol import ESM, ESM_FILES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from litewidget.sources import Source


def described_files(module: Source, edition: int = 0) -> dict[str, object]:
    """What the page is told of the files beside a module.

    Args:
        module: the module's own file.
        edition: another number for each state that those files were in.
    """
    return {"name": module.name, "edition": edition}


def check_module(owner: str, module: str) -> None:
    """Refuse a module that is nothing but white space.

    Args:
        owner: the widget's class, for the error.
        module: the text, or what names it.

    Raises:
        ValueError: it is empty.
    """
    if not module.strip():
        raise ValueError(f"{owner}.{ESM} is empty: it must hold an ES module or name one.")


class LiveFiles:
    """The files of one widget, followed until `close`.

    Args:
        sources: what keys of the widget's state are read from.
        show: puts a new value under a key of the state.
    """

    def __init__(self, sources: Mapping[str, Source], show: Callable[[str, object], object]) -> None:
        self._module = sources.get(ESM)
        self._show = show
        self._edition = 0
        self._imported: dict[Source, Callable[[], None]] = {}
        self._unfollow = [source.follow(partial(show, key)) for key, source in sources.items()]

    def read(self, path: object) -> str:
        """Read a file that the module imports, and have the page ask anew when it changes.

        Args:
            path: relative to the module's folder, with `/` between its parts.

        Raises:
            FileRefused: it is not there, no text, or outside of that folder.
        """
        if self._module is None:
            raise FileRefused("the module is no file, and has no folder to import from.")
        found = self._module.beside(str(path))
        try:
            text = found.text
        except (OSError, UnicodeDecodeError) as error:
            raise FileRefused(_reason(found, error)) from error
        if found not in self._imported:
            self._imported[found] = found.follow(self._import_changed)
        return text

    def close(self) -> None:
        """Follow the files no more. May be called again."""
        for unfollow in (*self._unfollow, *self._imported.values()):
            unfollow()

    def _import_changed(self, text: str) -> None:
        if self._module is not None:
            self._edition += 1
            self._show(ESM_FILES, described_files(self._module, self._edition))


def _reason(source: Source, error: OSError | UnicodeDecodeError) -> str:
    if isinstance(error, FileNotFoundError):
        return f"there is no file {source.name}."
    if isinstance(error, UnicodeDecodeError):
        return f"{source.name} is no text in UTF-8."
    return f"{source.name} cannot be read: {error.strerror}."
