"""Errors as the check tells them, of kernels from the snapshot and of those with nothing prepared."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from lite_build.check.site_check import check_site
from lite_build.project.options import CheckSettings
from tests.build.test_check import PATIENCE, make_site, notebook_of, outcomes_of, texts_of
from tests.errors_site import OTHER_NOTEBOOK, ROWS, build_errors_site, without_snapshot
from tests.made_once import made_once

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from lite_build.check.report import CheckedCell, CheckReport
    from tests.build.conftest import CommandLine
    from tests.build.test_check import Cell

pytestmark = pytest.mark.registry

#: A request to a host that is not the site's; the check has no network, a page none that it allows.
ADDRESS = "https://data.invalid/rows.csv"
FAIL_LATER = (
    "import asyncio\nasync def fail(word):\n    await asyncio.sleep(0)\n    raise ValueError(word)\n"
    "started = asyncio.create_task(fail('in a task'))\n"
    "asyncio.get_running_loop().call_later(0.01, lambda: int('in a timer'))\n'begun'"
)
#: Cells that catch what they meet: each prints "caught".
CAUGHT = (
    f"import requests\ntry:\n    requests.get('{ADDRESS}')\n"
    "except requests.ConnectionError:\n    print('caught')",
    "import js\ntry:\n    await js.eval(\"Promise.reject(new TypeError('no'))\")\n"
    "except Exception:\n    print('caught')",
    "def fail(*_):\n    raise KeyError('through JavaScript')\n"
    "chained = js.eval(\"(f) => { try { f() } catch (cause) { throw new Error('chained', {cause}) } }\")\n"
    "try:\n    chained(fail)\nexcept Exception:\n    print('caught')",
    "try:\n    js.eval('(call) => call()')(fail)\nexcept KeyError:\n    print('caught')",
    "try:\n    1 / 0\nexcept ZeroDivisionError:\n    try:\n        js.eval('none')\n"
    "    except Exception:\n        pass\nfinally:\n    print('caught')",
    "def generate():\n    try:\n        yield js.eval('none')\n"
    "    except Exception:\n        yield 'caught'\nprint(*generate())",
    "import asyncio\nasync def fail_later():\n    await js.eval(\"Promise.reject(new Error('later'))\")\n"
    "found = await asyncio.gather(fail_later(), fail_later(), return_exceptions=True)\n"
    "print('caught' if len(found) == 2 else found)",
    "from pyodide.ffi import run_sync\n"
    "try:\n    run_sync(fail_later())\nexcept Exception:\n    print('caught')",
)
#: What starts programs, processes or threads, and a part of what it says.
STARTING = (
    ("%%bash\nls", "cannot start programs"),
    ("%%sh\nls\npwd", "cannot start programs"),
    ("!ls", "cannot start programs"),
    ("!pip install humanize", "Write %pip install humanize"),
    ("import sys\n!{sys.executable} -m pip install humanize", "Write %pip install humanize"),
    ("!sudo -H pip3 install humanize", "Write %pip install humanize"),
    ("!uv pip install --system humanize", "Write %pip install humanize"),
    ("files = !ls", "cannot start programs"),
    ("import subprocess\nsubprocess.run(['ls'])", "cannot start programs"),
    (
        "import sys\nsubprocess.check_call([sys.executable, '-m', 'pip', 'install', 'x'])",
        "cannot start programs",
    ),
    ("import os\nos.system('ls')", "cannot start programs"),
    ("os.popen('ls')", "cannot start programs"),
    ("os.execv('/bin/ls', ['ls'])", "cannot start programs"),
    ("os.fork()", "one process"),
    ("import asyncio\nawait asyncio.create_subprocess_shell('ls')", "cannot start programs"),
    ("import multiprocessing\nmultiprocessing.Process(target=print).start()", "one process"),
    ("multiprocessing.Pool(2)", "one process"),
    ("import socket\nsocket.create_connection(('localhost', 5432))", "has no sockets"),
    ("socket.socket().connect(('localhost', 5432))", "has no sockets"),
    ("import threading\nthreading.Thread(target=print).start()", "one thread"),
    ("threading.Timer(1, print).start()", "one thread"),
    ("import concurrent.futures\nconcurrent.futures.ThreadPoolExecutor().submit(print)", "one thread"),
    ("concurrent.futures.ProcessPoolExecutor().submit(print)", "one process"),
)
#: What ends Python, and what is said of it.
ENDING = {
    "deep.ipynb": ("a = []\na.append(a)\nb = []\nb.append(b)\na == b", "called itself too deeply"),
    "abort.ipynb": ("import os\nos.abort()", "cannot go on from"),
    "exit.ipynb": ("import os\nos._exit(3)", "code has ended it"),
    "timer.ipynb": (
        "import asyncio, os\nasyncio.get_running_loop().call_later(0.01, os.abort)\nawait asyncio.sleep(9)",
        "cannot go on from",
    ),
}
#: Tells of each imported module which of its names are the engine's, or say yes or no; printed as JSON.
ENGINE_FACTS = """
import engine_facts, json, sys
import pyodide.http, pyodide.http.pyxhr, pyodide.webloop, pyodide.code, pyodide.console, micropip, piplite
from pyodide.ffi import JsProxy
json.dumps({
    name: {
        key: f"{value.typeof} of JavaScript" if isinstance(value, JsProxy) else repr(value)
        for key, value in vars(module).items() if isinstance(value, JsProxy | bool | type(None))
    }
    for name, module in sys.modules.items()
    if not isinstance(module, JsProxy) and name.partition(".")[0] in
    {"engine_facts", "pyodide", "_pyodide", "pyodide_kernel", "micropip", "piplite", "urllib3", "IPython"}
})
"""
#: What an error is told by is broken: its text, or where text goes; a class of each kind.
BROKEN = {
    "class Untold(Exception):\n    def __str__(self):\n        raise KeyError('none')\nraise Untold": (
        "Untold: <exception str"
    ),
    "import sys\nsys.stdout = sys.stderr = None\n1 / 0": ("ZeroDivisionError: "),
    "import io\nsys.stdout = sys.stderr = io.StringIO()\nsys.stdout.close()\n{}['pear']": "KeyError: 'pear'",
    "import asyncio, js\nfrom pyodide.ffi import create_once_callable\n"
    "js.setTimeout(create_once_callable(lambda: int('plum')), 1)\nawait asyncio.sleep(0.1)\n{}['fig']": (
        "KeyError: 'fig'"
    ),
    "print('shown')\n{}['grape']": "KeyError: 'grape'",
}
#: Memory that C does not fill, so that what comes next is above 2 GiB.
FILL_MEMORY = (
    "import ctypes, js\nhold = ctypes.pythonapi.PyBytes_FromStringAndSize\nhold.restype = ctypes.py_object\n"
    "low = hold(None, 2**31 - 2**16)\n'filled'"
)
#: Run by notebooks.
SCRIPTS = {
    "failing.py": "print('begun')\n{}['pear']",
    "broken.py": "def (",
    "lacking.py": "import none_such_module",
    "grouped.py": "raise ExceptionGroup('two', [ValueError('a'), KeyError('b')])",
    "leaving.py": "import sys\nsys.exit(3)",
    "ending.py": "import sys\nsys.exit(0)",
    "careful.py": (
        "try:\n    int('pear')\nexcept ValueError:\n    get_ipython().showtraceback()\nprint('done')"
    ),
    "outer.py": "get_ipython().run_line_magic('run', 'failing.py')\nprint('done')",
}
#: Of what a script raises that a cell runs, and the error that the cell fails by.
FAILING_RUNS = (
    ("%run failing.py\n'went on'", "KeyError: 'pear'"),
    ("%run -i failing.py", "KeyError: 'pear'"),
    ("%run -m failing", "KeyError: 'pear'"),
    ("%%capture\n%run failing.py", "KeyError: 'pear'"),
    ("%run outer.py", "KeyError: 'pear'"),
    ("%run failing.ipynb", "KeyError: 'pear'"),
    ("%run broken.py", "SyntaxError: invalid syntax (broken.py, line 1)"),
    ("%run lacking.py", "ModuleNotFoundError: No module named 'none_such_module'"),
    ("%run grouped.py", "ExceptionGroup: two (2 sub-exceptions)"),
    ("%run leaving.py", "SystemExit: 3"),
)
#: A notebook for each test.
NOTEBOOKS: dict[str, list[Cell]] = {
    "callbacks.ipynb": [
        "import ipywidgets as widgets\nwidgets.interact(lambda n: 12 / n, n=(0, 4));",
        "out = widgets.Output()\nwith out:\n    {}['pear']\n'went on'",
        "@out.capture()\ndef pressed(_):\n    int('pear')\npressed(None)\n'went on'",
        "get_ipython().showtraceback((ValueError, ValueError('told'), None))\n'went on'",
        FAIL_LATER,
        "await asyncio.sleep(0.1)\n'later'",
        "import js\nfrom pyodide.ffi import create_once_callable\n"
        "js.setTimeout(create_once_callable(lambda: int('by JavaScript')), 1)\n"
        "await asyncio.sleep(0.1)\n'went on'",
        "from comm import create_comm, get_comm_manager\nheard = create_comm(target_name='t')\n"
        "heard.on_msg(lambda message: int('on a comm'))\n"
        "get_comm_manager().comm_msg(None, None, {'content': {'comm_id': heard.comm_id}})\n'went on'",
    ],
    "caught.ipynb": [*CAUGHT],
    "broken.ipynb": [*BROKEN],
    "memory.ipynb": [
        FILL_MEMORY,
        "text = 'pear' * 2**22\njs.eval('(text) => text.slice(-4)')(text)",
        "js.Uint8Array.new(js.TextEncoder.new().encode(text)).to_bytes()[-4:]",
        "raise ValueError(text[:2**20])",
    ],
    "finding.ipynb": [
        "from importlib.util import find_spec\nnames = '_multiprocessing', 'httpx._transports.default'\n"
        "[getattr(find_spec(name), 'name', None) for name in names]",
        "import importlib, js, sys, http.client\nurl = js.URL.new('/files/rows.csv', js.location.href).href\n"
        "import httpx\nhttpx.get(url).text",
        "for name in [name for name in sys.modules if name.partition('.')[0] == 'httpx']:\n"
        "    del sys.modules[name]\nimport httpx\nhttpx.get(url).text",
        "importlib.reload(http.client)\nimport urllib.request\nurllib.request.urlopen(url).read().decode()",
        "import _multiprocessing",
    ],
    "forgotten.ipynb": [
        "import asyncio, gc\nasync def fail():\n    raise ValueError('of the first')\n"
        "kept = [asyncio.create_task(fail())]\n'begun'",
        "await asyncio.sleep(0)\nkept.clear()\ngc.collect()\nawait asyncio.sleep(0)\n'second'",
    ],
    "uncaught.ipynb": ["raise ExceptionGroup('two', [ValueError('a'), KeyError('b')])", "%no_such_magic"],
    "starting.ipynb": [source for source, _ in STARTING for _ in range(2)],
    "running.ipynb": ["%run other.ipynb\ndouble(five)", "%run missing.ipynb"],
    "failing.ipynb": [SCRIPTS["failing.py"]],
    "scripts.ipynb": [
        *(source for source, _ in FAILING_RUNS),
        ("%run failing.py", "raises-exception"),
        "%run careful.py",
        "%run ending.py",
        "int",
    ],
    "asking.ipynb": [
        f"import urllib.request\nurllib.request.urlopen('{ADDRESS}')",
        f"import httpx\nhttpx.get('{ADDRESS}')",
        f"async with httpx.AsyncClient() as client:\n    await client.get('{ADDRESS}')",
        f"from pyodide.http import open_url, pyfetch, pyxhr\nopen_url('{ADDRESS}')",
        f"pyxhr.get('{ADDRESS}')",
        f"await pyfetch('{ADDRESS}')",
        f"import requests\nrequests.get('{ADDRESS}')",
        f"import urllib3\nurllib3.request('GET', '{ADDRESS}', retries=False)",
    ],
    "reading.ipynb": [
        "import js, httpx, requests, urllib.request\nfrom pyodide.http import open_url, pyxhr\n"
        "url = js.URL.new('/files/rows.csv', js.location.href).href",
        "urllib.request.urlopen(url).read().decode()",
        "httpx.get(url).text",
        "open_url(url).read()",
        "pyxhr.get(url).text",
        "requests.get(url).text",
    ],
    "leaving.ipynb": ["print('before')\nexit()", "1"],
    "quitting.ipynb": ["quit()", "1"],
    **{name: [source, "1"] for name, (source, _) in ENDING.items()},
}
#: Those that also run in kernels that start with nothing prepared, which takes them longer.
ALSO_COLD = (
    "callbacks.ipynb",
    "caught.ipynb",
    "memory.ipynb",
    "starting.ipynb",
    "reading.ipynb",
    "deep.ipynb",
)


@pytest.fixture(scope="session")
def errors_project(command_line: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a site whose notebooks may ask other hosts. Tests read it."""
    return made_once(tmp_path_factory, "errors-project", lambda to: build_errors_site(command_line, to))


