"""Figures of libraries' own kinds, drawn with what the site's packages carry."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from lite_build.pages.outputs.displays import TextRenderers, display_html
from tests.browser.pages.test_cells import cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

FIGURE = {
    "data": [{"type": "bar", "x": ["a", "b"], "y": [1, 2]}],
    "layout": {"title": {"text": "</script> two bars"}},
}
PLOTLY = "application/vnd.plotly.v1+json"
SAVED = display_html(
    {PLOTLY: FIGURE, "text/plain": "Figure()"},
    {},
    TextRenderers(markdown=lambda text: text, latex=lambda text: text, html=lambda text: text),
)
MADE = f"""
from IPython.display import display
import plotly.graph_objects as go
figure = go.Figure([go.Bar(x=["a", "b"], y=[3, 4])], dict(title=dict(text="made here")))
display({{"{PLOTLY}": figure.to_plotly_json(), "text/plain": "Figure()"}}, raw=True)
"""


@pytest.fixture
def page(reader: Reader) -> Iterator[Page]:
    """A page of an author's own, on the demo site, which has plotly."""
    saved = f'<div class="lite-outputs">{SAVED}</div>'
    html = f'<!doctype html><html lang="en"><title>A page</title>{cell(MADE, saved=saved)}'
    page = reader.context.new_page()
    address = f"{reader.address}figures.html"
    script = '<script type="module" src="lite.js"></script>'
    page.route(address, lambda route: route.fulfill(body=html + script, content_type="text/html"))
    page.goto(address)
    yield page
    page.close()


def test_a_plotly_figure_is_drawn_by_the_library_that_its_package_carries(page: Page) -> None:
    figure = page.locator("lite-cell .js-plotly-plot")
    expect(figure.get_by_text("</script> two bars")).to_be_visible()
    expect(figure.locator(".bars .point")).to_have_count(2)
    page.get_by_role("button", name="Run").click()
    expect(figure.get_by_text("made here")).to_be_visible()
    expect(figure).to_have_count(1)
    assert json.loads(page.evaluate("JSON.stringify(['Plotly', 'module'].filter((n) => n in window))")) == []
