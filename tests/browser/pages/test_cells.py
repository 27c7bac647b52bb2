"""Cells in a page of plain HTML: Python runs, and nothing of JupyterLab is loaded."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

import lite_build

if TYPE_CHECKING:
    from tests.browser.pages.conftest import OpenPage
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

ELEMENTS = Path(lite_build.__file__).parent / "site/page_elements"
#: What pages load that have ipywidgets' controls, and no others.
IPYWIDGETS = "src/widgets/ipywidgets/page-manager.ts"
#: In bytes, compressed: of all that `lite.js` names.
FIRST_SCRIPTS = 30_000
JUPYTER = ("@jupyterlab/", "@jupyterlite/", "@lumino/", "@jupyter-widgets/")


def cell(code: str, attributes: str = "", saved: str = "") -> str:
    return f'<lite-cell {attributes}><script type="text/x-python">\n{code}\n</script>{saved}</lite-cell>'


def test_a_page_runs_python_with_no_jupyter_loaded(open_page: OpenPage, page_reader: Reader) -> None:
    asked: list[str] = []
    page_reader.context.on("request", lambda request: asked.append(request.url))
    page = open_page(cell("6 * 7"))
    button = page.get_by_role("button", name="Run")
    expect(button).to_be_visible()
    assert not any("boot" in url or "pyodide" in url or "worker" in url for url in asked)
    button.click()
    expect(page.locator("lite-cell")).to_contain_text("42")
    path = "/my-repo/"
    names = [url.partition(path)[2] for url in asked]
    assert not any(name.startswith(("build/", "lab/", "extensions/@jupyter")) for name in names)
    assert [name for name in names if name.startswith("extensions/")] == [
        name for name in names if "/static/worker." in name
    ]


def test_a_page_s_own_module_finds_the_elements_that_it_asks(open_page: OpenPage) -> None:
    page = open_page(
        cell("print('ran', 'at once')", "id=asked")
        + """<script type="module">
        const example = document.createElement("lite-example");
        const code = "<script type='text/x-python'>print('ran', 'later')<" + "/script>";
        example.innerHTML = `<lite-cell>${code}</lite-cell>`;
        const first = example.run().catch(({ message }) => message);
        await asked.run();
        document.body.append(example);
        document.body.dataset.first = JSON.stringify(await first);
        await example.run();
        </script>"""
    )
    expect(page.locator("#asked .lite-outputs")).to_have_text("ran at once")
    expect(page.locator("lite-example .lite-outputs")).to_have_text("ran later")
    assert "not a function" not in str(page.locator("body").get_attribute("data-first"))


def test_nothing_of_jupyter_is_in_the_page_s_script_but_what_shows_ipywidgets() -> None:
    files = json.loads((ELEMENTS / "inputs.json").read_text(encoding="utf-8"))

    def jupyter_in(name: str) -> list[str]:
        return [path for path in files[name]["inputs"] if any(package in path for package in JUPYTER)]

    entries = {file["entryPoint"]: name for name, file in files.items() if "entryPoint" in file}
    reached: set[str] = set()
    open_ends = [entries["src/index.ts"]]
    while open_ends:
        name = open_ends.pop()
        if name not in reached and name != entries[IPYWIDGETS]:
            reached.add(name)
            open_ends += [imported["path"] for imported in files[name]["imports"]]
    assert any("kernel/src/host" in path for name in reached for path in files[name]["inputs"])
    assert not [path for name in reached for path in jupyter_in(name)]
    assert jupyter_in(entries[IPYWIDGETS])


def test_what_a_page_fetches_before_it_wants_python_is_small() -> None:
    files = json.loads((ELEMENTS / "inputs.json").read_text(encoding="utf-8"))
    [first] = [name for name, file in files.items() if file.get("entryPoint") == "src/index.ts"]
    reached: set[str] = set()
    open_ends = [first]
    while open_ends:
        name = open_ends.pop()
        if name not in reached:
            reached.add(name)
            imports = files[name]["imports"]
            open_ends += [each["path"] for each in imports if each["kind"] == "import-statement"]
    sent = [len(gzip.compress((ELEMENTS / name.rpartition("/")[2]).read_bytes())) for name in reached]
    assert sum(sent) < FIRST_SCRIPTS


def test_a_widget_of_a_cell_is_answered_by_python(open_page: OpenPage) -> None:
    page = open_page(
        cell(
            "from my_counter import MyCounter\ncounter = MyCounter()\ncounter.observe(lambda change: "
            "print('python has', change['new']), 'value')\ncounter",
            "autorun",
        )
    )
    button = page.locator("lite-cell button", has_text="clicked")
    button.click()
    expect(page.locator("lite-cell")).to_contain_text("python has 1")


def test_cells_of_a_page_share_one_python_and_run_in_their_order(open_page: OpenPage) -> None:
    page = open_page(
        cell("import time\ntime.sleep(0.2)\nx = 5", "autorun")
        + cell("x + 1", "autorun")
        + cell("x + 2", "autorun kernel=other")
    )
    cells = page.locator("lite-cell")
    expect(cells.nth(1)).to_contain_text("6")
    expect(cells.nth(2)).to_contain_text("NameError")


def test_a_python_of_its_own_name_ends_with_the_last_element_that_uses_it(open_page: OpenPage) -> None:
    page = open_page(
        cell("x = 1\nprint('made', x)", "kernel=other id=one")
        + cell("print('also', x)", "kernel=other id=two")
        + cell("y = 2\nprint('mine', y)", "id=own")
    )
    for name, words in (("one", "made 1"), ("two", "also 1"), ("own", "mine 2")):
        page.locator(f"#{name}").get_by_role("button", name="Run", exact=True).click()
        expect(page.locator(f"#{name} .lite-outputs")).to_contain_text(words)
    run_again = "async (name) => (await document.getElementById(name).run()).status"
    page.evaluate("document.getElementById('one').remove()")
    assert page.evaluate(run_again, "two") == "ok"
    # One that is moved goes on.
    page.evaluate("document.body.prepend(document.getElementById('two'))")
    assert page.evaluate(run_again, "two") == "ok"
    page.evaluate("document.getElementById('two').remove()")
    page.evaluate(
        "html => document.body.insertAdjacentHTML('beforeend', html)",
        cell("print('x' in globals())", "kernel=other id=new") + cell("print('y' in globals())", "id=still"),
    )
    for name, words in (("new", "False"), ("still", "True")):
        page.locator(f"#{name}").get_by_role("button", name="Run", exact=True).click()
        expect(page.locator(f"#{name} .lite-outputs")).to_have_text(words)
    assert len(page.workers) == 2


def test_two_pythons_have_one_name_each_and_the_end_of_one_leaves_the_other(open_page: OpenPage) -> None:
    page = open_page(
        cell("who = 'first'", "autorun")
        + cell("who = 'second'", "autorun kernel=other")
        + cell("print('it is', who)", "id=one")
        + cell("print('it is', who)", "id=two kernel=other")
        + cell("exit()", "id=end kernel=other")
    )
    expect(page.get_by_role("button", name="Run", exact=True)).to_have_count(5)
    page.evaluate("Promise.all([one.run(), two.run()])")
    expect(page.locator("#one .lite-outputs")).to_have_text("it is first")
    expect(page.locator("#two .lite-outputs")).to_have_text("it is second")
    page.evaluate("end.run()")
    expect(page.locator("#two")).to_contain_text("Python has ended")
    page.evaluate("one.run()")
    expect(page.locator("#one .lite-outputs")).to_have_text("it is first")
    expect(page.locator("#one")).not_to_contain_text("Python has ended")


def test_a_saved_output_stays_until_its_cell_has_run(open_page: OpenPage) -> None:
    page = open_page(cell("print('new')", saved="<pre>saved</pre>"))
    expect(page.locator("lite-cell pre").first).to_have_text("saved")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("lite-cell")).to_contain_text("new")
    expect(page.locator("lite-cell")).not_to_contain_text("saved")


def test_a_cell_that_was_stopped_before_python_came_is_run_in_its_turn_later(open_page: OpenPage) -> None:
    page = open_page(
        cell("first = 1", "in-order")
        + cell("second = first + 1", "in-order")
        + cell("second + 1", "in-order")
    )
    cells = page.locator("lite-cell")
    run = cells.nth(2).get_by_role("button", name="Run", exact=True)
    run.click()
    cells.nth(2).get_by_role("button", name="Stop", exact=True).click()
    expect(run).to_be_visible()
    run.click()
    expect(cells.nth(2).locator(".lite-outputs")).to_have_text("3")


def test_stop_is_there_for_the_second_run_of_a_cell_and_lets_go_of_what_waits(open_page: OpenPage) -> None:
    page = open_page(
        cell("import asyncio\nprint('begun')\nawait asyncio.sleep(100)") + cell("print('behind')")
    )
    cells = page.locator("lite-cell")
    cells.nth(0).get_by_role("button", name="Run", exact=True).click()
    expect(cells.nth(0).locator(".lite-outputs")).to_contain_text("begun")
    cells.nth(1).get_by_role("button", name="Run", exact=True).click()
    cells.nth(0).get_by_role("button", name="Stop", exact=True).click()
    expect(cells.nth(0).locator(".lite-outputs")).to_contain_text("KeyboardInterrupt")
    expect(cells.nth(1).get_by_role("button", name="Run", exact=True)).to_be_visible()
    expect(cells.nth(1).locator(".lite-outputs")).to_have_text("")


def test_a_cell_whose_outputs_cannot_be_fetched_says_so(open_page: OpenPage, page_reader: Reader) -> None:
    page = open_page(cell("6 * 7"))
    # Also what is loaded later of the page's script.
    page.route("**/static/page/*.js", lambda route: route.abort())
    button = page.get_by_role("button", name="Run", exact=True)
    button.click()
    expect(page.get_by_role("alert")).to_contain_text("<lite-cell>: A part of the site at")
    expect(page.get_by_role("alert")).to_contain_text("Look whether the host has the whole site")
    assert page_reader.take_complaints()
    expect(button).to_be_visible()


def test_a_cell_asks_the_reader_where_no_memory_is_shared(open_page: OpenPage) -> None:
    page = open_page(
        cell("from getpass import getpass\nname = input('Who? ')\nprint(name, getpass('Word? ') == 'x y')")
        + cell("import asyncio\nseen = []\nseen.append(input('Again? '))", "id=again")
        + cell("print(seen, name)", "id=after")
    )
    assert not page.evaluate("crossOriginIsolated")
    first, again, after = (page.locator("lite-cell").nth(number) for number in range(3))
    first.get_by_role("button", name="Run").click()
    expect(page.get_by_role("textbox", name="Who?")).to_be_focused()
    page.keyboard.type("Ada ö")
    page.keyboard.press("Enter")
    page.get_by_label("Word?").fill("x y")
    page.keyboard.press("Enter")
    expect(first).to_contain_text("Ada ö True")

    again.get_by_role("button", name="Run").click()
    expect(page.get_by_role("textbox", name="Again?")).to_be_focused()
    again.get_by_role("button", name="Stop").click()
    expect(again).to_contain_text("KeyboardInterrupt")
    expect(page.get_by_role("textbox", name="Again?")).to_have_count(0)
    after.get_by_role("button", name="Run").click()
    expect(after).to_contain_text("[] Ada ö")


def test_a_callback_that_cannot_wait_for_the_reader_says_so(open_page: OpenPage) -> None:
    page = open_page(
        cell(
            "from my_counter import MyCounter\ncounter = MyCounter()\n"
            "counter.observe(lambda change: input('More? '), 'value')\ncounter"
        )
    )
    page.get_by_role("button", name="Run").click()
    page.get_by_role("button", name="clicked").click()
    expect(page.locator("lite-cell")).to_contain_text("Python cannot wait for the reader here.")
