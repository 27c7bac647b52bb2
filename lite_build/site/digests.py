"""The digests by which a site's pages know what it publishes: the pages take the same ones.

Source of the pages' side: `extensions/messages/src/digests.ts`.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import struct
from dataclasses import dataclass
from typing import Any

#: Where a notebook's metadata keep the state of its widgets (ipywidgets, packages/schema).
STATE_MIME_TYPE = "application/vnd.jupyter.widget-state+json"
#: What JupyterLab writes into a notebook by itself, and readers do not.
_JUPYTERLABS_CELL_METADATA = {"collapsed", "execution", "scrolled", "trusted"}
_JUPYTERLABS_METADATA = {"kernelspec", "language_info", "orig_nbformat", "widgets"}
#: Above this size a file counts as bytes, in bytes: a page would take too long to read so much text.
_LARGEST_TEXT = 32 * 2**20
#: Of these names JupyterLite keeps the value, and not the text (@jupyterlite/services, contents/drive.ts).
_JSON_NAME = re.compile(r"\.[^.]*json[^.]*$", re.IGNORECASE)


@dataclass(frozen=True)
class Version:
    """A version of a file.

    Args:
        whole: the SHA-256 of its bytes; 64 hexadecimal digits, as the other.
        written: the SHA-256 of what people have written in it. It stays when JupyterLab writes the file anew:
            with other outputs, line ends or spaces between values.
    """

    whole: str
    written: str


def version_of(name: str, content: bytes) -> Version:
    """Take the digests of a published file.

    Args:
        name: the file's, whose ending tells its kind.
        content: its bytes.
    """
    return Version(hashlib.sha256(content).hexdigest(), _written_digest(name, content))


def seen_digest(notebook: dict[str, Any]) -> str:
    """Take the SHA-256 digest of what a reader gets to see of a notebook: cells, outputs, saved widgets.

    It stays the same where JupyterLab wrote the notebook anew: lines that are stored one by one count as one
    text, numbers by their value, and keys in any order.

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
    state = widgets.get(STATE_MIME_TYPE) if isinstance(widgets, dict) else None
    return _of_value([cells, state if isinstance(state, dict) else None])


def _written_digest(name: str, content: bytes) -> str:
    if len(content) > _LARGEST_TEXT:
        return hashlib.sha256(content).hexdigest()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return hashlib.sha256(content).hexdigest()
    text = text.removeprefix("\ufeff")
    if _JSON_NAME.search(name) or name.lower().endswith(".ipynb"):
        try:
            value = json.loads(text, parse_constant=_refuse)
        except ValueError:
            pass
        else:
            return _of_value(_written(value) if name.lower().endswith(".ipynb") else value)
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON for browsers")


def _written(notebook: Any) -> Any:  # noqa: ANN401 - any JSON
    """What people write in a notebook, as opposed to what is put out, counted, or noted by JupyterLab."""
    is_notebook = isinstance(notebook, dict) and isinstance(notebook.get("cells"), list)
    if not is_notebook or not all(isinstance(cell, dict) for cell in notebook["cells"]):
        return notebook
    cells = [
        [
            cell.get("cell_type"),
            _joined(cell.get("source")),
            _without(cell.get("metadata"), _JUPYTERLABS_CELL_METADATA),
            cell.get("attachments") or None,
        ]
        for cell in notebook["cells"]
    ]
    # JupyterLab puts an empty cell into a notebook that has none.
    return [
        [] if cells == [["code", "", {}, None]] else cells,
        _without(notebook.get("metadata"), _JUPYTERLABS_METADATA),
    ]


def _without(metadata: Any, names: set[str]) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    items = metadata.items() if isinstance(metadata, dict) else ()
    return {name: value for name, value in items if name not in names}


def _seen(output: dict[str, Any]) -> list[Any]:
    data = {mime_type: _joined(value) for mime_type, value in output.get("data", {}).items()}
    return [output.get("output_type"), data, _joined(output.get("text"))]


def _joined(text: Any) -> Any:  # noqa: ANN401 - any JSON
    is_lines = isinstance(text, list) and all(isinstance(line, str) for line in text)
    return "".join(text) if is_lines else text


def _of_value(value: Any) -> str:  # noqa: ANN401 - any JSON
    return hashlib.sha256(_canonical(value).encode("utf-8", "surrogatepass")).hexdigest()


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
