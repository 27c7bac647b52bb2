"""Booting from the site's snapshot, and what happens where that fails: never worse than a cold boot."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.bench.slow_connection import Connection
from tests.browser.kernel.conftest import (
    COLD,
    FELL_BACK,
    RESTORED,
    WORKER,
    changed,
    in_an_engine,
    replace_file,
    truncate,
    unaltered,
    ways_of,
    without,
)
from tests.browser.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.browser.kernel.conftest import Change, VisitAltered
    from tests.browser.notebook_page import NotebookPage

pytestmark = [pytest.mark.browser, pytest.mark.registry]

SNAPSHOT = "static/boot/snapshot.*.bin"
#: The page waits a second, in milliseconds; what is noted comes a little later.
ALMOST_A_SECOND = 900
ARCHIVE = "static/boot/archive.*.bin"
PARTS = "static/boot/part.*.bin"
#: What no two kernels may have in common.
DRAWN = "import random, uuid, tempfile; (random.random(), uuid.uuid1(), tempfile.mktemp())"
#: The allocator keeps how long its first look at the clock took.
LEAPING_CLOCK = """
{
  const { performance } = globalThis;
  const now = performance.now.bind(performance);
  let leaps = 0;
  performance.now = () => now() + 3 * (leaps += 1);
}
"""

#: Notes, in milliseconds, when Python was asked for and had started, and when the page spoke of it; and what.
NOTES = """
{
  globalThis.notes = { asked: null, started: null, spoken: [], said: [] };
  const info = console.info.bind(console);
  console.info = (...said) => {
    const seconds = /^Python started .*, ([\\d.]+) s after/.exec(String(said[0]))?.[1];
    if (seconds !== undefined) {
      notes.started = performance.now();
      notes.asked = notes.started - 1000 * seconds;
    }
    info(...said);
  };
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        if (node instanceof Element && node.matches(".lite-build-card")) notes.spoken.push(performance.now());
      }
    }
    const card = document.querySelector(".lite-build-card[role=status]");
    if (card && notes.said.at(-1) !== card.textContent) notes.said.push(card.textContent);
  }).observe(document, { childList: true, subtree: true });
}
"""


@dataclass(frozen=True)
class Visit:
    """A notebook whose kernel came from the snapshot, how that was told, and what was asked of the site."""

    notebook: NotebookPage
    ways: list[str]
    fetched: list[str]


@pytest.fixture(scope="module")
def visit(course_visitor: Reader) -> Visit:
    course_visitor.context.add_init_script(NOTES)
    fetched: list[str] = []
    course_visitor.context.on("request", lambda request: fetched.append(request.url))
    ways = ways_of(course_visitor)
    return Visit(course_visitor.open_notebook("plain.ipynb"), ways, fetched)


def test_a_kernel_boots_from_the_snapshot(visit: Visit) -> None:
    visit.notebook.run_all()
    expect(visit.notebook.output("6 * 7")).to_have_text("42")
    assert visit.ways == [RESTORED]


def test_the_page_speaks_of_a_start_only_where_it_takes_more_than_a_moment(visit: Visit) -> None:
    notes = visit.notebook.page.evaluate("notes")
    assert notes["started"] is not None
    assert notes["spoken"] == [] or notes["spoken"][0] - notes["asked"] > ALMOST_A_SECOND
    expect(visit.notebook.page.locator(".lite-build-card")).to_have_count(0)


def test_what_the_settings_switch_on_holds_in_a_restored_kernel(visit: Visit) -> None:
    assert visit.notebook.ask("import js; str(js.JSON.parse('null'))") == "'None'"


def test_packages_of_the_snapshot_are_not_fetched_again(visit: Visit) -> None:
    def wheels() -> list[str]:
        return [url for url in visit.fetched if url.endswith(".whl")]

    assert wheels() == []
    assert visit.notebook.ask("import IPython, micropip; '.' in IPython.__version__") == "True"
    assert visit.notebook.ask("import humanize; humanize.ordinal(3)") == "'3rd'"
    assert wheels() == []


def test_what_no_start_needs_is_fetched_when_python_reads_it(visit: Visit) -> None:
    def late(start: int) -> set[str]:
        return {url for url in visit.fetched[start:] if re.search(r"/part\.|/python_stdlib\.zip", url)}

    assert visit.notebook.ask("import humanize; 1") == "1"
    start = len(visit.fetched)
    assert visit.notebook.ask("%pip install -q humanize\nimport humanize; humanize.ordinal(1)") == "'1st'"
    assert late(start) == set()
    installed = len(visit.fetched)
    assert visit.notebook.ask("import sqlite3; sqlite3.sqlite_version_info > (3,)") == "True"
    assert visit.notebook.ask("import jedi; jedi.settings.case_insensitive_completion") == "True"
    assert any("python_stdlib" in url for url in late(0))
    assert any("/part." in url for url in late(0))
    assert [url for url in visit.fetched[installed:] if url.endswith(".whl")] == []


def test_a_restart_takes_what_it_needs_from_memory_also_out_of_a_cell_that_never_ends(
    course_reader: Reader,
) -> None:
    ways = ways_of(course_reader)
    notebook = course_reader.open_notebook("plain.ipynb")
    before = notebook.ask(DRAWN)
    endless = notebook.add("x = 1\nprint('begun')\nwhile True: pass")
    expect(endless).to_contain_text("begun\n")
    fetched: list[str] = []
    course_reader.context.on("request", lambda request: fetched.append(request.url))
    notebook.choose("Kernel", "Restart Kernel…")
    notebook.page.locator(".jp-Dialog .jp-mod-accept").click()
    notebook.page.keyboard.press("Escape")
    assert notebook.ask("'x' in globals()") == "False"
    after = notebook.ask(DRAWN)
    assert all(one != other for one, other in zip(before.split(", "), after.split(", "), strict=True))
    assert ways == [RESTORED, RESTORED]
    assert [url for url in fetched if re.search(r"/static/boot/|\.wasm|\.zip", url)] == []


def flip_a_byte(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 0xFF]) + content[middle + 1 :]


def remove_parts(site: Path) -> None:
    for part in site.glob(PARTS):
        part.unlink()


def damage_parts(site: Path) -> None:
    for part in site.glob(PARTS):
        replace_file(part, flip_a_byte(part.read_bytes()))


@pytest.mark.parametrize("change", [remove_parts, damage_parts])
def test_a_kernel_works_without_the_parts_of_its_archive(visit_altered: VisitAltered, change: Change) -> None:
    with visit_altered(change) as reader:
        ways = ways_of(reader)
        notebook = reader.open_notebook("plain.ipynb", app="notebooks")
        # Modules are compiled from their sources then, and data is read out of the wheels.
        assert notebook.ask("import jedi; jedi.Script('import js').complete(1, 9)[0].name") == "'json'"
        assert ways == [RESTORED]


def test_a_kernel_boots_from_the_snapshot_whatever_its_engines_clock_does(
    visit_altered: VisitAltered,
) -> None:
    with visit_altered(changed(WORKER, in_an_engine(LEAPING_CLOCK))) as reader:
        ways = ways_of(reader)
        assert reader.open_notebook("plain.ipynb", app="notebooks").ask("6 * 7") == "42"
        assert ways == [RESTORED]


def test_a_kernel_boots_from_the_snapshot_over_a_slow_connection(visit_altered: VisitAltered) -> None:
    with visit_altered(unaltered, Connection("8 Mbit/s, 150 ms", 8e6, 0.15)) as reader:
        ways = ways_of(reader)
        assert reader.open_notebook("plain.ipynb", app="notebooks").ask("6 * 7") == "42"
        assert ways == [RESTORED]


def test_a_kernel_from_the_snapshot_has_its_readers_time_zone_and_language(
    browser: Browser, course: str, elsewhere: list[str]
) -> None:
    with Reader.visiting(course, browser, elsewhere, time_zone="Asia/Kathmandu", language="de-DE") as reader:
        ways = ways_of(reader)
        notebook = reader.open_notebook("plain.ipynb", app="notebooks")
        asked = "import datetime, os, time; "
        assert notebook.ask(f"{asked}time.timezone, os.environ['LANG']") == "(-20700, 'de_DE.UTF-8')"
        assert notebook.ask("str(datetime.datetime.now().astimezone().utcoffset())") == "'5:45:00'"
        assert ways == [RESTORED]


def inside(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """The same change to what is compressed; the file as such is whole."""
    return lambda content: gzip.compress(change(gzip.decompress(content)), 1)


def of_another_build(content: bytes) -> bytes:
    return re.sub(rb'("buildId":")([0-9a-f]{8})', rb"\g<1>00000000", content, count=1)


def with_references_that_are_none(content: bytes) -> bytes:
    return content.replace(b'"hiwireKeys"', b'"hiwireKeyz"', 1)


NO_STREAMS = "delete globalThis.DecompressionStream;"
ENDLESS_STREAMS = """
globalThis.DecompressionStream = class extends TransformStream {
  constructor() { super({ transform() {}, flush: () => new Promise(() => 0) }); }
};
"""
CRASH = """
addEventListener("message", ({ data }) => {
  if (data.type === "prepare") setTimeout(() => { throw new Error("crashed"); });
});
"""


@pytest.mark.parametrize(
    "change",
    [
        without(ARCHIVE),
        changed(SNAPSHOT, truncate),
        changed(ARCHIVE, flip_a_byte),
        changed(SNAPSHOT, inside(of_another_build)),
        changed(SNAPSHOT, inside(with_references_that_are_none)),
        changed(WORKER, in_an_engine(NO_STREAMS)),
        changed(WORKER, in_an_engine(CRASH)),
        changed(WORKER, in_an_engine(ENDLESS_STREAMS)),
    ],
    ids=[
        "no archive",
        "half a snapshot",
        "a flipped byte in the archive",
        "another build's snapshot",
        "a restore that throws",
        "an engine that cannot decompress",
        "a worker that crashes",
        "a restore that hangs",
    ],
)
def test_a_kernel_boots_cold_where_the_snapshot_cannot_be_used(
    visit_altered: VisitAltered, change: Change
) -> None:
    with visit_altered(change) as reader:
        ways = ways_of(reader)
        notebook = reader.open_notebook("plain.ipynb", app="notebooks")
        notebook.run_all()
        expect(notebook.output("6 * 7")).to_have_text("42")
        assert ways == [FELL_BACK, COLD]
        reader.take_complaints()


def test_where_the_snapshot_is_missing_the_notebooks_log_says_it_once(visit_altered: VisitAltered) -> None:
    with visit_altered(without(SNAPSHOT)) as reader:
        ways = ways_of(reader)
        notebook = reader.open_notebook("plain.ipynb")
        notebook.run_all()
        expect(notebook.output("6 * 7")).to_have_text("42")
        assert ways == [FELL_BACK, COLD]
        notebook.choose("View", "Show Log Console")
        logged = notebook.page.locator(".jp-LogConsolePanel .jp-OutputArea-child:visible")
        warnings = logged.filter(has=notebook.page.locator("[data-log-level=warning]"))
        expect(warnings).to_have_count(1)
        expect(warnings).to_contain_text(FELL_BACK)
        reader.take_complaints()


def test_the_page_says_how_far_a_start_with_nothing_prepared_is(
    visit_altered: VisitAltered,
) -> None:
    with visit_altered(without(SNAPSHOT), Connection("20 Mbit/s, 40 ms", 20e6, 0.04)) as reader:
        reader.context.add_init_script(NOTES)
        notebook = reader.open_notebook("plain.ipynb", app="notebooks")
        assert notebook.ask("6 * 7") == "42"
        expect(notebook.page.locator(".lite-build-card")).to_have_count(0)
        notes = notebook.page.evaluate("notes")
        assert notes["spoken"][0] - notes["asked"] > ALMOST_A_SECOND
        *fetching, starting = notes["said"]
        percents = [int(re.fullmatch(r"Fetching Python (\d+) %", said)[1]) for said in fetching]
        assert percents == sorted(percents)
        # How much has come before the card is shown depends on how fast the page itself is.
        assert percents[-1] > percents[0] + 10
        assert starting == "Starting Python"
        reader.take_complaints()
