"""Interrupting what runs, and asking the reader: without headers, in frames, and in isolated pages."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.kernel.conftest import WORKER, changed, in_an_engine, isolate, unaltered
from tests.browser.notebook_page import PATIENCE, NotebookPage
from tests.browser.reader import Reader
from tests.conftest import serve_on_loopback

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

    from tests.browser.kernel.conftest import VisitAltered

pytestmark = [pytest.mark.browser, pytest.mark.registry]

RUNNING = "it runs"
ENDLESS = f"print('{RUNNING}')\nwhile True: pass"
#: Each runs, or waits, for longer than anybody.
CELLS = {
    "a loop": ENDLESS,
    "a sleep": f"import time\nprint('{RUNNING}')\ntime.sleep(1000)",
    "a loop with short sleeps": f"import time\nprint('{RUNNING}')\nwhile True: time.sleep(0.01)",
    "a wait": f"import asyncio\nprint('{RUNNING}')\nawait asyncio.sleep(1000)",
    "a loop with short waits": f"import asyncio\nprint('{RUNNING}')\nwhile True: await asyncio.sleep(0)",
    "a wait for tasks": f"""
import asyncio
print('{RUNNING}')
await asyncio.gather(asyncio.sleep(1000), asyncio.create_task(asyncio.sleep(1000)))""",
    "a loop of its own for tasks": f"""
import asyncio, time
async def main():
    print('{RUNNING}')
    time.sleep(1000)
