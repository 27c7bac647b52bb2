"""Checks what a learner has written, and says how it is.

`check(source, code, output)` runs an exercise's check and puts its verdict out. It leaves no names behind.
"""

from __future__ import annotations

import ast
import contextlib
import inspect
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from IPython import get_ipython

#: Frames of code of ours have this among their globals: tracebacks show readers nothing of them.
__tracebackhide__ = True
VERDICT = "application/vnd.lite-build.verdict+json"
#: By which tracebacks know the check.
FILE = "<check>"


async def check(source: str, code: str, output: str) -> None:
    """Run a check with the learner's names, and put out what it says.

    Args:
        source: of the check. Its last value is the verdict; an assertion that does not hold is one too.
        code: that the learner has written; the check knows it by that name.
        output: what the code has printed; the check knows it by that name.
    """
    verdict = json.dumps(await verdict_of(source, code, output))
    get_ipython().display_pub.publish({VERDICT: verdict})


async def verdict_of(source: str, code: str, output: str) -> dict[str, Any]:
    """What a check says: whether the exercise is solved (null: neither), and in which words."""
    try:
        tree = ast.parse(source, FILE)
    except SyntaxError as error:
        return {"mistake": f"Its check is no Python: {error.msg} (line {error.lineno})."}
    names = {**get_ipython().user_ns, "__name__": "check", "code": code, "output": output}
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            value = await value_of(tree, names)
        passed, message = judged(value)
    except AssertionError as error:
        passed, message = False, str(error) or f"This does not hold: {assertion_of(error, tree)}"
    except NameError as error:
        passed, message = False, f"There is no {error.name} yet."
    except Exception as error:
        passed, message = False, f"{type(error).__name__}: {error}"
    return {"passed": passed, "message": message or printed.getvalue().strip()}


async def value_of(tree: ast.Module, names: dict[str, Any]) -> Any:
    """Run code, which may await, and give the value of its last line, if that is an expression."""
    *first, last = tree.body or [ast.Pass()]
    if not isinstance(last, ast.Expr):
        first, last = tree.body, ast.Expr(ast.Constant(None))
    await run(compile_part(ast.Module(first, []), "exec"), names)
    expression = ast.fix_missing_locations(ast.Expression(last.value))
    return await run(compile_part(expression, "eval"), names)


def compile_part(tree: ast.Module | ast.Expression, mode: str) -> Any:
    """Compile a part of a check."""
    return compile(tree, FILE, mode, flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)


async def run(compiled: Any, names: dict[str, Any]) -> Any:
    """Run compiled code."""
    value = eval(compiled, names)
    # Code that awaits is a coroutine; what it gives is the author's, whatever that is.
    return await value if compiled.co_flags & inspect.CO_COROUTINE else value


def judged(value: Any) -> tuple[bool | None, str]:
    """What a check's last value says.

    Nothing is well; words alone are neither right nor wrong; else there is a truth, and words for it if it
    comes with some.
    """
    if value is None:
        return True, ""
    if isinstance(value, str):
        return None, value
    if isinstance(value, Mapping) and "correct" in value:
        return bool(value["correct"]), str(value.get("message") or "")
    if isinstance(value, Sequence) and len(value) == 2:
        passed, message = value
        return bool(passed), "" if message is None else str(message)
    return bool(value), ""


def assertion_of(error: AssertionError, tree: ast.Module) -> str:
    """The condition that does not hold, as the check has it; else as much as is known."""
    lines = []
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == FILE:
            lines.append(trace.tb_lineno)
        trace = trace.tb_next
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert) and lines and node.lineno <= lines[-1] <= (node.end_lineno or 0):
            return ast.unparse(node.test)
    return "an assertion in the code"
