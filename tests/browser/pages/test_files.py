"""Files that a page names: Python opens them by the page's own relative addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.pages.test_cells import cell

if TYPE_CHECKING:
    from tests.browser.pages.conftest import OpenPage, WriteFile
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

HEAD = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>'
    '<script type="module" src="../../lite.js" files="data/birds.csv ../shared/own%20names.txt '
    'data/gone.csv my_module.py"></script>'
)
LOOK = """
import os, sqlite3
from pathlib import Path
import my_module
print(sorted(os.listdir()), sorted(os.listdir("data")), os.path.getsize("data/birds.csv"))
print(open("data/birds.csv").read().split(), Path("../shared/own names.txt").read_text(), my_module.answer)
"""
CHANGE = """
with open("data/birds.csv", "a") as file:
    file.write("wren")
with open("made.txt", "w") as file:
    file.write("made here")
with open("data/gone.csv", "w") as file:
    file.write("nobody asks for it")
assert open("data/gone.csv").read() == "nobody asks for it"
os.remove("data/gone.csv")
print(open("data/birds.csv").read().split(), open("made.txt").read())
"""
MISS = """
for open_it in (open, Path, lambda path: os.open(path, os.O_RDONLY)):
    try:
        found = open_it("data/gone.csv")
        if open_it is Path:
            found.read_bytes()
    except FileNotFoundError as error:
        print(error, error.filename, error.errno == __import__("errno").ENOENT)
print(os.path.exists("data/gone.csv"), os.path.exists("data/other.csv"))
open("data/gone.csv")
"""


def test_python_opens_the_files_that_a_page_names(
    open_page: OpenPage, page_reader: Reader, write_file: WriteFile
) -> None:
    write_file("data/birds.csv", "owl\ntit\n")
    write_file("../shared/own names.txt", "Grüße")
    write_file("my_module.py", "answer = 42")
    asked: list[str] = []
    page_reader.context.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page = open_page(cell("1000 + 234") + cell(LOOK) + cell(MISS) + cell(CHANGE), head=HEAD)
    cells = page.locator("lite-cell")
    cells.nth(0).get_by_role("button").click()
    expect(cells.nth(0)).to_contain_text("1234")
    assert "birds.csv" not in asked
    cells.nth(1).get_by_role("button").click()
    expect(cells.nth(1)).to_contain_text("['data', 'my_module.py'] ['birds.csv', 'gone.csv'] 8")
    expect(cells.nth(1)).to_contain_text("['owl', 'tit'] Grüße 42")
    cells.nth(2).get_by_role("button").click()
    address = page.url.rpartition("/")[0] + "/data/gone.csv"
    words = f"{address} could not be fetched: its host answered 404: 'data/gone.csv'"
    expect(cells.nth(2)).to_contain_text("False False")
    error = cells.nth(2).get_by_role("group", name="Error: FileNotFoundError")
    expect(error).to_contain_text(f"FileNotFoundError: [Errno 44] {words}")
    assert cells.nth(2).inner_text().count(f"{words} data/gone.csv True") == 3
    cells.nth(3).get_by_role("button").click()
    expect(cells.nth(3)).to_contain_text("['owl', 'tit', 'wren'] made here")
    assert asked.count("birds.csv") == 1
    assert all("gone.csv" in complaint for complaint in page_reader.take_complaints())


def test_a_kernel_of_its_own_has_files_of_its_own(open_page: OpenPage, write_file: WriteFile) -> None:
    write_file("mine.txt", "mine alone")
    look = "import os\nprint(os.listdir('.'), os.path.exists('mine.txt') and open('mine.txt').read())"
    page = open_page(
        cell(look, 'kernel="mine" files="mine.txt" autorun boot="eager"') + cell(look, "autorun boot='eager'")
    )
    expect(page.locator("lite-cell").nth(0)).to_contain_text("['mine.txt'] mine alone")
    expect(page.locator("lite-cell").nth(1)).to_contain_text("[] False")
    # An element that comes later brings its files with it.
    page.evaluate(
        """() => document.body.insertAdjacentHTML('beforeend', `<lite-cell files="mine.txt" autorun>
        <script type="text/x-python">print(open('mine.txt').read(), 'too')</${''}script></lite-cell>`)"""
    )
    expect(page.locator("lite-cell").nth(2)).to_contain_text("mine alone too")


def test_a_file_that_is_none_is_said_in_words(open_page: OpenPage, page_reader: Reader) -> None:
    page = open_page(cell("1", 'files="data/"') + cell("print('well')", "autorun"))
    expect(page.get_by_role("alert")).to_contain_text("data/, which is no address of a file")
    expect(page.locator("lite-cell").nth(1)).to_contain_text("well")
    assert len(page_reader.take_complaints()) == 1
