from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.browser.engines.find_engines import FIREFOX, WEBKIT, main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with no browser and no package manager; programs that are put into the folder are found."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["find_engines", "--install"])
    return tmp_path


def _program(path: Path) -> Path:
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_a_machine_where_nothing_can_be_installed_is_told_what_is_skipped(
    bare_machine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main() == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "apt-get install firefox-esr" in told.err
    assert "apt-get install webkit2gtk-driver xvfb" in told.err


def test_a_driver_without_a_screen_does_not_count(bare_machine: Path) -> None:
    driver = _program(bare_machine / "WebKitWebDriver")
    assert WEBKIT.find() is None
    _program(bare_machine / "Xvfb")
    assert WEBKIT.find() == str(driver)


def test_the_release_for_long_support_is_taken_before_another(bare_machine: Path) -> None:
    newest = _program(bare_machine / "firefox")
    assert FIREFOX.find() == str(newest)
    supported = _program(bare_machine / "firefox-esr")
    assert FIREFOX.find() == str(supported)
