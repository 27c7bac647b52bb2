"""Where modules come from, what they import, and what a page's Content-Security-Policy must allow."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.afm.conftest import expect_card, open_page
from tests.conftest import serve_on_loopback

if TYPE_CHECKING:
    from tests.browser.afm.conftest import PageServer, WidgetPage

pytestmark = pytest.mark.browser

SHOW_TEXT = "export default { render({ el }) { el.textContent = text; } }"


def test_equal_text_in_one_file_is_loaded_once(widgets: WidgetPage) -> None:
    esm = "test.log.push('evaluated'); export default { render({ el }) { el.textContent = 'here'; } }"
    for name in ("One", "Two", "Three"):
        widgets.open(name, esm, _file="same.js")
        expect(widgets.show(name)).to_have_text("here")
    widgets.expect_log("evaluated")
    assert widgets.census()["modules"] == 1


def test_a_module_is_loaded_from_an_address_with_its_own_imports(
    widgets: WidgetPage, server: PageServer
) -> None:
    server.files["/remote/widget.js"] = f"import {{ text }} from './text.js'; {SHOW_TEXT}"
    server.files["/remote/text.js"] = "export const text = 'from an address';"
    widgets.open("Remote", f"{server.url}/remote/widget.js")
    expect(widgets.show("Remote")).to_have_text("from an address")


def test_an_address_that_failed_is_asked_again_on_a_retry(widgets: WidgetPage, server: PageServer) -> None:
    widgets.open("Remote", f"{server.url}/remote/widget.js")
    view = widgets.show("Remote")
    expect_card(view, "/remote/widget.js could not be loaded")
    server.files["/remote/widget.js"] = f"const text = 'there now'; {SHOW_TEXT}"
    view.get_by_role("button", name="Try again").click()
    expect(view).to_have_text("there now")


def test_a_module_of_the_site_is_read_anew_when_its_files_change(
    widgets: WidgetPage, server: PageServer
) -> None:
    server.files["/files/widget.js"] = f"import {{ text }} from './lib/text.js'; {SHOW_TEXT}"
    server.files["/files/lib/text.js"] = "export const text = 'first';"
    widgets.open("Site", "site:files/widget.js")
    view = widgets.show("Site")
    expect(view).to_have_text("first")
    server.files["/files/lib/text.js"] = "export const text = 'second';"
    widgets.run("await test.runtime.bind(test.models.get('Site')).refresh()")
    expect(view).to_have_text("second")


def test_a_refresh_that_finds_nothing_new_disturbs_nothing(widgets: WidgetPage) -> None:
    widgets.open("Calm", "export default { render() { test.log.push('render'); } }")
    widgets.show("Calm")
    widgets.run("await test.runtime.bind(test.models.get('Calm')).refresh()")
    widgets.expect_log("render")


def test_files_may_be_imported_while_the_module_runs_also_in_a_circle(widgets: WidgetPage) -> None:
    widgets.run(
        """const a = "export const load = () => import('./widget.js'); export const text = 'a';";
        test.files.set('run/a.js', a);
        test.files.set('run/data.json', '{"text": "data"}');"""
    )
    widgets.open(
        "Running",
        """import data from './data.json' with { type: 'json' };
        export const name = 'widget';
        export default { async render({ el }) {
          const file = 'a';
          const { text, load } = await import(`./${file}.js`);
          el.textContent = [text, (await load()).name, data.text].join(' ');
        } }""",
        _file="run/widget.js",
    )
    expect(widgets.show("Running")).to_have_text("a widget data")


def test_a_module_that_fails_breaks_no_other_that_shares_a_file_with_it(widgets: WidgetPage) -> None:
    widgets.run(
        """test.files.set('shared/open.js', "export const open = () => import('./late.js');");
        test.files.set('shared/late.js', "export const text = 'opened';");"""
    )
    widgets.open(
        "Healthy",
        """import { open } from './open.js';
        export default { render({ el }) {
          el.onclick = async () => { el.textContent = (await open()).text; };
          el.textContent = 'healthy';
        } }""",
        _file="shared/healthy.js",
    )
    healthy = widgets.show("Healthy")
    widgets.open(
        "Broken",
        "import { open } from './open.js'; test.attempts = (test.attempts ?? 0) + 1; throw Error('broken');",
        _file="shared/broken.js",
    )
    view = widgets.show("Broken")
    expect_card(view, "broken")
    view.get_by_role("button", name="Try again").click()
    widgets.page.wait_for_function("test.attempts === 2")
    healthy.locator(".afm-widget").click()
    expect(healthy).to_have_text("opened")
    widgets.page.wait_for_function("test.runtime.census().modules === 3")


def test_equal_modules_of_two_folders_of_one_name_import_their_own_files(widgets: WidgetPage) -> None:
    widgets.run(
        """test.answerReading = (id, { id: call }) => test.custom(id, {
          id: call, kind: 'anywidget-command-response', response: `export const text = '${id}';`,
        });"""
    )
    esm = """export default { render({ el }) {
      el.onclick = async () => { el.textContent = (await import('./text.js')).text; };
      el.textContent = 'click';
    } }"""
    for name in ("One", "Two"):
        widgets.open(name, esm, _esm_files={"name": "src/widget.js", "edition": 0})
        widgets.show(name)
    for name in ("One", "Two"):
        widgets.view(name).locator(".afm-widget").click()
        expect(widgets.view(name)).to_have_text(name)


def test_a_debugger_is_told_the_files_name_and_the_source_map_that_is_in_it(widgets: WidgetPage) -> None:
    told: list[tuple[str, str]] = []
    debugger = widgets.page.context.new_cdp_session(widgets.page)
    debugger.on("Debugger.scriptParsed", lambda script: told.append((script["url"], script["sourceMapURL"])))
    debugger.send("Debugger.enable")
    source_map = "data:application/json;base64,eyJ2ZXJzaW9uIjozLCJzb3VyY2VzIjpbXSwibWFwcGluZ3MiOiIifQ=="
    widgets.run(
        "test.files.set('mapped/part.js', 'export const text = 1;' + given)",
        f"\n//# sourceMappingURL={source_map}",
    )
    widgets.open(
        "Mapped",
        f"import {{ text }} from './part.js';\n{SHOW_TEXT}\n//# sourceMappingURL={source_map}\n",
        _file="mapped/widget.js",
    )
    expect(widgets.show("Mapped")).to_have_text("1")
    assert {("mapped/widget.js", source_map), ("mapped/part.js", source_map)} <= set(told)


def test_words_that_only_look_like_imports_are_left_alone(widgets: WidgetPage) -> None:
    widgets.open(
        "Words",
        """// import './comment.js';
        const regular = /import '.\\/regular.js'/;
        const text = "import './string.js'" + `import('./template.js')` + regular.source.length;
        export default { render({ el }) { el.textContent = text; } }""",
        _file="words/widget.js",
    )
    expect(widgets.show("Words")).to_contain_text("import './string.js'import('./template.js')")
    assert widgets.run("return test.reads") == []


def test_another_origin_that_cannot_be_had_is_named(widgets: WidgetPage) -> None:
    class Refusing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(403)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            pass

    with serve_on_loopback(Refusing) as other:
        widgets.open("Foreign", f"import '{other}/library.js'; export default {{}}")
        expect_card(
            widgets.show("Foreign"),
            f"imports {other}/library.js",
            f"{other.removeprefix('http://')} was blocked or could not be reached",
            "ship the code with the widget",
        )


def test_another_origin_that_a_running_module_asks_for_is_named_too(widgets: WidgetPage) -> None:
    for hook in ("initialize", "render"):
        name = hook.title()
        url = "http://127.0.0.1:9/library.js"
        widgets.open(name, f"export default {{ async {hook}() {{ await import('{url}'); }} }}")
        where = "127.0.0.1:9 was blocked or could not be reached"
        expect_card(widgets.show(name), f"imports {url}", where, "ship the code with the widget")


def test_a_running_modules_own_syntax_error_is_no_fault_of_its_text(widgets: WidgetPage) -> None:
    widgets.open("Parsing", "const settings =\n  JSON.parse('');\nexport default {};", _file="pkg/parsing.js")
    view = widgets.show("Parsing")
    expect_card(view, "pkg/parsing.js failed as it was loaded: SyntaxError", "pkg/parsing.js:2:")
    widgets.open("Wrong", "export default {\n  render( };", _file="pkg/wrong.js")
    expect_card(widgets.show("Wrong"), "pkg/wrong.js is not a JavaScript module", "pkg/wrong.js:2:")


STRICT = "default-src 'none'; script-src 'self' blob:; connect-src 'self'; img-src data:"


def test_a_strict_policy_needs_to_allow_blob_scripts_alone(widgets: WidgetPage, server: PageServer) -> None:
    server.policy = STRICT
    open_page(widgets.page, server)
    widgets.run("test.files.set('strict/text.js', \"export const text = 'strict';\")")
    widgets.open(
        "Strict",
        f"import {{ text }} from './text.js'; {SHOW_TEXT}",
        _file="strict/widget.js",
        _css="div { color: rgb(255, 0, 0) }",
    )
    view = widgets.show("Strict")
    expect(view).to_have_text("strict")
    expect(view.locator(".afm-widget")).to_have_css("color", "rgb(255, 0, 0)")
    widgets.open("Failing", "export default { render() { throw new Error('strict too'); } }")
    expect_card(widgets.show("Failing"), "strict too")
    assert [warning for warning in widgets.warnings() if "Content Security Policy" in warning] == []


def test_what_a_policy_forbids_is_said_in_the_cell(widgets: WidgetPage, server: PageServer) -> None:
    server.policy = STRICT
    open_page(widgets.page, server)
    widgets.open("Foreign", "import 'https://elsewhere.invalid/library.js'; export default {}")
    where = "Content-Security-Policy blocked elsewhere.invalid"
    what = "allow https://elsewhere.invalid in the policy's script-src"
    expect_card(widgets.show("Foreign"), where, "ship the code with the widget", what)
    widgets.open("Remote", "https://elsewhere.invalid/widget.js")
    expect_card(widgets.show("Remote"), "https://elsewhere.invalid/widget.js", where, what)
