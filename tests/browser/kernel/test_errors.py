"""Errors in a page: shown where Jupyter shows them, caught where they are caught, and told clearly."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from lite_build.serve.server import serve_site
from lite_build.store.cache import user_cache
from tests.browser.kernel.conftest import COLD, RESTORED, ways_of
from tests.browser.reader import Reader
from tests.build.conftest import CommandLine
from tests.errors_site import ROWS, OtherHosts, build_errors_site, serving_other_hosts, without_snapshot
from tests.made_once import made_once

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.browser.notebook_page import NotebookPage

pytestmark = [pytest.mark.browser, pytest.mark.registry]

#: A widget whose button sends a message and changes a value.
SENDER = """
class Sender({base}):
    _esm = '''
    export default {{ render({{ model, el }}) {{
      const button = document.createElement("button");
      button.textContent = "{label}";
      button.onclick = () => model.send({{ number: 1 }});
      el.append(button);
    }} }};
    '''
"""
#: Tells of each way to ask, and of each address, what came of it; printed as JSON.
ASK_ALL = """
import json, httpx, requests, urllib.request, urllib3
from pyodide.http import open_url, pyfetch, pyxhr
async def fetched(url):
    return await (await pyfetch(url)).string()
async def by_httpx(url):
    async with httpx.AsyncClient() as client:
        return (await client.get(url)).text
ways = {
    "open_url": lambda url: open_url(url).read(),
    "pyxhr": lambda url: pyxhr.get(url).text,
    "urllib.request": lambda url: urllib.request.urlopen(url).read().decode(),
    "urllib3": lambda url: urllib3.request("GET", url, retries=False).data.decode(),
    "requests": lambda url: requests.get(url).text,
    "httpx": lambda url: httpx.get(url).text,
    "pyfetch": fetched,
    "httpx, awaited": by_httpx,
}
found = {}
for way, ask in ways.items():
    for url in urls:
        try:
            answer = ask(url)
            found[f"{way} {url}"] = answer if isinstance(answer, str) else await answer
        except Exception as error:
            found[f"{way} {url}"] = f"{type(error).__name__}: {error}"
print(json.dumps(found))
"""
#: The same by a callback of JavaScript's, in which Python cannot be suspended.
ASK_UNSUSPENDED = """
import asyncio, js
from pyodide.ffi import can_run_sync, create_once_callable
told = asyncio.get_running_loop().create_future()
def ask():
    try:
        told.set_result((can_run_sync(), urllib.request.urlopen(url, data=b"one").read()))
    except OSError as error:
        told.set_result((can_run_sync(), str(error)))
js.setTimeout(create_once_callable(ask), 0)
await told
"""


@pytest.fixture(scope="module")
def hosts() -> Iterator[OtherHosts]:
    """Other hosts than the site's."""
    with serving_other_hosts() as serving:
        yield serving


@pytest.fixture(scope="module")
def errors_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with packages that ask other hosts, and with widgets."""
    project = made_once(
        tmp_path_factory, "errors-project", lambda to: build_errors_site(CommandLine(user_cache()), to)
    )
    return project / "_output"


@pytest.fixture(scope="module", params=["restored", "cold"])
def visit(
    request: pytest.FixtureRequest,
    errors_site: Path,
    browser: Browser,
    elsewhere: list[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Visit]:
    """A reader's notebook, whose kernel was restored from the snapshot, or began with nothing prepared."""
    site = errors_site
    if request.param == "cold":
        site = tmp_path_factory.mktemp("cold") / "site"
        shutil.copytree(errors_site, site)
        without_snapshot(site)
    with visiting(site, browser, elsewhere) as visit:
        yield visit
        assert visit.ways[:1] == [RESTORED if request.param == "restored" else COLD]


@pytest.fixture(scope="module")
def restored(errors_site: Path, browser: Browser, elsewhere: list[str]) -> Iterator[Visit]:
    """A reader's notebook whose kernel was restored from the snapshot."""
    with visiting(errors_site, browser, elsewhere) as visit:
        yield visit


