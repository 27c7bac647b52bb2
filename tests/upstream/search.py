"""The search for what breaks: all families at once, and one after the other where that fails."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.upstream.families import Family
    from tests.upstream.outcome import Outcome


class Attempt(Protocol):
    """Tries the newest versions of some families, and the pinned ones of all others."""

    def __call__(self, moved: Sequence[Family], tests: Sequence[str]) -> Outcome:
        """Try them.

        Args:
            moved: the families at their newest versions.
            tests: those to run, as pytest names them; none for the whole selection.
        """
        ...


@dataclass(frozen=True)
class Findings:
    """What was found of the families that have newer versions.

    Args:
        passed: those that pass together.
        broken: how it ended when a family was moved beside those of `passed` that come before it.
        baseline: how the pinned versions of all did; None where nothing made it a question.
        together: how `passed` did at last, with the whole selection; None where that is known already.
    """

    passed: tuple[Family, ...] = ()
    broken: Mapping[Family, Outcome] = field(default_factory=dict)
    baseline: Outcome | None = None
    together: Outcome | None = None

    @property
    def all_passed(self) -> bool:
        """Whether nothing broke."""
        return not self.broken and all(one is None or one.passed for one in (self.baseline, self.together))


def search(families: Sequence[Family], attempt: Attempt) -> Findings:
    """Find the families whose newest versions break something.

    One attempt where all pass. Else the pinned versions are tried, since what fails with those is no news of
    upstream; then one family after the other is moved, and stays moved where that passes: each with the tests
    that failed at first. What is left is tried with the whole selection.

    Args:
        families: those with newer versions, in the order in which they are moved.
        attempt: tries some of them.
    """
    at_once = attempt(families, ())
    if at_once.passed:
        return Findings(passed=tuple(families))
    if not families:
        return Findings(baseline=at_once)
    tests = tuple(test.name for test in at_once.failed)
    baseline = attempt((), tests)
    if not baseline.passed:
        return Findings(broken=dict.fromkeys(families, at_once), baseline=baseline)
    if len(families) == 1:
        return Findings(broken={families[0]: at_once}, baseline=baseline)
    passed: list[Family] = []
    broken: dict[Family, Outcome] = {}
    for family in families:
        outcome = attempt((*passed, family), tests)
        if outcome.passed:
            passed.append(family)
        else:
            broken[family] = outcome
    together = attempt(passed, ()) if passed and tests else None
    return Findings(tuple(passed), broken, baseline, together)
