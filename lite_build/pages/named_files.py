"""The files beside a notebook that it names: in strings of its code, as modules, in links of its texts."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lite_build.notebooks.markdown_links import links_of
from lite_build.notebooks.reading import is_notebook, is_notebook_name, read_notebook
from lite_build.notebooks.text_notebooks import TEXT_SUFFIXES, is_text_notebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_STRING = re.compile(r"""(["'])((?:(?!\1)[^\\\n])+)\1""")
_IMPORT = re.compile(r"^\s*(?:from\s+(\w+)|import\s+([\w., ]+))", re.MULTILINE)
#: Where a path's part that stands for several names begins.
_SEVERAL = re.compile(r"[*?\[{]")
#: A name beside the code with a part that stands for several, and an ending that says of which kind they are.
_OF_ONE_KIND = re.compile(r"[\w.-]*(?:\*|\{\w+\})[\w.-]*\.\w+")
_FIELD = re.compile(r"\{\w+\}")
#: No system takes a longer path.
_LONGEST = 1000


def named_files(notebooks: Iterable[Path], root: Path, *, in_links: bool) -> frozenset[Path]:
    """What notebooks name, and what that names in turn.

    Args:
        notebooks: absolute, with links followed.
        root: the folder that all of it is in, absolute, with links followed.
        in_links: whether links of texts count.

    Returns:
        Files and folders, absolute; the notebooks are among them.
    """
    found = set(notebooks)
    unread = sorted(found)
    while unread:
        for named in _named_by(unread.pop(), in_links=in_links):
            path = named.resolve()
            if path != root and path.is_relative_to(root) and path not in found:
                found.add(path)
                if path.suffix == ".py" or is_notebook(path):
                    unread.append(path)
    return frozenset(found)


def _named_by(path: Path, *, in_links: bool) -> Iterator[Path]:
    """The files and folders beside a file that it names."""
    folder = path.parent
    for name in _names_of(path, in_links=in_links):
        # What stands in a string may be no path at all.
        with suppress(OSError, ValueError):
            yield from filter(Path.exists, _meant(folder / name))
    for pattern in _patterns_of(path):
        yield from folder.glob(pattern)


def _meant(path: Path) -> Iterator[Path]:
    """What a path may be of: a notebook that is named may be written as text."""
    yield path
    if is_notebook_name(path.name) and not path.exists():
        yield from filter(is_text_notebook, map(path.with_suffix, TEXT_SUFFIXES))


def _names_of(path: Path, *, in_links: bool) -> Iterator[str]:
    if path.suffix == ".py" and not is_notebook(path):
        yield from _names_in(path.read_text(encoding="utf-8", errors="replace"))
        return
    if path.is_dir():
        return
    for cell in read_notebook(path).cells:
        if cell.kind == "code":
            yield from _names_in(cell.source)
        elif cell.kind == "markdown" and in_links:
            yield from filter(None, map(_path_of, links_of(cell.source)))


def _patterns_of(path: Path) -> Iterator[str]:
    """What stands for several files of one kind beside the code: "*.csv", f"{month}.csv"."""
    if path.suffix == ".py" and not is_notebook(path):
        sources = [path.read_text(encoding="utf-8", errors="replace")]
    elif path.is_dir():
        return
    else:
        sources = [cell.source for cell in read_notebook(path).cells if cell.kind == "code"]
    for source in sources:
        for match in _STRING.finditer(source):
            if _OF_ONE_KIND.fullmatch(match[2]):
                yield _FIELD.sub("*", match[2])


def _path_of(link: str) -> str:
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    return "" if parts.scheme or parts.netloc or parts.path.startswith("/") else unquote(parts.path)


def _names_in(code: str) -> Iterator[str]:
    for match in _STRING.finditer(code):
        name = _SEVERAL.split(match[2])[0]
        if name != match[2]:
            # The folder that it names, and not the one that the code is in: that may hold anything.
            name = name.rpartition("/")[0]
        if name not in {"", ".", ".."} and not name.startswith(("/", "~")) and len(name) <= _LONGEST:
            yield name
    for match in _IMPORT.finditer(code):
        for module in re.split(r"[,\s]+", match[1] or match[2]):
            if top := module.partition(".")[0]:
                yield f"{top}.py"
                yield top
