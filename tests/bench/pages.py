"""Python in a page of plain HTML: how soon it answers there, and what it takes."""

from __future__ import annotations

from dataclasses import dataclass
from time import time
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from tests.bench.cold_visit import ColdVisit, cold_visit
from tests.bench.kernel_project import COUNTED_BUTTON
from tests.bench.published import published
from tests.bench.traffic import Traffic

if TYPE_CHECKING:
    from playwright.sync_api import FrameLocator, Page

    from tests.bench.kernel_sites import KernelSite

#: The job of all sides: a button whose count Python keeps.
_COUNTER = COUNTED_BUTTON.code
_NEEDS = "%pip install -q anywidget\n"
_SAVED = "<table><tr><td>saved output</td></tr></table>"
_ARTICLE = "article.html"
_NEXT_ARTICLE = "next-article.html"
_RESTING = "resting.html"
_FRAME = "frame.html"


#: A page whose widget shows itself, and what it shows.
ANSWERED_ARTICLE = (_ARTICLE, "count 0")


@dataclass(frozen=True)
class PageVisit:
    """Seconds since the navigation to a page.

    Args:
        saved: until the output that was saved is on the screen.
        answered: until a button has the count that Python gave.
        next_answered: the same for a second page of the visit.
    """

    saved: float
    answered: float
    next_answered: float


def write_articles(site: KernelSite) -> None:
    """Put pages into a site: Python is wanted at once in two, not at all in one, and a REPL is in one."""
    pages = {
        _ARTICLE: ("eager", "autorun"),
        _NEXT_ARTICLE: ("eager", "autorun"),
        _RESTING: ("interaction", ""),
    }
    for name, (boot, attributes) in pages.items():
        cell = f'<script type="text/x-python">{_COUNTER}</script>{_SAVED}'
        _write(
            site,
            name,
            f'<script type="module" src="lite.js" boot="{boot}"></script>'
            f"<p>An article.</p><lite-cell {attributes}>{cell}</lite-cell>",
        )
    code = quote((_NEEDS if site.installs else "") + _COUNTER)
    frame = f'<iframe src="repl/index.html?kernel=python&amp;toolbar=1&amp;code={code}&amp;execute=1"'
    _write(site, _FRAME, f'<p>An article.</p>{_SAVED}{frame} width="900" height="700"></iframe>')


def measure_article(site: KernelSite) -> PageVisit:
    """Open a page of ours, click as soon as there is a button, then open a second one."""
    with published(site.folder) as address, cold_visit(address) as visit:
        visit.open(_ARTICLE)
        visit.page.get_by_text("saved output").wait_for()
        saved = time() - visit.start
        answered = _click_and_wait(visit, visit.page)
        visit.open(_NEXT_ARTICLE)
        return PageVisit(saved, answered, _click_and_wait(visit, visit.page))


def measure_frame(site: KernelSite) -> float:
    """Open a page with a REPL in a frame, and click as soon as there is a button; gives seconds."""
    with published(site.folder) as address, cold_visit(address) as visit:
        visit.open(_FRAME)
        return _click_and_wait(visit, visit.page.frame_locator("iframe"))


def measure_click(site: KernelSite) -> float:
    """Click on Run in a page where nothing of Python was fetched; gives seconds to the answer."""
    with published(site.folder) as address, cold_visit(address) as visit:
        visit.open(_RESTING)
        run = visit.page.get_by_role("button", name="Run", exact=True)
        run.wait_for()
        visit.start = time()
        run.click()
        return _click_and_wait(visit, visit.page)


def measure_script_bytes(site: KernelSite) -> int:
    """Count the JavaScript that comes with a page whose reader does nothing, compressed, in bytes."""
    with published(site.folder) as address, cold_visit(address) as visit:
        traffic = Traffic()
        traffic.watch(visit.page)
        visit.open(_RESTING)
        visit.page.get_by_role("button", name="Run", exact=True).wait_for()
        visit.page.wait_for_load_state("networkidle")
        return sum(each.size for each in traffic.fetched if urlsplit(each.url).path.endswith(".js"))


def _click_and_wait(visit: ColdVisit, place: Page | FrameLocator) -> float:
    button = place.locator("button.count")
    button.click()
    place.get_by_text("count 1", exact=True).wait_for()
    return time() - visit.start


def _write(site: KernelSite, name: str, body: str) -> None:
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>An article</title>'
    (site.folder / name).write_text(f"{head}<body>{body}</body></html>", encoding="utf-8")
