"""Browsers of Chromium's kind on this machine: Chrome, Chromium, Edge and others that speak as they do."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Names a browser's program, before any that is found.
BROWSER_VARIABLE = "LITE_BUILD_BROWSER"
#: Chromium's engine without what surrounds it.
HEADLESS_SHELL = "chromium-headless-shell"
#: What the whole browsers are called where programs are looked for by their names.
COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
    "microsoft-edge-stable",
    "microsoft-edge",
    "msedge",
    "brave-browser",
)
#: Where systems put those that have no such name.
USUAL_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Brave Browser.app/Contents/MacOS/Brave Browser",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
    "C:/Program Files/Microsoft/Edge/Application/msedge.exe",
)
#: Where Playwright puts those that it gets, by the system, and the programs in it.
_PLAYWRIGHTS = {"darwin": "Library/Caches/ms-playwright", "win32": "AppData/Local/ms-playwright"}
_PLAYWRIGHTS_ELSEWHERE = ".cache/ms-playwright"
_PLAYWRIGHTS_PROGRAMS = (
    "chromium-*/chrome-*/chrome",
    "chromium-*/chrome-*/chrome.exe",
    "chromium-*/chrome-*/*.app/Contents/MacOS/*",
    "chromium_headless_shell-*/chrome-*/headless_shell*",
    "chromium_headless_shell-*/chrome-*/chrome-headless-shell*",
)


def find_browser() -> Path | None:
    """Tell where a browser of Chromium's kind is; None where there is none."""
    return next((path for path in candidates(*COMMANDS, HEADLESS_SHELL) if path.is_file()), None)


def candidates(*commands: str) -> Iterator[Path]:
    """Where a browser may be, the one that the environment names first.

    Args:
        commands: the names of its program, the first that is found before others.
    """
    if chosen := os.environ.get(BROWSER_VARIABLE):
        yield Path(chosen)
    for command in commands:
        if found := shutil.which(command):
            yield Path(found)
    yield from map(Path, USUAL_PLACES)
    yield from _of_playwright()


def _of_playwright() -> Iterator[Path]:
    named = os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "0")
    folder = (
        Path.home() / _PLAYWRIGHTS.get(sys.platform, _PLAYWRIGHTS_ELSEWHERE) if named == "0" else Path(named)
    )
    for program in _PLAYWRIGHTS_PROGRAMS:
        # The newest first.
        yield from sorted(folder.glob(program), reverse=True)
