"""A site that keeps what was opened: without a network, published anew, and once it keeps nothing more."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.notebook_page import NotebookPage
from tests.browser.offline.conftest import LESSON, LIST

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.offline.conftest import Host
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

#: The kept files by their paths in the site, once the service worker has not changed them for a second.
_KEPT = """
async () => {
  const paths = async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("lite-build offline "));
    const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return lists.flat().map(({ url }) => url.split("/course/")[1]).sort();
  };
  for (let last = ""; ; ) {
    const present = await paths();
    if (present.some((path) => path.includes("python_stdlib")) && present.join() === last) {
      return present;
    }
    last = present.join();
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}
"""

#: Resolves once this many files are kept.
_UNTIL_KEPT = """
async (count) => {
  for (let kept = -1; kept !== count; await new Promise((resolve) => setTimeout(resolve, 500))) {
    const names = (await caches.keys()).filter((name) => name.startsWith("lite-build offline "));
    const files = names.filter((name) => !name.endsWith(" state"));
    const lists = await Promise.all(files.map(async (name) => (await caches.open(name)).keys()));
    kept = count === 0 ? names.length : lists.flat().length;
  }
}
"""


def open_lesson(reader: Reader) -> NotebookPage:
    """Open the notebook, also where its host is away."""
    notebook = NotebookPage(reader.open(f"lab/index.html?path={LESSON}"))
    notebook.wait_until_shown(2)
    return notebook


def test_what_was_opened_works_without_a_network_and_what_was_not_says_so(reader: Reader, host: Host) -> None:
    notebook = open_lesson(reader)
    notebook.run_all()
    notebook.page.evaluate(_KEPT)
    host.leave()
    # In the midst of a session: a module of Python's library that no start has read.
    assert notebook.ask("import mailbox; mailbox.__name__") == "'mailbox'"
    notebook.page.close()
    again = open_lesson(reader)
    expect(again.page.get_by_role("heading", name="Edition 1")).to_be_visible()
    assert again.ask("import wave; wave.__name__, open('lesson.ipynb').read()[:1]") == "('wave', '{')"
    unopened = reader.open("repl/index.html")
    expect(unopened.get_by_role("heading", name="This page is not here")).to_be_visible()
    expect(unopened.get_by_text("Pages that were opened before work")).to_be_visible()
    reader.take_complaints()


def test_what_is_read_past_all_caches_is_not_kept(reader: Reader) -> None:
    open_lesson(reader).page.evaluate(_KEPT)
    # Itself it hands over nothing.
    page = reader.open("site-version.json")
    # As the zip of a site does, which reads all of it.
    read = "async (file) => (await fetch(file, {cache: 'no-store'})).text()"
    assert page.evaluate(read, "files/large.csv") == "1\n" * 100_000
    assert "files/large.csv" not in page.evaluate(_KEPT)
    reader.take_complaints()


def test_a_new_version_takes_the_place_of_what_is_kept_and_a_site_that_keeps_nothing_removes_it(
    reader: Reader, host: Host, kept_site: Path
) -> None:
    first = open_lesson(reader)
    assert set(first.page.evaluate(_KEPT)) >= {"lab/index.html", f"files/{LESSON}", LIST}
    first.page.close()
    host.leave()
    host.serve("2")
    second = open_lesson(reader)
    expect(second.page.get_by_role("heading", name="Edition 2")).to_be_visible()
    second.page.evaluate(_KEPT)
    second.page.close()
    host.leave()
    second = open_lesson(reader)
    expect(second.page.get_by_role("heading", name="Edition 2")).to_be_visible()
    expect(second.page.locator(".lite-build-version-note")).to_have_count(0)
    second.page.close()
    host.serve("off")
    page = reader.open("lab/index.html")
    version = json.loads((kept_site / "off/site-version.json").read_text("utf-8"))["siteVersion"]
    expect(page.locator(f'meta[name="lite-build-version"][content="{version}"]')).to_have_count(1)
    page.evaluate(_UNTIL_KEPT, 0)
    reader.take_complaints()


def test_of_a_site_that_keeps_all_a_page_opens_without_a_network_that_was_never_opened(
    reader: Reader, host: Host, kept_site: Path
) -> None:
    host.leave()
    host.serve("all")
    files = json.loads((kept_site / "all" / LIST).read_text("utf-8"))["files"]
    page = open_lesson(reader).page
    # All but what the host has changed.
    page.evaluate(_UNTIL_KEPT, len(files) - 1)
    page.close()
    host.leave()
    repl = reader.open("repl/index.html")
    expect(repl.locator(".jp-CodeConsole")).to_be_visible()
    repl.close()
    host.fall_silent()
    silent = reader.open("lab/index.html")
    expect(silent.locator('meta[name="lite-build-version"]')).to_have_count(1)
    reader.take_complaints()
