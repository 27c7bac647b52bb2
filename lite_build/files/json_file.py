"""JSON files that people write: read into an object, or refused with the place of what is wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from pathlib import Path


def read_json_object(path: Path, name: str | None = None) -> dict[str, Any]:
    """Read a file that holds a JSON object.

    Args:
        path: of the file.
        name: what messages call it; the file's name where it is left out.

    Raises:
        UserMistake: it is not UTF-8, not JSON, or no object.
    """
    name = name or path.name
    try:
        return parse_json_object(path.read_text(encoding="utf-8"), name)
    except UnicodeDecodeError as error:
        raise UserMistake(
            f"not UTF-8 text (byte {error.start + 1})", where=name, remedy="Save it as UTF-8."
        ) from None


def write_json(path: Path, data: object) -> None:
    """Write data as JSON, sorted, with the same bytes on every system."""
    text = json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{text}\n", encoding="utf-8", newline="\n")


def merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Merge two objects, and likewise the objects inside that both hold; else the second one's value wins."""
    result = dict(base)
    for key, value in over.items():
        below = result.get(key)
        result[key] = merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return result


def parse_json_object(text: str, name: str) -> dict[str, Any]:
    """Read the text of such a file.

    Raises:
        UserMistake: it is not JSON, or no object.
    """
    try:
        parsed = json.loads(text)
    except json.JSONDecodeError as error:
        raise UserMistake(
            f"not JSON: {error.msg} (column {error.colno})",
            where=f"{name}, line {error.lineno}",
            remedy="Correct this line.",
        ) from None
    if not isinstance(parsed, dict):
        raise UserMistake("not a JSON object", where=name, remedy="Write the settings between { and }.")
    return parsed
