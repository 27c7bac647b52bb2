"""Notebooks that are in no project: what belongs to them, so that a site has that and nothing else."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from lite_build.pages.named_files import named_files
from lite_build.project.file_names import CONFIG_FILE

if TYPE_CHECKING:
    from collections.abc import Sequence


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
    kept = named_files(notebooks, root, in_links=True)
    around = {
        parent for path in kept for parent in path.parents if parent != root and parent.is_relative_to(root)
    }
    allowed = [
        *(f"{_pattern(path, root)}{'/' if path.is_dir() else '$'}" for path in kept),
        *(f"{_pattern(path, root)}/$" for path in around),
    ]
    return (f"^/(?!{'|'.join(sorted(allowed))})",)


def _pattern(path: Path, root: Path) -> str:
    return re.escape(path.relative_to(root).as_posix())
