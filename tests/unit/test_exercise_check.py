"""What an exercise's check says of what a learner has written."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import exercise_check
import pytest


@pytest.fixture(autouse=True)
def learner(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The names of a learner."""
    names = {"answer": 42}
    monkeypatch.setattr(exercise_check, "get_ipython", lambda: SimpleNamespace(user_ns=names))
    return names


@pytest.mark.parametrize(
    ("source", "passed", "message"),
    [
        ("", True, ""),
        ("answer == 42", True, ""),
        ("answer == 41", False, ""),
        ("'words'", None, "words"),
        ("(answer == 41, 'one more')", False, "one more"),
        ("[True, None]", True, ""),
        ("{'correct': False, 'message': 'by name'}", False, "by name"),
        ("assert answer == 41, f'{answer} is too much'", False, "42 is too much"),
        ("assert (\n    answer ==\n    41\n)", False, "This does not hold: answer == 41"),
        ("def check():\n    assert answer < 0\ncheck()", False, "This does not hold: answer < 0"),
        ("missing", False, "There is no missing yet."),
        ("answer.nothing", False, "AttributeError: 'int' object has no attribute 'nothing'"),
        ("print('well done')\nassert True", True, "well done"),
        ("import asyncio\nawait asyncio.sleep(0)\nanswer == 42", True, ""),
        ("'answer' in code and output == 'printed'", True, ""),
    ],
)
def test_a_check_says_by_its_last_value_how_it_is(
    source: str, passed: bool | None, message: str, learner: dict[str, Any]
) -> None:
    verdict = asyncio.run(exercise_check.verdict_of(source, "answer = 42", "printed"))
    assert verdict == {"passed": passed, "message": message}
    assert learner == {"answer": 42}


def test_a_check_that_is_no_python_is_its_author_s_mistake() -> None:
    verdict = asyncio.run(exercise_check.verdict_of("answer ==", "", ""))
    assert verdict == {"mistake": "Its check is no Python: invalid syntax (line 1)."}