class Visit:
    """A reader with a notebook. What its console says is asked for by the tests that cause none of it.

    Args:
        ways: how its kernels started, as the console says it.
    """

    def __init__(self, reader: Reader, notebook: NotebookPage, ways: list[str]) -> None:
        self.reader = reader
        self.notebook = notebook
        self.ways = ways

    def assert_no_complaints(self) -> None:
        assert self.reader.take_complaints() == []


@contextmanager
def visiting(site: Path, browser: Browser, elsewhere: list[str]) -> Iterator[Visit]:
    with (
        serve_site(site, as_published=True) as address,
        Reader.visiting(address, browser, elsewhere) as reader,
    ):
        ways = ways_of(reader)
        notebook = reader.open_notebook("empty.ipynb")
        # With nothing prepared, a start takes longer than an output that is waited for.
        assert notebook.ask("'Python is there'") == "'Python is there'"
        yield Visit(reader, notebook, ways)


def test_what_an_output_widget_captures_is_shown_in_it_and_the_cell_goes_on(visit: Visit) -> None:
    cell = visit.notebook.add(
        "import ipywidgets as widgets\nout = widgets.Output()\nwith out:\n    {}['pear']\n"
        "display(out)\n'the cell went on'"
    )
    expect(cell.locator(".widget-output")).to_contain_text("KeyError: 'pear'")
    expect(cell).to_contain_text("'the cell went on'")


def test_what_a_captured_handler_raises_is_shown_in_its_output_widget(visit: Visit) -> None:
    cell = visit.notebook.add(
        "press = widgets.Button(description='captured')\nshown = widgets.Output()\n"
        "@shown.capture()\ndef pressed(_):\n    print('was pressed')\n    int('plum')\n"
        "press.on_click(pressed)\nwidgets.VBox([press, shown])"
    )
    cell.get_by_role("button", name="captured", exact=True).click()
    captured = cell.locator(".widget-output")
    expect(captured).to_contain_text("was pressed")
    expect(captured).to_contain_text("invalid literal for int() with base 10: 'plum'")
    expect(cell.locator(".jp-OutputArea-output", has_text="plum")).to_have_count(2)


def test_interact_shows_its_functions_error_below_its_slider(visit: Visit) -> None:
    cell = visit.notebook.add("widgets.interact(lambda n: 12 / n, n=(0, 4));")
    slider = cell.get_by_role("slider")
    slider.focus()
    for _ in range(2):
        visit.notebook.page.keyboard.press("ArrowLeft")
    expect(cell.locator(".widget-output")).to_contain_text("ZeroDivisionError")


def test_what_a_bare_handler_raises_is_shown_in_the_widgets_cell_also_after_others(visit: Visit) -> None:
    cell = visit.notebook.add(
        "bare = widgets.Button(description='bare')\nbare.on_click(lambda _: int('fig'))\nbare"
    )
    expect(visit.notebook.add("'another cell'")).to_contain_text("another cell")
    cell.get_by_role("button", name="bare", exact=True).click()
    expect(cell).to_contain_text("invalid literal for int() with base 10: 'fig'")
    visit.assert_no_complaints()


@pytest.mark.parametrize(
    ("base", "label"), [("anywidget.AnyWidget", "anywidgets"), ("litewidget.Widget", "litewidgets")]
)
def test_what_a_handler_of_an_afm_widget_raises_is_shown_in_its_cell(
    visit: Visit, base: str, label: str
) -> None:
    cell = visit.notebook.add(
        f"import anywidget, litewidget\n{SENDER.format(base=base, label=label)}\n"
        f"sender = Sender()\nsender.on_msg(lambda *_: int('{label} message'))\nsender"
    )
    cell.get_by_role("button", name=label, exact=True).click()
    expect(cell).to_contain_text(f"invalid literal for int() with base 10: '{label} message'")
    visit.assert_no_complaints()


