"""The page that the AFM runtime's tests drive: the built module, and a host whose Python is a list."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import serve_on_loopback

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from playwright.sync_api import ConsoleMessage, Locator

HERE = Path(__file__).parent
AFM = HERE.parents[2] / "extensions" / "afm"
CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".map": "application/json",
}


@dataclass
class PageServer:
    """Serves the tests' page, in every folder, and what a test adds; `requests` are the paths asked for."""

    url: str = ""
    policy: str | None = None
    #: Where `/dist` and `/example` are: the runtime as it was built, or as it was packed.
    package: Path = AFM
    files: dict[str, str] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)

    def answer(self, path: str) -> tuple[int, bytes]:
        self.requests.append(path)
        if path in self.files:
            return 200, self.files[path].encode()
        place = (
            AFM / "dist" / path.removeprefix("/afm/") if path.startswith("/afm/") else HERE / Path(path).name
        )
        if path.startswith(("/example/", "/dist/")):
            place = self.package / path[1:]
        return (200, place.read_bytes()) if place.is_file() else (404, b"not found")


@pytest.fixture
def server() -> Iterator[PageServer]:
    served = PageServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            status, body = served.answer(path)
            self.send_response(status)
            self.send_header("Content-Type", CONTENT_TYPES.get(Path(path).suffix, "text/plain"))
            self.send_header("Content-Length", str(len(body)))
            if served.policy is not None:
                self.send_header("Content-Security-Policy", served.policy)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            pass

    with serve_on_loopback(Handler) as address:
        served.url = address
        yield served


@dataclass
class WidgetPage:
    """A page with the AFM runtime, where tests open models and look at what people see."""

    page: Page
    console: list[ConsoleMessage]
    errors: list[str]

    def run(self, script: str, argument: object = None) -> Any:  # noqa: ANN401 - it is whatever the page says
        """Run the body of an async function that sees `test`, the page's own object, and `given`."""
        return self.page.evaluate(f"async (given) => {{ {script} }}", argument)

    def open(self, name: str, esm: str, **state: object) -> None:
        """Open a model, as Python's `comm_open` does."""
        self.run("test.open(given[0], given[1])", [name, {"_esm": esm, **state}])

    def show(self, name: str, element: str | None = None) -> Locator:
        """Show a model in an element of its own and wait until it is settled."""
        self.start_to_show(name, element)
        self.run("await document.getElementById(given).settled", element or f"{name}-view")
        return self.view(name, element)

    def start_to_show(self, name: str, element: str | None = None) -> Locator:
        self.run("test.show(given[0], given[1])", [name, element or f"{name}-view"])
        return self.view(name, element)

    def view(self, name: str, element: str | None = None) -> Locator:
        return self.page.locator(f"#{element or f'{name}-view'}")

    def end(self, element: str) -> None:
        """Remove a view, as a page does: its signal first, then its element, with nothing in between."""
        self.run(
            "const element = document.getElementById(given); element.end(); element.remove();",
            element,
        )

    def update(self, name: str, **state: object) -> None:
        """As Python: change a model's state."""
        self.run("test.update(given[0], given[1])", [name, state])

    def custom(self, name: str, content: object) -> None:
        """As Python: send a message."""
        self.run("test.custom(given[0], given[1])", [name, content])

    def log(self) -> list[Any]:
        """What widgets wrote down."""
        logged: list[Any] = self.run("return test.log")
        return logged

    def expect_log(self, *lines: object) -> None:
        """Wait until widgets have written down these lines, and no others."""
        self.page.wait_for_function("count => test.log.length >= count", arg=len(lines), timeout=5000)
        assert self.log() == list(lines)

    def sent(self) -> list[Mapping[str, Any]]:
        """What Python was sent: `{id, model, data}` of each message, in order."""
        messages: list[Mapping[str, Any]] = self.run(
            "return test.sent.map(({ id, model, data }) => ({ id, model, data }))"
        )
        return messages

    def census(self) -> dict[str, int]:
        counts: dict[str, int] = self.run("return test.runtime.census()")
        return counts

    def warnings(self) -> list[str]:
        return [message.text for message in self.console if message.type in {"warning", "error"}]


@pytest.fixture
def widgets(page: Page, server: PageServer) -> Iterator[WidgetPage]:
    """A page with the runtime. No test may leave an unhandled error behind."""
    console: list[ConsoleMessage] = []
    errors: list[str] = []
    page.on("console", lambda message: console.append(message))
    page.on("pageerror", lambda error: errors.append(str(error)))
    open_page(page, server)
    yield WidgetPage(page, console, errors)
    assert errors == []


def open_page(page: Page, server: PageServer, path: str = "/page.html") -> None:
    page.goto(server.url + path)
    page.wait_for_function("globalThis.test !== undefined")


def javascript(value: object) -> str:
    """A value as JavaScript's own text."""
    return json.dumps(value)


def expect_card(view: Locator, *texts: str) -> None:
    """Expect a view to say, readably, what failed."""
    card = view.get_by_role("alert")
    for text in texts:
        expect(card).to_contain_text(text)
    expect(card.get_by_role("button", name="Try again")).to_be_visible()
