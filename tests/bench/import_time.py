"""How long an import takes in a site's kernel, in a real browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from lite_build.serve.server import serve_site
from tests.bench.projects import timed_import
from tests.browser.find_browser import find_browser
from tests.browser.notebook_page import NotebookPage

if TYPE_CHECKING:
    from pathlib import Path

_SECONDS = re.compile(r"([\d.]+) seconds")
_LONGEST_VISIT = 180_000.0


def measure_import(site: Path, module: str) -> float:
    """Import a module of a package that was just installed, in a kernel that was just started, in seconds."""
    with serve_site(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(whole=True))
        try:
            page = browser.new_page()
            page.goto(f"{address}notebooks/index.html?path={timed_import(module)}", timeout=_LONGEST_VISIT)
            notebook = NotebookPage(page)
            notebook.run_all()
            said = notebook.output("perf_counter").inner_text(timeout=_LONGEST_VISIT)
        finally:
            browser.close()
    found = _SECONDS.search(said)
    if found is None:
        raise RuntimeError(f"{module} was not imported\n{said}")
    return float(found[1])