asyncio.run(main())""",
}
NO_SUSPENDING = "delete WebAssembly.Suspending; delete WebAssembly.promising;"


@pytest.fixture(scope="module")
def isolated_reader(visit_altered: VisitAltered) -> Iterator[Reader]:
    """Somebody who reads the small site, which isolates its pages."""
    with visit_altered(isolate) as reader:
        yield reader


@pytest.fixture(scope="module", params=["service worker", "shared memory"])
def any_reader(request: pytest.FixtureRequest) -> Reader:
    """Somebody whose page and kernel reach each other in this way while Python runs."""
    fixtures = {"service worker": "course_visitor", "shared memory": "isolated_reader"}
    reader: Reader = request.getfixturevalue(fixtures[request.param])
    return reader


@pytest.fixture(scope="module")
def notebook(any_reader: Reader) -> NotebookPage:
    """One notebook for all tests that leave its kernel as it was."""
    return open_plain(any_reader)


def open_plain(reader: Reader) -> NotebookPage:
    """Open the notebook with one cell, once its kernel runs what is asked of it."""
    notebook = reader.open_notebook("plain.ipynb")
    notebook.wait_for_the_kernel()
    return notebook


def expect_interrupted(cell: Locator) -> None:
    outputs = cell.locator(".jp-OutputArea-output", has_text="KeyboardInterrupt")
    expect(outputs).to_have_count(1, timeout=PATIENCE)


def begin(notebook: NotebookPage, source: str) -> Locator:
    """Run a cell that says so, until it does."""
    cell = notebook.add(source)
    expect(cell.locator(".jp-OutputArea-output", has_text=RUNNING)).to_have_count(1, timeout=PATIENCE)
    return cell


def stdin_requests(reader: Reader) -> list[str]:
    """What is asked through the service worker; grows."""
    asked: list[str] = []
    reader.context.on(
        "request", lambda request: asked.append(request.url) if "/api/stdin/" in request.url else None
    )
    return asked


def navigations(page: Page) -> list[str]:
    """The pages that a tab, or a frame in it, is sent to; grows."""
    visited: list[str] = []
    page.on(
        "request", lambda request: visited.append(request.url) if request.is_navigation_request() else None
    )
    return visited


def test_a_running_cell_is_interrupted_and_the_kernel_goes_on(
    any_reader: Reader, notebook: NotebookPage
) -> None:
    assert notebook.ask("kept = 6; kept") == "6"
    for source in CELLS.values():
        cell = begin(notebook, source)
        notebook.interrupt()
        expect_interrupted(cell)
        assert notebook.ask("kept * 7") == "42"


def test_interrupting_twice_or_with_nothing_to_interrupt_reaches_no_later_cell(
    any_reader: Reader, notebook: NotebookPage
) -> None:
    assert notebook.ask("6 * 7") == "42"
    notebook.interrupt()
    assert notebook.ask("import time; time.sleep(2); 6 * 7") == "42"
    cell = begin(notebook, ENDLESS)
    notebook.interrupt()
    notebook.interrupt()
    expect_interrupted(cell)
    assert notebook.ask("sum(1 for _ in range(3_000_000))") == "3000000"


def test_the_cells_behind_an_interrupted_one_do_not_run(any_reader: Reader, notebook: NotebookPage) -> None:
    assert notebook.ask("6 * 7") == "42"
    cell = begin(notebook, ENDLESS)
    notebook.add("queued = True")
    notebook.add("queued = True")
    notebook.interrupt()
    expect_interrupted(cell)
    assert notebook.ask("'queued' in globals()") == "False"


def test_a_cell_may_catch_its_interruption(any_reader: Reader, notebook: NotebookPage) -> None:
    for wait in ("await asyncio.sleep(1000)", "time.sleep(1000)", "while True: pass"):
        cell = begin(
            notebook,
            f"import asyncio, time\nprint('{RUNNING}')\ntry:\n    {wait}\nexcept KeyboardInterrupt:\n    "
            "await asyncio.sleep(0.2)\n    print('tidied up')",
        )
        notebook.interrupt()
        expect(cell.locator(".jp-OutputArea-output")).to_contain_text(["tidied up"], timeout=PATIENCE)
    assert notebook.ask("6 * 7") == "42"


def test_input_is_interrupted(any_reader: Reader, notebook: NotebookPage) -> None:
    cell = notebook.add("input('Who? ')")
    cell.locator(".jp-Stdin-input").wait_for(timeout=PATIENCE)
    notebook.interrupt()
    expect_interrupted(cell)
    notebook.page.keyboard.press("Escape")
    assert notebook.ask("6 * 7") == "42"


def test_what_a_reader_types_reaches_the_kernel_that_asks_while_another_computes(
    any_reader: Reader, notebook: NotebookPage
) -> None:
    # The last to use the page: another notebook is open in it afterwards.
    question = notebook.add("input('Who? ')")
    question.locator(".jp-Stdin-input").wait_for(timeout=PATIENCE)
    page = notebook.page
    page.get_by_text("Week #2", exact=True).first.dblclick()
    page.get_by_text("Week #2.ipynb", exact=True).first.dblclick()
    cell = page.locator(".jp-NotebookPanel:visible .jp-CodeCell").first
    cell.locator(".cm-content").click(timeout=PATIENCE)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(ENDLESS)
    page.keyboard.press("Control+Enter")
    expect(cell.locator(".jp-OutputArea-output", has_text=RUNNING)).to_have_count(1, timeout=PATIENCE)
    page.locator('.jp-NotebookPanel:visible [data-command="notebook:interrupt-kernel"]').first.click()
    expect_interrupted(cell)
    page.get_by_role("main").get_by_role("tab", name="plain.ipynb").click()
    question.locator(".jp-Stdin-input").fill("grace")
    page.keyboard.press("Enter")
    expect(question.locator(".jp-OutputArea-executeResult .jp-OutputArea-output")).to_have_text("'grace'")


def test_files_are_written_and_read_in_an_isolated_page(isolated_reader: Reader) -> None:
    notebook = open_plain(isolated_reader)
    assert notebook.page.evaluate("crossOriginIsolated")
    assert notebook.ask("open('a.txt', 'w').write('abc'); open('a.txt').read()") == "'abc'"


def test_isolation_takes_one_reload_and_none_at_the_next_visit(visit_altered: VisitAltered) -> None:
    with visit_altered(isolate) as newcomer:
        page = newcomer.context.new_page()
        visits = navigations(page)
        page.goto(f"{newcomer.address}lab/index.html")
        page.wait_for_function("crossOriginIsolated")
        page.locator(".jp-DirListing-item").first.wait_for()
        assert len(visits) == 2
        page.goto(f"{newcomer.address}lab/index.html?again")
        page.locator(".jp-DirListing-item").first.wait_for()
        assert len(visits) == 3
        assert page.evaluate("crossOriginIsolated")
        assert newcomer.take_complaints() == []


@pytest.mark.parametrize("is_isolating", [False, True])
def test_a_cell_in_a_frame_of_another_origins_page_is_interrupted(
    visit_altered: VisitAltered, *, is_isolating: bool
) -> None:
    with visit_altered(isolate if is_isolating else unaltered) as reader:
        frame_address = f"{reader.address}notebooks/index.html?path=plain.ipynb"

        class FramingPage(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(f'<iframe src="{frame_address}" width="1300" height="900">'.encode())

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
                pass

        with serve_on_loopback(FramingPage) as framing:
            page = reader.context.new_page()
            visits = navigations(page)
            page.goto(framing)
            frame = page.frame_locator("iframe")
            cell = frame.locator(".jp-CodeCell").first
            indicator = frame.locator(".jp-Notebook-ExecutionIndicator").first
            expect(indicator).to_have_attribute("data-status", "idle", timeout=PATIENCE)
            cell.locator(".cm-content").click()
            page.keyboard.press("Control+a")
            page.keyboard.insert_text(ENDLESS)
            page.keyboard.press("Control+Enter")
            expect(cell.locator(".jp-OutputArea-output", has_text=RUNNING)).to_have_count(1, timeout=PATIENCE)
            frame.locator('[data-command="notebook:interrupt-kernel"]').first.click()
            expect_interrupted(cell)
            assert visits == [f"{framing}/", frame_address]
        reader.take_complaints()


def test_a_sleep_is_interrupted_in_an_engine_that_cannot_suspend_python(visit_altered: VisitAltered) -> None:
    with visit_altered(changed(WORKER, in_an_engine(NO_SUSPENDING))) as reader:
        notebook = open_plain(reader)
        assert notebook.ask("from pyodide.ffi import can_run_sync; can_run_sync()") == "False"
        for kind in ("a sleep", "a wait", "a loop"):
            cell = begin(notebook, CELLS[kind])
            notebook.interrupt()
            expect_interrupted(cell)
        assert notebook.ask("6 * 7") == "42"


def test_nothing_is_asked_of_the_page_while_cells_are_short_or_wait(course_reader: Reader) -> None:
    notebook = open_plain(course_reader)
    assert notebook.ask("import asyncio, time; 6 * 7") == "42"
    asked = stdin_requests(course_reader)
    assert notebook.ask("6 * 7") == "42"
    assert notebook.ask("await asyncio.sleep(3); 6 * 7") == "42"
    assert notebook.ask("time.sleep(3); 6 * 7") == "42"
    assert asked == []
    long = "end = time.monotonic() + 4\nwhile time.monotonic() < end: pass\n6 * 7"
    assert notebook.ask(long) == "42"
    assert 1 <= len(asked) <= 16


def test_a_page_with_no_service_worker_says_what_is_missing(
    course: str, browser: Browser, elsewhere: list[str]
) -> None:
    with Reader.visiting(course, browser, elsewhere, service_workers="block") as reader:
        asked = stdin_requests(reader)
        notebook = open_plain(reader)
        missing = notebook.page.get_by_role("alert").filter(has_text="Some things do not work in this window")
        expect(missing).to_contain_text("files", timeout=PATIENCE)
        # This engine suspends Python while it asks.
        expect(missing).not_to_contain_text("input()")
        expect(missing).to_contain_text("interrupted")
        missing.get_by_role("button", name="Close").click()
        expect(missing).to_have_count(0)

        waiting = begin(notebook, CELLS["a wait"])
        notebook.interrupt()
        expect_interrupted(waiting)
        begin(notebook, ENDLESS)
        notebook.interrupt()
        refusal = notebook.page.get_by_role("alert").filter(has_text="cannot be interrupted here")
        expect(refusal).to_contain_text("restart the kernel")
        notebook.choose("Kernel", "Restart Kernel…")
        notebook.page.locator(".jp-Dialog .jp-mod-accept").click()
        expect(refusal).to_have_count(0)
        assert notebook.ask("6 * 7") == "42"
        asking = notebook.add("input('Name? ') + '!'")
        answer = asking.locator(".jp-Stdin-input")
        answer.fill("Ada")
        answer.press("Enter")
        expect(asking.locator(".jp-OutputArea-executeResult")).to_contain_text("Ada!")
        assert asked == []
        reader.take_complaints()
