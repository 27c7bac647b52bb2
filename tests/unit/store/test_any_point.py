"""Whatever ends a maker, at whatever point: nothing of it is believed or stays, and the next one makes it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.store.conftest import KINDS

ROOT = Path(__file__).parents[3]


def steps_of(*words: str) -> int:
    """Run `steps.py`, which asserts at each step; tell how many there were."""
    finished = subprocess.run(
        [sys.executable, "-m", "tests.unit.store.steps", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return int(finished.stdout)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that are forked")
@pytest.mark.parametrize(
    ("kind", "before"), [*((kind, "damaged") for kind in KINDS), (KINDS[0], "nothing"), (KINDS[1], "nothing")]
)
def test_a_maker_that_is_killed_at_any_step_leaves_nothing_that_is_believed(kind: str, before: str) -> None:
    assert steps_of("killed", kind, before) > 40


@pytest.mark.parametrize("before", ["nothing", "damaged"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_disk_that_is_full_at_any_step_is_said_and_leaves_nothing(kind: str, before: str) -> None:
    assert steps_of("full", kind, before) > 6


@pytest.mark.parametrize("before", ["nothing", "damaged"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_cache_that_cannot_be_written_gives_what_it_has_and_refuses_what_it_has_not(
    kind: str, before: str
) -> None:
    assert steps_of("refused", kind, before) > 0
