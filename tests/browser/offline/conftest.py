"""Editions of a site that browsers keep, and a host that can be taken from the net."""

from __future__ import annotations

import json
import os
import shutil
import socket
from contextlib import ExitStack
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import nbformat
import pytest

from lite_build.serve.server import serve_site
from lite_build.store.cache import user_cache
from tests.browser.reader import Reader
from tests.build.conftest import CommandLine, configure_project
from tests.made_once import made_once

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

LESSON, LIST = "lesson.ipynb", "offline-files.json"


@pytest.fixture(scope="session")
def kept_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Editions "1", "2" of a site that keeps what was opened; "off" keeps nothing, "all" all, "ask" asks.

    "without-list" is "ask" of which the list of files is lacking.
    """

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
        configure_project(
            project,
            {"SiteAddon": {"offline": "ask"}, "PagesAddon": {"notebooks": [LESSON], "execute": False}},
        )
        CommandLine(user_cache()).build(project, f"--output-dir={to / 'ask'}")
        listed = json.loads((to / "ask" / LIST).read_text("utf-8"))
        # A host is asked for such a file each time: it is never kept, and the site is whole without it.
        (to / "ask/api/data.json").write_text("{}", encoding="utf-8")
        listed["files"]["api/data.json"] = {"digest": "44136fa355b3678a1146ad16", "size": 2}
        (to / "ask" / LIST).write_text(json.dumps(listed), encoding="utf-8")
        # As in the midst of an upload.
        shutil.copytree(to / "ask", to / "without-list", copy_function=os.link)
        (to / "without-list" / LIST).unlink()
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
