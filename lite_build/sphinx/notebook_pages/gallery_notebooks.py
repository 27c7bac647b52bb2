"""Notebooks of a gallery's examples: published with the site, so that a link opens them in JupyterLab.

sphinx-gallery writes a notebook beside each page, and puts them to the site's contents only when Sphinx has
finished, in a folder that its own badges do not name.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.errors import ExtensionError
from sphinx.util import import_object

from lite_build.files.json_file import read_json_object
from lite_build.notebooks.text_notebooks import NOTEBOOK_SUFFIX
from lite_build.sphinx.notebook_pages import gallery
from lite_build.sphinx.settings import has_live_notebooks
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx.application import Sphinx

    Change = Callable[[dict[str, Any], str], None]


def is_asked_for(app: Sphinx) -> bool:
    """Whether readers shall open examples in JupyterLab: by sphinx-gallery's setting, or as they are live."""
    if gallery.EXTENSION not in app.extensions:
        return False
    return badge_settings(app) is not None or has_live_notebooks(app.config, "sphinx_gallery")


def badge_settings(app: Sphinx) -> dict[str, Any] | None:
    """What the documentation says of sphinx-gallery's own badges, which need jupyterlite-sphinx."""
    if gallery.EXTENSION not in app.extensions:
        return None
    settings: dict[str, Any] | None = app.config.sphinx_gallery_conf.get("jupyterlite")
    return settings or None


def published_notebooks(app: Sphinx, documents: Iterable[str] | None = None) -> dict[str, Path]:
    """The notebook of each page of a gallery, by the document's name.

    Args:
        app: with its settings.
        documents: to look at; all where they are left out.
    """
    if not is_asked_for(app):
        return {}
    source = Path(app.srcdir)
    pages = tuple(f"{page}/" for _, page in gallery.galleries(app))
    notebooks = {
        document: source / f"{document}{NOTEBOOK_SUFFIX}"
        for document in (sorted(app.env.found_docs) if documents is None else documents)
        if document.startswith(pages)
    }
    return {document: path for document, path in notebooks.items() if path.is_file()}


def published_paths(app: Sphinx) -> dict[str, str]:
    """The documents of these pages, by the path in the site of each notebook."""
    return {f"{document}{NOTEBOOK_SUFFIX}": document for document in published_notebooks(app)}


def write_published(app: Sphinx, folder: Path) -> None:
    """Put the notebooks into a folder, where their links say that they are.

    Args:
        app: with its settings.
        folder: is ours alone; what is not published any more is removed.

    Raises:
        UserMistake: the function that shall change them is not there, or fails.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    change = _change(app)
    for document, path in published_notebooks(app).items():
        target = folder / f"{document}{NOTEBOOK_SUFFIX}"
        target.parent.mkdir(parents=True, exist_ok=True)
        if change is None:
            shutil.copyfile(path, target)
        else:
            target.write_text(_changed(path, target, change), encoding="utf-8", newline="\n")


def _change(app: Sphinx) -> Change | None:
    """What the documentation does to each notebook, by sphinx-gallery's setting."""
    said = (badge_settings(app) or {}).get("notebook_modification_function")
    if not isinstance(said, str):
        return said
    try:
        function: Change = import_object(said)
    except ExtensionError as error:
        raise UserMistake(
            f"notebook_modification_function cannot be imported: {error}",
            where="conf.py",
            remedy="Correct its name in sphinx_gallery_conf.",
        ) from None
    return function


def _changed(path: Path, target: Path, change: Change) -> str:
    notebook = read_json_object(path)
    try:
        change(notebook, str(target))
    except Exception as error:
        raise UserMistake(
            f"notebook_modification_function fails: {type(error).__name__}: {error}",
            where=path.name,
            remedy="Correct the function that sphinx_gallery_conf names.",
        ) from error
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
