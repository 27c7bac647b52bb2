"""Cells of pages that myst-nb, nbsphinx and sphinx-gallery have made run in their page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]


def run(cell: Locator) -> None:
    cell.get_by_role("button", name="Run", exact=True).click()


def outputs(cell: Locator) -> Locator:
    return cell.locator(".lite-outputs")


def shown(page: Page) -> Locator:
    return page.locator("lite-cell:not([hidden])")


def test_cells_of_myst_nb_run_after_those_above_them_that_are_not_shown(docs_reader: Reader) -> None:
    page = docs_reader.open("notebooks/measured.html")
    cells = shown(page)
    expect(cells).to_have_count(4)
    run(cells.nth(2))
    # A cell that fails as its tag says ends nothing; the one above needs a name of a removed cell.
    expect(outputs(cells.nth(2))).to_contain_text("NoSuchHarbourError: there is no harbour Nowhere")
    expect(outputs(cells.nth(1))).to_contain_text("measured: 2.5")
    expect(cells.nth(1).get_by_text("Code", exact=True)).to_be_visible()
    expect(outputs(cells.nth(3))).to_have_count(0)
    run(cells.nth(3))
    expect(outputs(cells.nth(3))).to_contain_text("where it is asked for")
    assert docs_reader.take_complaints() == []


def test_saved_outputs_of_a_notebook_stay_until_their_cell_has_run(docs_reader: Reader) -> None:
    page = docs_reader.open("notebooks/logbook.html")
    cells = shown(page)
    expect(cells.nth(0).locator(".lite-saved-output")).to_have_text("saved: 7")
    expect(cells.nth(1).locator(".lite-saved-output img")).to_have_js_property("complete", value=True)
    run(cells.nth(0))
    expect(outputs(cells.nth(0))).to_have_text("ran: 7")
    expect(cells.nth(0).locator(".lite-saved-output")).to_have_count(0)
    expect(cells.nth(1).locator(".lite-saved-output img")).to_have_count(1)
    run(cells.nth(1))
    expect(outputs(cells.nth(1)).locator("b")).to_have_text("drawn in the page")
    expect(cells.nth(1).locator(".lite-saved-output")).to_have_count(0)


def test_cells_of_nbsphinx_run_and_its_prompts_are_not_shown(docs_reader: Reader) -> None:
    page = docs_reader.open("notebooks/cruise.html")
    cells = shown(page)
    expect(cells).to_have_count(3)
    expect(cells.nth(0).locator(".lite-saved-output")).to_contain_text("saved: a ship")
    expect(cells.nth(0).get_by_text("[1]:")).not_to_be_visible()
    expect(cells.nth(1).locator(".lite-saved-output")).to_contain_text("saved words")
    run(cells.nth(2))
    expect(outputs(cells.nth(2))).to_contain_text("PETREL")
    expect(outputs(cells.nth(0))).to_contain_text("ran: Petrel")
    expect(outputs(cells.nth(1)).locator("b")).to_have_text("the ship in the page")
    expect(page.locator(".lite-saved-output")).to_have_count(0)


def test_blocks_of_a_gallery_s_example_run_with_its_figures_until_then(docs_reader: Reader) -> None:
    page = docs_reader.open("gallery/draw_tides.html")
    cells = shown(page)
    expect(cells).to_have_count(3)
    figure = cells.nth(1).locator(".lite-saved-output img")
    expect(figure).to_have_attribute("alt", "draw tides")
    run(cells.nth(2))
    expect(outputs(cells.nth(2))).to_contain_text("drawn by draw")
    expect(outputs(cells.nth(1)).get_by_role("img")).to_be_visible()
    expect(figure).to_have_count(0)


def test_an_example_that_needs_what_no_page_has_stays_as_it_is(docs_reader: Reader) -> None:
    page = docs_reader.open("gallery/draw_from_afar.html")
    expect(page.get_by_text("asked Ada")).to_be_visible()
    expect(page.locator("lite-cell")).to_have_count(0)


def test_the_code_of_a_plot_runs_and_its_figure_stays_until_then(docs_reader: Reader) -> None:
    page = docs_reader.open("plots.html")
    cell = shown(page)
    expect(cell.locator(".lite-saved-output figure img")).to_have_js_property("complete", value=True)
    expect(page.get_by_role("link", name="png")).to_be_visible()
    run(cell)
    expect(outputs(cell).get_by_role("img")).to_be_visible()
    expect(page.locator("img.plot-directive")).to_have_count(0)
