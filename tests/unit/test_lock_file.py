from __future__ import annotations

import tempfile
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packaging.pylock import Pylock, is_valid_pylock_path
from packaging.requirements import Requirement

from lite_build.packages.asked.requirement import AskedRequirement
from lite_build.packages.asked.texts import requirement_texts
from lite_build.packages.locked.lock import HeldBack, Lock, LockedPackage, Source
from lite_build.packages.locked.lock_file import compare_lock, lock_text, read_lock, write_lock
from lite_build.repository.state import RepositoryState
from lite_build.words.errors import UserMistake

NAME = "pylock.pyodide.toml"


def locked(
    name: str,
    version: str = "1.0",
    *,
    source: Source = "index",
    location: str | None = None,
    file_name: str | None = None,
    sha256: str = "ab" * 32,
    requires: tuple[str, ...] = (),
) -> LockedPackage:
    file = file_name or f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
    return LockedPackage(
        name=name,
        version=version,
        file_name=file,
        sha256=sha256,
        source=source,
        location=location or f"https://index.example/files/{file}",
        size=1234,
        requires=requires,
        requested_by=("tour.ipynb, cell 2",),
    )


LOCK = Lock(
    python_version="3.14.2",
    pyodide_version="314.0.6",
    pyodide_integrity="sha512-core",
    front_end={"jupyterlite-core": "0.8.6"},
    requirements=("anywidget>=0.9", "numpy"),
    packages=(
        locked("anywidget", "0.9.21", requires=("ipywidgets", "psygnal")),
        locked("ipykernel", "6.9.2", source="carried", location="jupyterlite-pyodide-kernel 0.8.6"),
        locked(
            "libopenblas",
            "0.3.31",
            source="distribution",
            file_name="libopenblas-0.3.31.zip",
            location="libopenblas-0.3.31.zip",
        ),
        locked("mine", source="local", location="wheels/mine-1.0-py3-none-any.whl"),
        replace(locked("project", source="built", location="project", sha256=""), size=None),
    ),
    held_back=(
        HeldBack("anywidget", "0.9.21", "0.11.0", ("widget-periodictable 4.2.1 wants anywidget~=0.9.10",)),
    ),
    npm={"p5@1.11.2": "sha512-p5"},
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / NAME


def test_a_lock_is_read_as_it_was_written(path: Path) -> None:
    write_lock(LOCK, path)
    assert read_lock(path) == LOCK


names = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,4})?", fullmatch=True)
versions = st.from_regex(r"[1-9][0-9]?(\.(0|[1-9][0-9]?)){0,2}(rc1)?", fullmatch=True)
words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)


@st.composite
def packages(draw: st.DrawFn, name: str) -> LockedPackage:
    source: Source = draw(st.sampled_from(get_args(Source)))
    file = f"{name.replace('-', '_')}-{(version := draw(versions))}-py3-none-any.whl"
    location = {
        "index": f"https://index.example/{file}",
        "distribution": file,
        "local": f"wheels of ours/{file}",
        "built": f"projects/{name}",
        "carried": draw(words),
    }[source]
    built = source == "built"
    return LockedPackage(
        name=name,
        version=version,
        file_name=file,
        sha256="" if built else draw(st.from_regex(r"[0-9a-f]{64}", fullmatch=True)),
        source=source,
        location=location,
        size=None if built else draw(st.none() | st.integers(0, 2**40)),
        requires=tuple(draw(st.lists(names, max_size=3))),
        requested_by=tuple(draw(st.lists(words, max_size=3))),
    )


states = st.builds(RepositoryState, words, st.none() | words, st.none() | words, words)


@st.composite
def locks(draw: st.DrawFn) -> Lock:
    chosen = sorted(draw(st.sets(names, max_size=5)))
    return Lock(
        python_version="3.14.2",
        pyodide_version=draw(versions),
        pyodide_integrity=draw(words),
        front_end=draw(st.dictionaries(words, words, max_size=2)),
        requirements=tuple(sorted(draw(st.sets(words, max_size=3)))),
        packages=tuple(draw(packages(name)) for name in chosen),
        held_back=tuple(
            HeldBack(name, draw(versions), draw(versions), tuple(draw(st.lists(words, max_size=2))))
            for name in chosen[:2]
        ),
        npm=draw(st.dictionaries(words, words, max_size=2)),
        repository=draw(st.none() | states),
    )


@settings(deadline=None)
@given(locks())
def test_any_lock_is_read_as_it_was_written(lock: Lock) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, NAME)
        write_lock(lock, path)
        assert read_lock(path) == lock


def test_equal_locks_are_equal_bytes_in_whatever_order_they_were_made(tmp_path: Path) -> None:
    shuffled = replace(
        LOCK,
        packages=LOCK.packages[::-1],
        requirements=LOCK.requirements[::-1],
        front_end=dict(reversed(LOCK.front_end.items())),
    )
    for lock, name in ((LOCK, "a.toml"), (shuffled, "b.toml")):
        write_lock(lock, tmp_path / name)
    assert (tmp_path / "a.toml").read_bytes() == (tmp_path / "b.toml").read_bytes()
    assert (tmp_path / "a.toml").read_bytes().endswith(b'"\n')
    assert b"\r" not in (tmp_path / "a.toml").read_bytes()


def test_other_tools_read_the_lock_as_pep_751(path: Path) -> None:
    write_lock(LOCK, path)
    pylock = Pylock.from_dict(tomllib.loads(path.read_text(encoding="utf-8")))
    assert is_valid_pylock_path(path)
    (wheel,) = pylock.packages[0].wheels or ()
    assert (wheel.url, wheel.size, wheel.hashes) == (LOCK.packages[0].location, 1234, {"sha256": "ab" * 32})


