"""How a lock's TOML is laid out: so that a change of one package changes few lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import tomlkit

if TYPE_CHECKING:
    from tomlkit.items import AoT, Array, InlineTable, Item, Table

#: Tables that stand on one line.
SHORT_TABLES = frozenset({"archive", "directory", "hashes", "pyodide"})

#: Arrays whose tables stand on a line each.
SHORT_ARRAYS = frozenset({"dependencies", "held-back"})


def toml_text(values: Mapping[str, object], *, header: str) -> str:
    """Write values as TOML, in their own order, under a comment line.

    Args:
        values: plain values before tables, as TOML needs them.
        header: the comment's text.
    """
    document = tomlkit.document()
    document.add(tomlkit.comment(header))
    document.add(tomlkit.nl())
    for key, value in values.items():
        document.add(key, _item(key, value))
    return tomlkit.dumps(document).rstrip("\n") + "\n"


def _item(key: str, value: object) -> Item:
    if isinstance(value, Mapping):
        return _inline_table(value) if key in SHORT_TABLES else _table(value)
    if isinstance(value, str) or not isinstance(value, Sequence):
        return tomlkit.item(value)
    if value and isinstance(value[0], Mapping) and key not in SHORT_ARRAYS:
        return _tables(value)
    return _array(value)


def _table(values: Mapping[str, object]) -> Table:
    table = tomlkit.table()
    for key, value in values.items():
        table.add(key, _item(key, value))
    return table


def _tables(values: Sequence[Mapping[str, object]]) -> AoT:
    tables = tomlkit.aot()
    for value in values:
        tables.append(_table(value))
    return tables


def _inline_table(values: Mapping[str, object]) -> InlineTable:
    inline = tomlkit.inline_table()
    for key, value in values.items():
        inline.add(key, _inline_table(value) if isinstance(value, Mapping) else tomlkit.item(value))
    return inline


def _array(values: Sequence[object]) -> Array:
    array = tomlkit.array()
    for value in values:
        array.append(_inline_table(value) if isinstance(value, Mapping) else value)
    return array.multiline(multiline=len(values) > 1)
