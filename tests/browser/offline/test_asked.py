"""A site that asks its readers whether it is kept: on a page with elements, and in JupyterLab."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.offline.conftest import Host
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

#: How many files of the site are kept.
_KEPT = """
async () => {
  const names = (await caches.keys()).filter((name) => /^lite-build offline .* [0-9a-f]{16}$/.test(name));
  const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return lists.flat().length;
}
"""


def offer(page: Page) -> Locator:
    """What a page with elements shows of the site's copy."""
    return page.locator("lite-offline .lite-offline")


def press(place: Locator, name: str) -> None:
    """Press a button by its words."""
    place.get_by_role("button", name=name, exact=True).click()


def test_nothing_is_kept_before_the_reader_says_so_and_all_of_it_afterwards_until_it_is_removed(
    reader: Reader, host: Host
) -> None:
    host.leave()
    host.serve("ask")
    page = reader.open("pages/lesson.html")
    status = offer(page).get_by_role("status")
    expect(status).to_have_text(re.compile(r"can be kept in this browser.* \d+ MB are fetched"))
    assert page.evaluate(_KEPT) == 0
    press(offer(page), "Make available offline")
    expect(offer(page).get_by_role("button", name="Stop")).to_be_visible()
    expect(offer(page).get_by_role("progressbar")).to_be_visible()
    expect(status).to_have_text(re.compile(r"works without a network"), timeout=120_000)
    page.close()

    host.leave()
    # Never opened before.
    expect(reader.open("repl/index.html").locator(".jp-CodeConsole")).to_be_visible()
    page = reader.open("pages/lesson.html")
    status = offer(page).get_by_role("status")
    expect(status).to_have_text(re.compile("works without a network"))
    host.serve("without-list")
    page.reload()
    expect(status).to_have_text(re.compile("works without a network"))
    assert page.evaluate(_KEPT) > 0

    host.leave()
    host.serve("ask")
    press(offer(page), "Remove from this browser")
    expect(offer(page).get_by_role("button", name="Make available offline")).to_be_visible()
    assert page.evaluate(_KEPT) == 0
    reader.take_complaints()


def test_what_was_stopped_goes_on_when_the_reader_says_so_and_after_the_network_was_lost_by_itself(
    reader: Reader, host: Host
) -> None:
    host.leave()
    host.serve("ask")
    page = reader.open("pages/lesson.html")
    status = offer(page).get_by_role("status")
    press(offer(page), "Make available offline")
    press(offer(page), "Stop")
    expect(status).to_have_text(re.compile(r"^[\d,]+ of [\d,]+ files are kept\. .+ to go\.$"))
    page.reload()
    expect(status).to_have_text(re.compile("files are kept"))
    host.leave()
    press(offer(page), "Continue")
    expect(status).to_have_text(re.compile("host does not answer"))
    host.serve("ask")
    page.reload()
    expect(status).to_have_text(re.compile("works without a network"), timeout=120_000)
    reader.take_complaints()


def test_jupyterlab_keeps_the_site_by_a_command_of_the_file_menu_and_tells_of_a_browser_without_room(
    reader: Reader, host: Host
) -> None:
    host.leave()
    host.serve("ask")
    page = reader.open("lab/index.html")
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.get_by_role("menuitem", name="Make Available Offline…").click()
    dialog = page.get_by_role("dialog", name="Available offline")
    expect(dialog.get_by_role("button", name="Make available offline")).to_be_visible()
    browser, origin = reader.context.new_cdp_session(page), "/".join(reader.address.split("/")[:3])
    browser.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 20_000_000})
    press(dialog, "Make available offline")
    expect(dialog.get_by_role("status")).to_have_text(re.compile("has no room for the .* What it had stays"))
    browser.send("Storage.overrideQuotaForOrigin", {"origin": origin})
    press(dialog, "Continue")
    press(dialog, "Close")
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.get_by_role("menuitem", name="Make Available Offline…").click()
    expect(dialog.get_by_role("status")).to_have_text(re.compile("works without a network"), timeout=120_000)
    reader.take_complaints()
