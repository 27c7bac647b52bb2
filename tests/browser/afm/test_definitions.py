"""What a widget's module may export, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.afm.conftest import expect_card

if TYPE_CHECKING:
    from tests.browser.afm.conftest import WidgetPage

pytestmark = pytest.mark.browser

RENDER = "render({ model, el }) { el.textContent = `value ${model.get('value')}`; }"


@pytest.mark.parametrize(
    "esm",
    [
        f"export default {{ {RENDER} }}",
        f"export default () => ({{ {RENDER} }})",
        f"export default async () => {{ await 0; return {{ {RENDER} }}; }}",
        f"export function {RENDER}",
    ],
    ids=["object", "function", "async function", "named render"],
)
def test_every_shape_of_module_is_shown(widgets: WidgetPage, esm: str) -> None:
    widgets.open("Shape", esm, value=3)
    expect(widgets.show("Shape")).to_have_text("value 3")


def test_a_named_render_is_told_to_be_deprecated_and_a_default_export_is_not(widgets: WidgetPage) -> None:
    widgets.open("New", f"export default {{ {RENDER} }}; export function render() {{ throw 'never'; }}")
    widgets.show("New")
    assert widgets.warnings() == []
    widgets.open("Old", f"export function {RENDER}")
    widgets.show("Old")
    assert [warning for warning in widgets.warnings() if "deprecated" in warning and "Old" in warning]


def test_an_empty_definition_is_legal(widgets: WidgetPage) -> None:
    widgets.open("Nothing", "export default {}")
    expect(widgets.show("Nothing")).to_have_text("")
    expect(widgets.view("Nothing").get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize(
    ("esm", "told"),
    [
        ("", "exports nothing"),
        ("export const draw = 1", "exports only draw"),
        ("export default 3", "the default export is a number"),
        ("export default () => undefined", "function returns undefined"),
        ("export default { render: 'text' }", "whose render is no function"),
        ("export default []", "a list"),
    ],
)
def test_any_other_shape_is_a_clear_error(widgets: WidgetPage, esm: str, told: str) -> None:
    widgets.open("Wrong", esm)
    expect_card(widgets.show("Wrong"), "Wrong could not be loaded", told)
