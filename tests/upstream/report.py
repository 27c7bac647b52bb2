"""What `make upstream` says at its end: a table, and the words around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.upstream.families import Family
    from tests.upstream.pins import Pin
    from tests.upstream.search import Findings

_HEAD = ("package", "registry", "pinned", "newest", "result")


@dataclass(frozen=True)
class Report:
    """The result of a run.

    Args:
        newest: of each pin.
        installed: what was found of installing the families together.
        tested: of those that can be: what was found of building and testing; None where it came not to that.
        selection: the tests, in words.
    """

    newest: Mapping[Pin, str]
    installed: Findings
    tested: Findings | None
    selection: str

    @property
    def all_passed(self) -> bool:
        """Whether nothing broke."""
        return self.installed.all_passed and self.tested is not None and self.tested.all_passed

    @property
    def movable(self) -> dict[Pin, str]:
        """The version of each pin that passed beside the others: the newest one, or the pinned one."""
        together = self.tested is not None and (self.tested.together is None or self.tested.together.passed)
        passed = self.tested.passed if self.tested is not None and together else ()
        return {pin: newest if pin.family in passed else pin.version for pin, newest in self.newest.items()}

    def text(self) -> str:
        """The report for a terminal."""
        rows = [_HEAD, *self._rows()]
        widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD) - 1)]
        lines = [
            "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]])
            for row in rows
        ]
        return "\n".join([*lines, "", *self._conclusion()]) + "\n"

    def markdown(self) -> str:
        """The report for an issue."""
        rows = [_HEAD, ("---",) * len(_HEAD), *self._rows()]
        lines = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
        return "\n".join([*lines, "", *self._conclusion()]) + "\n"

    def _rows(self) -> Iterator[tuple[str, ...]]:
        for pin, newest in sorted(self.newest.items(), key=lambda item: (item[0].registry, item[0].name)):
            result = self._result(pin.family) if newest != pin.version else "nothing is newer"
            yield pin.name, pin.registry, pin.version, newest, result

    def _result(self, family: Family) -> str:
        for findings in (self.installed, self.tested):
            if findings is None or family not in findings.broken:
                continue
            outcome, baseline = findings.broken[family], findings.baseline
            if outcome.late:
                return outcome.words
            if baseline is not None and baseline.late:
                return f"not told: the time ran out after all at once had failed ({outcome.words})"
            if baseline is not None and not baseline.passed:
                return f"not told: the pinned versions fail too ({baseline.words})"
            return f"failed: {outcome.words}"
        if self.tested is None:
            return "not tried"
        if self.tested.together is not None and not self.tested.together.passed:
            return "passed, but not with all others that passed"
        return "passed"

    def _conclusion(self) -> Iterator[str]:
        yield f"Tests: {self.selection}. Packages of one project were moved together."
        for findings in filter(None, (self.installed, self.tested)):
            baseline = findings.baseline
            if baseline is not None and not baseline.passed and not baseline.late:
                yield f"The pinned versions fail too, so nothing new is to blame: {baseline.words}"
            if findings.together is not None and not findings.together.passed:
                yield f"Those that passed one after the other fail together: {findings.together.words}"
        moved = sorted({pin.name for pin, version in self.movable.items() if version != pin.version})
        if moved:
            yield f"`make upstream MOVE=1` moves the pins that passed: {', '.join(moved)}."
        elif self.all_passed:
            yield "All passes, and no pin is behind."
