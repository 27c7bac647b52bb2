"""Data for people: a table, a plot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from traitlets import Bool, Dict, Enum, Int, List, TraitError, Unicode, observe, validate

from litewidget.components.component import FOLDER, Component, is_given

if TYPE_CHECKING:
    from collections.abc import Mapping

    from traitlets.utils.bunch import Bunch


class Table(Component):
    """Rows, which a reader can sort, and select.

    Of a long table only those rows are in the page that are near the seen ones.

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
    #: How many rows a reader can select.
    selectable = Enum(("none", "one", "several"), "none").tag(sync=True)
    #: Which rows are selected: their places in `rows`, counted from 0.
    selected = List(Int()).tag(sync=True)

    def __init__(self, rows: Any = (), **traits: Any) -> None:
        super().__init__(rows=rows_of(rows), **traits)

    @property
    def selected_rows(self) -> list[dict[str, Any]]:
        """The rows that are selected."""
        return [self.rows[place] for place in self.selected]

    @validate("selected")
    def _there_are_such_rows(self, proposal: Bunch) -> Any:
        selected: list[int] = sorted(set(proposal["value"]))
        for place in selected:
            if not 0 <= place < len(self.rows):
                raise TraitError(
                    f"there is no row {place}: rows are counted from 0, and there are {len(self.rows)}"
                )
        return selected

    @observe("rows")
    def _forget_what_is_gone(self, change: Bunch) -> None:
        self.selected = [place for place in self.selected if place < len(change["new"])]


class Plot(Component):
    """Lines, bars or points. A reader zooms, moves what is seen, and goes through the values.

    Args:
        y: numbers, or None for a gap; or several lists of them by their names.
        x: numbers, dates or texts, as many; without it, 0, 1, 2 …
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
    #: What the buttons do, for those who do not see them: nearer, farther, all.
    zoom_labels = List(Unicode(), ["Zoom in", "Zoom out", "Show all"], minlen=3, maxlen=3).tag(sync=True)

    def __init__(self, y: Any = (), x: Any = (), **traits: Any) -> None:
        # A column of pandas has both.
        if hasattr(y, "items") and not hasattr(y, "tolist"):
            traits.setdefault("series", {str(name): listed(values) for name, values in y.items()})
            y = ()
        super().__init__(x=listed(x), y=listed(y), **traits)

    @validate("y")
    def _y_is_numbers(self, proposal: Bunch) -> Any:
        return numbers("y", proposal["value"])

    @validate("series")
    def _series_are_numbers(self, proposal: Bunch) -> Any:
        for name, values in proposal["value"].items():
            if not isinstance(values, list):
                raise TraitError(f"the series {name!r} is no list")
        return {name: numbers(name, values) for name, values in proposal["value"].items()}

    @validate("x")
    def _x_is_plain(self, proposal: Bunch) -> Any:
        return listed(proposal["value"])


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
    # numpy has times that are finer than Python's, and would give their numbers.
    if type(values).__module__ == "numpy" and values.dtype.kind == "M":
        values = values.astype("datetime64[us]")
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


def numbers(name: str, values: list[Any]) -> list[Any]:
    """A list of numbers, with None for each gap.

    Raises:
        TraitError: it has something else.
    """
    made = listed(values)
    for value in made:
        if is_given(value) and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise TraitError(f"{name} is numbers, and {value!r} is none")
    return made
