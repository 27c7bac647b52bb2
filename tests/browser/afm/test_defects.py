"""The defects that were measured in today's reference host for AFM widgets, each shown not to be here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.afm.conftest import expect_card

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.browser.afm.conftest import PageServer, WidgetPage

pytestmark = pytest.mark.browser


def colour_of(view: Locator, selector: str = ".mark") -> str:
    colour: str = view.locator(selector).evaluate("element => getComputedStyle(element).color")
    return colour


MARK = "export default { render({ el }) { el.innerHTML = '<p class=\"mark\">mark</p>'; } }"
RED, GREEN, BLUE, BLACK = "rgb(255, 0, 0)", "rgb(0, 128, 0)", "rgb(0, 0, 255)", "rgb(0, 0, 0)"


def test_1_a_module_that_loads_slowly_says_so_and_loses_no_message(widgets: WidgetPage) -> None:
    widgets.open(
        "Slow",
        """await new Promise((resolve) => { test.load = resolve; });
        export default {
          async initialize({ model }) {
            await new Promise((resolve) => { test.initialize = resolve; });
            model.on('msg:custom', (content) => test.log.push(['initialize', content]));
            model.on('change:value', (m, value) => test.log.push(['value', value]));
          },
          render({ model }) { model.on('msg:custom', (content) => test.log.push(['render', content])); },
        }""",
        value=0,
    )
    view = widgets.start_to_show("Slow")
    expect(view.get_by_role("status")).to_have_text("Loading Slow…")
    widgets.custom("Slow", 1)
    widgets.update("Slow", value="set")
    widgets.update("Slow", value=None)
    widgets.page.wait_for_timeout(2500)
    widgets.run("test.load()")
    widgets.page.wait_for_function("test.initialize !== undefined")
    widgets.custom("Slow", 2)
    assert widgets.log() == []
    widgets.run("test.initialize()")
    expected = [["initialize", 1], ["render", 1], ["value", "set"], ["value", None], ["initialize", 2]]
    widgets.expect_log(*expected, ["render", 2])
    expect(view.get_by_role("status")).to_have_count(0)
    widgets.custom("Slow", 3)
    widgets.expect_log(*expected, ["render", 2], ["initialize", 3], ["render", 3])


def test_2_a_fix_sent_from_python_is_picked_up_after_a_first_load_that_failed(widgets: WidgetPage) -> None:
    widgets.open("Broken", "export default {", value=1)
    view = widgets.show("Broken")
    expect_card(view, "Broken could not be loaded")
    widgets.update("Broken", value=2)
    widgets.custom("Broken", "waits for the fix")
    widgets.update(
        "Broken",
        _esm="""export default { render({ model, el }) {
          el.textContent = `fixed with ${model.get('value')}`;
          model.on('msg:custom', (content) => test.log.push(content));
        } }""",
    )
    expect(view).to_have_text("fixed with 2")
    widgets.expect_log("waits for the fix")


def test_3_an_error_after_the_view_was_created_is_shown_in_its_cell_and_can_be_retried(
    widgets: WidgetPage,
) -> None:
    widgets.open(
        "Failing",
        """let tries = 0;
