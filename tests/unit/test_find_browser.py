from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from lite_build.browser import find
from lite_build.browser.find import BROWSER_VARIABLE, required_browser
from lite_build.words.errors import UserMistake
from tests.browser.find_browser import main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with no browser; programs that are put into the folder are found."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(BROWSER_VARIABLE, raising=False)
    monkeypatch.setattr(find, "_USUAL_PLACES", ())
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwrights"))
    monkeypatch.setattr(sys, "argv", ["find_browser"])
    return tmp_path


def _program(path: Path) -> Path:
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_an_installed_browser_comes_before_playwrights(
    bare_machine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = bare_machine / "playwrights" / "chromium-1200" / "chrome-linux64"
    folder.mkdir(parents=True)
    of_playwright = _program(folder / "chrome")
    assert main() == 0
    assert capsys.readouterr().out.strip() == str(of_playwright)
    installed = _program(bare_machine / "chromium")
    assert main() == 0
    assert capsys.readouterr().out.strip() == str(installed)


def test_tests_take_the_headless_shell_and_benchmarks_the_whole_browser(
    bare_machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shell, whole = (_program(bare_machine / name) for name in ("chromium-headless-shell", "chromium"))
    assert main() == 0
    assert capsys.readouterr().out.strip() == str(shell)
    monkeypatch.setattr(sys, "argv", ["find_browser", "--whole"])
    assert main() == 0
    assert capsys.readouterr().out.strip() == str(whole)


def test_the_variable_names_another(
    bare_machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _program(bare_machine / "chromium")
    mine = _program(bare_machine / "mine")
    monkeypatch.setenv(BROWSER_VARIABLE, str(mine))
    assert main() == 0
    assert capsys.readouterr().out.strip() == str(mine)


def test_a_machine_with_no_browser_is_told_what_to_do(
    bare_machine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main() == 1
    assert BROWSER_VARIABLE in capsys.readouterr().err


def test_a_command_that_needs_a_browser_says_how_to_get_one(bare_machine: Path) -> None:
    with pytest.raises(UserMistake, match=r"--browser: no Chromium, Chrome or Edge was found") as raised:
        required_browser("--browser")
    assert raised.value.remedy is not None
    assert 'pip install "lite-build[browser]"' in raised.value.remedy
    chosen = _program(bare_machine / "chromium")
    assert required_browser("--browser") == chosen


def test_a_named_browser_that_is_not_there_is_a_mistake(
    bare_machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _program(bare_machine / "chromium")
    monkeypatch.setenv(BROWSER_VARIABLE, "/nowhere/chrome")
    with pytest.raises(UserMistake, match="LITE_BUILD_BROWSER=/nowhere/chrome: there is no such program"):
        required_browser("--browser")
