"""Places in the text of a JSON file.

`json` reads values and forgets where they stood. Messages need the line, and a file that a person keeps is
changed in one place only, so that everything else stays as it was written.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


def line_of(text: str, keys: Sequence[str | int]) -> int:
    """The line, from 1, of the value that `keys` lead to; of the nearest value around it where it is missing.

    Args:
        text: valid JSON.
        keys: names of members and positions of elements, from the outside in.
    """
    start, _ = _span(text, keys, nearest=True)
    return text.count("\n", 0, start) + 1


def with_added(text: str, keys: Sequence[str], value: object) -> str:
    """Add `value` to the array that `keys` lead to, as its last element; every other character stays.

    Objects and the array are made where they are missing, after what is there.

    Args:
        text: valid JSON, an object.
        keys: names of members, from the outside in; the last one names the array.
        value: what `json.dumps` takes.

    Raises:
        TypeError: something on the way is neither an object nor, at the end, an array.
    """
    indent = _indent(text)
    for depth in range(len(keys) + 1):
        try:
            start, end = _span(text, keys[:depth])
        except KeyError:
            missing: object = [value]
            for key in reversed(keys[depth:]):
                missing = {key: missing}
            outer = _span(text, keys[: depth - 1])
            return _insert(text, outer, keys[depth - 1], missing, depth - 1, indent)
        expected = "[" if depth == len(keys) else "{"
        if text[start] != expected:
            raise TypeError(".".join(keys[:depth]))
    return _insert(text, (start, end), None, value, len(keys), indent)


def _insert(text: str, span: tuple[int, int], key: str | None, value: object, depth: int, indent: str) -> str:
    start, end = span
    places = list(_values(text, start))
    newline = "\r\n" if "\r\n" in text else "\n"
    dumped = json.dumps(value, ensure_ascii=False, indent=indent).replace(
        "\n", newline + indent * (depth + 1)
    )
    member = dumped if key is None else f"{json.dumps(key, ensure_ascii=False)}: {dumped}"
    if places:
        first_of_it = _skip(text, start + 1)
        before = text[start + 1 : first_of_it]
        separator = before if "\n" in before else " "
        last_end = places[-1][2]
        return f"{text[:last_end]},{separator}{member}{text[last_end:]}"
    inner = newline + indent * (depth + 1) + member + newline + indent * depth
    return text[: start + 1] + inner + text[end - 1 :]


def _indent(text: str) -> str:
    found = re.search(r'^([ \t]+)"', text, re.MULTILINE)
    return found[1] if found else "  "


def _skip(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position


def _values(text: str, start: int) -> Iterator[tuple[str | int, int, int]]:
    """Each value of the array or object at `start`: its key or position, and where it starts and ends."""
    if text[start] not in "[{":
        return
    position, index = _skip(text, start + 1), 0
    while text[position] not in "]}":
        key: str | int = index
        if text[start] == "{":
            key, position = _DECODER.raw_decode(text, position)
            position = _skip(text, _skip(text, position) + 1)
        _, end = _DECODER.raw_decode(text, position)
        yield key, position, end
        position, index = _skip(text, end), index + 1
        if text[position] == ",":
            position = _skip(text, position + 1)


def _span(text: str, keys: Sequence[str | int], *, nearest: bool = False) -> tuple[int, int]:
    start = _skip(text, 0)
    end = _DECODER.raw_decode(text, start)[1]
    for key in keys:
        # The last of duplicate keys is the one that counts, as for `json.loads`.
        places = {name: (first, last) for name, first, last in _values(text, start)}
        if key not in places:
            if nearest:
                break
            raise KeyError(key)
        start, end = places[key]
    return start, end
