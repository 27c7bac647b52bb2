"""Python's HTTP clients in a page, used as elsewhere; and files of another host that the site ships."""

from __future__ import annotations

import ast
import hashlib
import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from lite_build.serve.server import serve_site
from lite_build.site.isolation import isolate_pages
from tests.browser.kernel.conftest import COLD, RESTORED, ways_of
from tests.browser.reader import Reader
from tests.data_site import READ_ROWS, ROWS, WAYS
from tests.errors_site import without_snapshot
from tests.web_host import LARGE_SIZE, WebHost, large_content, web_host
from tests.web_host import ROWS as HOST_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.browser.notebook_page import NotebookPage

pytestmark = [pytest.mark.browser, pytest.mark.registry]


@pytest.fixture(scope="module", params=["restored", "cold", "isolated"])
def visit(
    request: pytest.FixtureRequest,
    data_project: Path,
    browser: Browser,
    elsewhere: list[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Reader, NotebookPage]]:
    """A reader's notebook, whose kernel began in one of these ways."""
    site = data_project / "_output"
    if request.param != "restored":
        site = tmp_path_factory.mktemp(request.param) / "site"
        shutil.copytree(data_project / "_output", site)
        if request.param == "cold":
            without_snapshot(site)
        else:
            isolate_pages(site, frozenset())
    with (
        serve_site(site, as_published=True) as address,
        Reader.visiting(address, browser, elsewhere) as reader,
    ):
        ways = ways_of(reader)
        notebook = reader.open_notebook("empty.ipynb")
        notebook.wait_for_the_kernel()
        yield reader, notebook
        assert ways[:1] == [COLD if request.param == "cold" else RESTORED]
        reader.take_complaints()


@pytest.fixture(scope="module")
def notebook(visit: tuple[Reader, NotebookPage]) -> NotebookPage:
    """The notebook of it."""
    return visit[1]


@pytest.fixture(scope="module")
def simple() -> Iterator[WebHost]:
    """A host that pages may read, and that gives leave for nothing that needs a question before."""
    with web_host("simple") as host:
        yield host


@pytest.fixture(scope="module")
def open_host() -> Iterator[WebHost]:
    """A host that pages may ask for anything."""
    with web_host("all") as host:
        yield host


@pytest.fixture(scope="module")
def closed() -> Iterator[WebHost]:
    """A host that pages of other sites may not read."""
    with web_host("none") as host:
        yield host


def test_every_client_reads_a_shipped_file_and_asks_no_other_host(
    visit: tuple[Reader, NotebookPage], data_project: Path
) -> None:
    reader, notebook = visit
    host = (data_project / "host.txt").read_text(encoding="utf-8")
    asked: list[str] = []
    reader.context.on("request", lambda request: asked.append(request.url))
    cell = notebook.add(f"rows = '{host}/rows.csv'\n{READ_ROWS}")
    printed = cell.locator(".jp-OutputArea-output")
    expect(printed).to_contain_text("}")
    found: dict[str, str] = json.loads(printed.inner_text())
    assert found == dict.fromkeys(found, ROWS)
    assert len(found) == WAYS
    assert (
        notebook.ask(
            "import oceans\n[pathlib.Path(oceans.fetch(name)).read_text() for name in "
            "('salinity.txt', 'waves.txt', 'tides.txt')]"
        )
        == "['35\\n', 'up and down\\n', 'high\\n']"
    )
    assert (
        notebook.ask(f"requests.get('{host}/rows.csv').headers['content-type']")
        == "'text/csv; charset=utf-8'"
    )
    assert [url for url in asked if url.startswith(host)] == []
    assert any("/static/data/" in url for url in asked)


def test_in_a_callback_which_cannot_be_suspended_requests_take_the_thread(
    notebook: NotebookPage, data_project: Path, simple: WebHost
) -> None:
    host = (data_project / "host.txt").read_text(encoding="utf-8")
    told = notebook.ask(
        "import asyncio, js, requests, urllib3\nfrom pyodide.ffi import can_run_sync, create_once_callable\n"
        "told = asyncio.get_running_loop().create_future()\n"
        "def ask():\n    try:\n        told.set_result([can_run_sync(),\n"
        f"            requests.get('{host}/rows.csv').text,\n"
        f"            requests.get('{host}/rows.csv', stream=True).url,\n"
        f"            len(requests.get('{simple.address}/large', stream=True).content),\n"
        f"            urllib3.request('GET', '{simple.address}/rows.csv').data.decode()])\n"
        "    except Exception as error:\n        told.set_exception(error)\n"
        "js.setTimeout(create_once_callable(ask), 0)\nawait told"
    )
    assert ast.literal_eval(told) == [False, ROWS, f"{host}/rows.csv", LARGE_SIZE, HOST_ROWS]


