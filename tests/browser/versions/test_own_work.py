"""What is the reader's: seen in the file browser, taken back, taken out and brought in again."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import FilePayload, expect

from tests.browser.versions.conftest import LESSON, NOTES, SCRIPT
from tests.browser.versions.versions import (
    bar,
    change_and_save,
    choose_of,
    editor,
    listed,
    open_file,
    rewrite_file,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]


def choose_of_file_menu(page: Page, entry: str) -> None:
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.locator(".lm-Menu-itemLabel").get_by_text(entry, exact=True).click()


def bring_in(page: Page, name: str, content: bytes) -> None:
    with page.expect_file_chooser() as chooser:
        choose_of_file_menu(page, "Bring In My Work…")
    chooser.value.set_files(FilePayload(name=name, mimeType="application/zip", buffer=content))


def packed(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def test_a_changed_file_is_marked_compared_taken_back_and_had_again(reader: Reader) -> None:
    page = open_file(reader, SCRIPT)
    expect(listed(page, SCRIPT).locator(".lite-build-mark")).to_have_count(0)
    rewrite_file(page, "def edition():\n    return 'mine'\n")
    expect(listed(page, SCRIPT).locator(".lite-build-mark")).to_have_text("changed")
    choose_of(page, SCRIPT, "Show What I Changed")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("del")).to_contain_text("'mine'")
    expect(dialog.locator("ins")).to_contain_text("return 1")
    dialog.get_by_role("button", name="Close").click()
    choose_of(page, SCRIPT, "Back to the Published One")
    expect(editor(page)).to_contain_text("return 1")
    expect(listed(page, SCRIPT).locator(".lite-build-mark")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(editor(page)).to_contain_text("'mine'")
    expect(listed(page, SCRIPT).locator(".lite-build-mark")).to_have_text("changed")


def test_all_of_ones_work_goes_out_as_a_zip_and_comes_in_again(reader: Reader) -> None:
    page = open_file(reader, NOTES)
    rewrite_file(page, "mine")
    choose_of_file_menu(page, "Back to the Published Site…")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download My Work, Then Remove").click()
    expect(editor(page)).to_contain_text("Notes of edition 1")
    archive = download.value.path().read_bytes()
    assert zipfile.ZipFile(io.BytesIO(archive)).read(NOTES) == b"mine"
    bring_in(page, "work.zip", archive)
    expect(editor(page)).to_have_text("mine")
    expect(listed(page, NOTES)).to_contain_text("changed")
    expect(bar(page)).to_have_count(0)
    # Of another archive: what the reader has stays as it is, and what is no archive changes nothing.
    bring_in(page, "other.zip", packed(**{NOTES: "another", "folder/new.md": "new"}))
    expect(page.get_by_text("You had others of these names")).to_be_visible()
    expect(editor(page)).to_have_text("mine")
    bring_in(page, "bad.zip", b"no zip")
    expect(page.get_by_text("This is no zip that can be read")).to_be_visible()
    bring_in(page, "odd.zip", packed(**{"../up.md": "x"}))
    expect(page.get_by_text("only files whose names no file of the site can have")).to_be_visible()


def test_an_address_that_asks_for_the_published_state_shows_nothing_else_and_stores_nothing(
    reader: Reader,
) -> None:
    notebook = reader.open_notebook(LESSON)
    change_and_save(notebook, "1 + 1", "'mine'")
    fresh = reader.open(f"lab/index.html?path={LESSON}&fresh")
    cells = fresh.locator(".jp-CodeCell .cm-content")
    expect(cells.first).to_have_text("1 + 1")
    cells.first.click()
    fresh.keyboard.insert_text("# lost")
    fresh.keyboard.press("Control+s")
    expect(fresh.locator("#jp-main-dock-panel .jp-mod-dirty")).to_have_count(0)
    fresh.reload()
    expect(cells.first).to_have_text("1 + 1")
    expect(reader.open_notebook(LESSON).cell("mine").first).to_be_visible()


def test_a_second_tab_says_that_a_file_is_open_elsewhere_and_asks_before_it_writes_over_it(
    reader: Reader,
) -> None:
    first, second = open_file(reader, NOTES), open_file(reader, NOTES)
    elsewhere = second.get_by_role("region", name="Open in another tab")
    expect(elsewhere).to_contain_text("open in another tab too")
    expect(first.get_by_role("region", name="Open in another tab")).to_have_count(0)
    first.bring_to_front()
    rewrite_file(first, "from the first")
    second.bring_to_front()
    editor(second).click()
    second.keyboard.insert_text("from the second ")
    second.keyboard.press("Control+s")
    dialog = second.get_by_role("dialog")
    expect(dialog).to_contain_text("changed")
    dialog.get_by_role("button", name="Revert").click()
    expect(editor(second)).to_have_text("from the first")
    first.close()
    expect(elsewhere).to_have_count(0)
