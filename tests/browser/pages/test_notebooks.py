"""Notebooks in a page of plain HTML: there at once, and run by the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.pages.notebook_files import (
    DOT,
    code,
    notebook,
    printed,
    raw,
    shown,
    text,
    write_notebook,
)

if TYPE_CHECKING:
    from tests.browser.pages.conftest import OpenPage, WriteFile
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]


def test_text_cells_and_saved_outputs_are_there_with_no_python(
    open_page: OpenPage, page_reader: Reader, write_file: WriteFile
) -> None:
    asked: list[str] = []
    page_reader.context.on("request", lambda request: asked.append(request.url))
    write_file("course/map.html", "<title>A map</title>")
    write_file("course/dot.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    write_notebook(
        write_file,
        "course/first.ipynb",
        text(
            "# The heading\n\nA [map](map.html), [its end](#The-heading), ![near](dot.svg) and "
            "![own](attachment:my%20dot.png); `attachment:my%20dot.png` is code, $x^2$ is not.",
            attachments={"my dot.png": {"image/png": DOT}},
        ),
        code(
            "print('new')",
            outputs=[
                printed("saved words"),
                shown({"text/html": "<b>bold</b><script>document.title = 'ran'</script>"}),
            ],
        ),
    )
    page = open_page('<lite-notebook src="course/first.ipynb">the notebook</lite-notebook>')
    expect(page.get_by_role("heading", name="The heading")).to_be_visible()
    expect(page.locator("lite-notebook math")).to_be_visible()
    expect(page.locator("lite-cell")).to_contain_text("saved words")
    expect(page.get_by_text("the notebook", exact=True)).to_be_hidden()
    assert page.locator("lite-cell").evaluate("cell => cell.code") == "print('new')"
    assert (
        page.get_by_text("map").evaluate("link => link.pathname") == "/my-repo/articles/today/course/map.html"
    )
    assert page.get_by_text("its end").evaluate("link => link.href") == f"{page.url}#The-heading"
    for name in ("near", "own"):
        picture = page.get_by_role("img", name=name)
        expect(picture).to_be_visible()
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    expect(page.locator("lite-notebook code")).to_have_text("attachment:my%20dot.png")
    # The notebook is the site's: its outputs may act.
    expect(page).to_have_title("ran")
    assert not any("boot" in url or "pyodide" in url or "worker" in url for url in asked)


def test_raw_cells_for_pages_are_shown_and_cells_that_are_left_out_are_not_run(
    open_page: OpenPage, write_file: WriteFile
) -> None:
    write_notebook(
        write_file,
        "raw.ipynb",
        raw("<b>as HTML</b><script>document.title = 'acted'</script>", raw_mimetype="text/html"),
        raw("*as Markdown*", format="text/markdown"),
        raw(r"\emph{as LaTeX}", raw_mimetype="text/latex"),
        raw("for nobody"),
        raw("<b>removed</b>", raw_mimetype="text/html", tags=["remove-cell"]),
        code("print('left' ' out')", "skip-check"),
        code("print('is' ' run')"),
    )
    page = open_page('<lite-notebook src="raw.ipynb"></lite-notebook>')
    notebook = page.locator("lite-notebook")
    expect(notebook.locator("b", has_text="as HTML")).to_be_visible()
    expect(notebook.locator("em")).to_have_text("as Markdown")
    expect(notebook).not_to_contain_text("as LaTeX")
    expect(notebook).not_to_contain_text("for nobody")
    expect(notebook.get_by_text("removed")).to_be_hidden()
    expect(page).to_have_title("acted")
    page.get_by_role("button", name="Run all").click()
    expect(notebook).to_contain_text("is run")
    expect(notebook).not_to_contain_text("left out")


def test_all_cells_run_in_their_order_up_to_the_first_that_fails(
    open_page: OpenPage, write_file: WriteFile
) -> None:
    write_notebook(
        write_file,
        "all.ipynb",
        code("x = 1233\nprint('fir' 'st')"),
        code("1 / 0", "raises-exception"),
        code("x += 1\nx", outputs=[printed("saved")]),
        code("print('skip' 'ped')", "skip-execution"),
        code(""),
        code("undefined_name"),
        code("print('ne' 'ver')", outputs=[printed("still saved")]),
    )
    page = open_page('<lite-notebook src="all.ipynb"></lite-notebook>')
    page.get_by_role("button", name="Run all").click()
    cells = page.locator("lite-cell")
    expect(cells.nth(0)).to_contain_text("first")
    expect(cells.nth(1)).to_contain_text("ZeroDivisionError")
    expect(cells.nth(2)).to_contain_text("1234")
    expect(cells.nth(2)).not_to_contain_text("saved")
    expect(cells.nth(5)).to_contain_text("NameError")
    expect(cells.nth(6)).to_contain_text("still saved")
    expect(cells.nth(3)).not_to_contain_text("skipped")
    expect(page.get_by_text("Cell 4 of 5 has failed.")).to_be_attached()
    expect(page.get_by_role("button", name="Run all")).to_be_visible()


def test_a_cell_is_edited_and_run_by_itself_and_python_is_stopped_and_restarted(
    open_page: OpenPage, write_file: WriteFile
) -> None:
    write_notebook(
        write_file,
        "one.ipynb",
        code("print('mine', 6 * 7)"),
        code("import asyncio\nprint('wai' 'ts')\nawait asyncio.sleep(1000)"),
        code("print('la' 'ter')"),
    )
    page = open_page('<lite-notebook src="one.ipynb"></lite-notebook>')
    cells = page.locator("lite-cell")
    cells.nth(0).get_by_role("button", name="Run").click()
    expect(cells.nth(0)).to_contain_text("mine 42")
    page.get_by_role("button", name="Run all").click()
    expect(cells.nth(1)).to_contain_text("waits")
    page.locator("lite-notebook").get_by_role("button", name="Stop").first.click()
    expect(cells.nth(1)).to_contain_text("KeyboardInterrupt")
    expect(page.get_by_role("button", name="Run all")).to_be_visible()
    expect(cells.nth(2)).not_to_contain_text("later")
    page.get_by_role("button", name="Restart Python").click()
    expect(cells.nth(0)).to_contain_text("mine 42")
    cells.nth(2).get_by_role("button", name="Run").click()
    expect(cells.nth(2)).to_contain_text("later")


def test_an_app_shows_outputs_alone_and_runs_by_itself(open_page: OpenPage, write_file: WriteFile) -> None:
    write_notebook(
        write_file,
        "app.ipynb",
        text("Words"),
        code("import time\ntime.sleep(0.2)\ny = 1200"),
        code("y + 1"),
    )
    page = open_page(
        '<lite-notebook app src="app.ipynb"></lite-notebook>'
        '<lite-cell autorun><script type="text/x-python">y + 2</script></lite-cell>'
    )
    cells = page.locator("lite-cell")
    expect(cells.nth(1)).to_contain_text("1201")
    expect(cells.nth(2)).to_contain_text("1202")
    expect(page.locator("lite-notebook")).to_contain_text("Words")
    expect(page.locator("lite-notebook").get_by_role("button")).to_have_count(0)
    expect(page.locator("lite-notebook textarea").first).to_be_hidden()


def test_tags_of_cells_say_what_of_them_is_shown(open_page: OpenPage, write_file: WriteFile) -> None:
    write_notebook(
        write_file,
        "tags.ipynb",
        code("'a'", "remove-input", outputs=[printed("out a")]),
        code("'b'", "hide-input", outputs=[printed("out b")]),
        code("'c'", "remove-output", outputs=[printed("out c")]),
        code("'d'", "hide_output", outputs=[printed("out d")]),
        code("hidden = 1233 + 1", "remove-cell", outputs=[printed("out e")]),
        text("removed words", "remove-cell"),
        code("hidden"),
    )
    page = open_page('<lite-notebook src="tags.ipynb"></lite-notebook>')
    cells = page.locator("lite-cell")
    expect(page.get_by_text("out a")).to_be_visible()
    expect(page.get_by_text("out b")).to_be_visible()
    for name in ("out c", "out d", "out e", "removed words"):
        expect(page.get_by_text(name)).to_be_hidden()
    for number, is_shown in enumerate((False, False, True, True, False)):
        expect(cells.nth(number).locator("textarea")).to_be_visible(visible=is_shown)
    cells.nth(1).get_by_text("Code").click()
    expect(cells.nth(1).locator("textarea")).to_be_visible()
    cells.nth(3).get_by_text("Output").click()
    expect(page.get_by_text("out d")).to_be_visible()
    page.get_by_role("button", name="Run all").click()
    expect(cells.nth(5)).to_contain_text("1234")


def test_what_is_no_notebook_for_pages_is_said_in_words(
    open_page: OpenPage, page_reader: Reader, write_file: WriteFile
) -> None:
    mistakes = {
        "its host answered 404": None,
        "it is not JSON": "<html>",
        "it is JSON of another kind": "[1]",
        "in the old format 3": '{"metadata": {}, "nbformat": 3, "worksheets": []}',
        "in the format 5": notebook(code("1"), nbformat=5),
        "it has no cells": '{"metadata": {}, "nbformat": 4}',
        "a notebook in R": notebook(code("1"), language="R"),
    }
    for number, content in enumerate(mistakes.values()):
        if content is not None:
            write_file(f"odd/{number}.ipynb", content)
    page = open_page(
        "".join(
            f'<lite-notebook src="odd/{number}.ipynb"><a href="#{number}">the file</a></lite-notebook>'
            for number in range(len(mistakes))
        )
        + "<lite-notebook></lite-notebook>"
        + '<lite-cell><script type="text/x-python">print("well")</script></lite-cell>'
    )
    for number, words in enumerate([*mistakes, "It names no notebook."]):
        expect(page.get_by_role("alert").nth(number)).to_contain_text(words)
    expect(page.get_by_role("link", name="the file").first).to_be_visible()
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator("lite-cell")).to_contain_text("well")
    complaints = page_reader.take_complaints()
    assert all(any(words in complaint for complaint in complaints) for words in mistakes)
