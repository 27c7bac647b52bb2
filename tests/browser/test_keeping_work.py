"""What a reader does stays: over a reload, and from one tab to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]


def test_a_saved_notebook_and_a_written_file_survive_a_reload(course_reader: Reader) -> None:
    notebook = course_reader.open_notebook("plain.ipynb")
    assert notebook.ask("open('diary.txt', 'w').write('day one')") == "7"
    notebook.page.keyboard.press("Control+s")
    expect(notebook.page.locator("#jp-main-dock-panel .jp-mod-dirty")).to_have_count(0)
    # JupyterLab has not kept its layout yet, perhaps: the address names the notebook.
    notebook.page.goto(f"{course_reader.address}lab/index.html?path=plain.ipynb")
    notebook.wait_until_shown(2)
    expect(notebook.output("diary.txt")).to_have_text("7")
    assert notebook.ask("open('diary.txt').read()") == "'day one'"


def test_a_second_tab_has_a_kernel_of_its_own_and_sees_the_same_files(course_reader: Reader) -> None:
    first = course_reader.open_notebook("plain.ipynb", app="notebooks")
    second = course_reader.open_notebook("plain.ipynb", app="notebooks")
    first.page.bring_to_front()
    assert first.ask("name = 'first'; open('shared.txt', 'w').write(name)") == "5"
    second.page.bring_to_front()
    assert second.ask("open('shared.txt').read(), 'name' in globals()") == "('first', False)"