@pytest.fixture(scope="module")
def restored(errors_project: Path, tmp_path_factory: pytest.TempPathFactory) -> CheckReport:
    """What a check finds in a site whose kernels start from the snapshot."""
    return check(make_errors_site(errors_project, tmp_path_factory.mktemp("restored") / "site", NOTEBOOKS))


@pytest.fixture(scope="module")
def cold(errors_project: Path, tmp_path_factory: pytest.TempPathFactory) -> CheckReport:
    """The same where they start with nothing prepared."""
    notebooks = {name: NOTEBOOKS[name] for name in ALSO_COLD}
    site = make_errors_site(errors_project, tmp_path_factory.mktemp("cold") / "site", notebooks)
    without_snapshot(site)
    return check(site)


@pytest.fixture(params=["restored", "cold"])
def report(request: pytest.FixtureRequest) -> CheckReport:
    """Either."""
    found: CheckReport = request.getfixturevalue(request.param)
    return found


def make_errors_site(project: Path, site: Path, notebooks: Mapping[str, Sequence[Cell]]) -> Path:
    make_site(project, site, notebooks)
    for name in ("rows.csv", OTHER_NOTEBOOK):
        shutil.copyfile(project / "notebooks" / name, site / "files" / name)
    for name, source in SCRIPTS.items():
        (site / "files" / name).write_text(source, encoding="utf-8")
    return site


