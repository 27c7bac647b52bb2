"""Examples of a documentation run in its pages, on the wheel of its own source tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]


@pytest.fixture(scope="module")
def reference(docs_reader: Reader) -> Page:
    """The page of the reference, whose examples share one Python."""
    return docs_reader.open("reference.html")


@pytest.fixture(scope="module")
def elements(docs_reader: Reader) -> Page:
    """A page in a folder, with an element of each kind."""
    return docs_reader.open("guide/elements.html")


def example(page: Page, name: str) -> Locator:
    return page.locator(f'lite-example[namespace="{name}"]')


def run(one: Locator, label: str = "Run this example") -> None:
    one.get_by_role("button", name=label, exact=True).click()


def outputs(one: Locator) -> Locator:
    return one.locator(".lite-outputs")


def test_an_example_can_be_read_before_python_is_there(reference: Page) -> None:
    tide = example(reference, "shoreline.tides.tide_at-1")
    expect(tide.locator(".lite-saved-output").first).to_have_text("Tide(harbour='Aldport', metres=2.5)")
    expect(tide).to_contain_text("At midnight the water is at its mean.")
    expect(tide.locator("lite-cell").first).not_to_contain_text(">>>")
    expect(tide.get_by_role("button")).to_have_count(1)


def test_an_example_runs_on_the_package_s_own_wheel(reference: Page, docs_reader: Reader) -> None:
    tide = example(reference, "shoreline.tides.tide_at-1")
    run(tide)
    expect(outputs(tide)).to_have_count(4)
    expect(outputs(tide).nth(0)).to_contain_text("metres=2.5")
    expect(outputs(tide).nth(1)).to_contain_text("250")
    expect(outputs(tide).nth(2)).to_contain_text("2 3.41")
    # That it fails is what the documentation says.
    expect(outputs(tide).nth(3)).to_contain_text("NoSuchHarbourError: there is no harbour Nowhere")
    expect(tide.locator(".lite-saved-output")).to_have_count(0)
    assert docs_reader.take_complaints() == []


def test_what_is_not_to_be_run_stays_as_it_is(reference: Page) -> None:
    skipped = example(reference, "shoreline.tides.tide_at-1").locator(":scope > .doctest")
    expect(skipped).to_contain_text("launch_a_ship()")


def test_examples_have_names_of_their_own_in_one_python(reference: Page) -> None:
    wave = example(reference, "shoreline.waves.period-1")
    run(wave)
    expect(outputs(wave)).to_contain_text("8.0")
    # Both have a name `tide`; a cell that is run once more still sees its own.
    tide = example(reference, "shoreline.tides.tide_at-1")
    cell = tide.locator("lite-cell").nth(1)
    cell.get_by_role("button", name="Run", exact=True).click()
    expect(outputs(cell)).to_contain_text("250")


def test_a_doctest_that_is_in_no_section_is_an_example_where_the_setting_says_so(reference: Page) -> None:
    higher = example(reference, "shoreline.tides.Tide.higher-1")
    run(higher)
    expect(outputs(higher)).to_contain_text("metres=3.5")


def test_a_changed_cell_is_completed_with_the_names_of_its_example(reference: Page) -> None:
    wave = example(reference, "shoreline.waves.period-1")
    field = wave.locator("lite-cell").get_by_role("textbox")
    field.focus()
    # The editor has come.
    expect(field).to_have_attribute("aria-readonly", "false")
    field.fill("tide * 0 + 7\ntid")
    field.press("End")
    field.press("Control+Space")
    expect(field).to_have_value("tide * 0 + 7\ntide")
    field.press("Shift+Enter")
    expect(outputs(wave)).to_contain_text("8.003")


def test_a_page_with_nothing_to_run_loads_nothing(documentation: Path) -> None:
    assert "lite.js" not in (documentation / "plain.html").read_text(encoding="utf-8")
    assert "lite-build.css" not in (documentation / "index.html").read_text(encoding="utf-8")


def test_only_what_the_package_needs_is_shipped(documentation: Path) -> None:
    wheels = {path.name.partition("-")[0] for path in (documentation / "lite").rglob("*.whl")}
    assert {"shoreline", "msgspec"} <= wheels
    assert not wheels & {"sphinx", "numpydoc", "myst_parser", "docutils"}


def test_blocks_of_a_myst_page_are_cells_that_share_their_names(docs_reader: Reader) -> None:
    page = docs_reader.open("tutorial.html")
    # What all doctests are told to begin with runs in one that is not seen.
    cells = page.locator("lite-cell:not([hidden])")
    expect(cells).to_have_count(4)
    expect(page.locator("body")).to_contain_text("this_stays_as_it_is()")
    # What stands above it is run first.
    cells.nth(3).get_by_role("button", name="Run", exact=True).click()
    expect(outputs(cells.nth(3))).to_contain_text("seen without its code: Brinhaven")
    expect(outputs(cells.nth(1))).to_contain_text("'Brinhaven'")
    expect(outputs(cells.nth(2))).to_contain_text("2.5")


def test_a_cell_of_a_file_and_a_block_that_says_so_run(elements: Page) -> None:
    cells = elements.locator("lite-cell")
    expect(outputs(cells.nth(1))).to_contain_text("by itself: 42")
    cells.nth(0).get_by_role("button", name="Run", exact=True).click()
    expect(outputs(cells.nth(0))).to_contain_text("fathoms: 7")
    said = elements.locator("lite-cell", has_text="a block that says so")
    said.get_by_role("button", name="Run", exact=True).click()
    expect(outputs(said)).to_contain_text("a block that says so")


def test_a_prompt_and_an_exercise_are_there(elements: Page) -> None:
    expect(elements.locator("lite-repl")).to_contain_text("Ask the sea.")
    exercise = elements.locator("lite-exercise")
    expect(exercise).to_contain_text("Say how deep it is.")
    exercise.get_by_role("button", name="Check").click()
    expect(exercise).to_contain_text("Not Ellipsis fathoms.")
    exercise.get_by_role("button", name="Hint").click()
    expect(exercise.locator("em")).to_have_text("seven")
    exercise.get_by_role("textbox").fill("depth = 7")
    exercise.get_by_role("button", name="Check").click()
    expect(exercise).to_contain_text("Correct.")


def test_a_written_example_has_its_own_words(elements: Page) -> None:
    one = elements.locator("lite-example")
    expect(one).to_contain_text("This takes a second.")
    expect(one).to_contain_text("Some text in between.")
    run(one, "Let it run")
    expect(outputs(one)).to_contain_text("42")


def test_a_notebook_is_shown_with_its_outputs_and_runs(elements: Page) -> None:
    notebook = elements.locator("lite-notebook")
    expect(notebook.get_by_role("heading", name="A notebook")).to_be_visible()
    expect(notebook).to_contain_text("saved: 3")
    run(notebook, "Run all")
    expect(outputs(notebook).last).to_contain_text("ran: 2.5")


def test_a_widget_of_the_package_is_there_with_its_traits(elements: Page) -> None:
    widget = elements.locator("lite-widget")
    widget.scroll_into_view_if_needed()
    expect(widget).to_contain_text("The tide is at 2.5 m.")


def test_a_test_of_sphinx_s_own_runs_after_its_setup(elements: Page) -> None:
    fish = elements.locator("lite-cell", has_text="print(fish)")
    expect(fish).to_contain_text("cod")
    fish.get_by_role("button", name="Run", exact=True).click()
    expect(outputs(fish)).to_contain_text("cod")
