"""The server: how open pages hear of builds."""

from __future__ import annotations

import http.client
import json
import threading
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lite_build.serve.reload import ReloadChannel
from lite_build.serve.server import serve_site
from tests.unit.serve.conftest import NAVIGATION, PAGE, ask

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def test_pages_are_given_the_reload_script_and_contents_are_not(site: Path) -> None:
    with serve_site(site, prefix="/my-repo/", reload=ReloadChannel()) as address:
        page = ask(address, "lab/", **NAVIGATION).body.decode()
        as_contents = ask(address, "lab/index.html", Accept="*/*").body.decode()
        script = ask(address, "/my-repo/api/lite-build/reload.js")
    assert page.startswith(PAGE)
    assert '<script src="/my-repo/api/lite-build/reload.js" data-build="' in page
    assert as_contents == PAGE
    assert (site / "lab" / "index.html").read_text(encoding="utf-8") == PAGE
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert b"EventSource" in script.body


def test_without_reload_pages_are_as_they_are_on_the_disk(site: Path) -> None:
    with serve_site(site) as address:
        assert ask(address, "lab/", **NAVIGATION).body.decode() == PAGE
        assert ask(address, "api/lite-build/builds").status == 404


@contextmanager
def stream_of_builds(address: str) -> Iterator[Iterator[dict[str, str | None]]]:
    parts = urlsplit(address)
    with closing(http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)) as connection:
        connection.request("GET", f"{parts.path}api/lite-build/builds")
        response = connection.getresponse()
        assert response.headers["Content-Type"].startswith("text/event-stream")

        def states() -> Iterator[dict[str, str | None]]:
            while line := response.readline():
                if line.startswith(b"data: "):
                    yield json.loads(line.removeprefix(b"data: "))

        with closing(response):
            yield states()


def test_open_pages_are_told_how_each_build_went(site: Path) -> None:
    channel = ReloadChannel()
    with serve_site(site, reload=channel) as address, stream_of_builds(address) as states:
        first = next(states)
        channel.failed("tour.ipynb: not JSON")
        failed = next(states)
        channel.unchanged()
        repaired = next(states)
        channel.succeeded()
        succeeded = next(states)
        page = ask(address, **NAVIGATION).body.decode()
    assert first["failure"] is None
    assert failed == {"build": first["build"], "failure": "tour.ipynb: not JSON"}
    assert repaired == first
    assert succeeded["build"] != first["build"]
    assert f'data-build="{succeeded["build"]}"' in page


def test_a_page_that_comes_late_learns_what_it_missed(site: Path) -> None:
    channel = ReloadChannel()
    channel.failed("a requirement does not exist")
    with serve_site(site, reload=channel) as address, stream_of_builds(address) as states:
        assert next(states)["failure"] == "a requirement does not exist"


def test_the_server_ends_though_a_page_still_listens(site: Path) -> None:
    with serve_site(site, reload=ReloadChannel()) as address, stream_of_builds(address) as states:
        next(states)
        threads = threading.active_count()
    assert threading.active_count() < threads
