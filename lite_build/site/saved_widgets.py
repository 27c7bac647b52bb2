"""Which notebooks of a site were published with saved widgets, so that their pages know these again."""

from __future__ import annotations

import hashlib
import json
import math
import struct
from typing import TYPE_CHECKING, Any

from lite_build.files.json_file import merged, read_json_object, write_json
from lite_build.notebooks.reading import read_notebook
from lite_build.site.settings import CONFIG_DATA, PLUGIN_SETTINGS, SETTINGS_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from lite_build.project.contents import ContentFile

#: The plugin of litewidget's extension that shows saved widgets.
_PLUGIN_ID = "litewidget:saved-widgets"
#: Where a notebook's metadata keep the state (ipywidgets, packages/schema).
_STATE_MIME_TYPE = "application/vnd.jupyter.widget-state+json"


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
    with_state = (file for file in notebooks if _STATE_MIME_TYPE.encode() in file.source.read_bytes())
    notebooks_read = (read_notebook(file.source, str(file.path)) for file in with_state)
    return sorted({digest(notebook.raw) for notebook in notebooks_read})


def digest(notebook: dict[str, Any]) -> str:
    """Take the SHA-256 digest of what a reader gets to see of a notebook: cells, outputs, saved widgets.

    The pages take the same one (`extensions/lab/src/saved/digest.ts`), also of notebooks that JupyterLab
    wrote anew: lines that are stored one by one count as one text, numbers by their value, and keys in any
    order.

    Args:
        notebook: as `json` reads it.

    Returns:
        64 hexadecimal digits.
    """
    cells = [
        [
            cell.get("cell_type"),
            _joined(cell.get("source")),
            [_seen(output) for output in cell.get("outputs", ())],
        ]
        for cell in notebook.get("cells", ())
    ]
    widgets = notebook.get("metadata", {}).get("widgets")
    state = widgets.get(_STATE_MIME_TYPE) if isinstance(widgets, dict) else None
    state = state if isinstance(state, dict) else None
    return hashlib.sha256(_canonical([cells, state]).encode("utf-8", "surrogatepass")).hexdigest()


def _seen(output: dict[str, Any]) -> list[Any]:
    data = {mime_type: _joined(value) for mime_type, value in output.get("data", {}).items()}
    return [output.get("output_type"), data, _joined(output.get("text"))]


def _joined(text: Any) -> Any:  # noqa: ANN401 - any JSON
    is_lines = isinstance(text, list) and all(isinstance(line, str) for line in text)
    return "".join(text) if is_lines else text


def _canonical(value: Any) -> str:  # noqa: ANN401 - any JSON
    match value:
        case dict():
            # JavaScript sorts by UTF-16's units.
            names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
            return "{" + ",".join(f"{_canonical(name)}:{_canonical(value[name])}" for name in names) + "}"
        case list():
            return "[" + ",".join(map(_canonical, value)) + "]"
        case bool() | None | str():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return _bits(value)


def _bits(number: float) -> str:
    """Write a number as the bits of the only kind that JavaScript has; its own text differs from Python's."""
    try:
        double = float(number)
    except OverflowError:
        double = math.inf if number > 0 else -math.inf
    return struct.pack(">d", double or 0.0).hex()
