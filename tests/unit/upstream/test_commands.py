from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from tests.upstream.commands import Deadline, TimeRanOut, environment_of_trial, run_until

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="make upstream runs where processes have groups")
#: Starts a process of its own, which takes a lock, says so, and waits for ever.
LOCKING = """
from filelock import FileLock
FileLock("lock").acquire()
print("locked", flush=True)
input()
"""
LONG = f"""
import subprocess, sys
subprocess.Popen([sys.executable, "-c", {LOCKING!r}], stdin=subprocess.PIPE).wait()
"""


@dataclass(frozen=True)
class WhenLocked(Deadline):
    """An end that has come as soon as the process of the process has its lock."""

    log: Path

    @property
    def left(self) -> float:
        if not self.log.exists():
            return 1
        while "\nlocked\n" not in self.log.read_text(encoding="utf-8"):
            os.sched_yield()
        return 0


def test_a_command_has_a_log_and_tells_how_it_ended(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("before\n", encoding="utf-8")
    script = "import os, sys; print(os.environ['WORD'], flush=True); sys.exit('no')"
    ended = run_until(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        log=log,
        deadline=Deadline.in_minutes(5),
        environment={"WORD": "grün", "PYTHONIOENCODING": "utf-8"},
    )
    assert (ended.status, ended.said) == (1, "grün\nno\n")
    assert log.read_text(encoding="utf-8").startswith(f"before\n$ {sys.executable} -c ")


def test_a_command_that_takes_too_long_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    log = tmp_path / "log"
    words = [sys.executable, "-c", LONG]
    with pytest.raises(TimeRanOut):
        run_until(words, cwd=tmp_path, log=log, deadline=WhenLocked(0, log), environment={})
    # The system frees it when its holder ends.
    with FileLock(tmp_path / "lock", timeout=60):
        pass


def test_nothing_is_begun_when_the_time_is_over(tmp_path: Path) -> None:
    with pytest.raises(TimeRanOut):
        run_until([sys.executable], cwd=tmp_path, log=tmp_path / "log", deadline=Deadline(0), environment={})
    assert not (tmp_path / "log").exists()


def test_a_trial_sees_nothing_of_the_checkouts_environment_or_of_the_make_that_runs() -> None:
    surrounding = {
        "PATH": "/bin",
        "HOME": "/home/a",
        "VIRTUAL_ENV": "/checkout/.venv",
        "PYTHONPATH": "/checkout",
        "MAKEFLAGS": "-j8",
        "MAKELEVEL": "1",
        "PYTEST": "tests/unit",
        "JUPYTER_CONFIG_DIR": "/home/a/.jupyter",
    }
    assert environment_of_trial(surrounding, WORD="1") == {"PATH": "/bin", "HOME": "/home/a", "WORD": "1"}
