"""How programs use a disk. Runs in kernels, in pages and in the check: each function leaves what it made.

It knows nothing of the tests, and asserts what any disk does.
"""

from __future__ import annotations

import dbm.dumb
import errno
import hashlib
import mmap
import os
import random
import shelve
import shutil
import sqlite3
import struct
import tempfile
import time
import zipfile
from pathlib import Path

HERE = Path("disk uses")
NAMES = (
    "Größe & [Maß] #1?.txt",
    "100% sure",
    "日本語",
    "emoji 🎈.bin",
    "a:b",
    "-dash",
    "..dots",
    "e\u0301.txt",
    "x" * 200,
)


def append_and_change_in_place() -> None:
    log = HERE / "log.txt"
    log.write_text("one\n", encoding="utf-8")
    with log.open("a", encoding="utf-8") as file:
        file.write("two\n")
    with log.open("r+", encoding="utf-8") as file:
        file.seek(4)
        file.write("TWO")
    assert log.read_text(encoding="utf-8") == "one\nTWO\n"
    with log.open("ab+") as file:
        file.seek(0)
        file.write(b"three")
        file.seek(0)
        assert file.read() == b"one\nTWO\nthree"


def several_handles_on_one_file() -> None:
    path = HERE / "shared.bin"
    with (
        path.open("wb", buffering=0) as writer,
        path.open("rb", buffering=0) as reader,
        path.open("r+b", buffering=0) as other,
    ):
        writer.write(b"abc")
        assert reader.read() == b"abc"
        other.seek(1)
        other.write(b"X")
        reader.seek(0)
        assert reader.read() == b"aXc"
        again = os.dup(writer.fileno())
        os.write(again, b"d")
        os.close(again)
        writer.write(b"e")
        assert path.stat().st_size == 5
    assert path.read_bytes() == b"aXcde"


def truncate_and_leave_holes() -> None:
    path = HERE / "holes.bin"
    with path.open("wb") as file:
        file.seek(10_000)
        file.write(b"end")
        file.truncate(20_000)
    assert path.read_bytes() == bytes(10_000) + b"end" + bytes(9_997)
    os.truncate(path, 3)
    assert path.read_bytes() == bytes(3)
    with path.open("r+b") as file:
        file.truncate(0)
    assert path.read_bytes() == b""


def random_access() -> None:
    """As h5py does: blocks at random places of a file that is opened again and again."""
    chance = random.Random(7)
    path = HERE / "blocks.h5"
    expected = bytearray(64 * 1024)
    path.write_bytes(expected)
    for _ in range(5):
        with path.open("r+b", buffering=0) as file:
            for _ in range(100):
                place = chance.randrange(len(expected))
                block = chance.randbytes(chance.randrange(1, 3000))
                file.seek(place)
                file.write(block)
                expected[place : place + len(block)] = block
                check = chance.randrange(len(expected))
                file.seek(check)
                assert file.read(500) == expected[check : check + 500]
    assert path.read_bytes() == expected


def rename_over_and_move() -> None:
    old, new = HERE / "draft.txt", HERE / "final.txt"
    new.write_text("old", encoding="utf-8")
    with new.open(encoding="utf-8") as reader:
        old.write_text("new", encoding="utf-8")
        os.replace(old, new)
        assert reader.read() == "old"
    assert new.read_text(encoding="utf-8") == "new"
    assert not old.exists()
    (HERE / "from" / "deep").mkdir(parents=True)
    (HERE / "from" / "deep" / "file.txt").write_text("moved", encoding="utf-8")
    (HERE / "from").rename(HERE / "to")
    (HERE / "to" / "deep" / "more.txt").write_text("more", encoding="utf-8")
    shutil.move(HERE / "to" / "deep", HERE / "moved")
    assert (HERE / "moved" / "file.txt").read_text(encoding="utf-8") == "moved"
    assert os.listdir(HERE / "to") == []


def errors_are_a_disks() -> None:
    full = HERE / "full"
    full.mkdir()
    (full / "file").touch()
    for use, number in (
        (lambda: full.rmdir(), errno.ENOTEMPTY),
        (lambda: full.mkdir(), errno.EEXIST),
        (lambda: (HERE / "none").read_bytes(), errno.ENOENT),
        (lambda: (HERE / "none").unlink(), errno.ENOENT),
        (lambda: (full / "file" / "below").mkdir(), errno.ENOTDIR),
        (lambda: full.read_bytes(), errno.EISDIR),
        (lambda: (full / "file").open("x"), errno.EEXIST),
        (lambda: os.rename(HERE / "none", HERE / "other"), errno.ENOENT),
    ):
        try:
            use()
        except OSError as error:
            assert error.errno == number, (error, number)
        else:
            raise AssertionError(number)


