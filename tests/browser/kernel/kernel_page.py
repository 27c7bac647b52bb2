"""A page of JupyterLab whose kernels are asked without a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypedDict

from tests.browser.notebook_page import PATIENCE

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.reader import Reader

#: Starts a kernel in the folder of a path, and gives the number that it has in the page.
START = """
async (path) => {
  const { sessions } = jupyterapp.serviceManager;
  const session = await sessions.startNew({ path, name: path, type: "notebook", kernel: { name: "python" } });
  globalThis.askedKernels ??= [];
  return askedKernels.push(session.kernel) - 1;
}
"""
#: Has a kernel run a cell; gives what it said.
RUN = """
async ([number, code]) => {
  const future = askedKernels[number].requestExecute({ code, stop_on_error: false });
  const said = { text: "", error: "" };
  future.onIOPub = ({ content, header }) => {
    if (header.msg_type === "stream" && content.name === "stdout") said.text += content.text;
    if (header.msg_type === "execute_result") said.text += content.data["text/plain"];
    if (header.msg_type === "error") said.error += `${content.ename}: ${content.evalue}`;
  };
  await future.done;
  return said;
}
"""
BEGIN = "([number, code]) => void askedKernels[number].requestExecute({ code })"


class Said(NamedTuple):
    """What a cell has put out: its text, and its errors."""

    text: str
    error: str


class _Said(TypedDict):
    text: str
    error: str


class PageKernel:
    """A kernel of a page."""

    def __init__(self, page: Page, number: int) -> None:
        self.page = page
        self._number = number

    def try_to_run(self, code: str) -> Said:
        """Have the kernel run a cell, and wait for its end."""
        said: _Said = self.page.evaluate(RUN, [self._number, code])
        return Said(said["text"], said["error"])

    def run(self, code: str) -> str:
        """Have the kernel run a cell without an error; gives what it printed, and its last value."""
        said = self.try_to_run(code)
        assert said.error == "", said.error
        return said.text

    def begin(self, code: str) -> None:
        """Have the kernel run a cell, and wait for nothing."""
        self.page.evaluate(BEGIN, [self._number, code])


def open_page(reader: Reader) -> Page:
    """Open JupyterLab in a new tab, on a site that exposes the application."""
    page = reader.open("lab/index.html")
    wait_until_restored(page)
    return page


def wait_until_restored(page: Page) -> None:
    """Wait until JupyterLab is there, in a page with the application exposed."""
    page.wait_for_function("globalThis.jupyterapp !== undefined", timeout=PATIENCE)
    page.evaluate("() => jupyterapp.restored.then(() => null)")


def start_kernel(page: Page, path: str = "asked.ipynb") -> PageKernel:
    """Start a kernel in the folder of a path, in a page with the application exposed."""
    return PageKernel(page, page.evaluate(START, path))
