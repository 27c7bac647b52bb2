from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from lite_build.visits import browsers
from lite_build.visits.browsers import BROWSER_VARIABLE
from tests.browser import find_browser
from tests.browser.find_browser import main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with no browser; programs that are put into the folder are found."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(BROWSER_VARIABLE, raising=False)
    monkeypatch.setattr(browsers, "USUAL_PLACES", ())
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwrights"))
    monkeypatch.setattr(find_browser, "_playwrights_path", lambda: tmp_path / "playwrights-chromium")
    monkeypatch.setattr(sys, "argv", ["find_browser"])
    return tmp_path


def _program(path: Path) -> Path:
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_an_installed_browser_comes_before_playwrights(
    bare_machine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _program(bare_machine / "playwrights-chromium")
    assert main() == 0
    assert capsys.readouterr().out.strip() == str(bare_machine / "playwrights-chromium")
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


def test_the_check_takes_the_whole_browser_and_finds_those_of_playwright(bare_machine: Path) -> None:
    assert browsers.find_browser() is None
    kept = bare_machine / "playwrights" / "chromium-1200" / "chrome-linux64"
    kept.mkdir(parents=True)
    program = _program(kept / "chrome")
    assert browsers.find_browser() == program
    _program(bare_machine / "chromium-headless-shell")
    whole = _program(bare_machine / "microsoft-edge")
    assert browsers.find_browser() == whole
