"""Try the widgets of the gallery, write its page, and print what changed.

Run as `python -m tests.gallery [--only PACKAGE …] [--output FILE]`. It needs the package registries and a
browser.
"""

from __future__ import annotations

import argparse
import sys
import zipfile
from contextlib import contextmanager
from datetime import UTC, datetime
from email.parser import BytesParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from lite_build.browser.find import find_browser
from lite_build.packages.locked.lock_file import read_lock
from lite_build.serve.server import serve_site
from lite_build.store.cache import user_cache
from tests.browser.reader import Reader
from tests.build.conftest import CommandLine
from tests.gallery.driving import drive
from tests.gallery.entries import Entry, Status, Tried, read_entries
from tests.gallery.listing import changes, page_of
from tests.gallery.site import groups_of, problem_of

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).parents[2]
ENTRIES = REPOSITORY / "docs" / "gallery" / "widgets.toml"
PAGE = REPOSITORY / "docs" / "gallery.md"


def main() -> int:
    """Try what is asked for. What does not work is listed, and no failure of this command."""
    parser = argparse.ArgumentParser(prog="python -m tests.gallery", description=__doc__)
    parser.add_argument("--only", nargs="+", metavar="PACKAGE", help="these packages alone")
    parser.add_argument("--output", type=Path, default=PAGE, metavar="FILE", help=f"the page ({PAGE.name})")
    parser.add_argument("--changes", type=Path, metavar="FILE", help="where what changed is written too")
    arguments = parser.parse_args()
    entries = tuple(
        entry for entry in read_entries(ENTRIES) if arguments.only is None or entry.package in arguments.only
    )
    with TemporaryDirectory() as folder:
        tried = try_all(entries, Path(folder), CommandLine(user_cache()))
    page = page_of(tried, datetime.now(UTC).date())
    before = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    arguments.output.write_text(page, encoding="utf-8", newline="\n")
    changed = changes(before, page)
    print("\n".join(changed))
    if arguments.changes is not None:
        arguments.changes.write_text("".join(f"{line}\n" for line in changed), encoding="utf-8")
    return 0


def try_all(entries: tuple[Entry, ...], folder: Path, command_line: CommandLine) -> list[Tried]:
    """Build, show and drive packages of widgets, in the order of their names."""
    _say(f"Locking {len(entries)} packages")
    groups, left_out = groups_of(command_line, folder / "trial", entries)
    tried = [
        Tried(entry, _status_of(left_out[entry.package]), reason=left_out[entry.package])
        for entry in entries
        if entry.package in left_out
    ]
    for number, group in enumerate(groups):
        project = folder / f"site-{number}"
        # Where the hosts of some cannot be reached, all are tried as they are.
        if problem_of(command_line, project, group, vendors=True) is not None:
            problem_of(command_line, project, group, vendors=False)
        _say(f"Building a site of {len(group)} packages")
        command_line.build(project)
        tried += _try_site(project, group)
    return sorted(tried, key=lambda one: one.entry.package)


def _status_of(problem: str) -> Status:
    """What it means that a package cannot be had."""
    return "not fetched" if "could not be fetched" in problem else "no wheel"


def _try_site(project: Path, group: tuple[Entry, ...]) -> Iterator[Tried]:
    site = project / "_output"
    versions = {
        package.name: package.version for package in read_lock(project / "pylock.pyodide.toml").packages
    }
    with serve_site(site, as_published=True) as address, _reader(address) as reader:
        for entry in group:
            problems, asked = drive(reader, site, entry)
            status: Status = "works" if not problems else "other host" if asked else "fails"
            reason = " ".join(f"It asks {url}." for url in asked) or " ".join(problems)
            _say(f"{entry.package}: {status} {reason}")
            yield Tried(entry, status, versions[entry.package], _licence(site, entry.package), reason)


@contextmanager
def _reader(address: str) -> Iterator[Reader]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser())
        with Reader.visiting(address, browser, []) as reader:
            reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
            yield reader
        browser.close()


def _licence(site: Path, package: str) -> str:
    """The licence as the wheel says it, in a few words."""
    for wheel in site.glob(f"static/packages/*/{package.replace('-', '_')}-*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            [name] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
            metadata = BytesParser().parsebytes(archive.read(name))
        for said in (
            metadata["License-Expression"],
            *_classified(metadata.get_all("Classifier")),
            metadata["License"],
        ):
            if said and said.strip():
                return str(said).strip().splitlines()[0][:40]
    return ""


def _classified(classifiers: list[str] | None) -> Iterator[str]:
    for one in classifiers or ():
        if one.startswith("License ::"):
            yield one.rpartition(":: ")[2]


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
