"""A widget of litewidget's in marimo, whose own loader runs it: it answers clicks, and Python hears them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.other_hosts import environment_with, free_port, served, unpack_package
from tests.browser.published_widgets import NEWEST_ANYWIDGET
from tests.browser.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.registry]

APP = '''\
import marimo

app = marimo.App()


@app.cell
def _():
    import marimo as mo
    from litewidget import Widget
    from traitlets import Int

    class Counter(Widget):
        _esm = """
        export default {
          render({ model, el }) {
            const button = document.createElement("button");
            const show = () => { button.textContent = `counted ${model.get("value")}`; };
            button.addEventListener("click", () => {
              model.set("value", model.get("value") + 1);
              model.save_changes();
            });
            model.on("change:value", show);
            show();
            el.append(button);
          },
        };
        """
        value = Int(0).tag(sync=True)

    return Counter, mo


@app.cell
def _(Counter, mo):
    get_heard, set_heard = mo.state(0)
    counter = Counter()
    counter.observe(lambda change: set_heard(change["new"]), names="value")
    wrapped = mo.ui.anywidget(Counter(value=10))
    mo.vstack([counter, wrapped])
    return counter, get_heard, wrapped


@app.cell
def _(counter, get_heard, mo, wrapped):
    mo.md(f"heard {get_heard()}, has {counter.value}, wrapped {wrapped.value['value']}")
    return


if __name__ == "__main__":
    app.run()
'''


@pytest.fixture(scope="module")
def marimo_commands() -> Path:
    return environment_with("marimo==0.25.2", f"anywidget=={NEWEST_ANYWIDGET}")


@pytest.fixture
def reader(
    marimo_commands: Path, litewidget_wheel: Path, tmp_path: Path, browser: Browser, elsewhere: list[str]
) -> Iterator[Reader]:
    """Somebody who opens the app."""
    app = tmp_path / "app.py"
    app.write_text(APP, encoding="utf-8")
    packages = unpack_package(litewidget_wheel, tmp_path / "packages")
    port = free_port()
    options = ["--headless", "--no-token", "--host", "127.0.0.1", "--port", str(port)]
    environment = {
        **os.environ,
        "PYTHONPATH": str(packages),
        "HOME": str(tmp_path),
        "MARIMO_SKIP_UPDATE_CHECK": "1",
    }
    with (
        served(
            [marimo_commands / "marimo", "run", app, *options],
            f"http://127.0.0.1:{port}/",
            log=tmp_path / "server.log",
            environment=environment,
        ) as address,
        Reader.visiting(address, browser, elsewhere) as visiting,
    ):
        yield visiting


def test_a_widget_answers_clicks_in_marimo_shown_by_itself_and_as_a_control(reader: Reader) -> None:
    page = reader.open("")
    page.get_by_role("button", name="counted 0").click()
    expect(page.get_by_text("heard 1, has 1, wrapped 10")).to_be_visible()
    page.get_by_role("button", name="counted 10").click()
    expect(page.get_by_text("heard 1, has 1, wrapped 11")).to_be_visible()
