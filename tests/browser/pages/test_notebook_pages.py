"""Pages that a build has made of notebooks: read with no JavaScript, run where a reader asks for it."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from lite_build.notebooks.reading import read_notebook
from lite_build.pages.site_pages import write_pages
from lite_build.project.options import PageOptions
from lite_build.runtime.node import node_executable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Route

    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

BUNDLER = Path(__file__).parents[3] / "extensions/page/tests/bundle-outputs.mjs"
TABLE = (
    '<table border="1" class="dataframe"><thead><tr><th>a</th></tr></thead>'
    "<tbody><tr><td>1</td></tr></tbody></table>"
)
DRAWING = '<svg viewBox="0 0 10 10" width="40"><circle cx="5" cy="5" r="4" fill="#c33"/></svg>'


def display(data: dict[str, Any], **metadata: object) -> dict[str, Any]:
    return {"output_type": "display_data", "data": data, "metadata": metadata}


def stream(text: str, name: str = "stdout") -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}


#: One of each kind that a page shows the same with and without JavaScript.
OUTPUTS: dict[str, list[dict[str, Any]]] = {
    "streams": [stream("<b>plain\nand https://a.example/x?y=1&z\n"), stream("careful\n", "stderr")],
    "colours": [stream("\x1b[1;31mred\x1b[0m \x1b[38;5;200m\x1b[48;2;1;2;3mown\x1b[0m \x1b[7mback\x1b[0m")],
    "written over": [stream(" 10%\r 50%\r100%\nab\b\bcd\x1b[2D!")],
    "error": [
        {
            "output_type": "error",
            "ename": "ValueError",
            "evalue": "bad <x>",
            "traceback": ["\x1b[31m---\x1b[39m", "Cell In[1], line 1", "\x1b[31mValueError\x1b[39m: bad <x>"],
        }
    ],
    "error in one piece": [
        {"output_type": "error", "ename": "E", "evalue": "x", "traceback": ["Traceback\n  line 1\nE: x"]}
    ],
    "table": [display({"text/html": TABLE, "text/plain": "a"})],
    "picture": [display({"image/svg+xml": DRAWING, "text/plain": "<A circle>"}, width=80)],
    "formula": [display({"text/latex": r"$\displaystyle \frac{x}{2}$ and $$y$$", "text/plain": "x"})],
    "mathematics in HTML": [display({"text/html": "<p>so $x^2$ <code>$no$</code></p>"})],
    "text": [display({"text/plain": "<object at 0x1>"})],
    "unknown": [display({"application/x-unknown": 1, "text/plain": "its words"})],
}


def code(name: str, source: str, *outputs: dict[str, Any], tags: tuple[str, ...] = ()) -> dict[str, Any]:
    metadata = {"tags": list(tags)}
    return {"cell_type": "code", "id": name, "metadata": metadata, "source": source, "outputs": list(outputs)}


def text(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


LESSON = (
    text("# A lesson\n\nWords with $x^2$ and a [table](#The-end).\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
    code("first", "answer = int(open('data/six.txt').read())\nprint('first has run')", stream("saved first")),
    code("unseen", "factor = 7", tags=("remove-cell",)),
    code("alone", "raise SystemError('never run')", tags=("skip-execution",)),
    code("second", "answer * factor", display({"text/plain": "saved second"})),
    code("folded", "print('<folded>')", stream("saved below the fold"), tags=("hide-input",)),
    text("## The end\n\n" + "long " * 200),
)
KINDS = tuple(code(f"kind-{number}", "1", *outputs) for number, outputs in enumerate(OUTPUTS.values()))


@pytest.fixture(scope="module")
def notebook_site(page_site: Path) -> Path:
    """The site of pages, with two notebooks' pages."""
    notebooks = []
    (page_site / "files/week 1/data").mkdir(parents=True)
    (page_site / "files/week 1/data/six.txt").write_text("6", encoding="utf-8")
    for name, cells in (("week 1/lesson.ipynb", LESSON), ("kinds.ipynb", KINDS)):
        path = page_site / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        raw = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        path.write_text(json.dumps(raw), encoding="utf-8")
        notebooks.append(read_notebook(path, name))
    write_pages(notebooks, page_site, page_site.parent, PageOptions())
    return page_site


@pytest.fixture
def lesson(notebook_site: Path, page_reader: Reader) -> Iterator[Page]:
    page = page_reader.open("pages/week%201/lesson.html")
    yield page
    page.close()


