"""The demo site's notebooks, as this repository has them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.browser.conftest import REPOSITORY

if TYPE_CHECKING:
    from tests.browser.notebook_page import NotebookPage
    from tests.browser.reader import Reader

CONTENT = REPOSITORY / "content"
#: Those that are acted in.
MAKING_WIDGETS = "making-widgets"
USING_WIDGETS = ("widgets.ipynb", "penguins.ipynb", "two-sides.ipynb")


def open_and_run(reader: Reader, notebook: str, app: str = "notebooks") -> NotebookPage:
    """Open one of them and run it from the top: only cells that say so may fail."""
    opened = reader.open_notebook(notebook, app=app)
    opened.run_all()
    cells = json.loads((CONTENT / notebook).read_text(encoding="utf-8"))["cells"]
    may_fail = sum("raises-exception" in cell["metadata"].get("tags", []) for cell in cells)
    errors = opened.error_texts()
    assert len(errors) == may_fail, errors
    return opened
