"""Outputs in the engines of other browsers: looks that follow the page, mathematics, scripts, folds."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.elsewhere import heard_elsewhere
from tests.browser.engines.conftest import program_of
from tests.browser.engines.find_engines import FIREFOX, WEBKIT
from tests.browser.engines.firefox import ERRANDS, open_firefox
from tests.browser.engines.webkit import open_webkit
from tests.browser.pages.outputs.outputs_page import display, error, stream

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.browser.engines.tab import Tab

pytestmark = pytest.mark.browser

PATIENCE = 30
MESSAGES = [
    stream("\x1b[31mred\x1b[0m \x1b[38;2;255;255;0myellow\x1b[0m\n"),
    stream("  0%\r100%\n", "stderr"),
    display({"text/html": '<p id="h"></p><script>document.getElementById("h").textContent = "ran"</script>'}),
    display({"text/markdown": "# Title\n\n$\\frac{1}{2}$"}),
    display({"image/svg+xml": '<svg width="30" height="10"><rect width="9" height="9"/></svg>'}),
    display({"application/json": {"a": 1}}),
    error("ValueError", "bad", "where it was", "ValueError: bad"),
]
SEEN = """(() => {
  const style = (selector) => getComputedStyle(area.element.querySelector(selector));
  const red = style('.lite-ansi-red-fg').color;
  const yellow = style('.lite-ansi-own-fg').color;
  return {
    texts: [...area.element.querySelectorAll('.lite-text')].map((one) => one.textContent).slice(0, 2),
    html: area.element.querySelector('#h')?.textContent,
    title: area.element.querySelector('h1')?.textContent,
    fraction: area.element.querySelector('mfrac')?.getBoundingClientRect().height > 0,
    picture: area.element.querySelector('img')?.naturalWidth,
    tree: area.element.querySelector('.lite-json summary')?.textContent,
    isDark: style('.lite-text').color === 'rgb(228, 228, 228)',
    red,
    isYellowPure: yellow === 'rgb(255, 255, 0)',
  };
})()"""


@pytest.fixture(params=["firefox", "webkit"])
def other_tab(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Tab]:
    """A tab of an engine that is not Chromium's."""
    if request.param == "firefox":
        with (
            heard_elsewhere(ERRANDS) as (proxy, asked),
            open_firefox(program_of(FIREFOX), tmp_path, proxy) as tab,
        ):
            yield tab
    else:
        with heard_elsewhere(()) as (proxy, asked), open_webkit(program_of(WEBKIT), proxy) as tab:
            yield tab
    assert asked == []


def wait_until_seen(tab: Tab, wanted: dict[str, Any]) -> dict[str, Any]:
    """Ask until the page shows this, or the patience is at its end; gives the rest of what is seen."""
    deadline = time.monotonic() + PATIENCE
    seen: dict[str, Any] = tab.evaluate(SEEN)
    while {**seen, **wanted} != seen and time.monotonic() < deadline:
        time.sleep(0.1)
        seen = tab.evaluate(SEEN)
    assert {**seen, **wanted} == seen
    return seen


def test_outputs_are_shown_in_another_engine(other_tab: Tab, outputs_address: str) -> None:
    other_tab.open(f"{outputs_address}index.html")
    deadline = time.monotonic() + PATIENCE
    while not other_tab.evaluate("'startArea' in window") and time.monotonic() < deadline:
        time.sleep(0.1)
    other_tab.evaluate(f"(startArea(), {json.dumps(MESSAGES)}.forEach((one) => area.add(one)), 1)")
    light = wait_until_seen(
        other_tab,
        {
            "texts": ["red yellow", "100%"],
            "html": "ran",
            "title": "Title",
            "fraction": True,
            "picture": 30,
            "tree": "root: {} 1 key",
            "isDark": False,
            "isYellowPure": False,
        },
    )
    other_tab.evaluate("(document.body.style.background = '#111')")
    dark = wait_until_seen(other_tab, {"isDark": True})
    assert light["red"] != dark["red"]
    folded = "area.element.querySelector('.lite-traceback .lite-text').checkVisibility()"
    assert other_tab.evaluate(folded) is False
