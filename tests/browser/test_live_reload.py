"""What an open page does when its site was rebuilt, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from lite_build.serve.reload import ReloadChannel
from lite_build.serve.server import serve_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.browser

#: What marks the pages of JupyterLite's applications.
APPLICATION = '<script id="jupyter-config-data" type="application/json">{}</script><button>Run</button>'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    (folder / "lab").mkdir(parents=True)
    write(folder, "first")
    return folder


@pytest.fixture
def channel() -> ReloadChannel:
    return ReloadChannel()


@pytest.fixture
def address(site: Path, channel: ReloadChannel) -> Iterator[str]:
    with serve_site(site, prefix="/my-repo/", reload=channel) as served:
        yield served


def write(site: Path, text: str) -> None:
    page = "<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{}<p>{}</p></body></html>"
    (site / "index.html").write_text(page.format("<button>Click</button>", text), encoding="utf-8")
    (site / "lab" / "index.html").write_text(page.format(APPLICATION, text), encoding="utf-8")


def open_and_listen(page: Page, address: str) -> None:
    with page.expect_response("**/api/lite-build/builds"):
        page.goto(address)


def test_a_page_shows_the_rebuilt_site_by_itself(
    page: Page, address: str, site: Path, channel: ReloadChannel
) -> None:
    open_and_listen(page, address)
    for text in ("second", "third"):
        write(site, text)
        channel.succeeded()
        expect(page.locator("p")).to_have_text(text)


def test_an_application_that_nobody_has_touched_reloads_too(
    page: Page, address: str, site: Path, channel: ReloadChannel
) -> None:
    open_and_listen(page, f"{address}lab/")
    write(site, "second")
    channel.succeeded()
    expect(page.locator("p")).to_have_text("second")


def test_an_application_in_use_keeps_its_work_and_offers_to_reload(
    page: Page, address: str, site: Path, channel: ReloadChannel
) -> None:
    open_and_listen(page, f"{address}lab/")
    page.get_by_text("Run").click()
    page.evaluate("window.unsaved = 'work'")
    write(site, "second")
    channel.succeeded()
    expect(page.get_by_role("status")).to_contain_text("The site was rebuilt")
    assert page.evaluate("window.unsaved") == "work"
    page.get_by_role("button", name="Reload").click()
    expect(page.locator("p")).to_have_text("second")
    expect(page.get_by_role("status")).to_have_count(0)


def test_a_failed_build_is_shown_on_the_last_good_site_until_it_is_repaired(
    page: Page, address: str, channel: ReloadChannel
) -> None:
    open_and_listen(page, address)
    channel.failed("tour.ipynb, line 3: not JSON <b>\n→ repair it")
    banner = page.get_by_role("status")
    expect(banner).to_contain_text("The build failed")
    expect(banner).to_contain_text("tour.ipynb, line 3: not JSON <b>")
    expect(page.locator("p")).to_have_text("first")
    channel.unchanged()
    expect(banner).to_have_count(0)


def test_a_page_that_lost_its_server_catches_up_with_the_next_one(
    page: Page, site: Path, channel: ReloadChannel
) -> None:
    with serve_site(site, reload=channel) as address:
        open_and_listen(page, address)
        port = int(address.rpartition(":")[2].strip("/"))
    write(site, "second")
    with serve_site(site, port=port, reload=ReloadChannel()):
        expect(page.locator("p")).to_have_text("second", timeout=15_000)
