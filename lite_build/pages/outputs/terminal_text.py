"""What a program has written to a terminal: a page has the same (`terminal-text.ts`)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from lite_build.pages.outputs.text_style import PLAIN, TextStyle, restyled

if TYPE_CHECKING:
    from collections.abc import Callable

_CONTROL = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-Z\\^-~]|[\x00-\x08\x0a-\x1f\x7f]"
)
#: A sequence that was begun last, and has no end.
_BEGUN = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*\x1b?|[ -/]*)\Z")
_LONGEST_SEQUENCE = 4096
_LINK = re.compile(r"\x1b\]8;[^;]*;(.*?)(?:\x07|\x1b\\)\Z", re.DOTALL)
#: No screen is wider; a number out of a broken sequence is not to fill the memory.
_WIDEST = 10_000


class Run(NamedTuple):
    """Characters of one row that look alike."""

    text: str
    style: TextStyle


Row = list[Run]


class TerminalText:
    """Rows of characters with colours, on a terminal that is as high and as wide as it needs.

    Carriage returns, backspaces, moves of the cursor and erasing change what is there.

    Args:
        text: all that was written.
    """

    def __init__(self, text: str) -> None:
        self._rows: list[Row] = [[]]
        self._row = 0
        self._column = 0
        #: Whether the cursor is behind the last character of its row: there is nothing to overwrite.
        self._at_end = True
        self._style = PLAIN
        self._write(text)

    @property
    def rows(self) -> list[Row]:
        """The rows that there are to show."""
        return self._rows if self._rows[-1] else self._rows[:-1]

    @property
    def plain(self) -> str:
        """The text with no colours."""
        return "\n".join(row_text(row) for row in self._rows)

    def _write(self, text: str) -> None:
        begun = _BEGUN.search(text, max(0, len(text) - _LONGEST_SEQUENCE))
        if begun is not None:
            text = text[: begun.start()]
        end = 0
        for match in _CONTROL.finditer(text):
            if match.start() > end:
                self._put(text[end : match.start()])
            end = match.end()
            self._control(match[0])
        if end < len(text):
            self._put(text[end:])

    def _put(self, text: str) -> None:
        row = self._rows[self._row]
        if self._at_end:
            if row and row[-1].style == self._style:
                row[-1] = Run(row[-1].text + text, self._style)
            else:
                row.append(Run(text, self._style))
            self._column += len(text)
            return
        before = part(row, 0, self._column)
        gap = self._column - len(row_text(before))
        after = part(row, self._column + len(text), None)
        self._replace([*before, Run(" " * gap, PLAIN), Run(text, self._style), *after])
        self._column += len(text)
        self._at_end = not after

    def _replace(self, runs: Row) -> None:
        joined: Row = []
        for text, style in runs:
            if joined and joined[-1].style == style:
                joined[-1] = Run(joined[-1].text + text, style)
            elif text:
                joined.append(Run(text, style))
        self._rows[self._row] = joined

    def _control(self, sequence: str) -> None:
        if sequence == "\n":
            self._move(self._row + 1, 0, may_grow=True)
        elif sequence == "\r":
            self._move(self._row, 0)
        elif sequence == "\b":
            self._back()
        elif sequence.startswith("\x1b["):
            self._control_sequence(sequence[2:-1], sequence[-1])
        elif found := _LINK.match(sequence):
            is_web = re.match(r"https?:", found[1], re.IGNORECASE)
            self._style = replace(self._style, link=found[1] if is_web else None)

    def _back(self) -> None:
        # The last character goes, as in JupyterLab; elsewhere the cursor moves, as in a terminal.
        if self._column == 0:
            return
        if self._at_end:
            self._replace(part(self._rows[self._row], 0, self._column - 1))
        self._column -= 1

    def _control_sequence(self, parameters: str, final: str) -> None:
        if final == "m":
            if re.fullmatch(r"[\d;:]*", parameters):
                self._style = restyled(self._style, parameters)
            return
        numbers = [
            int(found[0]) if (found := re.match(r"\d+", word)) else 0 for word in parameters.split(";")
        ]
        first, second = numbers[0], numbers[1] if len(numbers) > 1 else 0
        count = max(1, first)
        moves: dict[str, Callable[[], None]] = {
            "A": lambda: self._move(self._row - count, self._column),
            "B": lambda: self._move(self._row + count, self._column),
            "C": lambda: self._move(self._row, self._column + count),
            "D": lambda: self._move(self._row, self._column - count),
            "E": lambda: self._move(self._row + count, 0),
            "F": lambda: self._move(self._row - count, 0),
            "G": lambda: self._move(self._row, count - 1),
            "H": lambda: self._move(count - 1, max(1, second) - 1),
            "f": lambda: self._move(count - 1, max(1, second) - 1),
            "J": lambda: self._erase_rows(first),
            "K": lambda: self._erase_in_row(first),
            "P": lambda: self._delete(count),
        }
        if final in moves:
            moves[final]()

    def _move(self, row: int, column: int, *, may_grow: bool = False) -> None:
        if may_grow and row >= len(self._rows):
            self._rows.append([])
            self._row, self._column, self._at_end = len(self._rows) - 1, 0, True
            return
        self._row = min(max(row, 0), len(self._rows) - 1)
        self._column = min(max(column, 0), _WIDEST + self._column)
        self._at_end = self._column == len(row_text(self._rows[self._row]))

    def _erase_in_row(self, what: int) -> None:
        row = self._rows[self._row]
        if what == 0:
            self._replace(part(row, 0, self._column))
        elif what == 1:
            self._replace([Run(" " * self._column, PLAIN), *part(row, self._column, None)])
        elif what == 2:
            self._replace([])
        self._at_end = self._column == len(row_text(self._rows[self._row]))

    def _erase_rows(self, what: int) -> None:
        if what == 0:
            self._erase_in_row(0)
            del self._rows[self._row + 1 :]
        elif what in {2, 3}:
            self._rows = [[]]
            self._move(0, 0)

    def _delete(self, count: int) -> None:
        row = self._rows[self._row]
        self._replace([*part(row, 0, self._column), *part(row, self._column + count, None)])
        self._at_end = self._column == len(row_text(self._rows[self._row]))


def row_text(row: Row) -> str:
    """The characters of a row."""
    return "".join(run.text for run in row)


def part(row: Row, start: int, end: int | None) -> Row:
    """Runs of a part of a row."""
    runs: Row = []
    at = 0
    for text, style in row:
        inside = text[max(0, start - at) : None if end is None else max(0, end - at)]
        if inside:
            runs.append(Run(inside, style))
        at += len(text)
    return runs
