"""Addresses that readers send to each other: of what is published, and with their own version in it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.axe import broken_rules
from tests.browser.notebook_page import PATIENCE, NotebookPage
from tests.browser.sharing.conftest import CELLS, LESSON, NOTES
from tests.browser.sharing.rich_notebook import KERNEL
from tests.browser.sharing.sharing import (
    MINE,
    PUBLISHED,
    address_in,
    asked,
    cells_in_front,
    fragment,
    share,
)
from tests.browser.versions.versions import editor, listed

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

COPY = "lesson #1 (shared).ipynb"
LONG = "import random\n" + "\n".join(f"'{hash(str(n))}'" for n in range(1500))


def put_into_address(notebook: NotebookPage) -> str:
    """The address with the version of the notebook in front."""
    dialog = share(notebook.page)
    address = address_in(dialog, MINE)
    dialog.get_by_role("button", name="Close").click()
    return address


def open_address(reader: Reader, address: str) -> Page:
    return reader.open(address.removeprefix(reader.address))


@pytest.mark.parametrize("app", ["lab", "notebooks"])
def test_an_address_of_the_published_document_begins_at_the_cell_of_who_shares_it(
    author: Reader, reader: Reader, app: str
) -> None:
    notebook = author.open_notebook(LESSON, app)
    cell = notebook.cells.nth(25)
    cell.scroll_into_view_if_needed()
    cell.click()
    address = address_in(share(notebook.page), PUBLISHED)
    assert address.endswith("#cell-id=cell-25")
    page = open_address(reader, address)
    expect(page.locator(".jp-Cell").nth(25)).to_be_in_viewport(timeout=PATIENCE)
    expect(page.locator(".jp-Cell").first).not_to_be_in_viewport()
    assert reader.take_complaints() == []


def test_a_version_in_an_address_opens_as_a_copy_and_changes_nothing_of_the_reader_s(
    author: Reader, reader: Reader
) -> None:
    notebook = author.open_notebook(LESSON)
    notebook.wait_for_the_kernel()
    notebook.rewrite_cell("value = 3", "print('by the author')")
    address = put_into_address(notebook)

    page = open_address(reader, address)
    expect(asked(page)).to_contain_text("by the author")
    # Nothing is there before the reader's word.
    expect(listed(page, re.compile("shared"))).to_have_count(0)
    asked(page).get_by_role("button", name="Leave it").click()
    cells = cells_in_front(page, "lesson #1.ipynb", CELLS)
    expect(cells.nth(3)).to_contain_text("value = 3")
    assert "lite-shared" not in page.url

    # Into the page that is open, as one enters an address.
    page.goto(address)
    asked(page).get_by_role("button", name="Open a copy").click()
    cells = cells_in_front(page, COPY, CELLS)
    expect(cells.nth(3)).to_contain_text("by the author")
    expect(cells.nth(4)).to_contain_text("saved 4")
    expect(listed(page, COPY)).to_contain_text("mine")
    assert "lite-shared" not in page.url
    page.close()

    # The same once more is the same copy, in Notebook as well.
    single = open_address(reader, address.replace("/lab/", "/notebooks/"))
    asked(single).get_by_role("button", name="Open a copy").click()
    copy = NotebookPage(single)
    copy.wait_until_shown(CELLS)
    expect(copy.cells.nth(3)).to_contain_text("by the author")
    single.wait_for_url(re.compile(r"path=.*%28shared%29\.ipynb$"))
    own = NotebookPage(reader.open(f"lab/index.html?path={quote(LESSON)}"))
    expect(listed(own.page, re.compile("shared"))).to_have_count(1, timeout=PATIENCE)
    assert [*author.take_complaints(), *reader.take_complaints()] == []


def test_an_address_on_a_page_that_stores_nothing_leaves_nothing(reader: Reader) -> None:
    page = reader.open(f"lab/index.html?path={NOTES}&fresh{fragment(NOTES, 'from elsewhere')}")
    asked(page).get_by_role("button", name="Open a copy").click()
    expect(editor(page)).to_have_text("from elsewhere", timeout=PATIENCE)
    page = reader.open(f"lab/index.html?path={NOTES}")
    expect(editor(page)).to_have_text("Notes", timeout=PATIENCE)
    expect(listed(page, re.compile("shared"))).to_have_count(0)


def test_a_file_of_any_kind_is_shown_as_text_beside_files_and_a_long_one_is_quoted_in_part(
    reader: Reader, axe: str
) -> None:
    text = "<p>Not a page, but text</p>"
    long = f"{text}\n" + "row\n" * 2_000_000
    page = reader.open(f"lab/index.html?fresh{fragment(f'{NOTES}/page.html', long)}")
    expect(asked(page)).to_contain_text(re.compile(r"[78],\d{3},\d{3} more characters are not shown"))
    expect(asked(page).locator("pre")).to_contain_text(text)
    assert len(asked(page).locator("pre").inner_text()) <= 20_000
    page.emulate_media(color_scheme="dark")
    expect(page.locator("body[data-jp-theme-light='false']")).to_be_attached()
    # It fades in.
    expect(asked(page)).to_have_css("opacity", "1")
    assert broken_rules(page, axe, ".lite-build-cards") == []
    asked(page).get_by_role("button", name="Leave it").click()
    page.close()
    page = reader.open(f"lab/index.html?fresh{fragment(f'{NOTES}/page.html', text)}")
    asked(page).get_by_role("button", name="Open a copy").click()
    expect(editor(page)).to_have_text(text, timeout=PATIENCE)
    expect(listed(page, "page (shared).html")).to_contain_text("mine")
    assert reader.take_complaints() == []


def test_nothing_of_what_an_address_brings_runs_or_is_trusted(reader: Reader) -> None:
    widget = {"model_module": "anywidget", "model_name": "AnyModel", "model_module_version": "~0.11.*"}
    state = {"_esm": "window.hasRun = 'a widget'; export default {}", "_anywidget_id": "bad.Widget"}
    html = {"text/html": "<img src='data:,' onerror='window.hasRun = 1'><b>bold</b>"}
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "a", "version_major": 2}}
    states = {"state": {"a": {**widget, "state": state}}, "version_major": 2, "version_minor": 0}
    cells = [
        {
            "cell_type": "code",
            "id": f"bad-{number}",
            "source": "hasRun = 1",
            "metadata": {"trusted": True},
            "execution_count": 1,
            "outputs": [{"output_type": "display_data", "data": data, "metadata": {}}],
        }
        for number, data in enumerate([html, view])
    ]
    for metadata in (
        {"kernelspec": KERNEL},
        {"kernelspec": KERNEL, "widgets": {"application/vnd.jupyter.widget-state+json": states}},
    ):
        bad = json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})
        name = "bad.ipynb" if "widgets" not in metadata else "widget.ipynb"
        page = reader.open(f"lab/index.html{fragment(name, bad)}")
        asked(page).get_by_role("button", name="Open a copy").click()
        shown = cells_in_front(page, name.replace(".", " (shared)."), 2)
        expect(shown.nth(0).locator("b")).to_have_text("bold")
        NotebookPage(page).wait_for_the_kernel()
        if "widgets" in metadata:
            expect(shown.nth(1).get_by_role("button", name="Run the saved widgets")).to_be_visible()
        assert page.evaluate("window.hasRun") is None
        page.close()


LAYOUT = json.dumps({"data": {}, "metadata": {"id": "default"}})
CUT = fragment(NOTES, "Notes")[:-9]
BAD = {
    "cut": (CUT, "cut off or was changed"),
    "newer": (fragment(NOTES, "Notes", "2"), "newer site"),
    "no notebook": (fragment("a.ipynb", '{"cells": [{}], "nbformat": 4}'), "a.ipynb is no notebook"),
    "a layout": (fragment("a.JupyterLab-workspace", LAYOUT), "layout of JupyterLab"),
}


def test_a_bad_address_is_told_of_in_words_and_opens_what_is_published(reader: Reader) -> None:
    for bad, words in BAD.values():
        page = reader.open(f"lab/index.html?path={NOTES}{bad}")
        alert = page.get_by_role("alert", name="no document that can be opened")
        expect(alert).to_contain_text(words, timeout=PATIENCE)
        expect(editor(page)).to_have_text("Notes")
        expect(listed(page, re.compile("shared"))).to_have_count(0)
        assert "lite-shared" not in page.url
        page.close()
    assert reader.take_complaints() == []


def test_the_size_of_an_address_is_told_and_outputs_can_be_left_out(author: Reader, axe: str) -> None:
    page = author.open(f"lab/index.html?path={quote(LESSON)}")
    notebook = NotebookPage(page)
    notebook.wait_until_shown(CELLS)
    dialog = share(page)
    whole = address_in(dialog, MINE)
    expect(dialog).not_to_contain_text("programs for mail and chat")
    # The address with the outputs is gone at once, whatever is chosen while the next one is made.
    outputs = dialog.get_by_label("With outputs and saved widgets")
    choose = "box => { box.click(); return box.closest('section').querySelector('[readonly]').value; }"
    assert [outputs.evaluate(choose) for _ in range(3)] == [""] * 3
    expect(outputs).not_to_be_checked()
    assert len(address_in(dialog, MINE)) < len(whole)
    for scheme in ("light", "dark"):
        # The site takes the theme that the reader's system has.
        page.emulate_media(color_scheme=scheme)
        expect(page.locator(f"body[data-jp-theme-light='{str(scheme == 'light').lower()}']")).to_be_attached()
        assert broken_rules(page, axe, ".lite-build-share") == []
    page.set_viewport_size({"width": 320, "height": 640})
    for control in (dialog.get_by_role("button", name="Copy").last, dialog.get_by_label(MINE)):
        box = control.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
    dialog.get_by_role("button", name="Close").click()
    page.set_viewport_size({"width": 1400, "height": 1000})
    notebook.rewrite_cell("value = 3", LONG)
    # A cell of the author's own, which no published notebook has.
    notebook.cells.nth(3).locator(".jp-InputPrompt").click()
    page.keyboard.press("b")
    expect(notebook.cells).to_have_count(CELLS + 1)
    dialog = share(page)
    assert "#" not in address_in(dialog, PUBLISHED)
    expect(dialog).not_to_contain_text("It begins at the cell")
    expect(dialog).to_contain_text("programs for mail and chat may cut it off")
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Download the file").click()
    assert download.value.suggested_filename == "lesson #1.ipynb"
    assert "import random" in download.value.path().read_text(encoding="utf-8")
