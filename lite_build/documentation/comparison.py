"""What an example puts out, beside what the documentation says that it does: by doctest's own rules."""

from __future__ import annotations

import doctest
import re
from typing import TYPE_CHECKING, Any

from lite_build.documentation.example_cells import ANY_EXCEPTION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lite_build.documentation.example_cells import ExampleCell

#: The module before the name of an exception: Python 2 had none, and a page does not show it.
_MODULE = re.compile(r"^(?:\w+\.)+(?=\w+(?::|$))", re.MULTILINE)


def difference(cell: ExampleCell, outputs: Iterable[Mapping[str, Any]], flags: int) -> str | None:
    """What is wrong with the outputs of a cell, in words; None where nothing is.

    Args:
        cell: with what it should put out.
        outputs: as nbformat has them.
        flags: of doctest, where the cell says nothing else.
    """
    shown = tuple(outputs)
    for flag, is_on in cell.flags:
        flags = flags | flag if is_on else flags & ~flag
    if cell.exception == ANY_EXCEPTION:
        return None
    error = next((output for output in shown if output["output_type"] == "error"), None)
    if error is not None:
        return _wrong_error(cell, error, flags)
    if cell.exception:
        return f"it raises nothing, and this is expected:\n{_indented(cell.exception)}"
    if not cell.is_session:
        return None
    checker, got = doctest.OutputChecker(), _text_of(shown)
    if checker.check_output(cell.want, got, flags):
        return None
    return checker.output_difference(doctest.Example(cell.source, cell.want), got, flags).rstrip()


def _wrong_error(cell: ExampleCell, error: Mapping[str, Any], flags: int) -> str | None:
    name = re.sub(r"^<class '(?:.*\.)?(\w+)'>$", r"\1", str(error.get("ename", "")))
    message = str(error.get("evalue", ""))
    got = f"{name}: {message}\n" if message else f"{name}\n"
    if not cell.exception:
        return f"it raises {got.rstrip()}"
    want = _MODULE.sub("", cell.exception, count=1)
    if doctest.OutputChecker().check_output(want, got, flags):
        return None
    if flags & doctest.IGNORE_EXCEPTION_DETAIL and want.partition(":")[0].strip() == name:
        return None
    return f"it raises {got.rstrip()}\n  and this is expected:\n{_indented(want)}"


def _text_of(outputs: Iterable[Mapping[str, Any]]) -> str:
    """What a session shows: what is printed, and values."""
    parts = []
    for output in outputs:
        if output["output_type"] == "stream" and output.get("name") == "stdout":
            parts.append(_joined(output.get("text", "")))
        elif output["output_type"] == "execute_result":
            parts.append(_joined(output.get("data", {}).get("text/plain", "")) + "\n")
    return "".join(parts)


def _joined(text: object) -> str:
    return "".join(map(str, text)) if isinstance(text, list) else str(text)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.rstrip("\n").splitlines())