def a_removed_file_stays_readable_while_it_is_open() -> None:
    path = HERE / "removed.txt"
    path.write_text("there", encoding="utf-8")
    with path.open("r+", encoding="utf-8") as file:
        path.unlink()
        assert not path.exists()
        file.seek(0, os.SEEK_END)
        file.write(" still")
        file.seek(0)
        assert file.read() == "there still"
    assert not path.exists()


def dates() -> None:
    path = HERE / "dated.txt"
    path.write_text("a", encoding="utf-8")
    assert abs(time.time() - path.stat().st_mtime) < 60
    os.utime(path, (1_000_000_000, 1_234_567_890))
    assert path.stat().st_mtime == 1_234_567_890
    copy = shutil.copy2(path, HERE / "copy of dated.txt")
    assert os.path.getmtime(copy) == 1_234_567_890
    before = HERE.stat().st_mtime
    (HERE / "makes a date").mkdir()
    assert HERE.stat().st_mtime > before


def names_in_every_script() -> None:
    folder = HERE / "names"
    folder.mkdir()
    for name in NAMES:
        (folder / name).write_text(name, encoding="utf-8")
        (folder / f"in {name}"[:255]).mkdir()
        (folder / f"in {name}"[:255] / name).write_bytes(os.fsencode(name))
    assert sorted(entry.name for entry in os.scandir(folder) if entry.is_file()) == sorted(NAMES)
    for name in NAMES:
        assert (folder / name).read_text(encoding="utf-8") == name


def bytes_of_every_kind() -> None:
    every = bytes(range(256)) * 3
    for name in ("a.txt", "a.json", "a.ipynb", "a.csv", "a.py", "a.svg", "a.png", "a", "a.unknown"):
        (HERE / name).write_bytes(every)
        assert (HERE / name).read_bytes() == every


def archives_and_trees() -> None:
    tree = HERE / "tree"
    for number in range(5):
        (tree / str(number) / "empty").mkdir(parents=True)
        (tree / str(number) / "file.txt").write_text(str(number), encoding="utf-8")
    shutil.copytree(tree, HERE / "copied")
    archive = shutil.make_archive(str(HERE / "packed"), "zip", tree)
    with zipfile.ZipFile(archive, "a") as file:
        file.writestr("added.txt", "added")
    shutil.unpack_archive(archive, HERE / "unpacked")
    assert (HERE / "unpacked" / "added.txt").read_text(encoding="utf-8") == "added"
    assert next(names for _, names, _ in os.walk(HERE / "copied")) != []
    shutil.rmtree(tree)
    assert not tree.exists()


def temporary_files_beside_the_notebook() -> None:
    with tempfile.TemporaryDirectory(dir=HERE) as folder:
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            file.write(b"x" * 100)
        with tempfile.TemporaryFile(dir=folder) as nameless:
            nameless.write(b"abc")
            nameless.seek(0)
            assert nameless.read() == b"abc"
        assert os.path.getsize(file.name) == 100
    assert not os.path.exists(folder)


def memory_maps_to_read() -> None:
    path = HERE / "mapped.bin"
    path.write_bytes(os.urandom(100_000))
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        assert view[50_000:50_100] == path.read_bytes()[50_000:50_100]
        assert view.find(view[99_000:]) == 99_000


def database_with(mode: str) -> None:
    path = HERE / f"{mode}.db"
    book = sqlite3.connect(path)
    assert book.execute(f"pragma journal_mode={mode}").fetchone() == (mode,)
    with book:
        book.execute("create table day (n integer primary key, said text)")
        book.executemany("insert into day (said) values (?)", [("x" * 300,) for _ in range(2000)])
    with book:
        book.execute("delete from day where n % 3 = 0")
    other = sqlite3.connect(path)
    for n in range(20):
        with book:
            book.execute("update day set said = ? where n = 1", (f"sun {n}",))
        with other:
            other.execute("insert into day (said) values (?)", (f"rain {n}",))
    try:
        with book:
            book.execute("delete from day")
            raise KeyError
    except KeyError:
        pass
    assert book.execute("select count(*) from day").fetchone() == (1354,)
    assert other.execute("pragma integrity_check").fetchone() == ("ok",)
    other.close()
    book.close()
    with sqlite3.connect(path) as again:
        assert again.execute("select said from day where n = 1").fetchone() == ("sun 19",)
        again.execute("vacuum")
    again.close()