def test_what_a_task_a_timer_and_javascript_raise_is_shown_in_the_cell_that_began_them(visit: Visit) -> None:
    cell = visit.notebook.add(
        "import asyncio, js\nfrom pyodide.ffi import create_once_callable\nbegin = asyncio.Event()\n"
        "async def fail():\n    await begin.wait()\n    raise ValueError('in a task')\n"
        "task = asyncio.create_task(fail())\nloop = asyncio.get_running_loop()\n'begun'"
    )
    expect(cell).to_contain_text("begun")
    timer = visit.notebook.add("loop.call_later(0.1, lambda: int('in a timer'))\nbegin.set()\n'set'")
    expect(timer).to_contain_text("with base 10: 'in a timer'")
    expect(cell).to_contain_text("ValueError: in a task")
    by_javascript = visit.notebook.add(
        "js.setTimeout(create_once_callable(lambda: int('by JavaScript')), 0); None"
    )
    expect(by_javascript).to_contain_text("with base 10: 'by JavaScript'")
    visit.assert_no_complaints()


def test_a_shown_traceback_ends_no_cell_and_the_cells_behind_it_run(visit: Visit) -> None:
    shown = visit.notebook.add(
        "get_ipython().showtraceback((ValueError, ValueError('told'), None))\n'went on'"
    )
    of_script = visit.notebook.add(
        "open('failing.py', 'w').write('dict()[\\'pear\\']')\n%run failing.py\n'went on too'"
    )
    behind = visit.notebook.add("'behind it'")
    expect(shown).to_contain_text("ValueError: told")
    expect(shown).to_contain_text("'went on'")
    expect(of_script).to_contain_text("KeyError: 'pear'")
    expect(of_script).to_contain_text("'went on too'")
    expect(behind.locator(".jp-OutputArea-output")).to_have_text("'behind it'")


def test_a_caught_exception_of_a_request_is_caught(visit: Visit, hosts: OtherHosts) -> None:
    cell = visit.notebook.add(
        f"import requests\ntry:\n    requests.get('{hosts.closed}/rows.csv')\n"
        "except requests.ConnectionError:\n    print('no network today')"
    )
    expect(cell.locator(".jp-OutputArea-output")).to_have_text("no network today")
    behind = visit.notebook.add("'next cell'")
    expect(behind.locator(".jp-OutputArea-output")).to_have_text("'next cell'")
    drop_complaints_about(visit, hosts)


def test_every_way_to_ask_reads_what_it_may_and_says_why_it_may_not(visit: Visit, hosts: OtherHosts) -> None:
    own = f"{visit.reader.address}files/rows.csv"
    other, closed, absent = (f"{host}/rows.csv" for host in (hosts.open, hosts.closed, hosts.absent))
    cell = visit.notebook.add(f"urls = {[own, other, closed, absent]!r}\n{ASK_ALL}")
    printed = cell.locator(".jp-OutputArea-output")
    expect(printed).to_contain_text("}")
    found: dict[str, str] = json.loads(printed.inner_text())
    assert len(found) == 8 * 4
    for asked, answer in found.items():
        way, _, url = asked.rpartition(" ")
        if url in (own, other):
            assert answer == ROWS, asked
        else:
            host = url.removeprefix("http://").partition("/")[0]
            assert f"{host} " in answer, asked
            # Who asks while all else waits cannot look whether the host is there.
            is_certain = url == closed and way not in ("open_url", "pyxhr")
            assert ("does not allow pages" in answer) and ("cannot be reached, or" in answer) != is_certain, (
                asked
            )
            assert "Put a copy of the file beside the notebook" in answer, asked
    drop_complaints_about(visit, hosts)