def test_a_page_is_read_with_no_javascript(
    notebook_site: Path, page_reader: Reader, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(page_reader.address + "pages/week%201/lesson.html")
    expect(page.get_by_role("heading", name="A lesson")).to_be_visible()
    expect(page.locator("math").first).to_be_visible()
    expect(page.get_by_role("cell", name="2")).to_be_visible()
    expect(page.get_by_text("answer =")).to_be_visible()
    expect(page.get_by_text("saved first")).to_be_visible()
    expect(page.get_by_text("factor = 7")).to_be_hidden()
    folded = page.get_by_text("'<folded>'")
    expect(folded).to_be_hidden()
    expect(page.get_by_text("saved below the fold")).to_be_visible()
    page.locator("summary[aria-label=Code]").click()
    expect(folded).to_be_visible()
    page.get_by_role("link", name="table").click()
    expect(page.get_by_role("heading", name="The end")).to_be_in_viewport()
    page.get_by_role("link", name="All pages").click()
    page.get_by_role("link", name="kinds").click()
    expect(page.get_by_text("its words")).to_be_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_that_is_opened_as_a_file_says_what_to_do(
    notebook_site: Path,
    browser: Browser,
    scheme: Any,  # noqa: ANN401 - Playwright's own words
) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 320, "height": 900})
    page = context.new_page()
    page.goto((notebook_site / "pages/week 1/lesson.html").as_uri())
    note = page.get_by_role("note")
    expect(note).to_contain_text("You have opened this page as a file.")
    expect(note.locator("pre")).to_contain_text(f'python -m http.server --directory "{notebook_site}"')
    expect(note.locator("pre")).to_contain_text("http://localhost:8000/pages/week%201/lesson.html")
    expect(page.get_by_text("saved first")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    context.close()


@pytest.mark.parametrize("lost", ["lite.js", "its part"])
def test_a_page_whose_program_is_not_at_its_host_says_so(
    notebook_site: Path, page_reader: Reader, lost: str
) -> None:
    script = (notebook_site / "lite.js").read_text(encoding="utf-8")
    [part] = re.findall(r'begin, lite } from "\./([^"]+)"', script)
    page = page_reader.context.new_page()
    name = "lite.js" if lost == "lite.js" else part
    page.route(f"**/{name}", lambda route: route.fulfill(status=404))
    page.goto(page_reader.address + "pages/week%201/lesson.html")
    note = page.get_by_role("note")
    expect(note).to_contain_text("The program of this page could not be loaded.")
    expect(note.locator("pre")).to_have_text(page_reader.address)
    expect(page.get_by_text("saved first")).to_be_visible()
    assert page_reader.take_complaints()
    page.close()


def test_nothing_of_python_is_asked_for_before_the_reader_wants_it(
    notebook_site: Path, page_reader: Reader
) -> None:
    asked: list[str] = []
    page_reader.context.on("request", lambda request: asked.append(request.url))
    page = page_reader.open("pages/week%201/lesson.html")
    expect(page.get_by_role("button", name="Run").first).to_be_visible()
    page.mouse.wheel(0, 5000)
    expect(page.get_by_role("heading", name="The end")).to_be_in_viewport()
    assert [url for url in asked if re.search("boot|pyodide|worker|packages", url)] == []
    page.close()


def test_a_served_page_says_nothing_of_files_and_adds_no_name(lesson: Page) -> None:
    expect(lesson.get_by_role("button", name="Run").first).to_be_visible()
    expect(lesson.get_by_role("note")).to_have_count(0)
    assert lesson.evaluate("['root', 'note', 'folder', 'page'].filter((name) => name in window)") == []


def test_a_cell_is_run_after_those_that_it_follows_and_takes_the_place_of_its_saved_output(
    lesson: Page,
) -> None:
    first, second, alone = (lesson.locator(f"#cell-{name}") for name in ("first", "second", "alone"))
    expect(second).to_contain_text("saved second")
    second.get_by_role("button", name="Run").click()
    expect(second).to_contain_text("42")
    expect(second).not_to_contain_text("saved second")
    expect(first).to_contain_text("first has run")
    expect(first).not_to_contain_text("saved first")
    expect(alone).not_to_contain_text("SystemError:")
    expect(lesson.locator("#cell-unseen")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_is_as_narrow_as_the_screen_and_as_dark(
    lesson: Page,
    scheme: Any,  # noqa: ANN401 - Playwright's own words
) -> None:
    lesson.emulate_media(color_scheme=scheme)
    lesson.set_viewport_size({"width": 320, "height": 600})
    assert lesson.evaluate("document.documentElement.scrollWidth") == 320
    light = lesson.evaluate(
        "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).reduce((a, b) => +a + +b, 0)"
    )
    assert (light > 382) == (scheme == "light")


def test_outputs_look_the_same_before_and_after_a_run(notebook_site: Path, page_reader: Reader) -> None:
    folder = notebook_site / "static/test-outputs"
    subprocess.run([node_executable(), BUNDLER, folder], check=True, capture_output=True)
    page = page_reader.open("pages/kinds.html")
    different = page.evaluate(
        """async ([kinds, script]) => {
            const { OutputArea } = await import(script);
            const different = [];
            for (const [number, [name, outputs]] of kinds.entries()) {
                const saved = document.querySelector(`#cell-kind-${number} .lite-outputs`);
                const place = document.createElement('div');
                document.body.append(place);
                const area = new OutputArea(place);
                area.restore(outputs);
                await area.settled();
                const [one, other] = [saved, place].map((each) => {
                    const copy = document.createElement('div');
                    copy.innerHTML = each.innerHTML;
                    for (const styled of copy.querySelectorAll('[style]')) {
                        styled.setAttribute('style', styled.style.cssText);
                    }
                    return copy;
                });
                if (!one.isEqualNode(other)) {
                    different.push([name, saved.innerHTML, place.innerHTML]);
                }
            }
            return different;
        }""",
        [list(OUTPUTS.items()), f"{page_reader.address}static/test-outputs/outputs.js"],
    )
    assert not different, "\n".join(map(str, different))
    page.close()


def test_nothing_moves_when_cells_become_what_they_are(notebook_site: Path, page_reader: Reader) -> None:
    page = page_reader.context.new_page()
    script = "**/lite.js"
    # Until the test lets it go, the script is on its way.
    held: list[Route] = []
    page.route(script, lambda route: held.append(route))
    with page.expect_request(script):
        page.goto(page_reader.address + "pages/week%201/lesson.html", wait_until="commit")
    end = page.get_by_role("heading", name="The end")
    expect(end).to_be_visible()
    expect(page.locator("lite-cell:not(:defined)")).to_have_count(5)
    before = end.bounding_box()
    held[0].continue_()
    expect(page.get_by_role("button", name="Run").last).to_be_visible()
    after = end.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(after["y"] - before["y"]) < 2
    page.close()
