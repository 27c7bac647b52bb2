"""`lite-build cache`: where the cache is, how large, and what of it goes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from lite_build.commands.command_line import run
from lite_build.store.bucket import Bucket
from lite_build.store.cache import CACHE_VARIABLE
from lite_build.store.making import making_alone
from lite_build.store.running import running_since, tell_use

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DAY = 24 * 60 * 60

#: A build that has taken an entry, and has something half made.
BUILD = """
import sys
from pathlib import Path
from lite_build.store.bucket import Bucket
from lite_build.store.making import making_alone
from lite_build.store.running import tell_use

cache = Path(sys.argv[1])
tell_use(cache)
assert Bucket(cache, "packages").recall("used.json", str) == "text"
with making_alone(cache, "packages", "half.json") as folder:
    (folder / "half").write_text("half")
    print("at work", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache with two kinds of entries that were made 40 days ago."""
    cache = tmp_path / "cache"
    monkeypatch.setenv(CACHE_VARIABLE, str(cache))
    for name in ("used.json", "other.json"):
        Bucket(cache, "packages").remember(name, "text")
    Bucket(cache, "slim-wheels-2").remember("deep/one.json", "t" * 3000)
    age(cache, 40)
    return cache


def age(cache: Path, days: int) -> None:
    for path in cache.rglob("*"):
        os.utime(path, (time.time() - days * DAY,) * 2)


def names(cache: Path) -> set[str]:
    return {path.name for path in cache.rglob("*.json")}


@contextmanager
def running_build(cache: Path) -> Iterator[Callable[[], None]]:
    """A process that uses the cache; the block may kill it."""
    command = [sys.executable, "-c", BUILD, str(cache)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "at work\n"

        def kill() -> None:
            process.kill()
            process.wait()

        yield kill
        process.kill()


def test_the_place_of_the_cache_is_one_line(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["cache", "path"]) == 0
    assert capsys.readouterr().out == f"{cache}\n"


def test_sizes_are_told_by_kind_and_in_all(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["cache", "size"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "    3.0 kB  packages, without what a browser needs not (1)",
        "  12 bytes  packages, as they were fetched (2)",
        f"3 entries, 3.0 kB in {cache}",
    ]


@pytest.mark.parametrize("action", ["size", "prune"])
def test_a_cache_that_is_not_there_yet_is_empty(
    action: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "none"))
    assert run(["cache", action]) == 0
    assert "0 entries, 0 bytes" in capsys.readouterr().out


def test_what_was_not_used_for_a_month_is_removed_and_told(
    cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Bucket(cache, "packages").recall("used.json", str)
    assert run(["cache", "prune"]) == 0
    assert names(cache) == {"used.json"}
    assert capsys.readouterr().out.splitlines() == [
        "    3.0 kB  packages, without what a browser needs not (1)",
        "   6 bytes  packages, as they were fetched (1)",
        "Removed 2 entries, 3.0 kB that no build used for 30 days.",
    ]
    assert run(["cache", "prune"]) == 0
    assert "Removed 0 entries" in capsys.readouterr().out


def test_the_days_can_be_chosen(cache: Path) -> None:
    run(["cache", "prune", "--days", "41"])
    assert len(names(cache)) == 3
    run(["cache", "prune", "--days", "39.5"])
    assert names(cache) == set()


@pytest.mark.parametrize("days", ["-1", "soon", "nan", "inf"])
def test_what_is_no_number_of_days_is_a_mistake(
    cache: Path, days: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        run(["cache", "prune", f"--days={days}"])
    assert f"'{days}' is no number of days" in capsys.readouterr().err
    assert len(names(cache)) == 3


def test_all_goes_where_that_is_asked_for_with_what_was_used_just_now(cache: Path) -> None:
    Bucket(cache, "packages").recall("used.json", str)
    run(["cache", "prune", "--all"])
    assert [path for path in cache.rglob("*") if path.is_file()] == []


def test_what_a_running_build_has_taken_or_makes_stays(
    cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with running_build(cache) as kill:
        run(["cache", "prune", "--all"])
        assert names(cache) == {"used.json"}
        assert list(cache.rglob("half"))
        assert "Left 1 entry, 6 bytes that a running build uses." in capsys.readouterr().out
        kill()
    run(["cache", "prune", "--all"])
    assert [path for path in cache.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("entry", ["used.json", None], ids=["the entry", "any entry"])
def test_what_is_locked_stays(cache: Path, entry: str | None) -> None:
    with making_alone(cache, "packages", entry):
        run(["cache", "prune"])
        assert "used.json" in names(cache)
        assert ("other.json" in names(cache)) == (entry is None)
        assert "one.json" not in names(cache)


def test_the_next_process_that_uses_the_cache_sweeps_what_a_killed_build_left(cache: Path) -> None:
    with running_build(cache) as kill:
        assert running_since(cache) is not None
        kill()
    assert list(cache.rglob("half"))
    tell_use(cache)
    assert not list(cache.rglob("half"))
    assert running_since(cache) == pytest.approx(time.time(), abs=60)
    assert len(list((cache / "running").iterdir())) == 1
