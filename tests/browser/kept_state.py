"""What a page has kept of its state: which tabs and side bars are open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.notebook_page import PATIENCE

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: JupyterLab keeps its state as one value, a while after the last change to it.
_WAIT = """
async ([condition, patience]) => {
  const isKept = new Function("data", "layout", `return ${condition}`);
  const answer = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const states = async (name) => {
    const database = await answer(indexedDB.open(name));
    try {
      if (!database.objectStoreNames.contains("statedb")) return [];
      return await answer(database.transaction("statedb").objectStore("statedb").getAll());
    } finally {
      database.close();
    }
  };
  for (const end = performance.now() + patience; performance.now() < end; ) {
    for (const { name } of await indexedDB.databases()) {
      for (const { data } of await states(name)) {
        if (isKept(data, data["layout-restorer:data"] ?? {})) return true;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}
"""


def wait_until_kept(page: Page, condition: str) -> None:
    """Wait until a page has kept a state.

    Args:
        page: JupyterLab.
        condition: an expression of JavaScript that sees the state as `data`, of it the layout as `layout`.
    """
    assert page.evaluate(_WAIT, [condition, PATIENCE]), f"never kept: {condition}"
