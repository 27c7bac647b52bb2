"""Find a Chromium for the browser tests and the benchmarks, and get one where there is none.

Run as `python -m tests.browser.find_browser [--whole] [--install]`, it prints the path of what they will use.

Tests take Chromium's headless shell where one is installed: the engine without what surrounds it, which costs
a fifth less for each page. Benchmarks take the whole browser, as readers have it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.system_packages import install_system_packages, succeeds

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Names a browser's program, before any that is found.
BROWSER_VARIABLE = "LITE_BUILD_BROWSER"
_SHELL = "chromium-headless-shell"
_COMMANDS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
_USUAL_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
)


def find_browser(*, whole: bool = False) -> Path | None:
    """Tell where a Chromium or Chrome is: one that is installed first, then Playwright's own.

    Args:
        whole: not the headless shell.
    """
    return next((path for path in _candidates(whole=whole) if path.is_file()), None)


def install_browser(*, whole: bool = False) -> Path | None:
    """Get a browser: Playwright's own where it can be had, else the system's where that is allowed."""
    systems = ("chromium",) if whole else (_SHELL, "chromium")
    for install in (_install_playwrights, *(partial(install_system_packages, name) for name in systems)):
        if install() and (browser := find_browser(whole=whole)) is not None:
            return browser
    return None


def _candidates(*, whole: bool) -> Iterator[Path]:
    if chosen := os.environ.get(BROWSER_VARIABLE):
        yield Path(chosen)
    for command in _COMMANDS if whole else (_SHELL, *_COMMANDS):
        if found := shutil.which(command):
            yield Path(found)
    yield from map(Path, _USUAL_PLACES)
    if playwrights := _playwrights_path():
        yield playwrights


def _playwrights_path() -> Path | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def _install_playwrights() -> bool:
    return succeeds([sys.executable, "-m", "playwright", "install", "chromium"])


def main() -> int:
    """Print the browser's path; exit status 1 where there is none and none could be installed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--install", action="store_true", help="get a browser where there is none")
    parser.add_argument("--whole", action="store_true", help="not the headless shell")
    arguments = parser.parse_args()
    whole: bool = arguments.whole
    browser = find_browser(whole=whole) or (install_browser(whole=whole) if arguments.install else None)
    if browser is None:
        print(
            f"No Chromium or Chrome was found or could be installed. Install one, or set {BROWSER_VARIABLE}.",
            file=sys.stderr,
        )
        return 1
    print(browser)
    return 0


if __name__ == "__main__":
    sys.exit(main())
