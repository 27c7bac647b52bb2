"""The pytest plugin: what `pip install 'litewidget[test]'` adds to a test run.

It is imported in every run of an environment that has litewidget, so it imports the rest when it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from playwright.sync_api import Page

    from litewidget.testing.widget_page import WidgetPage


@pytest.fixture
def mount_widget(page: Page, monkeypatch: pytest.MonkeyPatch) -> Iterator[WidgetPage]:
    """Shows widgets in a real browser page; called with a widget, it gives a locator of Playwright's.

    Widgets that are made while the fixture is in use talk to the page, and end with it. What goes wrong in
    their modules, or in Python while it answers them, fails the test. `page` is pytest-playwright's.
    """
    import comm

    from litewidget.testing.widget_page import WidgetPage

    with WidgetPage.open(page) as mounting:
        monkeypatch.setattr(comm, "create_comm", mounting.create_comm)
        monkeypatch.setattr(comm, "get_comm_manager", lambda: mounting.comms)
        yield mounting


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """Fail a test whose widgets failed, and tell one that fails anyway what they said."""
    mounting = cast("WidgetPage | None", pyfuncitem.funcargs.get("mount_widget"))
    try:
        result = yield
    except Exception as error:
        for said in mounting.take_errors() if mounting is not None else ():
            error.add_note(said)
        raise
    errors = mounting.take_errors() if mounting is not None else []
    if errors:
        pytest.fail("\n\n".join(errors), pytrace=False)
    return result
