"""The kernel's `dbm`: it does what the standard library's documentation says, and shares its files."""

from __future__ import annotations

import dbm as standard_dbm
import dbm.dumb as standard_dumb
import importlib.util
import os
import random
import shelve
import sqlite3
import sys
from typing import TYPE_CHECKING

import lite_build_dbm
import lite_build_dbm.dumb
import lite_build_dbm.sqlite3
import pytest
from own_modules import OwnModules

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

HAS_STANDARD_SQLITE = importlib.util.find_spec("dbm.sqlite3") is not None
OURS = (lite_build_dbm.dumb, lite_build_dbm.sqlite3)
#: Keys that Python writes as literals of every kind.
KEYS = (
    b"plain",
    b"it's",
    b"\"both\" 'of' them",
    b"back\\slash",
    b"line\nand\r",
    b"\x85\xa0\xad",
    b"",
    "größe".encode(),
    bytes(range(256)),
)


def modules(kind: str) -> list[ModuleType]:
    """Ours, and this machine's own."""
    name = f"dbm.{kind}"
    return [importlib.import_module(f"lite_build_{name}"), importlib.import_module(name)]


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A Python that has modules of ours, of which one has the name of what is beside the notebook."""
    run = {"kept_away": "ours = True", "kept_away.inner": "ours = True"}
    finder = OwnModules(set(run), lambda name, names: exec(run[name], names))
    monkeypatch.setattr(sys, "meta_path", [finder, *sys.meta_path])
    monkeypatch.setattr(sys, "modules", dict(sys.modules))
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "kept_away").mkdir()


@pytest.mark.usefixtures("found")
def test_a_folder_of_a_module_s_name_beside_the_notebook_does_not_hide_it() -> None:
    assert importlib.import_module("kept_away.inner").ours
    assert importlib.import_module("kept_away").ours


@pytest.mark.usefixtures("found")
def test_a_module_beside_the_notebook_comes_first_as_before_python_s_own(tmp_path: Path) -> None:
    (tmp_path / "kept_away" / "__init__.py").write_text("ours = False", encoding="utf-8")
    (tmp_path / "kept_away" / "inner.py").write_text("ours = False", encoding="utf-8")
    assert not importlib.import_module("kept_away.inner").ours
    assert not importlib.import_module("kept_away").ours


@pytest.fixture(params=OURS, ids=lambda module: module.__name__)
def kind(request: pytest.FixtureRequest) -> ModuleType:
    """Either module of ours that opens databases."""
    module: ModuleType = request.param
    return module


@pytest.mark.parametrize(
    "name",
    [
        "dumb",
        pytest.param(
            "sqlite3", marks=pytest.mark.skipif(not HAS_STANDARD_SQLITE, reason="this Python has none")
        ),
    ],
)
@pytest.mark.parametrize("ours_first", [True, False])
def test_files_are_read_and_changed_in_turn_with_the_standard_librarys_own(
    tmp_path: Path, name: str, ours_first: bool
) -> None:
    chance = random.Random(5)
    expected: dict[bytes, bytes] = {}
    for turn in range(8):
        module = modules(name)[turn % 2 if ours_first else 1 - turn % 2]
        with module.open(tmp_path / "book", "c") as book:
            assert dict(book.items()) == expected
            assert len(book) == len(expected)
            for _ in range(30):
                key = chance.choice(KEYS)
                if key in expected and chance.random() < 0.3:
                    del book[key], expected[key]
                else:
                    book[key] = expected[key] = chance.randbytes(chance.choice([0, 1, 511, 512, 513, 2000]))
            assert dict(book.items()) == expected


def test_a_dumb_database_is_made_of_blocks_and_lines(tmp_path: Path) -> None:
    with lite_build_dbm.dumb.open(tmp_path / "book") as book:
        book["a"] = b"first"
        book["ü"] = "second"
    assert (tmp_path / "book.dir").read_bytes() == b"'a', (0, 5)\n'\xc3\xbc', (512, 6)\n".replace(
        b"\xbc", "\xbc".encode("latin-1")
    )
    assert (tmp_path / "book.dat").read_bytes() == b"first".ljust(512, b"\0") + b"second"
    with lite_build_dbm.dumb.open(tmp_path / "book") as book:
        del book["a"]
    assert (tmp_path / "book.dir").read_bytes() == "'Ã¼', (512, 6)\n".encode("latin-1")
    assert (tmp_path / "book.bak").read_bytes().startswith(b"'a', (0, 5)\n")


def test_keys_are_there_though_the_dumb_database_is_never_closed(tmp_path: Path) -> None:
    book = lite_build_dbm.dumb.open(tmp_path / "book")
    book["a"] = b"1"
    with standard_dumb.open(tmp_path / "book", "r") as other:
        assert dict(other.items()) == {b"a": b"1"}
    (tmp_path / "book.dir").rename(tmp_path / "book.bak")
    with lite_build_dbm.dumb.open(tmp_path / "book", "r") as other:
        assert other["a"] == b"1"


def test_a_database_of_sqlite_has_the_documented_table(tmp_path: Path) -> None:
    with lite_build_dbm.sqlite3.open(tmp_path / "bo?ok #1%20", "c") as book:
        book["a"] = "first"
        book[1] = 2.5
    connection = sqlite3.connect(tmp_path / "bo?ok #1%20")
    assert connection.execute("SELECT key, value FROM Dict ORDER BY key").fetchall() == [
        (b"1", b"2.5"),
        (b"a", b"first"),
    ]
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO Dict VALUES (CAST('a' AS BLOB), x'00')")
    connection.close()


def test_a_database_is_a_mapping_of_bytes(tmp_path: Path, kind: ModuleType) -> None:
    book = kind.open(tmp_path / "book", "c")
    book["one"] = "1"
    book[b"two"] = b"2"
    assert sorted(book.keys()) == sorted(book) == [b"one", b"two"]
    assert book.setdefault("three", b"3") == b"3"
    assert "one" in book
    assert b"four" not in book
    assert book.get("four", b"none") == b"none"
    assert book.pop("one") == b"1"
    for use in (lambda: book["one"], lambda: book.__delitem__("one")):
        with pytest.raises(KeyError):
            use()
    for key in book:
        book[key] = b"changed in a loop"
    book.clear()
    assert len(book) == 0
    book.close()
    book.close()
    with pytest.raises(kind.error, match="closed"):
        book["one"]


def test_flags_say_what_may_be_done(tmp_path: Path, kind: ModuleType) -> None:
    path = tmp_path / "book"
    for flag in "rw":
        with pytest.raises(OSError):
            kind.open(path, flag)
        assert list(tmp_path.iterdir()) == []
    with pytest.raises(ValueError, match="not 'x'"):
        kind.open(path, "x")
    with kind.open(path, "n") as book:
        book["a"] = b"1"
    with kind.open(path, "c") as book, kind.open(path, "r") as reader:
        book["b"] = b"2"
        assert reader["a"] == b"1"
        with pytest.raises(kind.error):
            reader["b"] = b"3"
        with pytest.raises(kind.error):
            del reader["a"]
    with kind.open(path, "w") as book:
        assert sorted(book) == [b"a", b"b"]
    with kind.open(path, "n") as book:
        assert list(book) == []


def test_new_files_have_the_mode_that_is_asked_for(tmp_path: Path, kind: ModuleType) -> None:
    kind.open(tmp_path / "book", "c", 0o600).close()
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


@pytest.mark.parametrize("line", ["'a', (0", "'a'", "1, (0, 1)", "__import__('os'), (0, 1)", "'a', ('b', 1)"])
def test_a_damaged_index_is_told_with_its_line(tmp_path: Path, line: str) -> None:
    with lite_build_dbm.dumb.open(tmp_path / "book") as book:
        book["a"] = b"1"
    with (tmp_path / "book.dir").open("a", encoding="latin-1") as index:
        index.write(f"{line}\n")
    with pytest.raises(OSError, match=r"book\.dir, line 2, is damaged"):
        lite_build_dbm.dumb.open(tmp_path / "book")


def test_what_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "book").write_bytes(b"none" * 100)
    with pytest.raises(lite_build_dbm.sqlite3.error, match="not a database"):
        lite_build_dbm.sqlite3.open(tmp_path / "book")
    with pytest.raises(lite_build_dbm.error, match="no database of a known kind"):
        lite_build_dbm.open(tmp_path / "book")
    with pytest.raises(lite_build_dbm.error[0], match="the flags 'c' and 'n' make one"):
        lite_build_dbm.open(tmp_path / "none")


def test_open_makes_sqlite_s_and_goes_on_with_what_is_there(tmp_path: Path) -> None:
    with lite_build_dbm.open(tmp_path / "new", "c") as book:
        book["a"] = b"1"
    assert lite_build_dbm.whichdb(tmp_path / "new") == "dbm.sqlite3"
    with standard_dumb.open(tmp_path / "old", "c") as book:
        book["a"] = b"1"
    for name in ("new", "old"):
        with lite_build_dbm.open(str(tmp_path / name), "w") as book:
            assert book["a"] == b"1"
            book["b"] = b"2"
    assert standard_dbm.whichdb(str(tmp_path / "old")) == "dbm.dumb"
    assert not (tmp_path / "old").exists()


@pytest.mark.parametrize(
    ("files", "module"),
    [
        ({}, None),
        ({"book": b""}, ""),
        ({"book": b"something else"}, ""),
        ({"book": b"SQLite format 3\0" + bytes(84)}, "dbm.sqlite3"),
        ({"book": bytes.fromhex("ce9a5713") + bytes(12)}, "dbm.gnu"),
        ({"book": bytes.fromhex("13579acf") + bytes(12)}, "dbm.gnu"),
        ({"book.pag": b"", "book.dir": b""}, "dbm.ndbm"),
        ({"book.db": bytes(12) + bytes.fromhex("61150600")}, "dbm.ndbm"),
        ({"book.dat": b"", "book.dir": b""}, "dbm.dumb"),
        ({"book.dat": b"1", "book.dir": b'"it\'s", (0, 1)\n'}, "dbm.dumb"),
        ({"book.dat": b"1", "book.dir": b"no index"}, None),
    ],
)
def test_the_kind_of_a_database_is_known_by_its_files(
    tmp_path: Path, files: dict[str, bytes], module: str | None
) -> None:
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    assert lite_build_dbm.whichdb(tmp_path / "book") == module
    assert lite_build_dbm.whichdb(os.fsencode(tmp_path / "book")) == module


@pytest.mark.parametrize("name", ["gnu", "ndbm"])
def test_what_needs_a_library_in_c_is_told_as_not_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModuleNotFoundError, match=f"No module named 'dbm.{name}': it needs a library"):
        importlib.import_module(f"lite_build_dbm.{name}")
    (tmp_path / "book.pag").touch()
    (tmp_path / "book.dir").touch()
    with pytest.raises(lite_build_dbm.error, match=r"of dbm\.ndbm, which this Python has not"):
        lite_build_dbm.open(tmp_path / "book")


def test_a_shelf_stands_on_it(tmp_path: Path, kind: ModuleType) -> None:
    with shelve.Shelf(kind.open(tmp_path / "book", "c"), writeback=True) as shelf:
        shelf["a"] = [1]
        shelf["a"].append(2)
        shelf.sync()
    with shelve.Shelf(kind.open(tmp_path / "book", "r")) as shelf:
        assert dict(shelf) == {"a": [1, 2]}
