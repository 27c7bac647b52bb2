"""The way from JupyterLab to pages: a notebook that has a page links to it there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lite_build.files.json_file import merged, read_json_object, write_json
from lite_build.site.settings import CONFIG_DATA, PLUGIN_SETTINGS, SETTINGS_FILE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: The plugin that shows the link (extensions/jupyterlite/src/application/page-link-plugin.ts).
_PLUGIN_ID = "@lite-build/jupyterlite:page-link"


def write_page_links(pages: Mapping[str, str], output: Path) -> None:
    """Tell JupyterLab which notebooks have a page.

    Args:
        pages: the path in the site of each notebook's page, by the notebook's path in the contents.
        output: the site, whose settings are written.
    """
    path = output / SETTINGS_FILE
    own = {_PLUGIN_ID: {"pages": dict(pages)}}
    write_json(path, merged(read_json_object(path), {CONFIG_DATA: {PLUGIN_SETTINGS: own}}))
