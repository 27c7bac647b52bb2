"""litewidget's test kit: widgets in a real page, driven from Python as their authors' tests do."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import anywidget
import litewidget
import numpy
import psygnal
import pytest
from litewidget.testing.widget_page import WidgetError
from playwright.sync_api import expect
from traitlets import Bytes, Int

from lite_build.templates.new_widget import create_widget
from tests.browser.conftest import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from litewidget.testing.widget_page import WidgetPage

pytestmark = pytest.mark.browser

COUNTER = """
function render({ model, el }) {
  const button = document.createElement("button");
  const show = () => { button.textContent = `counted ${model.get("value")}`; };
  button.onclick = () => { model.set("value", model.get("value") + 1); model.save_changes(); };
  model.on("change:value", show);
  show();
  el.append(button);
}
export default { render };
"""


class Counter(litewidget.Widget):
    _esm = COUNTER
    _css = "button { letter-spacing: 3px }"
    value = Int(0).tag(sync=True)


@litewidget.widget(esm=COUNTER)
@dataclass
class Plain:
    value: int = 0


class AnywidgetsCounter(anywidget.AnyWidget):
    _esm = COUNTER
    value = Int(0).tag(sync=True)


@psygnal.evented
@dataclass
class AnywidgetsPlain:
    value: int = 0

    _repr_mimebundle_ = anywidget.experimental.MimeBundleDescriptor(_esm=COUNTER)


@pytest.mark.parametrize("kind", [Counter, Plain, litewidget.AnyWidget, AnywidgetsCounter])
def test_a_click_reaches_python_and_what_python_sets_reaches_the_page(
    mount_widget: WidgetPage, kind: Callable[[], Counter]
) -> None:
    if kind is litewidget.AnyWidget:
        kind = type("Dropped", (litewidget.AnyWidget,), {"_esm": COUNTER, "value": Int(0).tag(sync=True)})
    widget = kind()
    view = mount_widget(widget)
    view.get_by_role("button").click()
    assert widget.value == 1
    widget.value = 41
    assert view.inner_text() == "counted 41"
    view.get_by_role("button").click()
    assert widget.value == 42


def test_anywidgets_own_descriptor_makes_widgets_that_can_be_mounted(mount_widget: WidgetPage) -> None:
    plain = AnywidgetsPlain(5)
    view = mount_widget(plain)
    view.get_by_role("button", name="counted 5").click()
    assert plain.value == 6
    plain.value = 8
    assert view.inner_text() == "counted 8"


def test_several_views_of_one_widget_have_one_state_and_its_style(mount_widget: WidgetPage) -> None:
    counter = Counter(value=1)
    first, second = mount_widget(counter), mount_widget(counter)
    second.get_by_role("button").click()
    expect(first.get_by_role("button", name="counted 2")).to_have_css("letter-spacing", "3px")
    counter.close()
    expect(first.get_by_role("button")).to_have_count(0)


class Parrot(litewidget.Widget):
    _esm = """
    export default {
      render({ model, el, experimental }) {
        model.on("msg:custom", (content, [bytes]) => {
          el.textContent = `${content} ${bytes.getUint8(0)}`;
        });
        model.on("change:picture", () => {
          const { buffer, dtype, shape } = model.get("picture");
          model.set("echo", new Uint8Array([buffer.getUint8(1), shape[0]]));
          model.save_changes();
        });
        el.onclick = async () => {
          const [answer, [bytes]] = await experimental.invoke("shout", { word: "hi" }, {
            buffers: [new Uint8Array([7, 8])],
          });
          el.textContent = `${answer} ${bytes.getUint8(0)}`;
        };
        el.textContent = "ready";
      },
    };
    """
    picture = litewidget.BinaryTrait().tag(sync=True)
    echo = Bytes(b"").tag(sync=True)

    @litewidget.command
    async def shout(self, message: dict[str, str], buffers: list[memoryview]) -> tuple[str, list[bytes]]:
        await asyncio.sleep(0.05)
        return message["word"].upper(), [bytes(buffers[0])[::-1]]


def test_bytes_travel_both_ways_in_traits_messages_and_commands(mount_widget: WidgetPage) -> None:
    parrot = Parrot()
    view = mount_widget(parrot)
    parrot.send("said", [b"\x2a"])
    assert view.inner_text() == "said 42"
    parrot.picture = numpy.array([3, 4, 5], dtype="uint8")
    expect(view).to_be_visible()
    assert parrot.echo == bytes([4, 3])
    view.get_by_text("said 42").click()
    expect(view).to_have_text("HI 8")


class Wrapper(litewidget.Widget):
    _esm = """
    export default {
      async render({ model, el, host }) {
        const child = await host.getWidget(model.get("child"));
        await child.render({ el });
      },
    };
    """
    child = litewidget.WidgetTrait().tag(sync=True)


def test_a_widget_shows_another(mount_widget: WidgetPage) -> None:
    counter = Counter()
    view = mount_widget(Wrapper(child=counter))
    view.get_by_role("button").click()
    assert counter.value == 1


def test_a_widgets_files_may_import_each_other(mount_widget: WidgetPage, tmp_path: Path) -> None:
    (tmp_path / "word.js").write_text("export const word = 'from beside';", encoding="utf-8")
    (tmp_path / "widget.js").write_text(
        "import { word } from './word.js';\nexport default { render({ el }) { el.textContent = word; } };",
        encoding="utf-8",
    )
    module = tmp_path / "widget.js"
    kind = type("Reader", (litewidget.Widget,), {"_esm": module})
    expect(mount_widget(kind())).to_have_text("from beside")


class Broken(litewidget.Widget):
    _esm = "export default { render() { throw new TypeError('no ink left'); } };"


class Hanging(litewidget.Widget):
    _esm = "export default { render: () => new Promise(() => undefined) };"


def test_a_widget_that_fails_to_show_itself_is_told_in_words(mount_widget: WidgetPage) -> None:
    with pytest.raises(WidgetError, match="Broken failed to show itself\nTypeError: no ink left") as error:
        mount_widget(Broken())
    assert "Broken.js:1:" in str(error.value)
    with pytest.raises(WidgetError, match=r"Hanging is not shown: .* within 0\.2 seconds"):
        mount_widget(Hanging(), timeout=0.2)


def test_what_cannot_be_mounted_is_told_in_words(mount_widget: WidgetPage) -> None:
    with pytest.raises(WidgetError, match="str is no widget"):
        mount_widget("Counter")
    closed = Counter()
    closed.close()
    with pytest.raises(litewidget.ClosedWidgetError):
        mount_widget(closed)


OWN_TESTS = '''
import litewidget
from traitlets import Int

EARLY = litewidget.Widget()


class Faulty(litewidget.Widget):
    _esm = """
    export default {
      render({ model, el }) {
        el.onclick = () => { model.set("value", 1); model.save_changes(); throw new Error("no paper"); };
        el.textContent = "click me";
      },
    };
    """
    value = Int(0).tag(sync=True)


class Curious(litewidget.Widget):
    _esm = "import 'https://elsewhere.test/module.js';"


def test_a_listener_fails(mount_widget):
    mount_widget(Faulty()).click()


def test_python_fails(mount_widget):
    widget = Faulty()
    widget.observe(lambda change: 1 / 0, "value")
    mount_widget(widget).click()
    assert mount_widget.take_errors()[-1:] != []
    mount_widget(widget).click()
    widget.send({"never": object})


def test_it_was_made_too_early(mount_widget):
    mount_widget(EARLY)


def test_it_asks_the_network(mount_widget):
    mount_widget(Curious())


def test_errors_that_are_expected(mount_widget):
    mount_widget(Faulty()).click()
    assert "no paper" in mount_widget.take_errors()[0]
'''


def test_what_goes_wrong_fails_its_test_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text(OWN_TESTS, encoding="utf-8")
    said = run_tests(tmp_path)
    assert "4 failed, 1 passed" in said
    for words in (
        "In the page: no paper",
        "SerializationError",
        "Widget was made before this test's page was there: make it in the test.",
        "asked for https://elsewhere.test/module.js, and a widget's test has no network.",
    ):
        assert words in said


def test_the_tests_of_a_new_package_pass(tmp_path: Path) -> None:
    create_widget("my-counter", tmp_path)
    assert "3 passed" in run_tests(tmp_path / "my-counter")


def run_tests(folder: Path) -> str:
    """Run a folder's tests as its author would, with this machine's browser; gives what pytest says."""
    browser = "from tests.browser.conftest import browser_type_launch_args, elsewhere\n"
    (folder / "conftest.py").write_text(browser, encoding="utf-8")
    finished = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--tb=short", "-p", "no:cacheprovider"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(REPOSITORY), str(folder)])},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return finished.stdout
