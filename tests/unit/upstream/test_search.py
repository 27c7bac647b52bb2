from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from tests.upstream.families import Family
from tests.upstream.outcome import FailedTest, Outcome
from tests.upstream.search import search

if TYPE_CHECKING:
    from collections.abc import Sequence

CORE, KERNEL, WIDGETS, THEME = (Family(name) for name in ("core", "kernel", "widgets", "theme"))
ALL = (CORE, KERNEL, WIDGETS, THEME)
FAILED = Outcome(failed=(FailedTest("tests/a.py::test_a", "it broke"),))


@dataclass
class Registry:
    """Attempts that fail where the moved families have one of some sets among them."""

    breaking: Sequence[frozenset[Family]] = ()
    outcome: Outcome = FAILED
    tried: list[tuple[tuple[Family, ...], tuple[str, ...]]] = field(default_factory=list)

    def __call__(self, moved: Sequence[Family], tests: Sequence[str]) -> Outcome:
        self.tried.append((tuple(moved), tuple(tests)))
        return self.outcome if any(one <= {*moved} for one in self.breaking) else Outcome()


def test_where_all_pass_together_nothing_else_is_tried() -> None:
    registry = Registry()
    findings = search(ALL, registry)
    assert findings.all_passed
    assert findings.passed == ALL
    assert registry.tried == [(ALL, ())]


def test_one_that_breaks_is_found_and_the_others_pass_with_the_whole_selection() -> None:
    registry = Registry([frozenset({KERNEL})])
    findings = search(ALL, registry)
    assert findings.passed == (CORE, WIDGETS, THEME)
    assert findings.broken == {KERNEL: FAILED}
    assert findings.together == Outcome()
    assert not findings.all_passed
    assert registry.tried[-1] == ((CORE, WIDGETS, THEME), ())
    # In between, the tests that failed at first are enough.
    assert {tests for _, tests in registry.tried[1:-1]} == {("tests/a.py::test_a",)}


def test_two_that_fail_only_together_are_told_by_the_later_one() -> None:
    findings = search(ALL, Registry([frozenset({CORE, WIDGETS})]))
    assert findings.passed == (CORE, KERNEL, THEME)
    assert list(findings.broken) == [WIDGETS]


def test_what_the_pinned_versions_fail_too_is_no_ones_fault() -> None:
    registry = Registry([frozenset()])
    findings = search(ALL, registry)
    assert findings.baseline == FAILED
    assert findings.passed == ()
    assert not findings.all_passed
    assert [moved for moved, _ in registry.tried] == [ALL, ()]


def test_where_nothing_is_newer_the_pinned_versions_are_tried() -> None:
    assert search((), Registry()).all_passed
    registry = Registry([frozenset()])
    findings = search((), registry)
    assert findings.baseline == FAILED
    assert not findings.all_passed
    assert len(registry.tried) == 1


def test_a_single_one_is_not_tried_twice() -> None:
    registry = Registry([frozenset({CORE})])
    assert search([CORE], registry).broken == {CORE: FAILED}
    assert [moved for moved, _ in registry.tried] == [(CORE,), ()]


def test_after_a_build_that_fails_each_is_tried_with_the_whole_selection() -> None:
    registry = Registry([frozenset({CORE})], Outcome(problem="does not build: error"))
    findings = search(ALL, registry)
    assert findings.passed == (KERNEL, WIDGETS, THEME)
    assert {tests for _, tests in registry.tried} == {()}


@given(st.lists(st.frozensets(st.sampled_from(ALL), min_size=1), max_size=4))
def test_what_is_said_to_pass_does_so_together_and_as_many_do_as_can_be_added(
    breaking: list[frozenset[Family]],
) -> None:
    registry = Registry(breaking)
    findings = search(ALL, registry)
    assert {*findings.passed, *findings.broken} == {*ALL}
    assert registry(findings.passed, ()).passed
    for family in findings.broken:
        assert not registry((*findings.passed, family), ()).passed
