"""What the lite-build command says before any of its commands runs."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from lite_build.build.status_text import in_columns, print_packages
from lite_build.cli import main
from lite_build.packages.locked.lock import LockedPackage

if TYPE_CHECKING:
    from pathlib import Path


def test_a_ctrl_c_while_the_command_is_still_being_imported_ends_it_with_a_line(tmp_path: Path) -> None:
    (tmp_path / "argparse.py").write_text("raise KeyboardInterrupt", encoding="utf-8")
    finished = subprocess.run(
        [sys.executable, "-c", "from lite_build.cli import main; raise SystemExit(main(['status']))"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert finished.returncode == 130
    assert finished.stderr == "\nlite-build: stopped; the last good site is as it was\n"


@pytest.mark.parametrize("command", ["build", "check", "serve", "lock", "fetch", "status"])
def test_the_help_says_of_each_option_what_its_value_is(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    said = capsys.readouterr().out

    assert ended.value.code == 0
    assert "--output-dir DIR" in said
    assert "--find-links DIR|URL" in said
    assert "[PROJECT]" in said
    assert "VALUE" not in said


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("biuld", "no command is called biuld (did you mean build?)"),
        ("publish-it", "no command is called publish-it\n"),
        ("course", "no command is called course, which is a folder: lite-build build course"),
    ],
)
def test_a_word_that_is_no_command_is_said_with_what_may_be_meant(
    word: str,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "course").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main([word])

    assert ended.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("--nope", ""),
        ("--xyz=1", ""),
        ("--outptu-dir=site", " (did you mean --output-dir?)"),
        ("--job", " (did you mean --jobs?)"),
        ("--jsno=x", " (did you mean --json?)"),
        ("--nolock", " (did you mean --no-lock?)"),
    ],
)
def test_an_option_that_is_none_is_said_with_the_one_that_is_near(
    word: str, meant: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["check", str(tmp_path), word])

    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1].endswith(f"unknown: {word}{meant}")


@pytest.mark.parametrize("words", [["--versoin"], ["build", "--versoin"], ["build", "--version"]])
def test_an_option_of_no_command_is_near_too(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)

    assert ended.value.code == 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert said.endswith(f"unknown: {words[-1]} (did you mean lite-build --version?)")


def test_only_the_command_s_own_options_are_near(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["add", "x", "--jsno"])

    assert capsys.readouterr().err.splitlines()[-1].endswith("unknown: --jsno")


def test_packages_stand_in_as_many_columns_as_fit() -> None:
    names = ["asttokens 3.0.0", "attrs 25.3.0", "comm 0.2.2", "decorator 5.2.1", "zipp 3.1"]

    assert in_columns(names, 60) == [
        "asttokens 3.0.0   comm 0.2.2        zipp 3.1",
        "attrs 25.3.0      decorator 5.2.1",
    ]
    assert in_columns(names, 20) == names
    assert in_columns(names, 5) == names
    assert in_columns([], 80) == []


def test_where_nobody_looks_each_package_has_a_line_of_its_own() -> None:
    packages = [
        LockedPackage(name, "1.0", f"{name}.whl", "", "index", "", None, (), ()) for name in ("zipp", "attrs")
    ]
    console = Console(file=io.StringIO(), width=20)
    print_packages(console, packages)

    assert console.file.getvalue().split("\n") == [f"{'':14}attrs 1.0", f"{'':14}zipp 1.0", ""]