def check(site: Path) -> CheckReport:
    return check_site(site, CheckSettings(cell_seconds=PATIENCE), lambda _: None)


def error_of(cell: CheckedCell) -> str:
    assert cell.error is not None, cell
    return f"{cell.error.name}: {cell.error.message}"


def test_what_a_callback_raises_is_told_and_its_cell_goes_on(report: CheckReport) -> None:
    cells = notebook_of(report, "callbacks.ipynb").cells
    assert {cell.outcome for cell in cells} == {"passed"}
    _, captured, decorated, shown, began, later, by_javascript, on_comm = cells
    assert error_of(captured) == "KeyError: 'pear'"
    assert error_of(decorated).startswith("ValueError: invalid literal")
    assert shown.remark == "shows an error and goes on: ValueError: told"
    assert texts_of(shown)[-1] == "'went on'"
    assert {"in a task", "invalid literal for int() with base 10: 'in a timer'"} <= set(texts_of(began))
    assert texts_of(later) == ["'later'"]
    assert "ValueError: invalid literal for int() with base 10: 'by JavaScript'" in texts_of(by_javascript)[0]
    assert error_of(on_comm) == "ValueError: invalid literal for int() with base 10: 'on a comm'"


def test_a_caught_exception_is_caught(report: CheckReport) -> None:
    cells = notebook_of(report, "caught.ipynb").cells
    assert [(cell.outcome, texts_of(cell)) for cell in cells] == [("passed", ["caught\n"])] * len(CAUGHT)


