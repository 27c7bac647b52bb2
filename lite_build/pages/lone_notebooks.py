"""Notebooks that are in no project: what belongs to them, so that a site has that and nothing else."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lite_build.notebooks.markdown_links import links_of
from lite_build.notebooks.reading import read_notebook
from lite_build.project.file_names import CONFIG_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_STRING = re.compile(r"""(["'])((?:(?!\1)[^\\\n])+)\1""")
_IMPORT = re.compile(r"^\s*(?:from\s+(\w+)|import\s+([\w., ]+))", re.MULTILINE)
#: Where a path's part that stands for several names begins.
_SEVERAL = re.compile(r"[*?\[{]")


def folder_of(notebooks: Sequence[Path]) -> Path:
    """The folder that is their project: the nearest with a configuration, else the one that has all of them.

    Args:
        notebooks: absolute.
    """
    common = Path(os.path.commonpath([path.parent for path in notebooks]))
    return next((folder for folder in (common, *common.parents) if (folder / CONFIG_FILE).is_file()), common)


def rules_for(notebooks: Sequence[Path], root: Path) -> tuple[str, ...]:
    """Rules that leave out of a folder what belongs to none of its notebooks.

    What belongs to one is what its code names in a string or imports, and what its texts link to.

    Args:
        notebooks: absolute.
        root: the folder, with all of them in it.

    Returns:
        Regular expressions, as `ContentOptions.ignored` has them.
    """
    kept = set(notebooks)
    unread = list(notebooks)
    while unread:
        for found in _named_by(unread.pop()):
            path = found.resolve()
            if path != root and path.is_relative_to(root) and path not in kept:
                kept.add(path)
                if path.suffix in {".py", ".ipynb"}:
                    unread.append(path)
    files = [path.relative_to(root).as_posix() for path in kept if path.is_file()]
    folders = [path.relative_to(root).as_posix() for path in kept if path.is_dir()]
    around = {
        parent.relative_to(root).as_posix()
        for path in kept
        for parent in path.parents
        if parent != root and parent.is_relative_to(root)
    }
    allowed = [
        *(f"{re.escape(path)}$" for path in files),
        *(f"{re.escape(path)}/" for path in folders),
        *(f"{re.escape(path)}/$" for path in sorted(around)),
    ]
    return (f"^/(?!{'|'.join(sorted(allowed))})",)


def _named_by(path: Path) -> Iterator[Path]:
    """The files and folders beside a file that it names."""
    folder = path.parent
    for text in _texts_of(path):
        for name in _names_in(text):
            # What stands in a string may be no path at all.
            try:
                if (folder / name).exists():
                    yield folder / name
            except (OSError, ValueError):
                continue


def _texts_of(path: Path) -> Iterator[str]:
    if path.suffix == ".py":
        yield path.read_text(encoding="utf-8", errors="replace")
        return
    for cell in read_notebook(path).cells:
        if cell.kind == "code":
            yield cell.source
        elif cell.kind == "markdown":
            yield "\n".join(f'"{link}"' for link in map(_path_of, links_of(cell.source)) if link)


def _path_of(link: str) -> str:
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    return "" if parts.scheme or parts.netloc else unquote(parts.path)


def _names_in(text: str) -> Iterator[str]:
    for match in _STRING.finditer(text):
        name = _SEVERAL.split(match[2])[0]
        if name in {"", ".", "/"} or name.startswith(("/", "~")) or len(name) > 500:
            continue
        yield name if name == match[2] else name.rpartition("/")[0] or "."
    for match in _IMPORT.finditer(text):
        for module in re.split(r"[,\s]+", match[1] or match[2]):
            top = module.partition(".")[0]
            if top:
                yield f"{top}.py"
                yield top
