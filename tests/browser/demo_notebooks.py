"""The demo site's notebooks, as this repository has them, in each host that shows them."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, Protocol

from tests.browser.conftest import REPOSITORY
from tests.browser.pages.plain_notebook import PlainNotebook
from tests.browser.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Locator, Page

    from tests.browser.notebook_page import NotebookPage

    OpenDemo = Callable[[str], "ShownNotebook"]

CONTENT = REPOSITORY / "content"
#: Those that are acted in.
MAKING_WIDGETS = "making-widgets"
USING_WIDGETS = ("widgets.ipynb", "penguins.ipynb", "two-sides.ipynb")
#: Where a notebook of the site can be. What is the same in Notebook and in JupyterLab is tried in Notebook.
IN_NOTEBOOK, IN_JUPYTERLAB, IN_A_PAGE = "in Notebook", "in JupyterLab", "in a page"
HOSTS = (IN_NOTEBOOK, IN_A_PAGE)


class ShownNotebook(Protocol):
    """What a test does with a notebook, whatever host it is in."""

    shown_by_our_loader: str
    page: Page

    def cell(self, text: str) -> Locator:
        """The code cell whose source or output holds a text."""

    def output(self, text: str) -> Locator:
        """What the cell that holds a text has put out."""

    def run(self, text: str) -> Locator:
        """Run the cell that holds a text once more; gives what it put out."""

    def ask(self, expression: str) -> str:
        """Have Python evaluate an expression whose value is not None; gives the answer's text."""

    def rewrite_cell(self, text: str, source: str) -> None:
        """Replace the source of the cell that holds a text, and run it."""

    def wait_for_the_kernel(self) -> None:
        """Wait until it can be asked."""


def open_and_run(reader: Reader, notebook: str, app: str = "notebooks") -> NotebookPage:
    """Open one of them in JupyterLab and run it from the top: only cells that say so may fail."""
    opened = reader.open_notebook(notebook, app=app)
    opened.run_all()
    errors = opened.error_texts()
    assert len(errors) == errors_expected_in(notebook), errors
    return opened


def open_in_page(reader: Reader, notebook: str) -> PlainNotebook:
    """Open one of them in a page of plain HTML that lies beside it."""
    data = [path.relative_to(CONTENT).as_posix() for path in sorted((CONTENT / "data").iterdir())]
    return PlainNotebook.open(reader, notebook, data)


def open_in_page_and_run(reader: Reader, notebook: str) -> PlainNotebook:
    """Open one of them in a page and run it from the top: only cells that say so may fail."""
    opened = open_in_page(reader, notebook)
    opened.run_all()
    errors = opened.error_texts()
    assert len(errors) == errors_expected_in(notebook), errors
    return opened


def open_and_run_in(host: str, reader: Reader, notebook: str) -> ShownNotebook:
    """Open one of them in a host and run it from the top: only cells that say so may fail."""
    if host == IN_A_PAGE:
        return open_in_page_and_run(reader, notebook)
    return open_and_run(reader, notebook, app="lab" if host == IN_JUPYTERLAB else "notebooks")


@contextmanager
def visiting_host(host: str, address: str, browser: Browser, elsewhere: list[str]) -> Iterator[Reader]:
    """Let a reader visit a host while the block runs: each has one of its own."""
    # A page of plain HTML has no service worker, whatever the reader has seen before.
    workers: Literal["allow", "block"] = "block" if host == IN_A_PAGE else "allow"
    with Reader.visiting(address, browser, elsewhere, service_workers=workers) as reader:
        yield reader


def errors_expected_in(notebook: str) -> int:
    """How many of its cells say that they fail."""
    cells = json.loads((CONTENT / notebook).read_text(encoding="utf-8"))["cells"]
    return sum("raises-exception" in cell["metadata"].get("tags", []) for cell in cells)
