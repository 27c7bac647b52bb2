"""A page over a slow connection: its own parts at once, and a click that is not lost."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.pages.conftest import FOLDER, HEAD
from tests.browser.pages.test_cells import cell

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import CDPSession, Page

    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

#: Fourteen megabytes of Python take ten seconds.
SLOW = {
    "offline": False,
    "latency": 200,
    "downloadThroughput": 1_500_000,
    "uploadThroughput": 1_500_000,
}


def slow_down(page: Page) -> None:
    """Have a page and the workers that it starts wait for what they fetch, as over a slow connection."""
    session = page.context.new_cdp_session(page)

    def slow_worker_down(event: dict[str, Any]) -> None:
        """A worker is a target of its own, which waits until its connection is slow."""
        for number, (method, parameters) in enumerate(COMMANDS):
            message = json.dumps({"id": number, "method": method, "params": parameters})
            session.send("Target.sendMessageToTarget", {"sessionId": event["sessionId"], "message": message})

    session.on("Target.attachedToTarget", slow_worker_down)
    send_all(session)
    session.send(
        "Target.setAutoAttach", {"autoAttach": True, "waitForDebuggerOnStart": True, "flatten": False}
    )


#: What is asked of each target.
COMMANDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Network.enable", {}),
    ("Network.emulateNetworkConditions", SLOW),
    ("Runtime.runIfWaitingForDebugger", {}),
)


def send_all(session: CDPSession) -> None:
    for method, parameters in COMMANDS:
        session.send(method, parameters)


def test_what_is_static_is_there_at_once_and_a_click_waits_visibly(
    page_reader: Reader, page_site: Path
) -> None:
    body = (
        "<h1>An article</h1>"
        + cell("print('from', 'Python')", saved="<p>saved output</p>")
        + cell("print('the', 'second')")
        + '<lite-widget src="my_counter:MyCounter" boot="interaction">A counter, soon.</lite-widget>'
    )
    (page_site / FOLDER / "slow.html").write_text(f"{HEAD}<body>{body}</body></html>", encoding="utf-8")
    # Of a reader whose browser has fetched nothing yet.
    browser = page_reader.context.browser
    assert browser is not None
    context = browser.new_context()
    page = context.new_page()
    slow_down(page)
    page.goto(f"{page_reader.address}{FOLDER}/slow.html", wait_until="commit")
    expect(page.get_by_role("heading", name="An article")).to_be_visible()
    first, second = (page.locator("lite-cell").nth(number) for number in range(2))
    expect(first.get_by_text("saved output")).to_be_visible()
    expect(page.get_by_text("A counter, soon.")).to_be_visible()
    first.get_by_role("button", name="Run", exact=True).click()
    expect(first.get_by_role("button", name="Stop", exact=True)).to_be_visible()
    expect(first).to_contain_text(re.compile(r"Fetching Python \d+ %"))
    expect(first.get_by_text("saved output")).to_be_visible()
    second.get_by_role("button", name="Run", exact=True).click()
    page.locator("lite-widget").click()
    expect(first.locator(".lite-outputs").last).to_have_text("from Python")
    expect(first.get_by_text("saved output")).to_have_count(0)
    expect(second.locator(".lite-outputs")).to_have_text("the second")
    expect(page.get_by_role("button", name="clicked 0 times")).to_be_visible()
    context.close()
