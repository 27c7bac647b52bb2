"""Get a Chromium for the browser tests and the benchmarks where there is none.

Run as `python -m tests.browser.find_browser [--whole] [--install]`, it prints the path of what they will use.

Tests take Chromium's headless shell where one is installed: the engine without what surrounds it, which costs
a fifth less for each page. Benchmarks take the whole browser, as readers have it.
"""

from __future__ import annotations

import argparse
import sys
from functools import partial
from typing import TYPE_CHECKING

from lite_build.browser.find import BROWSER_VARIABLE, find_browser
from tests.browser.system_packages import install_system_packages, succeeds

if TYPE_CHECKING:
    from pathlib import Path

_SHELL = "chromium-headless-shell"


def install_browser(*, whole: bool = False) -> Path | None:
    """Get a browser: Playwright's own where it can be had, else the system's where that is allowed."""
    systems = ("chromium",) if whole else (_SHELL, "chromium")
    for install in (_install_playwrights, *(partial(install_system_packages, name) for name in systems)):
        if install() and (browser := find_browser(whole=whole)) is not None:
            return browser
    return None


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
