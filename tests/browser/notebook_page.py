"""A notebook as it stands on a page, and what one does with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

#: For a whole notebook, with the kernel's start: long enough for a machine that does other things too.
PATIENCE = 90_000
#: For a menu to open, in milliseconds.
_OPENING = 15_000
#: Our loader's mark on the elements that it shows AFM widgets in.
SHOWN_BY_OUR_LOADER = "[data-litewidget]"
_HAS_RUN = re.compile(r"\[\d+\]")
_ANYTHING = re.compile(r"\S")


class NotebookPage:
    """An open notebook.

    Args:
        page: the tab that it is open in.
    """

    shown_by_our_loader = SHOWN_BY_OUR_LOADER

    def __init__(self, page: Page) -> None:
        self.page = page
        self._has_its_kernel = False
        self.cells = page.locator(".jp-Notebook .jp-Cell")
        self.code_cells = page.locator(".jp-Notebook .jp-CodeCell")

    def wait_until_shown(self, cells: int) -> None:
        """Wait until this many cells are there: a page puts in a few at a time."""
        expect(self.cells).to_have_count(cells, timeout=PATIENCE)

    def run_all(self) -> None:
        """Run the cells from the top, by the menu, and wait for the last one."""
        self.wait_for_the_kernel()
        self.choose("Run", "Run All Cells")
        self.wait_until_run()

    def wait_for_the_kernel(self) -> None:
        """Wait until the kernel has nothing to do, as the page says, which may be before there is one."""
        indicator = self.page.locator(".jp-Notebook-ExecutionIndicator").first
        expect(indicator).to_have_attribute("data-status", "idle", timeout=PATIENCE)
        self._has_its_kernel = True

    def wait_until_run(self) -> None:
        """Wait until each code cell has its number."""
        numbered = self.code_cells.filter(has=self.page.locator(".jp-InputPrompt", has_text=_HAS_RUN))
        expect(numbered).to_have_count(self.code_cells.count(), timeout=PATIENCE)

    def choose(self, menu: str, entry: str) -> None:
        """Choose an entry of the menu bar."""
        self.page.get_by_role("menuitem", name=menu, exact=True).click()
        item = self.page.locator(".lm-Menu-itemLabel").get_by_text(entry, exact=True)
        try:
            item.wait_for(timeout=_OPENING)
        except PlaywrightTimeout:
            # A page that is still being laid out may have closed it again.
            self.page.get_by_role("menuitem", name=menu, exact=True).click()
        item.click()

    def cell(self, text: str) -> Locator:
        """The code cell whose source or output holds a text."""
        return self.code_cells.filter(has_text=text)

    def output(self, text: str) -> Locator:
        """What the cell that holds a text has put out."""
        return self.cell(text).locator(".jp-OutputArea-output")

    def run(self, text: str) -> Locator:
        """Run the cell that holds a text once more; gives what it put out."""
        cell = self.cell(text)
        before = cell.locator(".jp-InputPrompt").inner_text()
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")
        prompt = cell.locator(".jp-InputPrompt")
        expect(prompt).to_have_text(_HAS_RUN)
        expect(prompt).not_to_have_text(before)
        return cell.locator(".jp-OutputArea-output")

    def rewrite_cell(self, text: str, source: str) -> None:
        """Replace the source of the cell that holds a text, and run it."""
        self.cell(text).locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(source)
        self.page.keyboard.press("Control+Enter")

    def rewrite_linked_file(self, name: str, text: str, *, back_to: str) -> None:
        """Follow a link to a file into the editor, replace its text, save it, and come back to the notebook.

        Args:
            name: the file's, which the link has too.
            text: the file's new text.
            back_to: what the notebook's tab is called.
        """
        self.page.get_by_role("link", name=name).first.click()
        self.rewrite_open_file(text)
        self.page.get_by_role("main").get_by_role("tab", name=back_to).click()

    def rewrite_open_file(self, text: str) -> None:
        """Replace the text of the file that the editor in front shows, and save it."""
        self.page.locator(".jp-FileEditor:visible .cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Control+s")

    def add(self, source: str) -> Locator:
        """Run a new cell below all others once there is a kernel, and wait for nothing; gives the cell."""
        if not self._has_its_kernel:
            self.wait_for_the_kernel()
        count = self.code_cells.count()
        self.cells.last.locator(".jp-InputPrompt").click()
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("b")
        expect(self.code_cells).to_have_count(count + 1)
        self.page.keyboard.press("Enter")
        self.page.keyboard.insert_text(source)
        self.page.keyboard.press("Control+Enter")
        return self.code_cells.nth(count)

    def interrupt(self) -> None:
        """Press the button that interrupts the kernel."""
        self.page.locator('[data-command="notebook:interrupt-kernel"]').first.click()

    def ask(self, expression: str) -> str:
        """Have Python evaluate an expression in a new cell below all others; gives the answer's text.

        The expression must have a value other than None.
        """
        cell = self.add(expression)
        expect(cell.locator(".jp-InputPrompt")).to_have_text(_HAS_RUN, timeout=PATIENCE)
        output = cell.locator(".jp-OutputArea-output").first
        # It stands on the page before what is in it does.
        expect(output.locator(":scope > *")).not_to_have_count(0)
        return output.inner_text()

    def error_texts(self) -> list[str]:
        """What the cells wrote to the error stream, tracebacks among it."""
        errors = self.page.locator('[data-mime-type="application/vnd.jupyter.stderr"]')
        # They stand on the page before their text does.
        expect(errors.filter(has_not_text=_ANYTHING)).to_have_count(0)
        return errors.all_inner_texts()
