"""Python that ends, by an error or since a cell says so: told at once, with a restart offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.kernel.conftest import COLD, RESTORED, unaltered, ways_of, without

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.kernel.conftest import VisitAltered
    from tests.browser.notebook_page import NotebookPage
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

SNAPSHOT = "static/boot/snapshot.*.bin"
CARD = ".lite-build-card[role=alert]"
TOO_DEEP = "a = []\na.append(a)\nb = []\nb.append(b)\na == b"
HAS_ENDED = "Python has ended"


@pytest.fixture(params=[RESTORED, COLD])
def ending(
    request: pytest.FixtureRequest, visit_altered: VisitAltered
) -> Iterator[tuple[NotebookPage, Reader]]:
    """A notebook whose Python a test ends, restored and cold; the console may say what it wants."""
    with visit_altered(unaltered if request.param == RESTORED else without(SNAPSHOT)) as reader:
        ways = ways_of(reader)
        notebook = reader.open_notebook("plain.ipynb")
        notebook.wait_for_the_kernel()
        yield notebook, reader
        assert ways[-1] == request.param
        reader.take_complaints()


def test_an_error_that_python_cannot_go_on_from_is_told_at_once_and_a_restart_goes_on(
    ending: tuple[NotebookPage, Reader],
) -> None:
    notebook, reader = ending
    assert notebook.ask("open('kept.txt', 'w').write('kept')") == "4"
    failed = notebook.add(f"import asyncio\nawait asyncio.sleep(1)\n{TOO_DEEP}")
    waiting = notebook.add("'waiting'")
    expect(failed.locator(".jp-OutputArea-output")).to_contain_text(
        f"PythonEnded: {HAS_ENDED}: a function in C has called itself too deeply"
    )
    expect(waiting.locator(".jp-InputPrompt")).to_have_text("[ ]:")
    card = notebook.page.locator(CARD)
    expect(card).to_contain_text(HAS_ENDED)
    expect(card).to_contain_text("Your files and the notebook are kept.")
    expect(notebook.add("'later'")).to_contain_text(f"PythonEnded: {HAS_ENDED}")
    other = reader.open_notebook("plain.ipynb", "notebooks")
    expect(other.run("6 * 7")).to_have_text("42")
    notebook.page.bring_to_front()
    card.get_by_role("button", name="Restart kernel", exact=True).click()
    expect(card).to_have_count(0)
    notebook.wait_for_the_kernel()
    assert notebook.ask("open('kept.txt').read()") == "'kept'"


def test_an_abort_in_a_timer_is_told_while_no_cell_runs(ending: tuple[NotebookPage, Reader]) -> None:
    notebook, _ = ending
    notebook.add("import asyncio, os\nasyncio.get_running_loop().call_later(0.1, os.abort); None")
    card = notebook.page.locator(CARD)
    expect(card).to_contain_text("it met an error that it cannot go on from")
    notebook.choose("Kernel", "Restart Kernel…")
    notebook.page.get_by_role("button", name="Confirm Kernel Restart").click()
    expect(card).to_have_count(0)
    notebook.wait_for_the_kernel()
    assert notebook.ask("'restarted'") == "'restarted'"


def test_exit_ends_python_after_its_cell_and_offers_a_restart(ending: tuple[NotebookPage, Reader]) -> None:
    notebook, _ = ending
    cell = notebook.add("kept = 1\nopen('left.txt', 'w').write('left')\nprint('before')\nexit()")
    expect(cell.locator(".jp-OutputArea-output")).to_have_text("before")
    card = notebook.page.locator(CARD)
    expect(card).to_contain_text("A cell has called exit().")
    expect(notebook.add("'after'")).to_contain_text(f"{HAS_ENDED}: a cell has called exit()")
    card.get_by_role("button", name="Restart kernel", exact=True).click()
    notebook.wait_for_the_kernel()
    assert notebook.ask("'kept' in globals(), open('left.txt').read()") == "(False, 'left')"
