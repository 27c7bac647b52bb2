"""Others' extensions that bring drives and files, unmodified from the index, beside ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from lite_build.serve.server import serve_site
from lite_build.store.cache import user_cache
from tests.browser.conftest import write_python_notebook
from tests.browser.drives.test_own_folder import FOLDER, PICK, change_folder, open_folder
from tests.browser.notebook_page import NotebookPage
from tests.browser.reader import Reader
from tests.build.conftest import CommandLine, configure_project
from tests.made_once import made_once

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.registry]

EXTENSIONS = ["jupyterlab-filesystem-access==0.7.0", "jupyterlab-open-url-parameter==0.4.0"]


@pytest.fixture
def reader(
    browser: Browser, elsewhere: list[str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Reader]:
    """Somebody who comes to a site with both extensions, and whose browser picks one folder."""

    def build(to: Path) -> None:
        project = tmp_path_factory.mktemp("others-drives")
        (project / "notebooks").mkdir()
        write_python_notebook(project / "notebooks/plain.ipynb", "6 * 7")
        (project / "notebooks/words.md").write_text("# Words of the site\n", encoding="utf-8")
        configure_project(project, {"PackagesAddon": {"requirements": EXTENSIONS}})
        CommandLine(user_cache()).build(project, f"--output-dir={to}")

    site = made_once(tmp_path_factory, "others-drives", build)
    with (
        serve_site(site, prefix="/course/", as_published=True) as address,
        Reader.visiting(address, browser, elsewhere) as visiting,
    ):
        visiting.context.add_init_script(PICK)
        yield visiting


def test_others_drives_work_beside_ours(reader: Reader) -> None:
    # Opened from an address, by one of them.
    page = reader.open(f"lab/index.html?fromURL={reader.address}files/words.md")
    page.get_by_role("button", name="Overwrite").click()
    expect(page.locator(".jp-FileEditor .cm-content")).to_contain_text("Words of the site")
    change_folder(page, "own.txt", "in the folder")
    files = open_folder(page)
    expect(files).to_contain_text("own.txt")
    # The same folder, by the other one, which shows it in a browser of its own.
    page.get_by_role("tab", name="Local File System").click()
    theirs = page.locator("#jp-filesystem-browser")
    theirs.locator('[data-jp-item-name="open-folder"]').get_by_role("button").click()
    theirs.get_by_text("own.txt", exact=True).dblclick()
    editor = page.locator(".jp-FileEditor:visible .cm-content")
    expect(editor).to_have_text("in the folder")
    NotebookPage(page).rewrite_open_file("written by theirs")
    expect(page.locator("#jp-main-dock-panel .jp-mod-dirty")).to_have_count(0)
    page.get_by_role("tab", name=FOLDER).click()
    files.get_by_text("own.txt", exact=True).dblclick()
    expect(editor).to_have_text("written by theirs")
    # Before a folder is picked in it, the other one's drive has nothing to list.
    complaints = reader.take_complaints()
    assert all("null is not iterable" in complaint for complaint in complaints), complaints