def test_a_simple_request_needs_no_leave_but_the_hosts_to_read_it(
    notebook: NotebookPage, simple: WebHost
) -> None:
    simple.asked.clear()
    told = notebook.ask(
        f"import httpx, requests, urllib.request, urllib3\nurl = '{simple.address}/rows.csv'\n"
        "[requests.get(url).text, requests.get(url, stream=True).text, requests.Session().get(url).text,"
        " httpx.get(url).text, urllib3.PoolManager().request('GET', url).data.decode(),"
        " urllib.request.urlopen(url).read().decode()]"
    )
    assert ast.literal_eval(told) == [HOST_ROWS] * 6
    assert simple.asked == ["GET /rows.csv"] * 6


def test_what_is_sent_arrives_as_from_elsewhere(notebook: NotebookPage, open_host: WebHost) -> None:
    """Forms, JSON, files, generators, open files, parameters, headers."""
    told = notebook.ask(
        f"import io, json, requests\nurl = '{open_host.address}/echo'\n"
        "open('sent.txt', 'w').write('of a file')\n"
        "sent = [\n"
        "    requests.get(url, params={'a': 'ä b'}, headers={'X-Mine': 'mine'}),\n"
        "    requests.post(url, data={'a': '1', 'b': 'ü'}),\n"
        "    requests.post(url, json={'a': [1]}),\n"
        "    requests.put(url, data=b'\\x00\\xff'),\n"
        "    requests.post(url, data=open('sent.txt', 'rb')),\n"
        "    requests.post(url, data=(part for part in (b'one', b'two'))),\n"
        "    requests.patch(url, data='tëxt'),\n"
        "    requests.delete(url),\n"
        "]\n"
        "[(told['method'], told['query'], told['content'], told['headers'].get('content-type'),"
        " told['headers'].get('x-mine')) for told in (answer.json() for answer in sent)]"
    )
    assert ast.literal_eval(told) == [
        ("GET", "a=%C3%A4+b", "", None, "mine"),
        ("POST", "", "a=1&b=%C3%BC", "application/x-www-form-urlencoded", None),
        ("POST", "", '{"a": [1]}', "application/json", None),
        ("PUT", "", "\x00\xff", None, None),
        ("POST", "", "of a file", None, None),
        ("POST", "", "onetwo", None, None),
        ("PATCH", "", "tëxt".encode().decode("latin-1"), None, None),
        ("DELETE", "", "", None, None),
    ]
    files = notebook.ask(
        "answer = requests.post(url, files={'file': ('name.csv', io.BytesIO(b'a,b'), 'text/csv')}, "
        "data={'more': '1'}).json()\n"
        "[answer['headers']['content-type'].startswith('multipart/form-data; boundary='), "
        "'name=\"file\"; filename=\"name.csv\"' in answer['content'], 'a,b' in answer['content']]"
    )
    assert files == "[True, True, True]"


def test_logins_sessions_and_what_the_browser_cares_for_itself(
    notebook: NotebookPage, open_host: WebHost
) -> None:
    told = notebook.ask(
        f"import httpx, requests\nurl = '{open_host.address}'\n"
        "session = requests.Session()\nsession.auth = ('ann', 'pear')\nsession.headers['X-Mine'] = 'mine'\n"
        "session.params = {'a': '1'}\n"
        "echoed = session.get(url + '/echo', verify=False).json()\n"
        "[requests.get(url + '/login', auth=('ann', 'pear')).text, session.get(url + '/login').text,"
        " httpx.get(url + '/login', auth=('ann', 'pear')).text,"
        " httpx.get(url.replace('//', '//ann:pear@') + '/login').text,"
        " requests.get(url.replace('//', '//ann:pear@') + '/login').text,"
        " requests.get(url + '/login').status_code,"
        " echoed['headers']['x-mine'], echoed['query']]"
    )
    assert ast.literal_eval(told) == ["welcome"] * 5 + [401, "mine", "a=1"]


def test_answers_are_read_as_elsewhere(notebook: NotebookPage, open_host: WebHost) -> None:
    """Compressed, in another encoding, led elsewhere, line by line, with the reason of a status."""
    told = notebook.ask(
        f"import httpx, requests, urllib.request\nurl = '{open_host.address}'\n"
        "moved = requests.get(url + '/moved')\n"
        "[requests.get(url + '/gzip').text, requests.get(url + '/latin').text,"
        " moved.url.removeprefix(url), moved.text,"
        " requests.head(url + '/rows.csv').headers['content-length'],"
        " [*requests.get(url + '/lines', stream=True).iter_lines()],"
        " requests.get(url + '/status/404').reason, requests.get(url + '/status/418').json(),"
        " httpx.get(url + '/gzip').text]"
    )
    assert ast.literal_eval(told) == [
        HOST_ROWS,
        "Käse",
        "/rows.csv",
        HOST_ROWS,
        str(len(HOST_ROWS)),
        [b"one", b"two", b"three"],
        "Not Found",
        {"reason": "so it is"},
        HOST_ROWS,
    ]
    failing = (
        ("requests.get(url + '/status/404').raise_for_status()", "404 Client Error: Not Found for url: "),
        ("httpx.get(url + '/status/500').raise_for_status()", "500 Internal Server Error"),
        ("urllib.request.urlopen(url + '/status/403')", "HTTP Error 403: Forbidden"),
    )
    for source, said in failing:
        assert said in notebook.ask(
            f"try:\n    {source}\nexcept Exception as error:\n    told = str(error)\ntold"
        )


