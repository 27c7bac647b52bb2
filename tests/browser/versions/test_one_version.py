"""After a site was published anew a page is of the new version or of the old one, and never of both."""

from __future__ import annotations

import json
import os
import shutil
import time
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.versions.conftest import LESSON, NOTES
from tests.browser.versions.versions import editor, open_file, rewrite_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from tests.browser.reader import Reader
    from tests.browser.versions.conftest import Publisher

pytestmark = [pytest.mark.browser, pytest.mark.registry]

NOTEBOOK = f"lab/index.html?path={LESSON}"
BUILT_PAGE = "pages/lesson.html"
#: Of JupyterLab's page, and of all settings that it has read.
_VERSIONS = """
() => {
  const settings = JSON.parse(document.getElementById("jupyter-config-data").textContent);
  const named = Object.entries(settings).filter(([name]) => name.startsWith("siteVersion "));
  const own = document.querySelector("meta[name=lite-build-version]").content;
  return [own, ...named.map(([, version]) => version)];
}
"""


def note(page: Page) -> Locator:
    return page.locator(".lite-build-version-note")


def version_of(publisher: Publisher, edition: int) -> str:
    path = publisher.editions / str(edition) / "site-version.json"
    version: str = json.loads(path.read_text("utf-8"))["siteVersion"]
    return version


def expect_edition(page: Page, publisher: Publisher, edition: int) -> None:
    """Expect that JupyterLab shows an edition, and that all that it has read is of that one."""
    own = page.locator(f'meta[name="lite-build-version"][content="{version_of(publisher, edition)}"]')
    expect(own).to_have_count(1)
    expect(note(page)).to_have_count(0)
    expect(page.get_by_role("heading", name=f"Edition {edition}")).to_be_visible()
    versions = page.evaluate(_VERSIONS)
    assert len(versions) == 5
    assert set(versions) == {version_of(publisher, edition)}


def come_back_to(page: Page) -> None:
    """Show a tab again that the reader has left for a while."""
    page.clock.set_fixed_time(time.time() + 3600)
    page.evaluate("dispatchEvent(new Event('focus'))")


def publish_half(publisher: Publisher, is_new: Callable[[str], bool]) -> None:
    """Publish a site of which some files are of the second edition, and the others of the first."""
    half = publisher.place.with_name("half")
    shutil.rmtree(half, ignore_errors=True)
    for edition in (1, 2):
        site = publisher.editions / str(edition)
        for path in site.rglob("*"):
            name = path.relative_to(site).as_posix()
            if path.is_file() and is_new(name) == (edition == 2):
                (half / name).parent.mkdir(parents=True, exist_ok=True)
                os.link(path, half / name)
    publisher.publish_folder(half)


def test_a_page_that_the_browser_has_kept_is_left_for_the_new_one(
    reader: Reader, publisher: Publisher
) -> None:
    expect_edition(reader.open(NOTEBOOK), publisher, 1)
    publisher.publish(2)
    expect_edition(reader.open(NOTEBOOK), publisher, 2)
    page = reader.open(NOTEBOOK)
    expect_edition(page, publisher, 2)
    expect(note(page)).to_have_count(0)
    assert reader.take_complaints() == []


@pytest.mark.parametrize(
    "is_new",
    [
        pytest.param(lambda name: not name.endswith(".html"), id="pages-are-old"),
        pytest.param(lambda name: name != "jupyter-lite.json", id="settings-are-old"),
        pytest.param(lambda name: "api/contents" not in name, id="listings-are-old"),
    ],
)
def test_a_host_that_is_half_through_opens_no_page_before_it_is_through(
    reader: Reader, publisher: Publisher, is_new: Callable[[str], bool]
) -> None:
    publish_half(publisher, is_new)
    page = reader.open(NOTEBOOK)
    expect(note(page)).to_contain_text("This site is being published just now")
    publisher.publish(2)
    expect(note(page)).to_have_count(0)
    expect_edition(page, publisher, 2)


def test_who_has_the_old_version_whole_goes_on_with_it_while_the_host_is_half_through(
    reader: Reader, publisher: Publisher
) -> None:
    expect_edition(reader.open(NOTEBOOK), publisher, 1)
    publish_half(publisher, lambda name: name == "site-version.json")
    page = reader.open(NOTEBOOK)
    expect_edition(page, publisher, 1)
    expect(note(page)).to_have_count(0)


def test_an_open_page_says_that_there_is_a_new_version_and_keeps_what_is_in_it(
    reader: Reader, publisher: Publisher
) -> None:
    page = open_file(reader, NOTES)
    rewrite_file(page, "mine")
    publisher.publish(2)
    come_back_to(page)
    expect(note(page)).to_contain_text("This site was published anew")
    note(page).get_by_role("button", name="Not now").click()
    expect(note(page)).to_have_count(0)
    expect(editor(page)).to_have_text("mine")
    again = open_file(reader, NOTES)
    again.bring_to_front()
    expect(editor(again)).to_have_text("mine")
    page.reload()
    expect(editor(page)).to_have_text("mine")
    assert set(page.evaluate(_VERSIONS)) == {version_of(publisher, 2)}


def test_a_service_worker_that_keeps_pages_keeps_no_old_one(
    reader: Reader, publisher: Publisher, tmp_path: Path
) -> None:
    for edition in (1, 2):
        site = tmp_path / f"kept-{edition}"
        shutil.copytree(publisher.editions / str(edition), site, copy_function=os.link)
        settings = site / "jupyter-lite.json"
        data = json.loads(settings.read_text("utf-8"))
        data["jupyter-config-data"]["enableServiceWorkerCache"] = "true"
        settings.unlink()
        settings.write_text(json.dumps(data), encoding="utf-8")
    publisher.publish_folder(tmp_path / "kept-1")
    expect_edition(reader.open(NOTEBOOK), publisher, 1)
    expect_edition(reader.open(NOTEBOOK), publisher, 1)
    publisher.publish_folder(tmp_path / "kept-2")
    expect_edition(reader.open(NOTEBOOK), publisher, 2)


def test_a_built_page_is_of_the_version_of_its_script_and_says_that_there_is_a_new_one(
    reader: Reader, publisher: Publisher
) -> None:
    page = reader.open(BUILT_PAGE)
    expect(page.get_by_role("heading", name="Edition 1")).to_be_visible()
    publisher.publish(2)
    anew = reader.open(BUILT_PAGE)
    expect(anew.get_by_role("heading", name="Edition 2")).to_be_visible()
    expect(note(anew)).to_have_count(0)
    page.bring_to_front()
    page.get_by_role("heading", name="Edition 1").click()
    come_back_to(page)
    expect(note(page)).to_contain_text("What you have typed here goes then")
    note(page).get_by_role("button", name="Reload").click()
    expect(page.get_by_role("heading", name="Edition 2")).to_be_visible()


def test_an_import_that_an_author_got_wrong_covers_no_page(reader: Reader, publisher: Publisher) -> None:
    page = reader.open(NOTEBOOK)
    expect_edition(page, publisher, 1)
    with page.expect_response("**/site-version.json"):
        page.add_script_tag(content="import('./no-such-module.js')")
    publisher.publish(2)
    come_back_to(page)
    expect(note(page)).to_contain_text("This site was published anew")
    reader.take_complaints()
