"""Documents of other hosts that an address names: asked about, fetched, and opened as copies."""

from __future__ import annotations

import json
import os
import re
import shutil
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from lite_build.serve.server import serve_site
from tests.browser.notebook_page import PATIENCE, NotebookPage
from tests.browser.reader import Reader
from tests.browser.sharing.conftest import CELLS, LESSON, NOTES, lesson
from tests.browser.versions.versions import editor, listed
from tests.conftest import serve_on_loopback

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.registry]

CORS = {"Access-Control-Allow-Origin": "*"}
#: What the other host answers: the status, the headers, the body.
ANSWERS = {
    "/course/lesson%20%231.ipynb": (200, CORS, json.dumps(lesson()).encode()),
    "/notes.md": (200, CORS, b"from elsewhere"),
    "/private.ipynb": (403, CORS, b""),
    "/unshared.ipynb": (200, {}, b"{}"),
    "/words.ipynb": (200, CORS, b"These are words."),
    "/picture.png": (200, CORS, b"\x89PNG\xff\xfe"),
}


@pytest.fixture
def host() -> Iterator[str]:
    """Another host's address, without a slash at its end."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = ANSWERS.get(self.path, (404, CORS, b""))
            if self.path == "/moved.md":
                # The same machine by another name is another host to browsers.
                port = self.headers["Host"].partition(":")[2]
                answer = (302, {**CORS, "Location": f"http://localhost:{port}/notes.md"}, b"")
            status, headers, body = answer
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            pass

    with serve_on_loopback(Handler) as address:
        yield address


def ask_for(reader: Reader, address: str, app: str = "lab") -> Page:
    return reader.open(f"{app}/index.html?from={quote(address, safe='')}")


def question(page: Page) -> Locator:
    card = page.get_by_role("dialog", name=re.compile("^Fetch .* from"))
    expect(card).to_be_visible(timeout=PATIENCE)
    return card


def test_a_notebook_of_another_host_is_fetched_after_the_reader_s_yes_and_is_a_copy(
    reader: Reader, host: str
) -> None:
    address = f"{host}/course/lesson%20%231.ipynb"
    page = ask_for(reader, address)
    expect(question(page)).to_contain_text(address)
    assert reader.take_complaints() == []
    question(page).get_by_role("button", name="Leave it").click()
    assert reader.take_complaints() == []
    page.close()

    page = ask_for(reader, address, "notebooks")
    question(page).get_by_role("button", name="Fetch it").click()
    notebook = NotebookPage(page)
    notebook.wait_until_shown(CELLS)
    expect(notebook.cells.nth(4)).to_contain_text("saved 4")
    page.wait_for_url(re.compile(r"index\.html\?path=lesson"))
    # Once by the page, once by its service worker.
    assert set(reader.take_complaints()) == {f"left the origin: {address}"}
    page.close()

    page = reader.open(f"lab/index.html?path={quote(LESSON)}")
    NotebookPage(page).wait_until_shown(CELLS)
    page.close()
    page = ask_for(reader, f"{host}/notes.md")
    question(page).get_by_role("button", name="Fetch it").click()
    expect(editor(page)).to_have_text("from elsewhere", timeout=PATIENCE)
    expect(listed(page, NOTES)).not_to_contain_text("changed")
    expect(listed(page, re.compile(r"notes \(from 127\.0\.0\.1 \d+\)\.md"))).to_contain_text("mine")
    assert set(reader.take_complaints()) == {f"left the origin: {host}/notes.md"}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("missing.ipynb", "has no such file, or it is private (404)"),
        ("private.ipynb", "does not give it to everybody (403)"),
        ("unshared.ipynb", "does not let pages of other hosts read it"),
        ("words.ipynb", "words.ipynb is no notebook that can be opened"),
        ("picture.png", "is no text"),
        ("moved.md", "has sent this page on to localhost"),
    ],
)
def test_what_cannot_be_had_is_told_in_words(reader: Reader, host: str, path: str, words: str) -> None:
    page = ask_for(reader, f"{host}/{path}")
    question(page).get_by_role("button", name="Fetch it").click()
    expect(page.get_by_role("alert", name=f"{path} is not here")).to_contain_text(words)
    expect(listed(page, re.compile("from 127"))).to_have_count(0)
    # The browser logs what a host refuses.
    hosts = (host, host.replace("127.0.0.1", "localhost"))
    assert all(any(each in complaint for each in hosts) for complaint in reader.take_complaints())


def test_a_repository_is_named_with_its_host_before_anything_is_asked_of_that(reader: Reader) -> None:
    page = reader.open("lab/index.html?repo=owner/name&path=week/lesson.ipynb&ref=main")
    expect(question(page)).to_contain_text(
        "https://raw.githubusercontent.com/owner/name/main/week/lesson.ipynb"
    )
    page.close()
    page = reader.open("lab/index.html?repo=owner")
    expect(page.get_by_role("alert")).to_contain_text("repo=owner is no repository", timeout=PATIENCE)
    assert reader.take_complaints() == []


def test_a_site_whose_author_does_not_allow_it_asks_no_other_host(
    browser: Browser, sharing_site: Path, host: str, elsewhere: list[str], tmp_path: Path
) -> None:
    site = shutil.copytree(sharing_site, tmp_path / "site", copy_function=os.link)
    settings = site / "jupyter-lite.json"
    content = json.loads(settings.read_text(encoding="utf-8"))
    del content["jupyter-config-data"]["litePluginSettings"]["@lite-build/jupyterlite:from-elsewhere"]
    settings.unlink()
    settings.write_text(json.dumps(content), encoding="utf-8")
    with (
        serve_site(site, as_published=True) as address,
        Reader.visiting(address, browser, elsewhere) as reader,
    ):
        page = ask_for(reader, f"{host}/notes.md")
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text("This site opens nothing of other hosts", timeout=PATIENCE)
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert reader.take_complaints() == []
