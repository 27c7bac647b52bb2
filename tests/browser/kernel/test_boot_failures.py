"""A kernel that cannot boot at all: the page says so, and why, where stock's hangs in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.kernel.conftest import changed, truncate, without

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.kernel.conftest import Change, VisitAltered

pytestmark = [pytest.mark.browser, pytest.mark.registry]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (without("static/pyodide/*/pyodide.asm.wasm"), "pyodide.asm.wasm"),
        (changed("static/pyodide/*/pyodide.asm.wasm", truncate), "WebAssembly"),
        (without("static/pyodide/*/pyodide.mjs"), "pyodide.mjs"),
        (without("static/pyodide/*/python_stdlib.zip"), "python_stdlib.zip"),
        (without("static/packages/pyodide-lock.*.json"), "pyodide-lock."),
        (without("static/packages/*/pyodide_kernel-*.whl"), "pyodide_kernel-"),
        (without("extensions/@lite-build/jupyterlite/static/worker.*.js"), "script"),
    ],
    ids=["no wasm", "half a wasm", "no module", "no library", "no lock", "no package", "no worker"],
)
def test_the_page_says_why_python_did_not_start(
    visit_altered: VisitAltered, change: Change, named: str
) -> None:
    def leave_no_way(site: Path) -> None:
        # From a snapshot, Python starts without some of these files.
        without("static/boot/snapshot.*.bin")(site)
        change(site)

    with visit_altered(leave_no_way) as reader:
        notebook = reader.open_notebook("plain.ipynb", app="notebooks")
        card = notebook.page.get_by_role("alert").filter(has_text="Python did not start")
        expect(card).to_contain_text(named)
        notebook.choose("Run", "Run All Cells")
        expect(notebook.output("6 * 7")).to_contain_text(named)
        reader.take_complaints()


def test_python_starts_when_it_is_tried_again(visit_altered: VisitAltered, course_site: Path) -> None:
    [wasm] = course_site.glob("static/pyodide/*/pyodide.asm.wasm")
    [missing] = [path.relative_to(course_site) for path in [wasm]]
    sites = []

    def take_away(site: Path) -> None:
        (site / missing).unlink()
        sites.append(site)

    with visit_altered(take_away) as reader:
        notebook = reader.open_notebook("plain.ipynb", app="notebooks")
        card = notebook.page.get_by_role("alert")
        expect(card).to_be_visible()
        (sites[0] / missing).hardlink_to(wasm)
        card.get_by_role("button", name="Try again").click()
        expect(card).to_have_count(0)
        assert notebook.ask("6 * 7") == "42"
        reader.take_complaints()