def test_what_ipython_tells_as_text_fails_its_cell(restored: CheckReport) -> None:
    group, usage = notebook_of(restored, "uncaught.ipynb").cells
    assert (group.outcome, usage.outcome) == ("failed", "failed")
    assert error_of(group) == "ExceptionGroup: two (2 sub-exceptions)"
    assert error_of(usage) == "UsageError: Line magic function `%no_such_magic` not found."


def test_what_starts_programs_ends_in_the_same_clear_error_each_time(report: CheckReport) -> None:
    cells = notebook_of(report, "starting.ipynb").cells
    for (source, words), first, second in zip(STARTING, cells[::2], cells[1::2], strict=True):
        assert (first.outcome, second.outcome) == ("failed", "failed"), source
        assert words in error_of(first), source
        assert error_of(first) == error_of(second)


def test_an_error_is_told_where_its_text_or_the_streams_are_broken(restored: CheckReport) -> None:
    cells = notebook_of(restored, "broken.ipynb").cells
    for cell, words in zip(cells, BROKEN.values(), strict=True):
        assert (cell.outcome, error_of(cell)[: len(words)]) == ("failed", words)


def test_text_and_errors_are_whole_above_two_gibibytes(report: CheckReport) -> None:
    filled, text, memory, raised = notebook_of(report, "memory.ipynb").cells
    assert [texts_of(cell) for cell in (filled, text, memory)] == [["'filled'"], ["'pear'"], ["b'pear'"]]
    assert error_of(raised) == f"ValueError: {'pear' * 2**18}"


