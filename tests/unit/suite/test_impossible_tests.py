"""Which errors come from what no browser has."""

from __future__ import annotations

import os
from collections import deque

import pytest
from lite_build_suite.impossible import ImpossibleTests

from lite_build.testing import in_browser, needs

PLUGIN = ImpossibleTests({"threads": ["one thread"], "network": ["no network"]}, deque(), fails=False)


def raised(error: BaseException, *, after: BaseException | None = None) -> BaseException:
    error.__context__ = after
    return error


def absent(module: object, name: str) -> AttributeError:
    return AttributeError(f"no {name}", name=name, obj=module)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (RuntimeError("can't start new thread: it has one thread."), "threads"),
        (raised(ValueError("wrapped"), after=RuntimeError("one thread")), "threads"),
        (ExceptionGroup("both", [RuntimeError("one thread"), OSError("no network")]), "network, threads"),
        (ModuleNotFoundError("No module named 'curses'", name="curses"), "modules of Python's own: curses"),
        (absent(os, "fork"), "processes"),
    ],
)
def test_an_error_of_what_no_browser_has_is_told_by_its_kind(error: BaseException, kind: str) -> None:
    assert PLUGIN.kind_of(error) == kind


@pytest.mark.parametrize(
    "error",
    [
        AssertionError("1 == 2"),
        ExceptionGroup("both", [RuntimeError("one thread"), ValueError("a fault")]),
        ModuleNotFoundError("No module named 'measure'", name="measure"),
        absent(os, "no_such_thing"),
    ],
)
def test_any_other_error_is_a_failure(error: BaseException) -> None:
    assert PLUGIN.kind_of(error) is None


def test_an_error_that_hides_another_stands_for_itself() -> None:
    error = ValueError("a fault")
    try:
        try:
            raise RuntimeError("one thread")
        except RuntimeError:
            raise error from None
    except ValueError:
        assert PLUGIN.kind_of(error) is None


def test_a_test_that_needs_something_runs_where_python_is_no_browsers() -> None:
    assert not in_browser
    assert needs("threads", "sockets")(lambda: "ran")() == "ran"


@pytest.mark.parametrize("what", [("thread",), ()])
def test_a_need_that_is_none_is_told(what: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="needs\\(\\) takes threads, processes, sockets, network"):
        needs(*what)
