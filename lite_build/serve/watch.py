"""What was saved: changes of files and folders, in groups."""

from __future__ import annotations

from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

import watchfiles

if TYPE_CHECKING:
    from collections.abc import Collection, Generator
    from threading import Event

#: In milliseconds. Changes that follow each other closer than this come as one group: a "save all", a
#: checkout.
QUIET = 100
#: In milliseconds. A group is handed on after this time though changes keep coming.
LONGEST_GROUP = 1600
#: In milliseconds: how soon a stop is noticed.
PATIENCE = 200

#: Folders that tools keep their own files in, besides those that watchfiles knows.
_TOOL_FOLDERS = (".cache", ".ipynb_checkpoints", ".mypy_cache", ".ruff_cache", ".virtual_documents")

#: The database of `jupyter lite build`, which each of its builds writes beside the configuration.
_TASK_DATABASE = r"^\.jupyterlite\.doit\.db"


class _EditedFiles(watchfiles.DefaultFilter):
    """Leaves out what tools and editors write for themselves.

    watchfiles' own filter looks at whole paths: a project that lies in a folder called ".venv" would never
    change. This one looks only at what is below the watched folders.
    """

    def __init__(self, watched: Collection[Path], ignored: Collection[Path]) -> None:
        super().__init__(
            ignore_dirs=(*watchfiles.DefaultFilter.ignore_dirs, *_TOOL_FOLDERS),
            ignore_entity_patterns=(*watchfiles.DefaultFilter.ignore_entity_patterns, _TASK_DATABASE),
        )
        self._watched = watched
        self._ignored = ignored

    def __call__(self, change: watchfiles.Change, path: str) -> bool:
        changed = Path(path)
        if any(changed.is_relative_to(ignored) for ignored in self._ignored):
            return False
        below = [changed.relative_to(watched) for watched in self._watched if changed.is_relative_to(watched)]
        return any(
            super(_EditedFiles, self).__call__(change, str(relative))
            and not any(part.endswith(".egg-info") for part in relative.parts)
            for relative in below
        )


def watch(
    paths: Collection[Path], *, ignored: Collection[Path] = (), stop: Event
) -> Generator[frozenset[Path], None, None]:
    """Wait for changes of files, or of anything in folders.

    Args:
        paths: files and folders, which need not exist yet.
        ignored: files and folders inside those that do not count.
        stop: ends the iteration.

    Yields:
        First nothing, as soon as no later change can be missed: whatever is read after this is watched. Then
        the paths of each group of changes.

    Raises:
        KeyboardInterrupt: Ctrl-C was pressed while waiting.
    """
    resolved = {path.resolve() for path in paths}
    folders = {path for path in resolved if path.is_dir()}
    files = resolved - folders
    # An editor may save by putting a new file in the old one's place, which a watch of the file itself
    # misses; and what is not there yet can only be seen to come by what is around it.
    around = {_nearest_folder(path.parent) for path in files}
    wanted = _EditedFiles(resolved | _missing_parents(files), {path.resolve() for path in ignored})
    with ExitStack() as watchers:
        groups = [
            watchers.enter_context(
                closing(
                    watchfiles.watch(
                        *places,
                        watch_filter=wanted,
                        debounce=LONGEST_GROUP,
                        step=QUIET,
                        stop_event=stop,
                        rust_timeout=PATIENCE,
                        yield_on_timeout=True,
                        recursive=recursive,
                    )
                )
            )
            for places, recursive in ((folders, True), (around, False))
            if places
        ]
        begun = False
        for changes in zip(*groups, strict=False):
            changed = frozenset(Path(path) for group in changes for _, path in group)
            if changed or not begun:
                begun = True
                yield changed


def _nearest_folder(path: Path) -> Path:
    return next(folder for folder in (path, *path.parents) if folder.is_dir())


def _missing_parents(files: Collection[Path]) -> set[Path]:
    return {parent for file in files for parent in file.parents if not parent.exists()}
