"""Data for people: a table, a plot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from traitlets import Bool, Dict, Enum, List, TraitError, Unicode, validate

from litewidget.components.component import FOLDER, Component, is_given

if TYPE_CHECKING:
    from collections.abc import Mapping

    from traitlets.utils.bunch import Bunch


class Table(Component):
    """Rows, which a reader can sort.

    Args:
        rows: a list of dicts; a dict of columns; a table of pandas or polars.
        traits: see `Component`.
    """

    _esm = FOLDER / "table.js"
    #: Dicts, with a value for each column: a text, a number, a truth, or None.
    rows = List(Dict()).tag(sync=True)
    #: The names of those that are shown, in their order; all where it is empty.
    columns = List(Unicode()).tag(sync=True)
    caption = Unicode().tag(sync=True)
    #: The column that the rows are sorted by; as they came where it is empty.
    sort_by = Unicode().tag(sync=True)
    descending = Bool(False).tag(sync=True)

    def __init__(self, rows: Any = (), **traits: Any) -> None:
        super().__init__(rows=rows_of(rows), **traits)


class Plot(Component):
    """Lines, bars or points.

    Args:
        y: numbers; or several lists of them by their names.
        x: numbers or texts, as many; without it, 0, 1, 2 …
        traits: see `Component`.
    """

    _esm = FOLDER / "plot.js"
    kind = Enum(("line", "bar", "scatter"), "line").tag(sync=True)
    x: List[Any] = List().tag(sync=True)
    y: List[Any] = List().tag(sync=True)
    #: Several, by their names, in the place of `y`.
    series = Dict().tag(sync=True)
    #: What it is called, above it and for those who do not see it.
    label = Unicode().tag(sync=True)
    x_label = Unicode().tag(sync=True)
    y_label = Unicode().tag(sync=True)
    #: The words that open the table with the same data.
    table_label = Unicode("Data").tag(sync=True)

    def __init__(self, y: Any = (), x: Any = (), **traits: Any) -> None:
        # A column of pandas has both.
        if hasattr(y, "items") and not hasattr(y, "tolist"):
            traits.setdefault("series", {str(name): listed(values) for name, values in y.items()})
            y = ()
        super().__init__(x=listed(x), y=listed(y), **traits)

    @validate("y")
    def _y_is_numbers(self, proposal: Bunch) -> Any:
        check_numbers("y", proposal["value"])
        return proposal["value"]

    @validate("series")
    def _series_are_numbers(self, proposal: Bunch) -> Any:
        for name, values in proposal["value"].items():
            if not isinstance(values, list):
                raise TraitError(f"the series {name!r} is no list")
            check_numbers(name, values)
        return proposal["value"]


def rows_of(table: Any) -> list[dict[str, Any]]:
    """The rows of a table in any form.

    Raises:
        TypeError: it is none.
    """
    if hasattr(table, "to_dicts"):
        table = table.to_dicts()
    elif hasattr(table, "to_dict"):
        table = table.to_dict(orient="records")
    elif hasattr(table, "items"):
        table = rows_of_columns(table)
    rows = list(table)
    for row in rows:
        if not hasattr(row, "items"):
            raise TypeError(f"a row of a table is a dict, with a value for each column: {row!r} is none")
    return [{str(name): plain(value) for name, value in row.items()} for row in rows]


def rows_of_columns(columns: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of a dict of columns."""
    lists = {name: listed(values) for name, values in columns.items()}
    length = max(map(len, lists.values()), default=0)
    return [
        {name: values[at] if at < len(values) else None for name, values in lists.items()}
        for at in range(length)
    ]


def listed(values: Any) -> list[Any]:
    """A list of plain values: of a list, an array, or a column of a table."""
    # numpy and pandas have the one, polars the other.
    made = getattr(values, "tolist", getattr(values, "to_list", lambda: values))()
    return [plain(value) for value in made]


def plain(value: Any) -> Any:
    """A value that JSON has: dates and the like are texts, and what is no number is None."""
    if hasattr(value, "item"):
        value = value.item()
    # No number, and no time, is equal to itself.
    if value is None or (value == value) is False or value in (float("inf"), float("-inf")):
        return None
    return value if isinstance(value, bool | int | float | str) else str(value)


def check_numbers(name: str, values: list[Any]) -> None:
    """See that a list has numbers and gaps alone.

    Raises:
        TraitError: it has something else.
    """
    for value in values:
        if is_given(value) and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise TraitError(f"{name} is numbers, and {value!r} is none")
