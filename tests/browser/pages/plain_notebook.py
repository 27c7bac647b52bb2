"""A notebook in a page of plain HTML, and what one does with it, in the words of `NotebookPage`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Locator, Page

    from tests.browser.reader import Reader


class PlainNotebook:
    """A notebook that `<lite-notebook>` shows.

    Args:
        page: the tab that it is open in.
    """

    #: Our loader's mark on the elements that it shows AFM widgets in.
    shown_by_our_loader = ".afm-widget"

    def __init__(self, page: Page) -> None:
        self.page = page
        self.code_cells = page.locator("lite-cell")

    @classmethod
    def open(cls, reader: Reader, notebook: str, files: Sequence[str]) -> PlainNotebook:
        """Open a notebook of a site in a page beside it, which Python finds these files from."""
        folder, _, name = f"files/{notebook}".rpartition("/")
        root = "../" * (folder.count("/") + 1)
        named = " ".join("../" * (folder.count("/")) + file for file in files)
        html = (
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>'
            f'<script type="module" src="{root}lite.js" files="{named}"></script>'
            f'<body><lite-notebook id="notebook" src="{name}"></lite-notebook></body></html>'
        )
        address = f"{folder}/{uuid4().hex}.html"
        page = reader.context.new_page()
        # The site is as it was built: the page is there for this reader alone.
        page.route(f"**/{address}", lambda route: route.fulfill(body=html, content_type="text/html"))
        page.goto(reader.address + address)
        opened = cls(page)
        expect(opened.code_cells.first).to_be_visible()
        return opened

    def run_all(self) -> None:
        """Run the cells from the top, and wait for the last one."""
        end = self.page.evaluate("notebook.run()")
        assert end["status"] == "ok", end

    def wait_for_the_kernel(self) -> None:
        """A cell of a page waits for Python itself."""

    def cell(self, text: str) -> Locator:
        """The code cell whose source or output holds a text."""
        return self.code_cells.filter(has_text=text)

    def output(self, text: str) -> Locator:
        """What the cell that holds a text has put out."""
        return self.cell(text).locator(".lite-outputs").first

    def run(self, text: str) -> Locator:
        """Run the cell that holds a text once more; gives what it put out."""
        self.cell(text).evaluate("(cell) => cell.run()")
        return self.output(text)

    def rewrite_cell(self, text: str, source: str) -> None:
        """Replace the source of the cell that holds a text, and run it."""
        self.cell(text).evaluate("(cell, source) => { cell.code = source; return cell.run(); }", source)

    def ask(self, expression: str) -> str:
        """Have Python evaluate an expression in a new cell below all others; gives the answer's text.

        The expression must have a value other than None.
        """
        self.page.evaluate(
            """async (code) => {
                const cell = document.createElement('lite-cell');
                const script = document.createElement('script');
                script.type = 'text/x-python';
                script.textContent = code;
                cell.append(script);
                document.body.append(cell);
                await cell.begun;
                await cell.run();
            }""",
            expression,
        )
        output = self.code_cells.last.locator(".lite-outputs").first
        expect(output.locator(":scope *")).not_to_have_count(0)
        return output.inner_text().strip()

    def error_texts(self) -> list[str]:
        """What the cells raised."""
        return self.page.locator("lite-notebook .lite-error").all_inner_texts()
