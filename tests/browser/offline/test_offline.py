"""A site that keeps what was opened: without a network, published anew, and once it keeps nothing more."""

from __future__ import annotations

import json
import shutil
import socket
from contextlib import ExitStack
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import nbformat
import pytest
from playwright.sync_api import expect

from lite_build.serve.server import serve_site
from lite_build.store.cache import user_cache
from tests.browser.notebook_page import NotebookPage
from tests.browser.reader import Reader
from tests.build.conftest import CommandLine, configure_project
from tests.made_once import made_once

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.registry]

LESSON, LIST = "lesson.ipynb", "offline-files.json"
#: The kept files by their paths in the site, once the service worker has not changed them for a second.
_KEPT = """
async () => {
  const paths = async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("lite-build offline "));
    const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return lists.flat().map(({ url }) => url.split("/course/")[1]).sort();
  };
  for (let last = ""; ; ) {
    const present = await paths();
    if (present.some((path) => path.includes("python_stdlib")) && present.join() === last) {
      return present;
    }
    last = present.join();
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}
"""

#: Resolves once this many files are kept.
_UNTIL_KEPT = """
async (count) => {
  for (let kept = -1; kept !== count; await new Promise((resolve) => setTimeout(resolve, 500))) {
    const names = (await caches.keys()).filter((name) => name.startsWith("lite-build offline "));
    const files = names.filter((name) => !name.endsWith(" state"));
    const lists = await Promise.all(files.map(async (name) => (await caches.open(name)).keys()));
    kept = count === 0 ? names.length : lists.flat().length;
  }
}
"""


@pytest.fixture(scope="session")
def kept_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Editions of a site that keeps what was opened, "1" and "2"; "off" keeps nothing, "all" keeps all."""

    def build(to: Path) -> None:
        project = tmp_path_factory.mktemp("kept")
        for edition in ("1", "2", "off"):
            offline = {} if edition == "off" else {"offline": "visited"}
            configure_project(project, {"BootAddon": {"snapshot": True}, "SiteAddon": offline})
            cell = nbformat.v4.new_code_cell(f"edition = {edition!r}", id="one")
            title = nbformat.v4.new_markdown_cell(f"# Edition {edition}", id="title")
            kernel = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
            notebook = nbformat.v4.new_notebook(cells=[title, cell], metadata={"kernelspec": kernel})
            (project / "notebooks").mkdir(exist_ok=True)
            nbformat.write(notebook, project / "notebooks" / LESSON)
            (project / "notebooks/large.csv").write_text("1\n" * 100_000, encoding="utf-8")
            CommandLine(user_cache()).build(project, f"--output-dir={to / edition}")
        # It is the list of files that says it to the service worker.
        shutil.copytree(to / "1", to / "all")
        path = to / "all" / LIST
        path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"kind": "all"}), encoding="utf-8")
        # Some hosts change what they serve.
        (to / "all/files/large.csv").write_text("changed by the host\n", encoding="utf-8")

    return made_once(tmp_path_factory, "kept-site", build)


class Host:
    """A host of one site that can be taken from the net, and be there again with another edition.

    Args:
        editions: the folder with the editions.
        place: what is served.
    """

    def __init__(self, editions: Path, place: Path) -> None:
        self._editions = editions
        self._place = place
        self._running = ExitStack()
        self._port = 0
        self.address = ""

    def serve(self, edition: str) -> None:
        """Be on the net, at the same address as ever."""
        self._place.unlink(missing_ok=True)
        self._place.symlink_to(self._editions / edition, target_is_directory=True)
        served = serve_site(self._place, port=self._port, prefix="/course/", as_published=True)
        self.address = self._running.enter_context(served)
        self._port = urlsplit(self.address).port or 0

    def leave(self) -> None:
        """Be on the net no more."""
        self._running.close()

    def fall_silent(self) -> None:
        """Take connections, and answer none."""
        self.leave()
        self._running.enter_context(socket.create_server(("127.0.0.1", self._port)))


@pytest.fixture
def host(kept_site: Path, tmp_path: Path) -> Iterator[Host]:
    host = Host(kept_site, tmp_path / "site")
    host.serve("1")
    yield host
    host.leave()


@pytest.fixture
def reader(browser: Browser, host: Host, elsewhere: list[str]) -> Iterator[Reader]:
    with Reader.visiting(host.address, browser, elsewhere) as visiting:
        yield visiting


def open_lesson(reader: Reader) -> NotebookPage:
    """Open the notebook, also where its host is away."""
    notebook = NotebookPage(reader.open(f"lab/index.html?path={LESSON}"))
    notebook.wait_until_shown(2)
    return notebook


def test_what_was_opened_works_without_a_network_and_what_was_not_says_so(reader: Reader, host: Host) -> None:
    notebook = open_lesson(reader)
    notebook.run_all()
    notebook.page.evaluate(_KEPT)
    host.leave()
    # In the midst of a session: a module of Python's library that no start has read.
    assert notebook.ask("import mailbox; mailbox.__name__") == "'mailbox'"
    notebook.page.close()
    again = open_lesson(reader)
    expect(again.page.get_by_role("heading", name="Edition 1")).to_be_visible()
    assert again.ask("import wave; wave.__name__, open('lesson.ipynb').read()[:1]") == "('wave', '{')"
    unopened = reader.open("repl/index.html")
    expect(unopened.get_by_role("heading", name="This page is not here")).to_be_visible()
    expect(unopened.get_by_text("Pages that were opened before work")).to_be_visible()
    reader.take_complaints()


def test_a_new_version_takes_the_place_of_what_is_kept_and_a_site_that_keeps_nothing_removes_it(
    reader: Reader, host: Host, kept_site: Path
) -> None:
    first = open_lesson(reader)
    assert set(first.page.evaluate(_KEPT)) >= {"lab/index.html", f"files/{LESSON}", LIST}
    first.page.close()
    host.leave()
    host.serve("2")
    second = open_lesson(reader)
    expect(second.page.get_by_role("heading", name="Edition 2")).to_be_visible()
    second.page.evaluate(_KEPT)
    second.page.close()
    host.leave()
    second = open_lesson(reader)
    expect(second.page.get_by_role("heading", name="Edition 2")).to_be_visible()
    expect(second.page.locator(".lite-build-version-note")).to_have_count(0)
    second.page.close()
    host.serve("off")
    page = reader.open("lab/index.html")
    version = json.loads((kept_site / "off/site-version.json").read_text("utf-8"))["siteVersion"]
    expect(page.locator(f'meta[name="lite-build-version"][content="{version}"]')).to_have_count(1)
    page.evaluate(_UNTIL_KEPT, 0)
    reader.take_complaints()


def test_of_a_site_that_keeps_all_a_page_opens_without_a_network_that_was_never_opened(
    reader: Reader, host: Host, kept_site: Path
) -> None:
    host.leave()
    host.serve("all")
    files = json.loads((kept_site / "all" / LIST).read_text("utf-8"))["files"]
    page = open_lesson(reader).page
    # All but what the host has changed.
    page.evaluate(_UNTIL_KEPT, len(files) - 1)
    page.close()
    host.leave()
    repl = reader.open("repl/index.html")
    expect(repl.locator(".jp-CodeConsole")).to_be_visible()
    repl.close()
    host.fall_silent()
    silent = reader.open("lab/index.html")
    expect(silent.locator('meta[name="lite-build-version"]')).to_have_count(1)
    reader.take_complaints()
