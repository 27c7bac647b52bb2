"""Every notebook of the demo site, run from the top by a reader who has just come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.demo_notebooks import CONTENT, MAKING_WIDGETS, USING_WIDGETS, open_and_run

if TYPE_CHECKING:
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

#: All but those that test_widgets.py and test_making_widgets.py run and go on with.
NOTEBOOKS = sorted(
    name
    for path in CONTENT.rglob("*.ipynb")
    if not (name := path.relative_to(CONTENT).as_posix()).startswith((MAKING_WIDGETS, *USING_WIDGETS))
)


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_every_cell_of_a_notebook_runs(reader: Reader, notebook: str) -> None:
    open_and_run(reader, notebook, app="lab")