def test_the_lock_says_what_made_it(path: Path) -> None:
    write_lock(LOCK, path)
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# ") and "lite-build lock" in first and "not to be edited" in first


def test_a_login_in_an_address_is_not_written(tmp_path: Path) -> None:
    package = locked("private", location="https://ada:secret@index.example/private-1.0-py3-none-any.whl")
    text = lock_text(replace(LOCK, packages=(package,)), tmp_path)
    assert "secret" not in text and "ada" not in text
    assert "https://index.example/private-1.0-py3-none-any.whl" in text


def test_no_path_of_this_machine_is_written(tmp_path: Path) -> None:
    linked = locked("linked", location=(tmp_path / "links" / "linked-1.0-py3-none-any.whl").as_uri())
    built = locked("project", source="built", location=str(tmp_path / "project"), sha256="")
    lock = replace(LOCK, packages=(linked, replace(built, size=None)))
    path = tmp_path / "site" / NAME
    path.parent.mkdir()
    write_lock(lock, path)
    assert tmp_path.name not in path.read_text(encoding="utf-8")
    found = read_lock(path).packages
    assert found[0] == linked
    assert (path.parent / found[1].location).resolve() == (tmp_path / "project").resolve()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("python = ", "python ", "line"),
        ('lock-version = "1.0"', 'lock-version = "7.0"', "7.0"),
        ("format = 1", "format = 99", "99"),
        ('created-by = "lite-build"', "", "created-by"),
        ('hashes = {sha256 = "' + "ab" * 32 + '"}', "hashes = {}", "hash"),
        ('sha256 = "', 'md5 = "', "sha256"),
        ("[packages.tool.lite-build]", "[packages.tool.other]", "did not write"),
        ('integrity = "sha512-core"', "", "line"),
        ('python = "3.14.2"\n', "", "'python'"),
        ('source = "index"', 'source = "guess"', "guess"),
        ("requested-by", "asked-by", "requested-by"),
        ('"' + "ab" * 32 + '"', '"../../elsewhere"', "sha256"),
        ('location = "libopenblas-0.3.31.zip"', 'location = "../elsewhere.zip"', "no file name"),
    ],
)
def test_a_damaged_lock_is_a_mistake_that_names_the_file_and_the_place(
    path: Path, old: str, new: str, said: str
) -> None:
    write_lock(LOCK, path)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(UserMistake) as raised:
        read_lock(path)
    assert raised.value.where == NAME
    assert said in raised.value.what
    assert "lite-build lock" in str(raised.value.remedy)


def test_a_lock_of_another_tool_is_told_from_ours(path: Path) -> None:
    path.write_text('lock-version = "1.0"\ncreated-by = "uv"\npackages = []\n', encoding="utf-8")
    with pytest.raises(UserMistake, match="made by uv"):
        read_lock(path)


def test_a_missing_lock_is_a_mistake(path: Path) -> None:
    with pytest.raises(UserMistake, match="no such lock file"):
        read_lock(path)


def test_a_lock_agrees_with_what_it_was_made_of() -> None:
    assert (
        compare_lock(
            LOCK,
            requirements=LOCK.requirements,
            pyodide_version="314.0.6",
            pyodide_integrity="sha512-core",
            front_end={"jupyterlite-core": "0.8.6"},
        )
        == ()
    )


def test_every_disagreement_with_a_lock_is_a_sentence() -> None:
    sentences = compare_lock(
        LOCK,
        requirements=("anywidget>=0.9", "pandas"),
        pyodide_version="314.0.7",
        pyodide_integrity="sha512-other",
        front_end={"jupyterlite-core": "0.8.7", "notebook": "7"},
    )
    assert sentences == (
        "pandas is asked for, and the lock was made without it: `lite-build lock` adds it",
        "numpy is in the lock, and nothing asks for it any more: `lite-build lock` takes it out",
        "the lock was made for Pyodide 314.0.6, this is 314.0.7: `lite-build lock` takes this one",
        "the lock was made with jupyterlite-core 0.8.6, here it is 0.8.7: "
        "`pip install jupyterlite-core==0.8.6` goes back, `lite-build lock` keeps what is here",
        "the lock was made with notebook absent, here it is 7: "
        "`pip uninstall notebook` goes back, `lite-build lock` keeps what is here",
    )


def test_another_core_of_the_same_version_is_noticed() -> None:
    (sentence,) = compare_lock(
        LOCK,
        requirements=LOCK.requirements,
        pyodide_version="314.0.6",
        pyodide_integrity="sha512-other",
        front_end=LOCK.front_end,
    )
    assert "sha512-core" in sentence and "sha512-other" in sentence


def test_what_is_asked_for_reads_the_same_on_every_machine(tmp_path: Path) -> None:
    asked = [
        Requirement("numpy"),
        Requirement(f"mine @ {(tmp_path / 'wheels' / 'mine-1-py3-none-any.whl').as_uri()}"),
        Requirement("private @ https://ada:secret@host.example/private-1-py3-none-any.whl"),
        Requirement("numpy"),
    ]
    assert requirement_texts([AskedRequirement(one, "a test") for one in asked], tmp_path) == (
        "mine @ wheels/mine-1-py3-none-any.whl",
        "numpy",
        "private @ https://host.example/private-1-py3-none-any.whl",
    )
