"""A page in a tab of any engine, or a notebook in one, and what one does with it."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.engines.tab import Tab

#: Seconds for a whole step, with the kernel's start: WebKit takes its time where other programs run.
PATIENCE = 180
#: Where a click meets an element, once it is seen and nothing lies over it.
_MIDDLE = """((element) => {
  if (!element) return null;
  element.scrollIntoView({ block: "nearest" });
  const { left, top, width, height } = element.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  // Of the document, or of the shadow that it is in.
  return element.contains(element.getRootNode().elementFromPoint(x, y)) ? [x, y] : null;
})(%s)"""
#: What a cell that has its number put out; null before.
_RESULT = """((cell) => /\\d/.test(cell.querySelector(".jp-InputPrompt").textContent)
  ? [...cell.querySelectorAll(".jp-OutputArea-output")].map((output) => output.innerText.trim())
  : null)(%s)"""


class EnginePage:
    """A page that is open.

    Args:
        tab: the tab that it is open in.
    """

    def __init__(self, tab: Tab) -> None:
        self.tab = tab

    def click(self, selector: str) -> None:
        """Click the first element that a selector matches."""
        self.click_on(f"document.querySelector({json.dumps(selector)})")

    def click_on(self, element: str) -> None:
        """Click the element that an expression of JavaScript gives, once it is there."""
        self.tab.click(*self.wait_for(_MIDDLE % element))

    def wait_for(self, expression: str) -> Any:
        """Wait until an expression of JavaScript is neither false nor null; gives its value."""
        return self._wait_until(lambda: self.tab.evaluate(expression), expression)

    def wait_for_text(self, selector: str, text: str) -> None:
        """Wait until the first element that a selector matches has a text."""
        self.wait_for(f"document.querySelector({json.dumps(selector)})?.textContent === {json.dumps(text)}")

    def _wait_until(self, ask: Callable[[], Any], what: str) -> Any:
        deadline = time.monotonic() + PATIENCE
        while (value := ask()) in (None, False):
            assert time.monotonic() < deadline, f"never so: {what}\n{self.tab.said[-5:]}"
            time.sleep(0.1)
        return value


class EngineNotebook(EnginePage):
    """An open notebook that has one cell, which is run at first.

    Args:
        tab: the tab that it is open in.
    """

    def __init__(self, tab: Tab) -> None:
        super().__init__(tab)
        self._cells = 0

    def run_first(self) -> list[str]:
        """Run the notebook's cell once Python has started; gives what it put out.

        The page may say before that the kernel is idle.
        """
        indicator = "document.querySelector('.jp-Notebook-ExecutionIndicator')?.dataset.status"
        self.wait_for(f"{indicator} === 'idle'")
        self._wait_until(self._python_has_started, "Python started")
        self._edit()
        return self._run()

    def run(self, source: str) -> list[str]:
        """Type a line of Python into the empty cell below, and run it; gives what it put out."""
        self._edit()
        self.tab.write(source)
        return self._run()

    def run_and_interrupt(self, source: str, *, when: str) -> list[str]:
        """Run a line of Python, and interrupt it as soon as its cell shows a text; gives what it put out."""
        self._edit()
        self.tab.write(source)
        self.tab.press("Shift", "Enter")
        self.wait_for(f"{self._cell}.querySelector('.jp-OutputArea')?.innerText.includes({json.dumps(when)})")
        self.click('[data-command="notebook:interrupt-kernel"]')
        return self._result()

    def _python_has_started(self) -> bool:
        return any(line.startswith("Python started") for line in self.tab.said)

    @property
    def _cell(self) -> str:
        return f"document.querySelectorAll('.jp-Notebook .jp-CodeCell')[{self._cells}]"

    def _edit(self) -> None:
        self.click_on(f"{self._cell}?.querySelector('.cm-content')")
        self.wait_for(f"{self._cell}.querySelector('.cm-content').contains(document.activeElement)")

    def _run(self) -> list[str]:
        self.tab.press("Shift", "Enter")
        return self._result()

    def _result(self) -> list[str]:
        result: list[str] = self.wait_for(_RESULT % self._cell)
        self._cells += 1
        return result
