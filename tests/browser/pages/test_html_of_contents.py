"""HTML files of the contents: a build makes pages of the site of those that run Python."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import APP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]


def test_a_page_of_the_contents_is_found_by_its_path_and_its_python_answers(page_reader: Reader) -> None:
    page = page_reader.open(f"{APP}?from=test#more")
    more = page.get_by_role("button", name="More")
    more.click()
    more.click()
    # `humanize` is a package that the site has locked.
    expect(page.locator("#count")).to_have_text("1,002")
    assert page.url.endswith(f"/files/{APP}?from=test#more")
    page.close()


@contextmanager
def opened(reader: Reader, path: str) -> Iterator[Page]:
    """Open a page, and wait until the last of its scripts has run and its controls can be used."""
    page = reader.context.new_page()
    page.add_init_script(
        "globalThis.done = 0; document.addEventListener('py:done', () => { globalThis.done += 1; })"
    )
    page.goto(f"{reader.address}{path}")
    page.wait_for_function("done > 0 && done === document.querySelectorAll('script[type=py]').length")
    expect(page.locator("[aria-busy]")).to_have_count(0)
    try:
        yield page
        expect(page.get_by_role("alert")).to_have_count(0)
    finally:
        page.close()


def test_the_demo_s_converter_calculates_as_somebody_types(demo_visitor: Reader) -> None:
    with opened(demo_visitor, "pages/converter.html") as page:
        page.get_by_label("Amount").fill("10")
        expect(page.locator("#result")).to_have_text("16.09 km")
        page.get_by_label("Unit").select_option("pounds")
        expect(page.locator("#result")).to_have_text("4.54 kg")


def test_the_demo_s_drawing_follows_a_pointer(demo_visitor: Reader) -> None:
    with opened(demo_visitor, "pages/drawing.html") as page:
        paper = page.get_by_label("The drawing")
        box = paper.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 50, box["y"] + 50)
        page.mouse.down()
        page.mouse.move(box["x"] + 150, box["y"] + 90, steps=5)
        page.mouse.up()
        expect(page.locator("#length")).to_have_text("Strokes: 1")
        drawn = "paper => paper.getContext('2d').getImageData(0, 0, 900, 600).data.filter(Boolean).length"
        assert paper.evaluate(drawn) > 0
        page.get_by_role("button", name="Clear").click()
        assert paper.evaluate(drawn) == 0


def test_the_demo_s_list_of_things_to_do_is_kept_from_visit_to_visit(demo_visitor: Reader) -> None:
    with opened(demo_visitor, "pages/to-do.html") as page:
        for task in ("Milk", "Bread & <butter>"):
            page.get_by_label("What is to be done").fill(task)
            page.get_by_role("button", name="Add").click()
            expect(page.get_by_role("listitem").filter(has_text=task)).to_be_visible()
        page.get_by_label("Milk").check()
        expect(page.get_by_role("status")).to_have_text("1 of 2 to do")
    with opened(demo_visitor, "pages/to-do.html") as page:
        expect(page.get_by_role("status")).to_have_text("1 of 2 to do")
        expect(page.get_by_label("Milk")).to_be_checked()
        expect(page.get_by_label("Bread & <butter>")).not_to_be_checked()


def test_scripts_of_two_environments_share_no_names(demo_visitor: Reader) -> None:
    with opened(demo_visitor, "pages/two-namespaces.html") as page:
        shown = page.locator("script-py")
        expect(shown).to_have_text(
            ["Here it is 'left'.", "Is the other's name here? False", "For the first one it is still 'left'."]
        )


def test_a_tag_of_a_package_is_used_by_a_page_with_no_python(demo_visitor: Reader) -> None:
    page = demo_visitor.open("pages/number-line.html")
    page.get_by_role("slider", name="a half").press("ArrowRight")
    expect(page.locator("#sum")).to_have_text("Together: 1.11")
    assert page.evaluate("document.querySelector('number-line').points") == {"a half": 0.21, "a third": 0.9}
    page.close()


def test_the_demo_s_waves_are_drawn_by_a_library_from_npm(demo_visitor: Reader) -> None:
    with opened(demo_visitor, "pages/waves.html") as page:
        expect(page.locator("#told")).to_have_text("Beats each second: 1")
        expect(page.locator("#plot canvas")).to_be_visible()
        page.get_by_label("the second wave").fill("9")
        expect(page.locator("#told")).to_have_text("Beats each second: 4")


def test_the_demo_s_savings_plan_is_made_of_components(demo_visitor: Reader) -> None:
    with opened(demo_visitor, "pages/components.html") as page:
        page.get_by_role("tab", name="Table").click()
        last = page.locator("[part=table] tbody tr").last.get_by_role("cell")
        expect(last).to_have_text(["10", "15323", "13000"])
        page.get_by_role("slider", name="Each month").press("ArrowRight")
        expect(last).to_have_text(["10", "16721", "14200"])
