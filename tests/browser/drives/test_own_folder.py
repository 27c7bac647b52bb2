"""A folder of the reader's own as a drive: for JupyterLab, for Python, and again after a reload."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.notebook_page import NotebookPage

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Locator, Page

    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

FOLDER = "My thesis"
#: A folder of those that the browser gives each origin, in the place of one that a reader would pick: no
#: test reaches the system's own window for that.
PICK = f"""
window.showDirectoryPicker = async () => {{
  const root = await navigator.storage.getDirectory();
  return await root.getDirectoryHandle({json.dumps(FOLDER)}, {{ create: true }});
}};
"""
READ = """
async (path) => {
  let folder = await navigator.storage.getDirectory();
  const names = path.split('/');
  for (const name of names.slice(0, -1)) {
    folder = await folder.getDirectoryHandle(name);
  }
  const handle = await folder.getFileHandle(names.at(-1));
  return await (await handle.getFile()).text();
}
"""
WRITE = """
async ([path, text]) => {
  let folder = await navigator.storage.getDirectory();
  const names = path.split('/');
  for (const name of names.slice(0, -1)) {
    folder = await folder.getDirectoryHandle(name, { create: true });
  }
  const writable = await (await folder.getFileHandle(names.at(-1), { create: true })).createWritable();
  await writable.write(text);
  await writable.close();
}
"""


LIST = """
async (path) => {
  let folder = await navigator.storage.getDirectory();
  for (const name of path.split('/')) {
    folder = await folder.getDirectoryHandle(name);
  }
  return (await Array.fromAsync(folder.keys())).sort();
}
"""
MAKE = """
async (name) => {
  await (await navigator.storage.getDirectory()).getDirectoryHandle(name, { create: true });
}
"""
REMOVE = "async (name) => await (await navigator.storage.getDirectory()).removeEntry(name)"
NOTEBOOK = {
    "cells": [],
    "metadata": {"kernelspec": {"name": "python", "display_name": "Python (Pyodide)"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}


def in_folder(page: Page, path: str) -> str:
    """What is in a file of the reader's folder, past everything of ours."""
    text: str = page.evaluate(READ, f"{FOLDER}/{path}")
    return text


def change_folder(page: Page, path: str, text: str) -> None:
    """Change a file of the reader's folder as another program does, past everything of ours."""
    page.evaluate(WRITE, [f"{FOLDER}/{path}", text])


def expect_told(reader: Reader, words: str) -> None:
    """Take what the page has logged of an expected failure, and nothing else."""
    complaints = reader.take_complaints()
    assert all(words in complaint for complaint in complaints), complaints


def files_of(page: Page) -> Locator:
    """The folder's files in the side bar."""
    return page.get_by_role("region", name=FOLDER)


def open_folder(page: Page) -> Locator:
    """Open the reader's folder by the menu; gives its files in the side bar."""
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.locator(".lm-Menu-itemLabel").get_by_text("Open a Folder of This Computer…", exact=True).click()
    files = files_of(page)
    expect(files).to_be_visible()
    return files


@pytest.fixture
def reader(course_reader: Reader) -> Reader:
    """Somebody whose browser picks one folder."""
    context: BrowserContext = course_reader.context
    context.add_init_script(PICK)
    return course_reader


def test_python_and_the_page_work_in_a_folder_of_the_readers_also_after_a_reload(reader: Reader) -> None:
    notebook = reader.open_notebook("plain.ipynb")
    page = notebook.page
    change_folder(page, "data/table.csv", "a,b\n1,2\n")
    notebook.wait_for_the_kernel()
    files = open_folder(page)
    expect(files).to_contain_text("data")

    # Python sees it beside the site's own drive, reads and writes.
    place = f"/drives/{FOLDER}"
    assert notebook.ask(f"open('{place}/data/table.csv').read()") == r"'a,b\n1,2\n'"
    assert notebook.ask(f"open('{place}/result.txt', 'w').write('forty-two')") == "9"
    assert in_folder(page, "result.txt") == "forty-two"
    expect(files).to_contain_text("result.txt")

    # What others change in it reaches Python.
    change_folder(page, "result.txt", "changed by another program")
    notebook.add(
        f"import asyncio\nwhile open('{place}/result.txt').read() == 'forty-two': await asyncio.sleep(0.1)\n"
        f"print(open('{place}/result.txt').read())"
    )
    expect(notebook.output("changed by another").last).to_have_text("changed by another program")

    # It is there after a reload, with what Python has written.
    page.reload()
    expect(page.get_by_role("tab", name=FOLDER)).to_be_attached()
    assert NotebookPage(page).ask(f"open('{place}/result.txt').read()") == "'changed by another program'"


