"""Visits to pages of plain HTML, each by a new browser, and bounded in time: others' may never answer."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic, time
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from playwright.sync_api import Error
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.bench.cold_visit import ColdVisit, cold_visit
from tests.bench.memory import most_memory
from tests.bench.peers.page_side import RESTING, SAVED_OUTPUT, PageSide
from tests.bench.published import published
from tests.bench.traffic import Traffic
from tests.browser.elsewhere import BROWSERS_OWN_ERRANDS, heard_elsewhere

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import ConsoleMessage, FrameLocator, Locator, Page, Response

Taken = TypeVar("Taken")
#: For a step of a visit, in seconds. Whoever has not answered by then does not run.
LONGEST_STEP = 120.0
#: How many of a page's errors are told, and how much of each.
_ERRORS, _LETTERS = 2, 300


@dataclass(frozen=True)
class PageVisit:
    """What a visit to two pages took.

    Args:
        saved: seconds from the navigation until the output that was saved is on the screen.
        answered: seconds from the navigation until a button has the count that Python gave for a click.
        clicked: milliseconds from the next click to the next count.
        next_answered: as `answered`, for a second page of the visit.
        elsewhere: how often other hosts were asked for something.
    """

    saved: float
    answered: float
    clicked: float
    next_answered: float
    elsewhere: int


@dataclass(frozen=True)
class Failed:
    """A visit that came to nothing; the reason is for people."""

    reason: str


@dataclass
class WatchedVisit:
    """A visit in its course, with what went wrong in it."""

    visit: ColdVisit
    side: PageSide
    asked: list[str]
    errors: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def place(self) -> Page | FrameLocator:
        """Where the button is."""
        page = self.visit.page
        return page.frame_locator("iframe") if self.side.is_framed else page

    def button(self, count: int) -> Locator:
        """The button, once it has a count."""
        return self.place.get_by_role("button", name=f"count {count}", exact=True)

    def answer(self, address: str) -> float:
        """Open a page, and click as soon as there is a button; gives seconds."""
        self.visit.open(address)
        self.button(0).click()
        self.button(1).wait_for()
        return time() - self.visit.start

    def hear_response(self, response: Response) -> None:
        """Note what the host does not have."""
        if response.status >= 400:
            self.missing.append(response.url.removeprefix(self.visit.address))

    def hear_message(self, message: ConsoleMessage) -> None:
        """Note an error; what was not there is noted by its address."""
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.errors.append(message.text)

    def failed(self, error: Exception) -> Failed:
        """The reason, in a sentence or two."""
        hosts = sorted({each.split()[-1].removeprefix("http://").partition("/")[0] for each in self.asked})
        is_late = isinstance(error, PlaywrightTimeoutError | TimeoutError)
        words = [f"No answer in {LONGEST_STEP:.0f} seconds." if is_late else str(error).partition("\n")[0]]
        if hosts:
            words.append(f"It asks {', '.join(hosts)}.")
        if self.missing:
            words.append(f"It asks its own host for {', '.join(dict.fromkeys(self.missing))}.")
        words += [f"It says: {each[:_LETTERS]}" for each in [*dict.fromkeys(self.errors)][:_ERRORS]]
        return Failed(" ".join(" ".join(words).split()))


@contextmanager
def _watched(root: Path, side: PageSide) -> Iterator[WatchedVisit]:
    with (
        published(root, is_isolated=side.is_isolated) as address,
        heard_elsewhere(BROWSERS_OWN_ERRANDS) as (proxy, asked),
        cold_visit(address, proxy=proxy) as visit,
    ):
        visit.page.set_default_timeout(LONGEST_STEP * 1000)
        watched = WatchedVisit(visit, side, asked)
        visit.page.context.on("response", watched.hear_response)
        visit.page.on("console", watched.hear_message)
        visit.page.on("pageerror", lambda error: watched.errors.append(str(error)))
        yield watched


def bounded(root: Path, side: PageSide, act: Callable[[WatchedVisit], Taken]) -> Taken | Failed:
    """Have somebody visit a side's pages; gives what came of it, or what went wrong."""
    with _watched(root, side) as watched:
        try:
            return act(watched)
        except (Error, TimeoutError) as error:
            return watched.failed(error)


def tried(root: Path, side: PageSide) -> Failed | None:
    """Open a side's page and click once; gives what went wrong."""
    answered = bounded(root, side, lambda watched: watched.answer(side.address))
    return answered if isinstance(answered, Failed) else None


def measure_visit(root: Path, side: PageSide) -> PageVisit | Failed:
    """Open a page, click as soon as there is a button, click once more, then open a second page."""

    def act(watched: WatchedVisit) -> PageVisit:
        page = watched.visit.page
        watched.visit.open(side.address)
        page.get_by_text(SAVED_OUTPUT).wait_for()
        saved = time() - watched.visit.start
        watched.button(0).click()
        button = watched.button(1)
        button.wait_for()
        answered = time() - watched.visit.start
        clicked = float(button.evaluate("(button) => benchmark.timeClick(button, 'count 2')"))
        return PageVisit(saved, answered, clicked, watched.answer(side.next_address), len(watched.asked))

    return bounded(root, side, act)


def measure_bytes(root: Path, side: PageSide) -> int | Failed:
    """Count what comes until Python has answered a click, of the page, its frames and its workers."""

    def act(watched: WatchedVisit) -> int:
        traffic = Traffic()
        traffic.watch(watched.visit.page)
        watched.answer(side.address)
        return traffic.bytes

    return bounded(root, side, act)


def measure_page_memory(root: Path, side: PageSide) -> int | Failed:
    """Open a page, wait for Python's button, and give the most memory, in bytes."""

    def act(watched: WatchedVisit) -> int:
        end = monotonic() + LONGEST_STEP
        watched.visit.open(side.address)

        def is_over() -> bool:
            if monotonic() > end:
                raise TimeoutError
            return watched.button(0).count() > 0

        return most_memory(watched.visit, is_over)

    return bounded(root, side, act)


def measure_click_on_run(root: Path, side: PageSide) -> float:
    """Click on Run in a page of ours where nothing of Python was fetched; gives seconds to the answer."""
    with _watched(root, side) as watched:
        watched.visit.open(f"{side.folder}/{RESTING}")
        run = watched.visit.page.get_by_role("button", name="Run", exact=True)
        run.wait_for()
        start = time()
        run.click()
        watched.button(0).click()
        watched.button(1).wait_for()
        return time() - start


def measure_script_bytes(root: Path, side: PageSide) -> int:
    """Count the JavaScript that comes with a page of ours whose reader does nothing, compressed, in bytes."""
    with _watched(root, side) as watched:
        traffic = Traffic()
        traffic.watch(watched.visit.page)
        watched.visit.open(f"{side.folder}/{RESTING}")
        watched.visit.page.get_by_role("button", name="Run", exact=True).wait_for()
        watched.visit.page.wait_for_load_state("networkidle")
        return sum(each.size for each in traffic.fetched if urlsplit(each.url).path.endswith(".js"))
