"""Blocks of documentation as cells."""

from __future__ import annotations

import doctest

import pytest

from lite_build.documentation.example_cells import NoPythonError, cells_of, output_as_want


def test_a_cell_of_a_session_ends_where_something_is_put_out() -> None:
    cells = cells_of(
        ">>> a = 1\n>>> b = 2\n>>> a + b\n3\n>>> for each in (a, b):\n...     print(each)\n1\n2\n"
    )
    assert [(cell.source, cell.want, cell.line) for cell in cells] == [
        ("a = 1\nb = 2\na + b", "3\n", 0),
        ("for each in (a, b):\n    print(each)", "1\n2\n", 4),
    ]


def test_flags_of_doctest_are_read_and_not_shown() -> None:
    first, second, third = cells_of(
        ">>> f()  # doctest: +SKIP\n>>> g()\n>>> h('#')  # doctest: +ELLIPSIS, -NORMALIZE_WHITESPACE\n1...\n"
    )
    assert (first.source, first.is_skipped, second.source, second.is_skipped) == ("f()", True, "g()", False)
    assert third.source == "h('#')"
    assert dict(third.flags) == {doctest.ELLIPSIS: True, doctest.NORMALIZE_WHITESPACE: False}


def test_an_expected_exception_is_known() -> None:
    [cell] = cells_of(
        ">>> 1 / 0\nTraceback (most recent call last):\n  ...\nZeroDivisionError: division by zero\n"
    )
    assert cell.exception == "ZeroDivisionError: division by zero\n"


def test_code_that_is_no_session_is_one_cell() -> None:
    [cell] = cells_of("\nimport math\n\nprint(math.pi)\n")
    assert (cell.source, cell.want, cell.is_session) == ("import math\n\nprint(math.pi)", "", False)


@pytest.mark.parametrize("code", ["await asyncio.sleep(0)", "%time 1 + 1", "print('<\\/script>')"])
def test_what_a_kernel_of_notebooks_takes_is_a_cell(code: str) -> None:
    assert cells_of(code)[0].source == code


@pytest.mark.parametrize(
    ("text", "what", "line"),
    [
        ("def f(:\n    pass", "this is no Python", 0),
        ("a = 1\nb = = 2", "this is no Python", 1),
        (">>> a = 1\n>>> b = = 2\n", "this is no Python", 1),
        (">>> a = 1\n>>>b\n", "lacks blank after >>>", 1),
        ("  >>> a = 1\n  2\n3\n", "inconsistent leading whitespace", 2),
    ],
)
def test_what_cannot_be_run_is_told_with_its_line(text: str, what: str, line: int) -> None:
    with pytest.raises(NoPythonError) as raised:
        cells_of(text)
    assert what in raised.value.what
    assert raised.value.line == line


def test_an_error_of_syntax_that_is_meant_is_an_example() -> None:
    [cell] = cells_of(">>> 1 +\nTraceback (most recent call last):\n  ...\nSyntaxError: invalid syntax\n")
    assert cell.exception.startswith("SyntaxError")


def test_a_session_in_a_docstring_makes_no_session_of_the_code_around_it() -> None:
    code = 'def double(x):\n    """\n    >>> double(2)\n    4\n    """\n    return 2 * x'
    [cell] = cells_of(code)
    assert cell.source == code
    assert not cell.is_session


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("a\n\nb", ("a\n\nb\n", "")),
        ("Traceback (most recent call last):\n  ...\nValueError: no", ("", "ValueError: no\n")),
    ],
)
def test_a_testoutput_is_what_is_put_out_or_raised(output: str, expected: tuple[str, str]) -> None:
    assert output_as_want(output) == expected
