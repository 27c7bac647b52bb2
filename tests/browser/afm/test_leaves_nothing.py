"""What widgets leave behind on a page: nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.afm.conftest import WidgetPage

pytestmark = pytest.mark.browser

WIDGET = """export default {
  initialize({ model }) { model.on('change:value', () => {}); },
  render({ model, el }) {
    model.on('change:value', () => {});
    el.innerHTML = '<button>here</button>';
    el.addEventListener('click', () => {});
  },
}"""


def test_a_thousand_widgets_made_and_closed_leave_no_listener_style_or_model(widgets: WidgetPage) -> None:
    left = widgets.run(
        """for (let round = 0; round < 10; round++) {
          const made = Array.from({ length: 100 }, (_, index) => {
            const name = `Widget${round}-${index}`;
            const model = test.open(name, { _esm: given, _css: `button { width: ${index}px }`, value: 0 });
            return { name, model, element: test.show(name) };
          });
          await Promise.all(made.map(({ element }) => element.settled));
          for (const { name, model, element } of made) {
            if (round % 2) { element.end(); }
            model.close();
            element.remove();
            test.models.delete(name);
            test.listeners = (test.listeners ?? 0) + model.listenerCount;
          }
        }
        await new Promise((resolve) => setTimeout(resolve));
        return {
          ...test.runtime.census(),
          listeners: test.listeners,
          sheets: document.adoptedStyleSheets.length,
          elements: document.querySelectorAll('body > div, style').length,
        };""",
        WIDGET,
    )
    assert left == {
        "models": 0,
        "views": 0,
        "styles": 0,
        "modules": 1000,
        "listeners": 0,
        "sheets": 0,
        "elements": 0,
    }


def test_a_replaced_module_leaves_nothing_on_the_element_that_the_next_one_gets(widgets: WidgetPage) -> None:
    shadow = """export default {{ render({{ el }}) {{
      el.attachShadow({{ mode: 'open' }}).textContent = '{0}';
      el.classList.add('{0}');
    }} }}"""
    widgets.open("Shadow", shadow.format("one"))
    view = widgets.show("Shadow")
    widgets.update("Shadow", _esm=shadow.format("two"))
    expect(view.locator(".two")).to_have_text("two")
    expect(view.locator(".one")).to_have_count(0)


def test_a_style_is_swapped_in_place_and_an_empty_one_removed(widgets: WidgetPage) -> None:
    widgets.open("Styled", WIDGET, _css="button { color: red }")
    button = widgets.show("Styled").get_by_role("button")
    expect(button).to_have_css("color", "rgb(255, 0, 0)")
    widgets.update("Styled", _css="button { color: blue }")
    expect(button).to_have_css("color", "rgb(0, 0, 255)")
    widgets.update("Styled", _css="")
    expect(button).to_have_css("color", "rgb(0, 0, 0)")
    assert widgets.census()["styles"] == 0


def test_a_style_reaches_the_element_that_the_widget_was_handed(widgets: WidgetPage) -> None:
    widgets.open(
        "Own",
        "export default { render({ el }) { el.classList.add('own'); el.textContent = 'own'; } }",
        _css=".own { color: red }",
    )
    expect(widgets.show("Own").locator(".own")).to_have_css("color", "rgb(255, 0, 0)")


def test_a_style_sees_the_theme_that_is_marked_around_the_widget_and_no_other_elements(
    widgets: WidgetPage,
) -> None:
    for name in ("Around", "Imported"):
        start = '@import "data:text/css,i{}";' if name == "Imported" else ""
        widgets.open(name, WIDGET, _css=f"{start} button {{ width: 50px }} .night button {{ width: 99px }}")
        button = widgets.show(name).get_by_role("button")
        expect(button).to_have_css("width", "50px")
        widgets.run("document.body.append(document.createElement('button'))")
        widgets.run("document.documentElement.classList.add('night')")
        expect(button).to_have_css("width", "99px")
        expect(widgets.page.locator("body > button").last).not_to_have_css("width", "99px")
        widgets.run("document.documentElement.classList.remove('night')")


def test_a_style_reaches_a_view_in_a_shadow_root(widgets: WidgetPage) -> None:
    widgets.open("Styled", WIDGET, _css="button { color: red }")
    widgets.run(
        """const around = document.body.appendChild(document.createElement('section'));
        test.show('Styled', 'inside', around.attachShadow({ mode: 'open' }));"""
    )
    expect(widgets.view("Styled", "inside").get_by_role("button")).to_have_css("color", "rgb(255, 0, 0)")
    assert widgets.run("return document.adoptedStyleSheets.length") == 0


def test_an_imported_style_is_used_and_goes_with_the_last_view(widgets: WidgetPage) -> None:
    widgets.open("Styled", WIDGET, _css='@import "data:text/css,button{color:red}"; button { width: 99px }')
    button = widgets.show("Styled").get_by_role("button")
    expect(button).to_have_css("color", "rgb(255, 0, 0)")
    expect(button).to_have_css("width", "99px")
    widgets.end("Styled-view")
    assert widgets.run("return document.querySelectorAll('style').length") == 0
