"""One tab of each engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.elsewhere import heard_elsewhere
from tests.browser.engines.chromium import ChromiumTab
from tests.browser.engines.find_engines import FIREFOX, WEBKIT, Engine
from tests.browser.engines.firefox import ERRANDS, open_firefox
from tests.browser.engines.webkit import open_webkit
from tests.browser.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.browser.engines.tab import Tab


@pytest.fixture(params=["chromium", "firefox", "webkit"])
def tab(request: pytest.FixtureRequest) -> Iterator[Tab]:
    """A tab of each engine; nothing that is opened in it may ask any other host."""
    opened: Iterator[Tab] = request.getfixturevalue(f"{request.param}_tab")
    return opened


@pytest.fixture
def chromium_tab(course: str, request: pytest.FixtureRequest) -> Iterator[Tab]:
    browser, elsewhere = map(request.getfixturevalue, ("browser", "elsewhere"))
    with Reader.visiting(course, browser, elsewhere) as reader:
        yield ChromiumTab(reader.context.new_page())
        assert reader.take_complaints() == []


@pytest.fixture
def firefox_tab(tmp_path: Path) -> Iterator[Tab]:
    with (
        heard_elsewhere(ERRANDS) as (proxy, asked),
        open_firefox(program_of(FIREFOX), tmp_path, proxy) as tab,
    ):
        yield tab
        assert asked == []


@pytest.fixture
def webkit_tab() -> Iterator[Tab]:
    with heard_elsewhere(()) as (proxy, asked), open_webkit(program_of(WEBKIT), proxy) as tab:
        yield tab
        assert asked == []


def program_of(engine: Engine) -> str:
    """An engine's program; where there is none, the test is skipped."""
    program = engine.find()
    if program is None:
        pytest.skip(engine.missing)
    return program