def databases() -> None:
    for mode in ("delete", "truncate", "persist", "memory", "wal"):
        database_with(mode)


def locks() -> None:
    # Of systems, Windows has none.
    import fcntl

    path = HERE / "locked"
    with path.open("w") as first, path.open("r") as second:
        fcntl.flock(first, fcntl.LOCK_EX)
        try:
            fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            first.write("locked")
        fcntl.lockf(first, fcntl.LOCK_EX, 10)
    with path.open("r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        assert file.read() == "locked"


def shelves_and_values_by_key() -> None:
    with shelve.open(HERE / "kept") as kept:
        kept["a"] = [1, 2]
    with shelve.open(HERE / "kept", writeback=True) as kept:
        kept["a"].append(3)
    with shelve.open(HERE / "kept", "r") as kept:
        assert dict(kept) == {"a": [1, 2, 3]}
    values = {os.urandom(number % 40 + 1) + bytes([number]): bytes(number * 11) for number in range(200)}
    with dbm.dumb.open(HERE / "dumb") as book:
        book.update(values)
        book.update(dict.fromkeys(list(values)[::3], b"x" * 700))
        for key in list(values)[::7]:
            del book[key]
    expected = {key: b"x" * 700 if n % 3 == 0 else values[key] for n, key in enumerate(values) if n % 7}
    assert dbm.whichdb(HERE / "dumb") == "dbm.dumb"
    with dbm.open(HERE / "dumb", "r") as book:
        assert dict(book) == expected
    with dbm.open(HERE / "best", "n") as book:
        book.update(expected)
    with dbm.open(HERE / "best", "r") as book:
        assert dict(book) == expected


def an_unfinished_transaction() -> None:
    """Stays open: what reads the file next must roll it back."""
    path = HERE / "unfinished.db"
    book = sqlite3.connect(path)
    book.execute("pragma cache_size=5")
    with book:
        book.execute("create table t (a text)")
        book.executemany("insert into t values (?)", [("kept" * 50,) for _ in range(500)])
    book.execute("update t set a = 'lost'")
    globals()["unfinished"] = book


def as_a_model_says() -> None:
    """Do what comes by chance, and compare with a disk in memory alone."""
    chance = random.Random(11)
    ours, model = HERE / "model", Path(tempfile.mkdtemp())
    ours.mkdir()
    for _ in range(1500):
        one, other = ("/".join(chance.choices("abc", k=chance.randrange(1, 4))) for _ in range(2))
        step = chance.randrange(9)
        content = chance.randbytes(chance.randrange(2000))
        outcomes = [_outcome(root, step, one, other, content) for root in (ours, model)]
        assert outcomes[0] == outcomes[1], (step, one, other, outcomes)
    assert digest_of(ours) == digest_of(model)


def _outcome(root: Path, step: int, one: str, other: str, content: bytes) -> object:
    path = root / one
    try:
        match step:
            case 0 | 1:
                return path.write_bytes(content)
            case 2:
                with path.open("r+b") as file:
                    file.seek(len(content) // 2)
                    return file.write(content)
            case 3:
                return path.mkdir()
            case 4:
                os.replace(path, root / other)
            case 5:
                path.unlink()
            case 6:
                path.rmdir()
            case 7:
                return path.read_bytes()
            case 8:
                return sorted(os.listdir(path))
    except OSError as error:
        return errno.errorcode[error.errno or 0]
    return None


def digest_of(root: Path = HERE) -> str:
    """Of all that is in a folder: names, contents, and the whole seconds of dates."""
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        digest.update(str(path.relative_to(root)).encode())
        if path.is_file():
            content = path.read_bytes()
            digest.update(struct.pack("<q", len(content)) + content)
            assert path.stat().st_size == len(content), path
    return digest.hexdigest()


USES = (
    append_and_change_in_place,
    several_handles_on_one_file,
    truncate_and_leave_holes,
    random_access,
    rename_over_and_move,
    errors_are_a_disks,
    a_removed_file_stays_readable_while_it_is_open,
    dates,
    names_in_every_script,
    bytes_of_every_kind,
    archives_and_trees,
    temporary_files_beside_the_notebook,
    memory_maps_to_read,
    databases,
    locks,
    shelves_and_values_by_key,
    an_unfinished_transaction,
    as_a_model_says,
)


def begin() -> None:
    """Begin in an empty folder."""
    shutil.rmtree(HERE, ignore_errors=True)
    HERE.mkdir()