def test_every_way_to_post_does(restored: Visit, hosts: OtherHosts) -> None:
    cell = restored.notebook.add(
        f"import httpx, requests, urllib.request, urllib3\nfrom pyodide.http import pyfetch, pyxhr\n"
        f"url = '{hosts.open}/post'\n"
        "print([urllib.request.urlopen(url, data=b'one').read().decode(), "
        "requests.post(url, data='one').text, httpx.post(url, content='one').text, "
        "urllib3.request('POST', url, body='one').data.decode(), pyxhr.post(url, data='one').text, "
        "await (await pyfetch(url, method='POST', body='one')).string()])"
    )
    expect(cell.locator(".jp-OutputArea-output")).to_have_text(str(["got one"] * 6))
    parts = restored.notebook.ask(
        f"urllib.request.urlopen('{hosts.open}/post', data=iter([b'o0\\r\\n', b'ne'])).read()"
    )
    assert parts == repr(b"got o0\r\nne")
    for host, expected in ((hosts.open, "(False, b'got one')"), (hosts.closed, "does not allow pages")):
        cell = restored.notebook.add(f"url = '{host}/post'\n{ASK_UNSUSPENDED}")
        expect(cell.locator(".jp-OutputArea-output")).to_contain_text(expected)
    drop_complaints_about(restored, hosts)


def test_an_answer_has_its_length_and_the_address_it_came_from(restored: Visit, hosts: OtherHosts) -> None:
    cell = restored.notebook.add(
        f"import httpx, urllib.request\nhost = '{hosts.open}'\n"
        "head = urllib.request.Request(host + '/rows.csv', method='HEAD')\n"
        "print([httpx.head(host + '/rows.csv').headers['content-length'],\n"
        "    urllib.request.urlopen(head).headers['content-length'],\n"
        "    str(httpx.get(host + '/moved').url).removeprefix(host),\n"
        "    urllib.request.urlopen(host + '/moved').geturl().removeprefix(host),\n"
        "    urllib.request.urlopen(host + '/rows.csv').geturl().removeprefix(host)])"
    )
    told = [str(len(ROWS))] * 2 + ["/rows.csv"] * 3
    expect(cell.locator(".jp-OutputArea-output")).to_have_text(str(told))


def test_a_timeout_is_of_each_wait_and_not_of_the_whole_answer(restored: Visit, hosts: OtherHosts) -> None:
    cell = restored.notebook.add(
        f"import httpx, urllib.request\nurl = '{hosts.open}/slow'\n"
        "print([httpx.get(url, timeout=3).text, urllib.request.urlopen(url, timeout=3).read().decode()])\n"
        "httpx.get(url, timeout=0.2)"
    )
    outputs = cell.locator(".jp-OutputArea-output")
    expect(outputs.first).to_have_text(str([ROWS] * 2))
    expect(cell).to_contain_text("ReadTimeout: timed out")


def test_a_module_from_the_snapshot_knows_the_readers_engine(visit: Visit) -> None:
    assert (
        visit.notebook.ask(
            "import engine_facts as facts, js, pyodide.http as asked, pyodide.http.pyxhr as by_xhr\n"
            "(facts.IS_NODE, facts.HAS_REQUESTS, facts.HAS_WORKERS, facts.HAS_WINDOW)"
        )
        == "(False, True, True, False)"
    )
    assert (
        visit.notebook.ask(
            "[module.XMLHttpRequest == js.XMLHttpRequest for module in (facts, asked, by_xhr)]"
            " + [facts.Array == js.Array]"
        )
        == "[True, True, True, True]"
    )


@pytest.mark.parametrize("source", ["%%bash\nls", "!ls", "import subprocess\nsubprocess.run(['ls'])"])
def test_what_starts_programs_ends_in_a_clear_error_each_time(restored: Visit, source: str) -> None:
    for _ in range(2):
        cell = restored.notebook.add(source)
        expect(cell).to_contain_text("Python in a page cannot start programs")


def test_a_notebook_runs_another(restored: Visit) -> None:
    cell = restored.notebook.add("%run other.ipynb\ndouble(five)")
    expect(cell.locator(".jp-OutputArea-output")).to_have_text("10")


def drop_complaints_about(visit: Visit, hosts: OtherHosts) -> None:
    """Take what the console says of requests to other hosts; anything else is wrong."""
    addresses = (hosts.open, hosts.closed, hosts.absent)
    assert [
        complaint
        for complaint in visit.reader.take_complaints()
        if not any(address in complaint for address in addresses)
    ] == []