export default {
  async render({ model, el }) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    model.on('change:value', () => test.log.push('of the failed view'));
    if (++tries < 2) { throw new RangeError('no data yet'); }
    el.textContent = 'fine';
  },
};""",
        value=0,
        _file="failing/widget.js",
    )
    view = widgets.show("Failing")
    expect_card(view, "Failing failed to show itself", "RangeError: no data yet", "failing/widget.js:6:")
    widgets.update("Failing", value=1)
    assert widgets.log() == []
    view.get_by_role("button", name="Try again").click()
    expect(view).to_have_text("fine")
    # The fixture sees to it that no rejection was left unhandled.


def test_4_a_stylesheet_is_fetched_once_swapped_and_removed_with_the_last_view(
    widgets: WidgetPage, server: PageServer
) -> None:
    server.files["/red.css"] = ".mark { color: red }"
    server.files["/green.css"] = ".mark { color: green }"
    for name in ("One", "Two"):
        widgets.open(name, MARK, _css=f"{server.url}/red.css")
    one, two = widgets.show("One"), widgets.show("Two")
    expect(one.locator(".mark")).to_have_css("color", RED)
    expect(two.locator(".mark")).to_have_css("color", RED)
    assert server.requests.count("/red.css") == 1
    assert widgets.census()["styles"] == 1
    widgets.update("One", _css=f"{server.url}/green.css")
    expect(one.locator(".mark")).to_have_css("color", GREEN)
    assert colour_of(two) == RED
    widgets.end("One-view")
    widgets.end("Two-view")
    assert widgets.census()["styles"] == 0
    assert widgets.run(
        "return [document.adoptedStyleSheets.length, document.querySelectorAll('link, style').length]"
    ) == [
        0,
        1,
    ]


def test_5_a_command_whose_signal_was_aborted_already_is_not_sent(widgets: WidgetPage) -> None:
    widgets.open(
        "Aborted",
        """export default { async initialize({ experimental }) {
          await experimental.invoke('never', {}, { signal: AbortSignal.abort(new Error('too late')) })
            .catch((error) => test.log.push(error.message));
        } }""",
    )
    widgets.expect_log("too late")
    assert widgets.sent() == []
    assert widgets.run("return test.models.get('Aborted').listenerCount") == 4


def test_6_on_a_swap_the_old_cleanup_runs_while_its_dom_stands(widgets: WidgetPage) -> None:
    widgets.open(
        "Swapped",
        """export default {
          initialize() { return () => test.log.push('initialize cleaned'); },
          render({ el }) {
            el.innerHTML = '<i>old</i>';
            const stands = () => el.isConnected && el.querySelector('i') !== null;
            return async () => {
              test.log.push(['cleanup', stands()]);
              await new Promise((resolve) => setTimeout(resolve, 50));
              test.log.push(['later', stands()]);
            };
          },
        }""",
    )
    view = widgets.show("Swapped")
    widgets.update(
        "Swapped",
        _esm="""export default {
          initialize() { test.log.push('new'); },
          render({ el }) { el.textContent = 'new'; },
        }""",
    )
    expect(view).to_have_text("new")
    widgets.expect_log(["cleanup", True], ["later", True], "initialize cleaned", "new")


def test_7_two_classes_of_one_name_keep_their_own_styles_and_modules(widgets: WidgetPage) -> None:
    widgets.open("First", MARK, _anywidget_id="__main__.Same", _css=".mark { color: red }")
    widgets.open("Second", MARK + " // another", _anywidget_id="__main__.Same", _css=".mark { color: green }")
    assert [colour_of(widgets.show("First")), colour_of(widgets.show("Second"))] == [RED, GREEN]


def test_11_the_rules_of_two_widgets_and_of_the_page_do_not_meet(widgets: WidgetPage) -> None:
    widgets.run(
        "document.body.insertAdjacentHTML('beforeend', '<div id=\"page\"><p class=\"mark\">page</p></div>')"
    )
    widgets.open("Red", MARK, _css=".mark { color: red }")
    widgets.open("Green", MARK, _css=":root { --shade: green } .mark { color: var(--shade) }")
    widgets.open(
        "Around",
        """export default { async render({ el, host }) {
          el.innerHTML = '<p class="mark own">own</p><div></div>';
          for (const name of ['Red', 'Plain']) {
            const place = el.querySelector('div').appendChild(document.createElement('div'));
            await (await host.getWidget('anywidget:' + name)).render({ el: place });
          }
        } }""",
        _css="p { color: blue } .mark { color: blue }",
    )
    widgets.open("Plain", MARK)
    red, green, around = widgets.show("Red"), widgets.show("Green"), widgets.show("Around")
    assert [colour_of(red), colour_of(green), colour_of(around, ".own")] == [RED, GREEN, BLUE]
    assert [colour_of(around, "div .mark >> nth=" + str(index)) for index in (1, 2)] == [RED, BLACK]
    assert colour_of(widgets.page.locator("#page")) == BLACK
    assert widgets.run("return document.head.querySelectorAll('style').length") == 0


def test_12_relative_imports_work_and_traces_name_the_widgets_file(widgets: WidgetPage) -> None:
    widgets.run(
        """test.files.set('chart/lib/draw.js', `import { unit } from '../unit.js';
export const draw = () => { if (unit === 'px') { throw new Error('cannot draw'); } };`);
        test.files.set('chart/unit.js', "export const unit = 'px';");"""
    )
    widgets.open(
        "Chart",
        "import { draw } from './lib/draw.js';\nexport default {\n  render() {\n    draw();\n  },\n};\n",
        _file="chart/widget.js",
    )
    expect_card(widgets.show("Chart"), "cannot draw", "chart/lib/draw.js:2:")
    widgets.open("Trace", "export default {\n  render() { test.log.push(new Error().stack); } };")
    widgets.show("Trace")
    [stack] = widgets.log()
    assert "Trace.js:2:" in stack
    assert "blob:" not in stack.splitlines()[1]


def test_13_widgets_that_show_each_other_say_so_instead_of_waiting_for_ever(widgets: WidgetPage) -> None:
    shows = """export default {{ async render({{ el, host }}) {{
      await (await host.getWidget('anywidget:{}')).render({{ el }});
    }} }}"""
    widgets.open("Left", shows.format("Right"))
    widgets.open("Right", shows.format("Left"))
    widgets.open("Self", shows.format("Self"))
    expect_card(widgets.show("Left"), "Right failed to show itself", "Left → Right → Left")
    expect_card(widgets.show("Self"), "Self → Self")
