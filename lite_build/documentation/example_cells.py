"""Code of documentation as cells: what is run, what it should put out, and what stands in the way.

Source: the format of doctests, <https://docs.python.org/3/library/doctest.html>.
"""

from __future__ import annotations

import ast
import doctest
import re
from dataclasses import dataclass

from lite_build.code.ipython_syntax import python_of

#: Said of plain code that may fail: nothing says how.
ANY_EXCEPTION = "any exception"
_PROMPT = re.compile(r"^\s*>>>( |$)", re.MULTILINE)
#: What doctest reads at the end of a line, and no reader has a use for.
_FLAGS = re.compile(r"[ \t]*#\s*doctest:[^\n]*$", re.MULTILINE)
_TRACEBACK = "Traceback (most recent call last)"


@dataclass(frozen=True)
class ExampleCell:
    """A piece of code that is run at once.

    Args:
        source: without prompts and without flags of doctest.
        want: what it puts out, as the documentation has it; "" for nothing.
        line: its first line, counted from 0 in the block that it is from.
        flags: of doctest that stand beside it, by their bits, with whether each is on.
        exception: what the exception that is expected says, with its name; "" where none is.
        is_session: whether it is written as a session, so that no want means that nothing is put out.
    """

    source: str
    want: str
    line: int
    flags: tuple[tuple[int, bool], ...] = ()
    exception: str = ""
    is_session: bool = False

    @property
    def is_skipped(self) -> bool:
        """Whether the documentation says that it is not to be run."""
        return dict(self.flags).get(doctest.SKIP, False)


class NoPythonError(Exception):
    """Code of documentation that cannot be run.

    Args:
        what: is wrong with it.
        line: counted from 0 in the block.
    """

    def __init__(self, what: str, line: int = 0) -> None:
        super().__init__(what)
        self.what = what
        self.line = line


def has_prompts(text: str) -> bool:
    """Whether some code is written as a session with Python."""
    return _PROMPT.search(text) is not None


def cells_of(text: str) -> tuple[ExampleCell, ...]:
    """The cells of a block: one for code, as many as put something out for a session.

    Raises:
        NoPythonError: it cannot be run.
    """
    # Code may hold a session in a docstring, and is none for that. IPython would take a session for code.
    if has_prompts(text) and _fault_in(text) is not None:
        return cells_of_session(text)
    if python_of(text) is None:
        raise NoPythonError(_why_no_python(text), _line_of_fault(text))
    return (ExampleCell(text.strip("\n"), "", 0),)


def cells_of_session(text: str) -> tuple[ExampleCell, ...]:
    """The cells of a doctest. A page shows the last value of a cell, so a cell ends where one is expected.

    Raises:
        NoPythonError: it is no doctest, or its code is no Python.
    """
    try:
        examples = doctest.DocTestParser().get_examples(text)
    except ValueError as error:
        raise NoPythonError(_without_name(str(error)), _line_in(str(error))) from None
    cells: list[ExampleCell] = []
    gathered: list[doctest.Example] = []
    for example in examples:
        if isinstance(fault := _fault_in(example.source), SyntaxError) and not _expects_syntax_error(example):
            raise NoPythonError(f"this is no Python: {fault.msg}", example.lineno + (fault.lineno or 1) - 1)
        if gathered and example.options != gathered[-1].options:
            cells.append(_cell_of(gathered))
            gathered = []
        gathered.append(example)
        if example.want:
            cells.append(_cell_of(gathered))
            gathered = []
    if gathered:
        cells.append(_cell_of(gathered))
    return tuple(cells)


def output_as_want(output: str) -> tuple[str, str]:
    """What a `testoutput` expects to be put out, and what to be raised, with its name; each may be empty."""
    example = doctest.DocTestParser().get_examples(f">>> _\n{output}\n")[0]
    return ("", example.exc_msg) if example.exc_msg else (output + "\n", "")


def _cell_of(examples: list[doctest.Example]) -> ExampleCell:
    last = examples[-1]
    source = "".join(example.source for example in examples)
    return ExampleCell(
        source=_FLAGS.sub("", source).strip("\n"),
        want=last.want,
        line=examples[0].lineno,
        flags=tuple(sorted(last.options.items())),
        exception=last.exc_msg or "",
        is_session=True,
    )


def _fault_in(source: str) -> SyntaxError | None:
    try:
        # As doctest does: a line that awaits is none of its own.
        compile(source, "<example>", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | ast.PyCF_ONLY_AST)
    except SyntaxError as error:
        return error
    except ValueError as error:
        return SyntaxError(str(error))
    return None


def _expects_syntax_error(example: doctest.Example) -> bool:
    return _TRACEBACK in example.want or "SyntaxError" in example.want


def _why_no_python(text: str) -> str:
    fault = _fault_in(text)
    return f"this is no Python: {fault.msg}" if fault is not None else "this is no Python"


def _line_of_fault(text: str) -> int:
    fault = _fault_in(text)
    return (fault.lineno or 1) - 1 if fault is not None else 0


def _without_name(said: str) -> str:
    """What doctest says of a broken session, without the place that it knows: ours is better."""
    what = re.sub(r"^line \d+ of the docstring for \S+ (?:has )?", "", said)
    return f"this is no doctest: {what}"


def _line_in(said: str) -> int:
    found = re.match(r"line (\d+) of the docstring", said)
    return int(found[1]) - 1 if found else 0