def test_a_notebook_in_the_folder_runs_there_and_its_editor_and_file_browser_change_the_folder(
    reader: Reader,
) -> None:
    page = reader.open("lab/index.html")
    change_folder(page, "work/own.ipynb", json.dumps(NOTEBOOK))
    change_folder(page, "work/helper.py", "answer = 1\n")
    files = open_folder(page)
    files.get_by_text("work", exact=True).dblclick()
    files.get_by_text("own.ipynb", exact=True).dblclick()
    notebook = NotebookPage(page)
    notebook.wait_until_shown(1)
    assert notebook.ask(
        "import helper, os; (helper.answer, 'plain.ipynb' in os.listdir('/drives/site'))"
    ) == ("(1, True)")
    page.keyboard.press("Control+s")
    expect(page.locator("#jp-main-dock-panel .jp-mod-dirty")).to_have_count(0)
    assert "(1, True)" in in_folder(page, "work/own.ipynb")

    files.get_by_text("helper.py", exact=True).dblclick()
    notebook.rewrite_open_file("answer = 2\n")
    expect(page.locator("#jp-main-dock-panel .jp-mod-dirty")).to_have_count(0)
    assert in_folder(page, "work/helper.py") == "answer = 2\n"

    # The site has no file of that name, and none of its bars: the folder is the reader's.
    expect(page.locator(".lite-VersionsBar:visible")).to_have_count(0)
    files.get_by_text("helper.py", exact=True).click()
    page.keyboard.press("F2")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("renamed.py")
    page.keyboard.press("Enter")
    expect(files.get_by_text("renamed.py", exact=True)).to_be_visible()
    assert in_folder(page, "work/renamed.py") == "answer = 2\n"
    assert page.evaluate(LIST, f"{FOLDER}/work") == ["own.ipynb", "renamed.py"]


def test_a_folder_that_is_gone_or_closed_is_told_in_words_and_the_work_stays(reader: Reader) -> None:
    notebook = reader.open_notebook("plain.ipynb")
    page = notebook.page
    notebook.wait_for_the_kernel()
    files = open_folder(page)
    page.evaluate(REMOVE, FOLDER)
    cell = notebook.add(f"open('/drives/{FOLDER}/note.txt', 'w').write('noted')")
    expect(page.get_by_text(f'The folder "{FOLDER}" is not there any more')).to_be_visible()
    expect(cell.locator(".jp-OutputArea-output").last).to_contain_text("OSError")
    expect_told(reader, "is not there any more")
    page.evaluate(MAKE, FOLDER)
    assert notebook.ask(f"open('/drives/{FOLDER}/note.txt', 'w').write('noted')") == "5"
    assert in_folder(page, "note.txt") == "noted"

    files.get_by_role("button", name=f"Close “{FOLDER}”").click()
    expect(files).to_have_count(0)
    cell = notebook.add(f"open('/drives/{FOLDER}/closed.txt', 'w').write('no')")
    expect(page.get_by_text(f'The folder "{FOLDER}" was closed.')).to_be_visible()
    expect(cell.locator(".jp-OutputArea-output").last).to_contain_text("OSError")
    expect_told(reader, "was closed")
    # It is not opened by itself any more.
    page.reload()
    notebook.wait_until_shown(1)
    expect(page.get_by_role("tab", name=FOLDER)).to_have_count(0)


def test_a_browser_without_folders_says_so_in_words(course_reader: Reader) -> None:
    course_reader.context.add_init_script("delete window.showDirectoryPicker")
    page = course_reader.open("lab/index.html")
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.locator(".lm-Menu-itemLabel").get_by_text("Open a Folder of This Computer…", exact=True).click()
    expect(page.get_by_text("This browser opens no folders for a page")).to_be_visible()
