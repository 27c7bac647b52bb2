"""Where a widget's module and style come from: text, a URL, a file, or a `%%vfile` cell of the notebook.

What is said as text counts as anywidget counts it: a URL stays a URL; several lines are the text itself; one
line that ends in a file extension is a file's path; a `vfile:` name is a virtual file's. A `site:` name is a
file of the site, which the page reads by itself.
"""

from __future__ import annotations

import os
import re
from abc import ABC, abstractmethod
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from litewidget.errors import FileRefused

if TYPE_CHECKING:
    from collections.abc import Callable

_EXTENSION = re.compile(r"(?P<before>\S)\.[a-zA-Z0-9]+$")


class Source(ABC):
    """Text that can change, and tells who follows it.

    Args:
        name: by which its author knows it; traces in the page have it.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._followers: list[Callable[[str], object]] = []

    @property
    @abstractmethod
    def text(self) -> str:
        """The text as it is now.

        Raises:
            OSError: it cannot be read.
            UnicodeDecodeError: it is no UTF-8.
        """

    @abstractmethod
    def beside(self, path: str) -> Source:
        """What a module imports whose own text this is.

        Args:
            path: relative to the folder of this one, with `/` between its parts.

        Raises:
            FileRefused: it is not in that folder or below.
        """

    def __str__(self) -> str:
        return self.text

    def follow(self, changed: Callable[[str], object]) -> Callable[[], None]:
        """Hear of every change.

        Args:
            changed: is called with the new text.

        Returns:
            ends it; may be called again.
        """

        def unfollow() -> None:
            if changed in self._followers:
                self._followers.remove(changed)

        self._followers.append(changed)
        return unfollow

    def _tell(self) -> None:
        text = self.text
        for changed in tuple(self._followers):
            changed(text)


class VirtualFile(Source):
    """The text of a `%%vfile` cell."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(name)
        self._text = text

    @property
    def text(self) -> str:
        """The cell as it was run last."""
        return self._text

    @text.setter
    def text(self, text: str) -> None:
        self._text = text
        self._tell()

    def beside(self, path: str) -> VirtualFile:
        """Another cell of the notebook, by the name that it has beside this one's."""
        name = str(PurePosixPath(self.name).parent / path)
        found = virtual_files.get(f"{VIRTUAL}{name}")
        if found is None:
            raise FileRefused(f"no cell is %%vfile {name}.")
        return found


class File(Source):
    """A file; there is one such object for each path."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path.parent.name}/{path.name}")
        self.path = path
        self._text = ""
        self._read_at: tuple[int, int] | None = None

    @property
    def text(self) -> str:
        """What the file holds, read again where it was written since.

        Raises:
            FileNotFoundError: it is gone.
        """
        status = self.path.stat()
        written = (status.st_mtime_ns, status.st_size)
        if written != self._read_at:
            self._text = self.path.read_text(encoding="utf-8")
            self._read_at = written
        return self._text

    def beside(self, path: str) -> File:
        """A file in the same folder or below, wherever links lead."""
        folder = self.path.parent
        try:
            found = (folder / path).resolve()
        except (OSError, ValueError) as error:
            raise FileRefused(f"{path!r} is no name of a file.") from error
        if not found.is_relative_to(folder):
            raise FileRefused(f"{path!r} lies outside of the folder of {self.name}, the widget's module.")
        return _file(found)

    def reload(self) -> None:
        """Read the file and tell the followers, also where its date is the same."""
        self._read_at = None
        self._tell()


#: What the names of virtual files begin with.
VIRTUAL = "vfile:"

#: What `%%vfile` cells have made, by name with that.
virtual_files: dict[str, VirtualFile] = {}

_files: WeakValueDictionary[Path, File] = WeakValueDictionary()


def source_of(value: object) -> Source | str:
    """The source that a class's `_esm` or `_css` names, or the text that it is.

    Args:
        value: a path, or text as the module's docstring says.

    Raises:
        FileNotFoundError: a file is named that is not there.
    """
    if isinstance(value, Source):
        return value
    if isinstance(value, str) and value.startswith(VIRTUAL):
        return _virtual_file(value)
    path = _path_of(value)
    if path is None:
        return str(value)
    if not path.is_file():
        raise FileNotFoundError(f"File not found: {path}")
    return _file(path)


def reload_file(path: str | os.PathLike[str]) -> bool:
    """Show a file that was written in every live widget that was made from it; they keep their state.

    Args:
        path: the file; relative to the current folder, or absolute.

    Returns:
        False where no widget was made from it.
    """
    file = _files.get(_absolute(path))
    if file is None:
        return False
    file.reload()
    return True


def _file(path: Path) -> File:
    return _files.setdefault(path, File(path))


def _virtual_file(name: str) -> VirtualFile:
    if name not in virtual_files:
        cell = f"%%vfile {name.removeprefix(VIRTUAL)}"
        raise FileNotFoundError(f"{name} is not there: run the cell that begins with {cell} before this one.")
    return virtual_files[name]


def _path_of(value: object) -> Path | None:
    if isinstance(value, os.PathLike):
        return _absolute(value)
    if not isinstance(value, str) or value.startswith(("http://", "https://", "site:")):
        return None
    found = None if "\n" in value or "\r" in value else _EXTENSION.search(value)
    if found is None:
        return None
    path = _absolute(value)
    # Code can end in `).name` too: anywidget asks for a plain letter or digit before the dot. A file that is
    # there may have any name.
    return path if re.fullmatch("[a-zA-Z0-9]", found["before"]) or path.is_file() else None


def _absolute(path: str | os.PathLike[str]) -> Path:
    return Path(path).expanduser().resolve()
