"""Find the browsers of other engines than Chromium's for the tests, and get those that are not there.

Run as `python -m tests.browser.engines.find_engines [--install]`, it prints the paths of what the tests
will use. Tests of an engine that is not there are skipped.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from dataclasses import dataclass

from tests.browser.system_packages import install_system_packages


@dataclass(frozen=True)
class Engine:
    """An engine whose browser the system's package manager has.

    Attributes:
        name: what people call it.
        commands: names of the program that the tests start, the first that is found is taken.
        needs: names of other programs that they start with it.
        packages: Debian's packages of all these.
    """

    name: str
    commands: tuple[str, ...]
    needs: tuple[str, ...]
    packages: tuple[str, ...]

    def find(self) -> str | None:
        """The program's path, where all is there that the tests need."""
        if not all(map(shutil.which, self.needs)):
            return None
        return next(filter(None, map(shutil.which, self.commands)), None)

    @property
    def missing(self) -> str:
        """What to say where it is not there."""
        return f"{self.name} is not installed. On Debian: apt-get install {' '.join(self.packages)}"


FIREFOX = Engine("Firefox", ("firefox-esr", "firefox"), (), ("firefox-esr",))
WEBKIT = Engine("WebKitGTK's driver", ("WebKitWebDriver",), ("Xvfb",), ("webkit2gtk-driver", "xvfb"))


def main() -> int:
    """Print the paths, and what is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--install", action="store_true", help="get what is not there")
    arguments = parser.parse_args()
    for engine in (FIREFOX, WEBKIT):
        if engine.find() is None and arguments.install:
            install_system_packages(*engine.packages)
        if program := engine.find():
            print(program)
        else:
            print(engine.missing, "Its tests are skipped.", sep="\n", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
