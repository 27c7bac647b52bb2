"""Find a Chromium or Chrome: an installed one, or that of Playwright."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Names a browser's program, before any that is found.
BROWSER_VARIABLE = "LITE_BUILD_BROWSER"
#: The engine without what surrounds it: it starts sooner.
_SHELL = "chromium-headless-shell"
_COMMANDS = (
    "chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome",
    "microsoft-edge-stable", "microsoft-edge", "msedge", "brave-browser",
)  # fmt: skip
_USUAL_PLACES = (
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
_PLAYWRIGHTS_WHOLE = (
    "chromium-*/chrome-*/chrome",
    "chromium-*/chrome-*/chrome.exe",
    "chromium-*/chrome-*/*.app/Contents/MacOS/*",
)
_PLAYWRIGHTS_SHELL = (
    "chromium_headless_shell-*/chrome-*/headless_shell*",
    "chromium_headless_shell-*/chrome-*/chrome-headless-shell*",
)


def find_browser(*, whole: bool = False) -> Path | None:
    """Tell where a browser of Chromium's kind is: the one that is named, one that is installed, Playwright's.

    Args:
        whole: not the headless shell.

    Raises:
        UserMistake: there is no such program as the environment names.
    """
    chosen = os.environ.get(BROWSER_VARIABLE)
    if chosen and not Path(chosen).is_file():
        raise UserMistake(
            "there is no such program.",
            where=f"{BROWSER_VARIABLE}={chosen}",
            remedy="Name a browser's program.",
        )
    return next((path for path in _candidates(whole=whole) if path.is_file()), None)


def required_browser(asked_by: str) -> Path:
    """Find a browser that there has to be.

    Args:
        asked_by: what needs it, for people: an option, or a command.

    Raises:
        UserMistake: there is none.
    """
    found = find_browser()
    if found is None:
        raise UserMistake(
            "no Chromium, Chrome or Edge was found.",
            where=asked_by,
            remedy='Install one, or get Playwright\'s: pip install "lite-build[browser]", then '
            f"playwright install chromium. {BROWSER_VARIABLE} names another.",
        )
    return found


def _candidates(*, whole: bool) -> Iterator[Path]:
    if chosen := os.environ.get(BROWSER_VARIABLE):
        yield Path(chosen)
    for command in _COMMANDS if whole else (_SHELL, *_COMMANDS):
        if found := shutil.which(command):
            yield Path(found)
    yield from map(Path, _USUAL_PLACES)
    named = os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "0")
    folder = (
        Path.home() / _PLAYWRIGHTS.get(sys.platform, _PLAYWRIGHTS_ELSEWHERE) if named == "0" else Path(named)
    )
    for program in _PLAYWRIGHTS_WHOLE if whole else (*_PLAYWRIGHTS_SHELL, *_PLAYWRIGHTS_WHOLE):
        # The newest first.
        yield from sorted(folder.glob(program), reverse=True)
