"""Files beside a widget's module, which Python reads where the module came from its file system."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.afm.conftest import expect_card, open_page

if TYPE_CHECKING:
    from tests.browser.afm.conftest import PageServer, WidgetPage

pytestmark = pytest.mark.browser

ESM = """import { unit } from './lib/unit.js';
export default { render({ model, el }) { el.textContent = `${model.get('value')} ${unit}`; } };"""


def open_with_files(widgets: WidgetPage, name: str, esm: str, **state: object) -> None:
    widgets.open(name, esm, _esm_files={"name": "scale/widget.js", "edition": 0}, **state)


def write(widgets: WidgetPage, name: str, text: str) -> None:
    widgets.run("test.files.set(given[0], given[1])", [name, text])


def asked_files(widgets: WidgetPage) -> list[str]:
    return [each["data"]["content"]["msg"] for each in widgets.sent() if each["data"]["method"] == "custom"]


def test_python_reads_what_the_module_imports_and_traces_name_the_files(widgets: WidgetPage) -> None:
    write(
        widgets,
        "scale/lib/unit.js",
        "import text from '../text.json' with { type: 'json' };\n"
        "export const { unit } = text;\nif (unit === 'stone') { throw new Error('no such unit'); }",
    )
    write(widgets, "scale/text.json", '{"unit": "kg"}')
    open_with_files(widgets, "Scale", ESM, value=3)
    expect(widgets.show("Scale")).to_have_text("3 kg")
    assert asked_files(widgets) == ["lib/unit.js", "text.json"]
    write(widgets, "scale/text.json", '{"unit": "stone"}')
    widgets.update("Scale", _esm_files={"name": "scale/widget.js", "edition": 1})
    expect_card(widgets.view("Scale"), "no such unit", "scale/lib/unit.js:3:")


def test_another_edition_of_an_imported_file_replaces_the_module_and_keeps_the_state(
    widgets: WidgetPage,
) -> None:
    write(widgets, "scale/lib/unit.js", "export const unit = 'kg';")
    open_with_files(widgets, "Scale", ESM, value=3)
    view = widgets.show("Scale")
    widgets.update("Scale", value=4)
    write(widgets, "scale/lib/unit.js", "export const unit = 'pounds';")
    widgets.update("Scale", _esm_files={"name": "scale/widget.js", "edition": 1})
    expect(view).to_have_text("4 pounds")


def test_a_file_that_python_refuses_is_said_in_the_cell_and_its_repair_is_picked_up(
    widgets: WidgetPage,
) -> None:
    open_with_files(widgets, "Scale", ESM, value=3)
    view = widgets.show("Scale")
    expect_card(view, "scale/widget.js imports 'lib/unit.js'", "there is no file scale/lib/unit.js.")
    write(widgets, "scale/lib/unit.js", "export const unit = 'kg';")
    view.get_by_role("button", name="Try again").click()
    expect(view).to_have_text("3 kg")


@pytest.mark.parametrize("specifier", ["../secret.js", "./lib/../../secret.js", "./%2e%2e/secret.js"])
def test_python_is_not_even_asked_for_what_lies_outside_of_the_folder(
    widgets: WidgetPage, specifier: str
) -> None:
    open_with_files(widgets, "Nosy", f"import '{specifier}';")
    expect_card(widgets.show("Nosy"), "outside of the widget's folder")
    assert asked_files(widgets) == []


def test_a_module_that_widgets_share_imports_on_when_the_widget_that_brought_it_is_closed(
    widgets: WidgetPage,
) -> None:
    write(widgets, "scale/late.js", "export const text = 'late';")
    esm = """export default { async render({ el }) {
      el.innerHTML = '<button>more</button>';
      el.firstChild.onclick = async () => { el.textContent = (await import('./late.js')).text; };
    } };"""
    for name in ("One", "Two"):
        open_with_files(widgets, name, esm, _anywidget_id="tests.Late")
        widgets.show(name)
    widgets.run("test.models.get('Two').close()")
    widgets.view("One").get_by_role("button").click()
    expect(widgets.view("One")).to_have_text("late")


def test_a_cell_that_runs_delays_the_files_and_the_view_says_that_it_loads(widgets: WidgetPage) -> None:
    write(widgets, "scale/lib/unit.js", "export const unit = 'kg';")
    widgets.run(
        """const answer = test.answerReading;
        test.answerReading = (...call) => { test.cellEnds = () => answer(...call); };"""
    )
    open_with_files(widgets, "Scale", ESM, value=3)
    view = widgets.start_to_show("Scale")
    expect(view.get_by_role("status")).to_have_text("Loading Scale…")
    widgets.custom("Scale", "an earlier message")
    widgets.run("test.cellEnds()")
    expect(view).to_have_text("3 kg")


def test_a_widget_that_is_closed_as_its_files_are_read_leaves_nothing(widgets: WidgetPage) -> None:
    widgets.run("test.answerReading = () => {}")
    open_with_files(widgets, "Scale", ESM, value=3)
    view = widgets.start_to_show("Scale")
    widgets.page.wait_for_function("test.sent.length === 1")
    widgets.run("test.models.get('Scale').close()")
    expect(view).to_be_empty()
    assert widgets.run("return test.models.get('Scale').listenerCount") == 0


def test_files_of_the_site_are_named_by_site_and_found_under_its_prefix(
    widgets: WidgetPage, server: PageServer
) -> None:
    open_page(widgets.page, server, "/a prefix/page.html")
    server.files["/a%20prefix/widgets/weight%20%231.js"] = ESM
    server.files["/a%20prefix/widgets/lib/unit.js"] = "export const unit = 'kg';"
    server.files["/a%20prefix/widgets/style.css"] = "div { color: rgb(255, 0, 0) }"
    widgets.open("Scale", "site:widgets/weight #1.js", value=3, _css="site:widgets/style.css")
    view = widgets.show("Scale")
    expect(view).to_have_text("3 kg")
    expect(view.locator(".afm-widget")).to_have_css("color", "rgb(255, 0, 0)")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("site:gone.js", "/gone.js answered 404"),
        ("site:../gone.js", "outside of the site"),
        ("site://elsewhere.invalid/x.js", "outside of the site"),
    ],
)
def test_a_file_that_the_site_does_not_have_is_said_in_the_cell(
    widgets: WidgetPage, server: PageServer, name: str, told: str
) -> None:
    open_page(widgets.page, server, "/prefix/page.html")
    widgets.open("Lost", name)
    expect_card(widgets.show("Lost"), "Lost could not be loaded", told)
