"""How a trial of some versions ended."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from pathlib import Path

#: What a line of a build's log has that says why it failed. The first such line tells most.
_TELLING = re.compile(r"(?<!=)\berror\b|\bERR!|No solution found|\bcould not\b|\bcannot\b", re.IGNORECASE)
_RESOLVERS_REASON = re.compile(r"Because (.+?), (?:we can conclude|your requirements)")
#: Letters of a reason in a table.
_REASON_LENGTH = 300


@dataclass(frozen=True)
class FailedTest:
    """A test that failed, as pytest's command line names it, and the first line of why."""

    name: str
    reason: str


@dataclass(frozen=True)
class Outcome:
    """How a trial ended.

    Args:
        problem: why it came to no tests, in words; empty where it did.
        failed: the tests that failed, in the order in which they ended.
        late: the time ran out before it ended.
    """

    problem: str = ""
    failed: tuple[FailedTest, ...] = ()
    late: bool = False

    @property
    def passed(self) -> bool:
        """Whether nothing broke."""
        return not (self.problem or self.failed or self.late)

    @property
    def words(self) -> str:
        """Tell it in one line."""
        if self.late:
            return "not tried to the end: the time ran out"
        if self.problem:
            return self.problem
        if not self.failed:
            return "passed"
        first, *others = self.failed
        also = f" (and {len(others)} more)" if others else ""
        return f"{first.name}: {first.reason}{also}"


def read_failed_tests(junit: Path) -> tuple[FailedTest, ...]:
    """Read the failed tests out of pytest's report in JUnit's form, of the family `xunit1`.

    Raises:
        OSError: it is not there.
    """
    failed = []
    for case in ElementTree.parse(junit).getroot().iter("testcase"):
        reason = next((child for child in case if child.tag in {"failure", "error"}), None)
        if reason is None:
            continue
        # A file that cannot be collected is a case of no class, named like its module.
        name = f"{case.get('file')}::{case.get('name')}" if case.get("classname") else str(case.get("file"))
        failed.append(FailedTest(name, _shortened(reason.get("message") or reason.text or "no reason told")))
    return tuple(failed)


def telling_line(log: str) -> str:
    """Find the line of a log that says why a command failed: the first that tells an error, else the last."""
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    for number, line in enumerate(lines):
        if _TELLING.search(line):
            # uv and npm give the reason in the lines that follow.
            return _shortened(" ".join(lines[number : number + 3]))
    return _shortened(lines[-1]) if lines else "it said nothing"


def resolvers_reason(said: str) -> str:
    """Find in uv's words why versions cannot be installed together: the first reason, no conclusion."""
    found = _RESOLVERS_REASON.search(" ".join(said.split()))
    return _shortened(found[1]) if found else telling_line(said)


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _REASON_LENGTH else f"{text[:_REASON_LENGTH]}…"
