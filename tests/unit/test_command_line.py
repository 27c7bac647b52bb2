"""What the lite-build command says before any of its commands runs."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from lite_build.cli import main

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