def test_a_module_asks_by_the_browser_also_reloaded_or_imported_anew(restored: CheckReport) -> None:
    found, *read, absent = notebook_of(restored, "finding.ipynb").cells
    assert texts_of(found) == ["['_multiprocessing', 'httpx._transports.default']"]
    assert [texts_of(cell) for cell in read] == [[repr(ROWS)]] * len(read)
    assert error_of(absent).startswith("ModuleNotFoundError: No module named '_multiprocessing': Python in")


def test_what_a_forgotten_task_raises_is_told_in_the_cell_that_began_it(restored: CheckReport) -> None:
    began, second = notebook_of(restored, "forgotten.ipynb").cells
    assert "of the first" in texts_of(began)
    assert texts_of(second) == ["'second'"]


def test_a_traceback_shows_no_code_of_ours(restored: CheckReport) -> None:
    for cell in notebook_of(restored, "starting.ipynb").cells:
        assert cell.error is not None
        assert "<programs>" not in "".join(cell.error.traceback)


def test_a_notebook_runs_another_and_has_its_functions(restored: CheckReport) -> None:
    ran, missing = notebook_of(restored, "running.ipynb").cells
    assert texts_of(ran) == ["10"]
    assert "missing.ipynb" in error_of(missing)


def test_a_script_that_fails_fails_its_cell(restored: CheckReport) -> None:
    *failing, tagged, careful, ended, last = notebook_of(restored, "scripts.ipynb").cells
    for (source, error), cell in zip(FAILING_RUNS, failing, strict=True):
        assert (cell.outcome, error_of(cell)) == ("failed", error), source
    assert texts_of(failing[0])[-1] == "'went on'"
    assert "none_such_module" in str(failing[-3].remark)
    assert "failing.py" in failing[0].error.traceback
    assert (tagged.outcome, error_of(tagged)) == ("passed", "KeyError: 'pear'")
    assert careful.outcome == "passed"
    assert str(careful.remark).startswith("shows an error and goes on: ValueError: ")
    assert texts_of(careful)[-1] == "done\n"
    assert (ended.outcome, ended.error, last.outcome) == ("passed", None, "passed")


def test_a_request_to_another_host_says_that_the_check_has_no_network(restored: CheckReport) -> None:
    for cell in notebook_of(restored, "asking.ipynb").cells:
        assert f"the check has no network: {ADDRESS}" in error_of(cell)
        assert "tag the cell skip-check" in str(cell.remark)


def test_files_of_the_site_are_read_by_every_client(report: CheckReport) -> None:
    _, *cells = notebook_of(report, "reading.ipynb").cells
    assert [texts_of(cell) for cell in cells] == [[repr(ROWS)]] * len(cells)


def test_exit_ends_the_notebook_after_its_cell(restored: CheckReport) -> None:
    assert outcomes_of(restored, "leaving.ipynb") == ["passed", "not run"]
    assert texts_of(notebook_of(restored, "leaving.ipynb").cells[0]) == ["before\n"]
    assert outcomes_of(restored, "quitting.ipynb") == ["passed", "not run"]


@pytest.mark.parametrize("name", ENDING)
def test_what_python_cannot_go_on_from_fails_its_cell_at_once(restored: CheckReport, name: str) -> None:
    assert_ended(restored, name)


def test_the_same_where_nothing_was_prepared(cold: CheckReport) -> None:
    assert_ended(cold, "deep.ipynb")


def assert_ended(report: CheckReport, name: str) -> None:
    cell, after = notebook_of(report, name).cells
    assert (cell.outcome, after.outcome) == ("failed", "not run")
    assert error_of(cell).startswith("PythonEnded: Python has ended: ")
    assert ENDING[name][1] in error_of(cell)


def test_a_module_from_the_snapshot_knows_the_engine_as_one_imported_now(
    errors_project: Path, tmp_path: Path
) -> None:
    notebooks = {"facts.ipynb": [ENGINE_FACTS]}
    facts: list[dict[str, dict[str, Any]]] = []
    for name in ("restored", "cold"):
        site = make_site(errors_project, tmp_path / name, notebooks)
        if name == "cold":
            without_snapshot(site)
        [cell] = check(site).notebooks[0].cells
        facts.append(json.loads(texts_of(cell)[0].strip("'")))
    restored, cold = facts
    assert cold["engine_facts"] | {"HAS_WORKERS": "True"} == restored["engine_facts"]
    assert restored["engine_facts"]["XMLHttpRequest"] == "function of JavaScript"
    assert restored["engine_facts"]["IS_NODE"] == "False"
    common = (cold.keys() & restored.keys()) - {"engine_facts"}
    assert {name: restored[name] for name in common} == {name: cold[name] for name in common}
