"""Opens the pages of a site that run Python, several at once."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from lite_build.browser.find import BROWSER_VARIABLE, find_browser
from lite_build.check.report import CheckedPage
from lite_build.check.site_kernel import read_site_kernel
from lite_build.html.named_files import mistakes_in
from lite_build.html.page import read_html_pages
from lite_build.serve.server import serve_site
from lite_build.visits.devtools import BrowserGone, NoAnswer, browser_open
from lite_build.visits.findings import problems_in_text, problems_of
from lite_build.visits.visit import visit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from lite_build.html.named_files import PageMistake
    from lite_build.html.page import HtmlPage
    from lite_build.project.options import CheckSettings
    from lite_build.visits.devtools import DevTools

_CONTENTS = "files"


@dataclass(frozen=True)
class ReadPage:
    """A page to open.

    Args:
        mistakes: what its text tells already.
    """

    page: HtmlPage
    mistakes: tuple[PageMistake, ...]

    def unchecked(self, why: str) -> CheckedPage:
        """It is not opened; its text is read all the same."""
        return CheckedPage(self.page.name, problems_in_text(self.mistakes), unchecked=why)


def visit_pages(
    site: Path, settings: CheckSettings, report: Callable[[str], None], *, offline: bool
) -> tuple[CheckedPage, ...]:
    """Open each HTML page of a site that runs Python, where this machine has a browser for it.

    Args:
        site: the built site's folder. It is only read.
        settings: how long a page is watched, and how many at once.
        report: is told, in one line, how each page fared, as soon as it has.
        offline: whether the browser reaches this machine alone.
    """
    pages = _read_pages(site)
    if not pages:
        return ()
    browser = (find_browser(whole=True) or find_browser()) if settings.opens_pages else None
    why = "--no-browser leaves it out"
    if browser is not None:
        try:
            with serve_site(site) as address:
                return asyncio.run(_visit_all(browser, address, pages, settings, report, offline=offline))
        except BrowserGone as gone:
            why = str(gone)
    elif settings.opens_pages:
        why = (
            "there is no Chrome, Chromium or Edge on this machine. Install one, or name its program in "
            f"{BROWSER_VARIABLE}"
        )
    return tuple(page.unchecked(why) for page in pages)


def _read_pages(site: Path) -> tuple[ReadPage, ...]:
    paths = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*")) if path.is_file()}
    contents = f"{_CONTENTS}/"
    pages = read_html_pages(
        (name.removeprefix(contents), path) for name, path in paths.items() if name.startswith(contents)
    )
    shipped = read_site_kernel(site).shipped.keys() if pages else frozenset()
    return tuple(ReadPage(page, mistakes_in(page, site, paths.keys(), shipped)) for page in pages)


async def _visit_all(
    browser: Path,
    address: str,
    pages: Sequence[ReadPage],
    settings: CheckSettings,
    report: Callable[[str], None],
    *,
    offline: bool,
) -> tuple[CheckedPage, ...]:
    turns = asyncio.Semaphore(settings.jobs or os.cpu_count() or 1)

    async def check(tools: DevTools, page: ReadPage) -> CheckedPage:
        async with turns:
            checked = await _checked(tools, page, address, settings.page_seconds)
        report(_in_one_line(checked))
        return checked

    async with browser_open(browser, offline=offline) as tools, asyncio.TaskGroup() as group:
        tasks = [group.create_task(check(tools, page)) for page in pages]
    return tuple(task.result() for task in tasks)


async def _checked(tools: DevTools, read: ReadPage, address: str, seconds: float) -> CheckedPage:
    page = read.page
    try:
        seen = await visit(tools, f"{address}{_CONTENTS}/{quote(page.name)}", address, seconds)
    except BrowserGone as gone:
        return read.unchecked(str(gone))
    except NoAnswer as error:
        return read.unchecked(f"the browser says: {error}")
    problems = problems_of(page, seen, read.mistakes, seconds=seconds)
    return CheckedPage(page.name, problems, seen.seconds)


def _in_one_line(page: CheckedPage) -> str:
    if page.unchecked is not None:
        return f"{page.name}: not opened"
    return f"{page.name}: {'failed' if page.failed else 'passed'} ({page.seconds or 0.0:.1f} s)"
