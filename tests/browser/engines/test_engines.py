"""The site in the engines of other browsers: a kernel from the snapshot, cells, and a widget."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from lite_build.serve.server import serve_site
from tests.browser.engines.notebook import EngineNotebook

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.engines.tab import Tab

pytestmark = [pytest.mark.browser, pytest.mark.registry]

NOTEBOOK = "notebooks/index.html?path=plain.ipynb"
RESTORED = "Python started from the site's snapshot"
COLD = "Python started with nothing prepared"
FELL_BACK = "Python starts without the site's snapshot"
BUTTON = ".my-counter-button"


def ways_of(tab: Tab) -> list[str]:
    """What the console says of how kernels booted."""
    return [way for line in tab.said for way in (RESTORED, COLD, FELL_BACK) if line.startswith(way)]


def test_python_starts_from_the_snapshot_runs_cells_hears_a_widget_and_is_interrupted(
    tab: Tab, course: str
) -> None:
    tab.open(course + NOTEBOOK)
    notebook = EngineNotebook(tab)
    assert notebook.run_first() == ["42"]
    assert ways_of(tab) == [RESTORED]
    assert notebook.run("import asyncio; await asyncio.sleep(0.01, 'awaited')") == ["'awaited'"]
    [waited] = notebook.run("from pyodide.ffi import run_sync; run_sync(asyncio.sleep(0.01, 'waited'))")
    can_suspend = tab.evaluate("'Suspending' in WebAssembly")
    assert ("'waited'" if can_suspend else "RuntimeError: Cannot stack switch") in waited
    notebook.run("from my_counter import MyCounter; counter = MyCounter(value=3); counter")
    notebook.wait_for_text(BUTTON, "clicked 3 times")
    notebook.click(BUTTON)
    notebook.wait_for_text(BUTTON, "clicked 4 times")
    assert notebook.run("counter.value") == ["4"]
    notebook.run("counter.value = 10")
    notebook.wait_for_text(BUTTON, "clicked 10 times")
    assert notebook.run("open('plain.ipynb').read(1)") == ["'{'"]
    shown = notebook.run_and_interrupt(r"exec('print(\'begun\')\nwhile True: pass')", when="begun")
    assert "KeyboardInterrupt" in shown[-1]
    assert notebook.run("counter.value") == ["10"]


# In one engine besides Chromium: in WebKit it takes a minute of processor time.
def test_python_starts_with_nothing_prepared_where_the_snapshot_is_missing(
    firefox_tab: Tab, course_site: Path, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    # Links, which are quickly made.
    shutil.copytree(course_site, site, copy_function=os.link)
    [snapshot] = site.glob("static/boot/snapshot.*.bin")
    snapshot.unlink()
    with serve_site(site, as_published=True) as address:
        firefox_tab.open(address + NOTEBOOK)
        assert EngineNotebook(firefox_tab).run_first() == ["42"]
        assert ways_of(firefox_tab) == [FELL_BACK, COLD]
