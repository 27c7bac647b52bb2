from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lite_build.store.bucket import Bucket
from lite_build.store.making import making_alone
from lite_build.store.record import RECORD
from lite_build.words.errors import BuildFailure
from tests.unit.store.conftest import KINDS, TEXT, Entry

ROOT = Path(__file__).parents[3]
PROCESSES, ROUNDS = 4, 10

RACING = f"""
import sys
from pathlib import Path
from tests.unit.store.conftest import TEXT, Entry

caches = [Path(sys.argv[2], str(number)) for number in range({ROUNDS})]
print("ready", flush=True)
sys.stdin.readline()
entries = [Entry(sys.argv[1], cache) for cache in caches]
assert all(entry.get() == TEXT for entry in entries)
print(sum(entry.makings for entry in entries))
"""


def test_what_is_kept_is_made_once_and_nothing_else_is_left(entry: Entry) -> None:
    assert entry.get() == entry.get() == TEXT
    assert entry.makings == len(entry.keys)
    assert not list((entry.cache / "making").iterdir())
    parts = {key.partition("/")[0] for key in entry.keys}
    assert {path.name for path in (entry.cache / "things-1").iterdir()} == parts


@pytest.mark.parametrize("kind", KINDS)
def test_processes_that_want_the_same_at_once_make_it_once(kind: str, tmp_path: Path) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", RACING, kind, str(tmp_path)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(PROCESSES)
    ]
    for process in processes:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    makings = [int(process.communicate()[0]) for process in processes]
    assert sum(makings) == ROUNDS * len(Entry(kind, tmp_path).keys)


def test_who_waits_for_another_says_so_first_and_takes_what_that_has_made(tmp_path: Path) -> None:
    bucket, begun = Bucket(tmp_path, "things"), Event()

    def read(place: Path) -> str | None:
        return place.read_text(encoding="utf-8") if place.is_file() else None

    def make(folder: Path) -> Path:
        raise AssertionError("made anew")

    with ThreadPoolExecutor() as builds:
        with making_alone(tmp_path, "things", "one"):
            waiting = builds.submit(bucket.keep, "one", read, make, begin=begun.set)
            assert begun.wait(timeout=60)
            bucket.remember("one", "another's")
        assert waiting.result(timeout=60) == '"another\'s"'


def damage(path: Path, how: str, at: float) -> None:
    """Damage what is kept; `at` chooses the place in a file, from 0 to 1."""
    match how:
        case "cut":
            os.truncate(path, int(path.stat().st_size * at))
        case "changed":
            content = bytearray(path.read_bytes() or b" ")
            content[int((len(content) - 1) * at)] ^= 0x55
            path.write_bytes(content)
        case "longer":
            path.write_bytes(path.read_bytes() + b" more")
        case "gone":
            path.unlink()
        case "a folder":
            path.unlink()
            (path / "inner").mkdir(parents=True)


def test_no_file_is_written_in_place(entry: Entry, tmp_path: Path) -> None:
    entry.get()
    file = next(path for path in (entry.place, *entry.place.rglob("*")) if path.is_file())
    file.write_bytes(b"damaged")
    os.link(file, tmp_path / "as a reader has it open")
    entry.get()
    assert (tmp_path / "as a reader has it open").read_bytes() == b"damaged"


@settings(deadline=None, max_examples=100)
@given(
    kind=st.sampled_from([KINDS[0], KINDS[1], KINDS[3]]),
    damages=st.lists(
        st.tuples(
            st.sampled_from(["cut", "changed", "longer", "gone", "a folder"]),
            st.integers(0, 20),
            st.floats(0, 0.99),
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_what_was_damaged_in_whichever_way_is_never_given(
    kind: str, damages: list[tuple[str, int, float]]
) -> None:
    with TemporaryDirectory() as folder:
        entry = Entry(kind, Path(folder))
        entry.get()
        for how, which, at in damages:
            places = [entry.bucket.place(key) for key in entry.keys]
            files = [path for place in places for path in (place, *place.rglob("*")) if path.is_file()]
            if files:
                damage(sorted(files)[which % len(files)], how, at)
        assert entry.get() == TEXT
        assert entry.get() == TEXT


@pytest.mark.parametrize("how", ["cut", "gone", "a folder"])
def test_data_that_cannot_be_parsed_is_made_anew(tmp_path: Path, how: str) -> None:
    entry = Entry(KINDS[2], tmp_path)
    entry.get()
    damage(entry.place, how, 0.5)
    assert entry.get() == TEXT
    assert entry.makings == 2


@pytest.mark.parametrize("added", ["another file", "another folder's file", "a file less"])
def test_a_folder_with_other_files_than_it_was_made_with_is_made_anew(tmp_path: Path, added: str) -> None:
    entry = Entry(KINDS[1], tmp_path)
    entry.get()
    match added:
        case "another file":
            (entry.place / "more").touch()
        case "another folder's file":
            (entry.place / "deep" / RECORD).touch()
        case _:
            (entry.place / "empty").unlink()
    assert entry.get() == TEXT
    assert entry.makings == 2


def test_only_what_is_missing_of_several_is_made(tmp_path: Path) -> None:
    entry = Entry(KINDS[3], tmp_path)
    entry.get()
    shutil.rmtree(entry.bucket.place("two"))
    assert entry.get() == TEXT
    assert entry.makings == 3


def test_a_maker_that_fails_leaves_nothing_and_what_was_there_as_it_was(tmp_path: Path) -> None:
    def fail(folder: Path) -> Path:
        (folder / "half").write_text("half", encoding="utf-8")
        raise KeyboardInterrupt

    bucket = Bucket(tmp_path, "things")
    bucket.remember("one", "no such")
    with pytest.raises(KeyboardInterrupt):
        bucket.keep("one", lambda place: None, fail)
    assert bucket.recall("one", str) == "no such"
    assert not list(tmp_path.rglob("half"))


def test_what_is_not_whole_as_soon_as_it_was_made_is_a_failure_with_its_place(tmp_path: Path) -> None:
    bucket = Bucket(tmp_path, "things")

    def make(folder: Path) -> Path:
        (folder / "made").touch()
        return folder / "made"

    with pytest.raises(BuildFailure, match="damaged as soon as it was written") as raised:
        bucket.keep("one", lambda place: None, make)
    assert raised.value.where == str(bucket.place("one"))


def test_names_that_differ_by_their_case_alone_have_locks_of_their_own(tmp_path: Path) -> None:
    with making_alone(tmp_path, "things", "Thing"), making_alone(tmp_path, "things", "thing"):
        names = [path.name.casefold() for path in (tmp_path / "locks").iterdir()]
    assert len(set(names)) == 2
