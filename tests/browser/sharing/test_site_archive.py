"""A whole site as a zip that holds the reader's changes: made in the page, put on another host."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from lite_build.files.digest import Digest
from lite_build.serve.server import serve_site
from lite_build.site.digests import version_of
from lite_build.site.offline import FILE_LIST, keep_offline, write_file_list
from tests.browser.notebook_page import PATIENCE
from tests.browser.reader import Reader
from tests.browser.sharing.conftest import CELLS, LESSON
from tests.browser.sharing.sharing import share

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.registry]

DOWNLOAD = "Download the site as a zip"


@pytest.fixture
def listed_site(sharing_site: Path, tmp_path: Path) -> Path:
    """The site, with the list of its files."""
    site = tmp_path / "listed"
    shutil.copytree(sharing_site, site)
    keep_offline("visited", site)
    write_file_list("visited", site, ())
    return site


def unpacked(archive: Path, to: Path) -> Path:
    """A zip's files."""
    with zipfile.ZipFile(archive) as opened:
        assert opened.testzip() is None
        opened.extractall(to)
    return to


def test_the_zip_of_a_site_starts_on_another_host_with_the_reader_s_changes(
    browser: Browser, elsewhere: list[str], listed_site: Path, tmp_path: Path
) -> None:
    with (
        serve_site(listed_site, prefix="/course/", as_published=True) as address,
        Reader.visiting(address, browser, elsewhere) as author,
    ):
        notebook = author.open_notebook(LESSON)
        notebook.wait_for_the_kernel()
        notebook.rewrite_cell("value = 3", "print('mine', 6 * 7)")
        notebook.choose("File", "Save Notebook")
        expect(notebook.page.locator(".jp-mod-dirty")).to_have_count(0, timeout=PATIENCE)
        notebook.rewrite_cell("value = 4", "print('not saved yet')")
        dialog = share(notebook.page)
        expect(dialog).to_contain_text(re.compile(r"\d{3} files, \d+\.\d MB .* Of your files 1 are in it"))

        # It can be stopped, and be made after that.
        dialog.get_by_role("button", name=DOWNLOAD).evaluate("button => { button.click(); button.click(); }")
        expect(dialog.get_by_role("status").get_by_text("Stopped.")).to_be_visible(timeout=PATIENCE)
        # What is closed meanwhile is not made.
        status = dialog.locator("section", has_text="The whole site").get_by_role("status").element_handle()
        buttons = [dialog.get_by_role("button", name=name).element_handle() for name in (DOWNLOAD, "Close")]
        notebook.page.evaluate("buttons => { for (const button of buttons) button.click(); }", buttons)
        notebook.page.wait_for_function(
            "status => !status.isConnected && status.textContent === 'Stopped.'", arg=status, timeout=PATIENCE
        )
        dialog = share(notebook.page)
        with notebook.page.expect_download(timeout=PATIENCE) as download:
            dialog.get_by_role("button", name=DOWNLOAD).click()
        assert re.fullmatch(r"course site [\d-]+\.zip", download.value.suggested_filename)
        download.value.save_as(tmp_path / "site.zip")
        assert author.take_complaints() == []

        dialog.get_by_role("button", name="Close").click()
        listed = (listed_site / FILE_LIST).read_bytes()
        (listed_site / FILE_LIST).write_text("<p>Please log in.", encoding="utf-8")
        dialog = share(notebook.page)
        expect(dialog).to_contain_text(f"The host gives something else by the name {FILE_LIST}.")
        expect(dialog.get_by_role("button", name=DOWNLOAD)).to_have_count(0)
        (listed_site / FILE_LIST).write_bytes(listed)

    site = unpacked(tmp_path / "site.zip", tmp_path / "site")
    listing = json.loads((site / "api/contents/week 1/all.json").read_text("utf-8"))
    own = (site / "files" / LESSON).read_bytes()
    (entry,) = [each for each in listing["content"] if each["path"] == LESSON]
    assert entry["version"] == asdict(version_of(LESSON, own))
    files = json.loads((site / FILE_LIST).read_text("utf-8"))["files"]
    assert set(files) == set(json.loads((listed_site / FILE_LIST).read_text("utf-8"))["files"])
    wrong = [
        name
        for name, each in files.items()
        if not Digest.of_file(site / name).hexdigest.startswith(each["digest"])
    ]
    assert wrong == []
    published, made = (
        json.loads((each / "site-version.json").read_text("utf-8"))["siteVersion"]
        for each in (listed_site, site)
    )
    assert made != published
    pages = [*site.glob("*/index.html"), *site.glob("*.json")]
    assert [page for page in pages if published in page.read_text("utf-8")] == []

    with (
        serve_site(site, prefix="/of another/host/", as_published=True) as address,
        Reader.visiting(address, browser, elsewhere) as reader,
    ):
        notebook = reader.open_notebook(LESSON)
        notebook.wait_until_shown(CELLS)
        notebook.wait_for_the_kernel()
        # It was saved with the first number.
        notebook.run("value = 5")
        expect(notebook.run("'mine', 6 * 7").get_by_text("mine 42")).to_be_visible(timeout=PATIENCE)
        expect(notebook.cell("not saved yet")).to_have_count(1)
        assert reader.take_complaints() == []
