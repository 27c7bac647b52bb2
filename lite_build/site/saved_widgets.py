"""Which notebooks of a site were published with saved widgets, so that their pages know these again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lite_build.files.json_file import merged, read_json_object, write_json
from lite_build.notebooks.reading import read_notebook
from lite_build.site.digests import STATE_MIME_TYPE, seen_digest
from lite_build.site.settings import CONFIG_DATA, PLUGIN_SETTINGS, SETTINGS_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from lite_build.project.contents import ContentFile

#: The plugin of litewidget's extension that shows saved widgets.
_PLUGIN_ID = "litewidget:saved-widgets"


def write_published_digests(notebooks: Iterable[ContentFile], output: Path) -> None:
    """Tell the site's pages which notebooks it publishes with saved widgets.

    Raises:
        UserMistake: a file is not a notebook.
    """
    path = output / SETTINGS_FILE
    own = {_PLUGIN_ID: {"publishedDigests": published_digests(notebooks)}}
    write_json(path, merged(read_json_object(path), {CONFIG_DATA: {PLUGIN_SETTINGS: own}}))


def published_digests(notebooks: Iterable[ContentFile]) -> list[str]:
    """Take the digest of each notebook that holds saved widgets; sorted.

    Raises:
        UserMistake: a file is not a notebook.
    """
    with_state = (file for file in notebooks if STATE_MIME_TYPE.encode() in file.source.read_bytes())
    notebooks_read = (read_notebook(file.source, str(file.path)) for file in with_state)
    return sorted({seen_digest(notebook.raw) for notebook in notebooks_read})
