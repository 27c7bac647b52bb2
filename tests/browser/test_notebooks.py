"""Every notebook of the demo site, run from the top by a reader who has just come."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import REPOSITORY

if TYPE_CHECKING:
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

CONTENT = REPOSITORY / "content"
NOTEBOOKS = sorted(path.relative_to(CONTENT).as_posix() for path in CONTENT.rglob("*.ipynb"))


def cells_that_may_fail(notebook: str) -> int:
    cells = json.loads((CONTENT / notebook).read_text(encoding="utf-8"))["cells"]
    return sum("raises-exception" in cell["metadata"].get("tags", []) for cell in cells)


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_every_cell_of_a_notebook_runs(reader: Reader, notebook: str) -> None:
    opened = reader.open_notebook(notebook)
    opened.run_all()
    assert len(opened.error_texts()) == cells_that_may_fail(notebook), opened.error_texts()
