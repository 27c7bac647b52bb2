"""Which process runs which tests, and what the teller hears of the others."""

from __future__ import annotations

from lite_build.suite.work import Work

TESTS = [("a.py", "a.py::one"), ("a.py", "a.py::two"), ("b.py", "b.py::one"), ("c.py", "c.py::one")]


def begun(shares: int) -> Work:
    work = Work(shares)
    work.begin(TESTS)
    return work


def run(work: Work, number: int, test: str) -> None:
    work.shares[number].running = test
    work.hear(number, {"report": test})
    work.finish(number, test)


def test_tests_are_given_a_file_at_a_time() -> None:
    work = begun(2)
    assert work.take(0) == ["a.py::one", "a.py::two"]
    assert work.take(1) == ["b.py::one"]
    assert work.take(0) == ["c.py::one"]
    assert work.take(1) == []


def test_what_a_second_process_has_found_changes_nothing() -> None:
    work = begun(2)
    work.begin(TESTS)
    assert [work.take(0) for _ in range(4)][-1] == []


def test_the_teller_hears_of_another_process_when_its_file_is_done() -> None:
    work = begun(2)
    work.take(1)
    run(work, 1, "a.py::one")
    assert work.news() == []
    run(work, 1, "a.py::two")
    assert work.news() == [{"report": "a.py::one"}, {"report": "a.py::two"}]
    assert work.news() == []
    assert work.heard == [{"report": "a.py::one"}, {"report": "a.py::two"}]


def test_a_process_that_ends_leaves_the_tests_behind_the_one_that_it_ran() -> None:
    work = begun(1)
    work.take(0)
    work.shares[0].running = "a.py::one"
    assert work.end(0) == "a.py::one"
    assert work.take(0) == ["a.py::two"]
    assert work.take(0) == ["b.py::one"]


def test_a_run_is_over_when_the_teller_has_heard_of_every_test() -> None:
    work = begun(2)
    work.take(0)
    work.take(0)
    work.take(1)
    assert not work.is_over
    run(work, 1, "c.py::one")
    assert not work.is_over
    work.news()
    assert work.is_over
