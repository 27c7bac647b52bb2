"""Pages that the check opens in a browser: what it finds in them."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from lite_build.project.options import CheckSettings
from lite_build.visits.site_visit import visit_pages
from tests.browser.conftest import APP
from tests.browser.find_browser import find_browser

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from lite_build.check.report import CheckedPage

pytestmark = [pytest.mark.browser, pytest.mark.registry]

HEAD = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>
<script type="module" src="../lite.js"></script>
"""
GOOD = "good page.html"
BROKEN = """<img src="gone.png" alt="">
<script>
  document.nothing.there;
</script>
<script type="py" sorce="a.py">import time</script>
<script type="py">
  def act(event):
      1 / 0

  act(None)
</script>
<script type="py" src="gone.py"></script>
<script src="https://elsewhere.test/lib.js"></script>
<script>alert("Nobody is there to answer.")</script>
<lite-cell autorun><script type="text/x-python">undefined_name</script></lite-cell>
<script type="py">
  import nothing_has_this
</script>
"""
AWAITS = """<script type="py">
  import asyncio
  while True:
      await asyncio.sleep(100)
</script>
"""
STUCK = '<script type="py">while True: pass</script>'


@pytest.fixture(scope="module")
def visited(course_site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, CheckedPage]:
    """The pages of a copy of the small site, as the check finds them."""
    folder = tmp_path_factory.mktemp("visits")
    pages = {GOOD: "<py-config></py-config>", "broken.html": BROKEN, "awaits.html": AWAITS}
    return visit(course_site, folder, pages, CheckSettings())


def visit(
    course_site: Path, folder: Path, pages: Mapping[str, str], settings: CheckSettings
) -> dict[str, CheckedPage]:
    site = folder / "site"
    # Links, which are quickly made: nothing that is there is written into.
    shutil.copytree(course_site, site, copy_function=os.link)
    for name, body in pages.items():
        (site / "files" / name).write_text(HEAD + body, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LITE_BUILD_BROWSER", str(find_browser()))
        checked = checked_pages(site, settings)
    return {page.name: page for page in checked}


def checked_pages(site: Path, settings: CheckSettings) -> Sequence[CheckedPage]:
    """The pages of a site, visited in a thread of their own: beside Playwright's loop no other runs."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(visit_pages, site, settings, lambda _: None, offline=True).result()


@pytest.mark.parametrize("name", [GOOD, APP])
def test_a_page_in_which_all_is_well_passes(visited: dict[str, CheckedPage], name: str) -> None:
    assert (visited[name].problems, visited[name].unchecked) == ((), None)


def test_what_is_wrong_in_a_page_is_found_with_its_line(visited: dict[str, CheckedPage]) -> None:
    found = [(problem.kind, problem.where, problem.what) for problem in visited["broken.html"].problems]
    for kind, where, words in (
        ("missing file", "broken.html:3", "gone.png cannot be had: its host answered 404. Put it beside"),
        ("page error", "broken.html:5", "TypeError: Cannot read properties of undefined (reading 'there')"),
        ("page error", "broken.html:7", "<script> has no attribute sorce. Write src."),
        ("page error", "broken.html:10", "ZeroDivisionError: division by zero"),
        ("missing file", "broken.html:14", "src names gone.py, and there is no such file. It is relative to"),
        ("other host", "broken.html:15", "asks for https://elsewhere.test/lib.js"),
        ("page error", "broken.html", "a cell shows an error: NameError: name 'undefined_name'"),
        ("page error", "broken.html:19", "`lite-build add NAME` ships the package"),
    ):
        assert any((kind, where) == each[:2] and words in each[2] for each in found), (words, found)
    assert len(found) == 8, found
    assert visited["broken.html"].failed


def test_a_script_that_awaits_for_ever_is_told_and_fails_nothing(visited: dict[str, CheckedPage]) -> None:
    [waiting] = visited["awaits.html"].problems
    assert (waiting.kind, waiting.where, waiting.fails) == ("waiting script", "awaits.html:3", False)


def test_a_page_that_stands_still_is_left_when_its_time_is_up(course_site: Path, tmp_path: Path) -> None:
    pages = visit(course_site, tmp_path, {"stuck.html": STUCK}, CheckSettings(page_seconds=4))
    [stuck] = pages["stuck.html"].problems
    assert (stuck.kind, stuck.where, stuck.fails) == ("unfinished page", "stuck.html", True)
    assert " after 4 s. " in stuck.what
    assert "stands still" in stuck.what


def test_where_no_browser_starts_pages_are_not_opened_and_nothing_fails(
    course_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "browser"
    program.write_text("#!/bin/sh\necho No display >&2\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("LITE_BUILD_BROWSER", str(program))
    [page] = checked_pages(course_site, CheckSettings())
    assert not page.failed
    assert page.unchecked is not None
    assert "does not start: No display" in page.unchecked
    [page] = checked_pages(course_site, CheckSettings(opens_pages=False))
    assert page.unchecked == "--no-browser leaves it out"