def test_a_large_download_is_whole(notebook: NotebookPage, simple: WebHost) -> None:
    expected = hashlib.sha256(large_content()).hexdigest()
    told = notebook.ask(
        f"import hashlib, httpx, requests, urllib.request\nurl = '{simple.address}/large'\n"
        "streamed = hashlib.sha256()\n"
        "for part in requests.get(url, stream=True).iter_content(100_000):\n    streamed.update(part)\n"
        "name, _ = urllib.request.urlretrieve(url)\n"
        "[streamed.hexdigest(), *(hashlib.sha256(content).hexdigest() for content in"
        " (requests.get(url).content, httpx.get(url).content, open(name, 'rb').read()))]"
    )
    assert ast.literal_eval(told) == [expected] * 4


def test_a_timeout_is_the_clients_own_error(notebook: NotebookPage, simple: WebHost) -> None:
    told = notebook.ask(
        f"import httpx, requests, urllib3\nurl = '{simple.address}/late'\nfound = []\n"
        "for ask in (lambda: requests.get(url, timeout=0.1), lambda: requests.get(url, timeout=(0.1, 5)),\n"
        "            lambda: requests.get(url, timeout=5), lambda: httpx.get(url, timeout=0.1),\n"
        "            lambda: urllib3.request('GET', url, timeout=0.1, retries=False)):\n"
        "    try:\n        found.append(ask().status_code)\n"
        "    except Exception as error:\n        found.append(type(error).__name__)\nfound"
    )
    assert ast.literal_eval(told) == ["ReadTimeout", 200, 200, "ReadTimeout", "ReadTimeoutError"]


def test_a_refusal_is_the_clients_own_error_in_one_sentence(notebook: NotebookPage, closed: WebHost) -> None:
    host = closed.address.removeprefix("http://")
    told = notebook.ask(
        "import httpx, requests, urllib.error, urllib.request\n"
        f"url = '{closed.address}/rows.csv'\nfound = []\n"
        "for ask, kind in ((requests.get, requests.ConnectionError), (httpx.get, httpx.ConnectError),\n"
        "                  (urllib.request.urlopen, urllib.error.URLError)):\n"
        "    try:\n        ask(url)\n    except kind as error:\n"
        "        found.append(str(getattr(error, 'reason', error)))\nfound"
    )
    sentences = ast.literal_eval(told)
    assert len(sentences) == 3
    for sentence in sentences:
        # An isolated page may not even look whether the host is there.
        assert re.match(
            f"{host} (cannot be reached, or )?does not allow pages of other sites to read it\\. ", sentence
        )
        assert "DataAddon.files" in sentence
    cell = notebook.add(f"requests.get('{closed.address}/rows.csv')")
    expect(cell).to_contain_text("ConnectionError")
    shown = cell.locator(".jp-OutputArea-output").inner_text()
    assert "During handling" not in shown
    assert "direct cause" not in shown
    assert "lite_build_web" not in shown


def test_what_the_browser_refuses_to_send_is_no_fault_of_the_hosts(
    notebook: NotebookPage, open_host: WebHost
) -> None:
    told = notebook.ask(
        f"import httpx, requests, socket, asyncio\nurl = '{open_host.address}/echo'\nfound = []\n"
        "for ask in (lambda: requests.get(url, json={'a': 1}), lambda: requests.request('TRACE', url)):\n"
        "    try:\n        ask()\n    except requests.ConnectionError as error:\n"
        "        found.append(str(error))\n"
        "try:\n    socket.create_connection(('127.0.0.1', 80))\n"
        "except OSError as error:\n    found.append(str(error))\n"
        "try:\n    await asyncio.open_connection('127.0.0.1', 80)\n"
        "except OSError as error:\n    found.append(str(error))\nfound"
    )
    with_body, trace, connected, opened = ast.literal_eval(told)
    assert "browsers send nothing with GET" in with_body
    assert "TRACE" in trace
    assert "does not allow" not in trace
    assert "has no sockets" in connected
    assert "has no sockets" in opened
