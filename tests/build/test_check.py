"""`lite-build check`: notebooks of a really built site on its real runtime under Node.js."""

from __future__ import annotations

import inspect
import json
import shutil
import socket
import threading
import time
from typing import TYPE_CHECKING

import nbformat.v4
import pytest

from lite_build.check.report import CheckedCell, CheckedNotebook, CheckReport, write_report
from lite_build.check.site_check import check_site
from lite_build.project.options import CheckSettings
from lite_build.words.errors import UserMistake
from tests import disk_uses

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

pytestmark = pytest.mark.registry

#: A cell of a notebook: its source, and its tags.
Cell = str | tuple[str, *tuple[str, ...]]
#: Long enough for any cell of these tests on a machine that does several other things, in seconds.
PATIENCE = 60.0
SECRET = "the host's own secret"


def write_notebook(path: Path, cells: Sequence[Cell], kernel: str = "python") -> None:
    specification = {"name": kernel, "display_name": kernel, "language": kernel}
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": specification})
    for cell in cells:
        source, *tags = [cell] if isinstance(cell, str) else cell
        new = nbformat.v4.new_markdown_cell if source.startswith("# ") else nbformat.v4.new_code_cell
        notebook.cells.append(new(source, metadata={"tags": tags}))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.v4.writes(notebook), encoding="utf-8")


def make_site(project: Path, site: Path, notebooks: Mapping[str, Sequence[Cell]], **kernels: str) -> Path:
    """Put other notebooks into a copy of a built site."""
    built = project / "_output"
    shutil.copytree(built / "static", site / "static")
    shutil.copyfile(built / "jupyter-lite.json", site / "jupyter-lite.json")
    for name, cells in notebooks.items():
        write_notebook(site / "files" / name, cells, kernels.get(name.partition(".")[0], "python"))
    return site


def notebook_of(report: CheckReport, name: str) -> CheckedNotebook:
    return next(notebook for notebook in report.notebooks if notebook.name == name)


def outcomes_of(report: CheckReport, name: str) -> list[str]:
    return [cell.outcome for cell in notebook_of(report, name).cells]


def texts_of(cell: CheckedCell) -> list[str]:
    """The plain texts of a cell's outputs, in their order."""
    return [
        str(output.get("text") or output.get("data", {}).get("text/plain") or output.get("evalue"))
        for output in cell.outputs
    ]


NO_LIBRARY_IN_C = (
    "dbm.gnu is of Python's standard library, and Python in a page has it not. "
    "dbm.sqlite3 and dbm.dumb keep such files in a page"
)
FETCHES = (
    "from pyodide.http import pyfetch\nawait pyfetch('{address}')",
    "import js\nawait js.fetch('{address}')",
    "import js\njs.WebSocket.new('{address}'.replace('http', 'ws'))",
    "import js\nawait js.eval(\"import('{address}/module.js')\")",
    "import js\nawait js.eval(\"import('node:net')\")",
    "import js\njs.eval('process')",
    "import js\njs.eval(\"(0, Function)('return process')()\")",
    "import urllib.request\nurllib.request.urlopen('{address}')",
    "import js\nawait js.fetch('https://example.org/')",
)
FILE_READS = (
    "open('{path}').read()",
    "import js\n(await (await js.fetch('file://{path}')).text())",
    "import js\nawait js.eval(\"import('file://{path}')\")",
    "import js\nawait js.eval(\"import('node:fs')\")",
    "import js\nresponse = await js.fetch('/..%2f{name}')\nassert response.ok\nawait response.text()",
    "import pyodide_js\npyodide_js.mountNodeFS('/host', '{folder}')\nopen('/host/{name}').read()",
    "import pyodide_js\npyodide_js.FS.filesystems.NODEFS.mount({{'opts': {{'root': '{folder}'}}}})",
)


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server on loopback that must not hear anything: its address, and from where it was reached."""
    heard: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    connection, address = server.accept()
                except OSError:
                    return
                heard.append(str(address))
                connection.close()

        listening = threading.Thread(target=listen, daemon=True)
        listening.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", heard
        server.shutdown(socket.SHUT_RDWR)
    listening.join(timeout=10)


@pytest.fixture(scope="module")
def report(
    booting: Path, tmp_path_factory: pytest.TempPathFactory, listener: tuple[str, list[str]]
) -> CheckReport:
    """What a check finds in a site with a notebook for each test."""
    folder = tmp_path_factory.mktemp("checked")
    # The name starts with the site's, as a carelessly written permission for the site would allow.
    secret = folder / "site-secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    place = {"path": secret.as_posix(), "folder": folder.as_posix(), "name": secret.name}
    site = make_site(
        booting,
        folder / "site",
        {
            "good.ipynb": ["# A [link](sub%20folder/files.ipynb)", "print('one')\n40 + 2", "import json"],
            "sub folder/files.ipynb": [
                "import os\nprint(os.getcwd())\nopen('größe.csv').read()",
                "open('new.txt', 'w').write('new')\n"
                "open('größe.csv', 'a').write('3\\n')\n"
                "open('größe.csv').read()",
                "import beside\nbeside.ANSWER",
            ],
            "failing.ipynb": [
                "import sys",
                "def divide():\n    return 1 / 0\n\ndivide()",
                "'the next cell runs'",
                "raise ValueError('again')",
            ],
            "tagged.ipynb": [("1 / 0", "raises-exception"), ("while True: pass", "skip-check"), "1"],
            "installing.ipynb": [
                "%pip install greeting",
                "import greeting\ngreeting.__version__",
                "%pip install none-such",
            ],
            "displays.ipynb": [
                "from IPython.display import display, clear_output\n"
                "handle = display('first', display_id=True)",
                "handle.update('second')",
                "print('gone')\nclear_output()\nprint('kept')",
                "import sys\nprint('a')\nprint('b')\nprint('c', file=sys.stderr)",
            ],
            "comms.ipynb": [
                "from comm import create_comm\n"
                "c = create_comm(target_name='t', data={'a': [1]}, buffers=[b'\\x00\\xff'])",
                "c.send({'b': None})",
            ],
            "browser.ipynb": ["import js\njs.OffscreenCanvas", "input('Your name?')"],
            "page.ipynb": ["from js import document"],
            "network.ipynb": [source.format(address=listener[0]) for source in FETCHES],
            "host.ipynb": [source.format(**place) for source in FILE_READS],
            "importing.ipynb": [
                "def later():\n    import none_such_module",
                ("import left_out", "skip-check"),
                "try:\n    import optional_module\nexcept ImportError:\n    pass",
                "# [gone](gone.ipynb)",
                "import dbm.dumb, dbm.sqlite3, shelve\nimport dbm.gnu",
            ],
            "disk.ipynb": [
                inspect.getsource(disk_uses),
                "begin()",
                *(f"{use.__name__}()" for use in disk_uses.USES),
            ],
            "script.ipynb": ["let a = 1"],
        },
        script="javascript",
    )
    (site / "files/sub folder/größe.csv").write_text("1\n2\n", encoding="utf-8")
    (site / "files/sub folder/beside.py").write_text("ANSWER = 42\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    report = check_site(site, CheckSettings(cell_seconds=PATIENCE), lambda _: None)
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before
    return report


def test_outputs_of_passing_cells_are_kept_as_nbformat_has_them(report: CheckReport) -> None:
    notebook = notebook_of(report, "good.ipynb")
    assert not notebook.failed
    assert [cell.number for cell in notebook.cells] == [2, 3]
    assert notebook.cells[0].outputs == (
        {"output_type": "stream", "name": "stdout", "text": "one\n"},
        {
            "output_type": "execute_result",
            "data": {"text/plain": "42"},
            "metadata": {},
            "execution_count": 1,
        },
    )


def test_a_notebook_starts_in_its_own_folder_and_what_it_writes_stays_in_memory(report: CheckReport) -> None:
    first, second, third = notebook_of(report, "sub folder/files.ipynb").cells
    assert texts_of(first) == ["/drive/sub folder\n", r"'1\n2\n'"]
    assert texts_of(second) == [r"'1\n2\n3\n'"]
    assert texts_of(third) == ["42"]


def test_the_drive_behaves_as_a_disk(report: CheckReport) -> None:
    assert set(outcomes_of(report, "disk.ipynb")) == {"passed"}


def test_each_failing_cell_is_told_with_its_traceback(report: CheckReport) -> None:
    notebook = notebook_of(report, "failing.ipynb")
    assert [cell.outcome for cell in notebook.cells] == ["passed", "failed", "passed", "failed"]
    error = notebook.cells[1].error
    assert error is not None
    assert (error.name, error.message) == ("ZeroDivisionError", "division by zero")
    assert "divide" in error.traceback
    assert report.exit_status == 1


def test_tags_say_what_may_fail_and_what_is_left_out(report: CheckReport) -> None:
    assert outcomes_of(report, "tagged.ipynb") == ["passed", "left out", "passed"]
    assert not notebook_of(report, "tagged.ipynb").failed


def test_a_locked_name_is_installed_and_an_unlocked_one_is_refused(report: CheckReport) -> None:
    installed, imported, refused = notebook_of(report, "installing.ipynb").cells
    assert (installed.outcome, texts_of(imported)) == ("passed", ["'1.0'"])
    assert refused.error is not None
    assert "No matching distribution found for none-such" in refused.error.message
    assert "lite-build add none-such" in refused.error.message


def test_outputs_are_updated_and_cleared_as_a_front_end_does(report: CheckReport) -> None:
    shown, _, cleared, streams = notebook_of(report, "displays.ipynb").cells
    assert texts_of(shown) == ["'second'"]
    assert texts_of(cleared) == ["kept\n"]
    assert texts_of(streams) == ["a\nb\n", "c\n"]


def test_what_widgets_tell_their_page_is_kept_with_its_buffers(report: CheckReport) -> None:
    opened, sent = notebook_of(report, "comms.ipynb").comms
    assert opened.kind == "comm_open"
    assert opened.content["target_name"] == "t"
    assert opened.content["data"] == {"a": [1]}
    assert opened.buffers == ("AP8=",)
    assert sent.content["data"] == {"b": None}


def test_what_needs_a_browser_is_told_as_such_and_fails_nothing(report: CheckReport) -> None:
    notebook = notebook_of(report, "browser.ipynb")
    assert [cell.outcome for cell in notebook.cells] == ["needs a browser", "needs a browser"]
    assert not notebook.failed


def test_a_cell_that_reaches_for_the_page_fails_with_the_reason(report: CheckReport) -> None:
    [cell] = notebook_of(report, "page.ipynb").cells
    assert cell.outcome == "failed"
    assert "the kernel runs in a worker" in str(cell.remark)


def test_no_way_to_the_network_is_open(report: CheckReport, listener: tuple[str, list[str]]) -> None:
    assert outcomes_of(report, "network.ipynb") == ["failed"] * len(FETCHES)
    assert listener[1] == []


def test_no_way_to_the_hosts_files_is_open(report: CheckReport) -> None:
    notebook = notebook_of(report, "host.ipynb")
    assert [cell.outcome for cell in notebook.cells] == ["failed"] * len(FILE_READS)
    assert SECRET not in json.dumps([cell.outputs for cell in notebook.cells])


def test_a_module_that_needs_c_is_told_where_its_library_s_others_are_there(report: CheckReport) -> None:
    cell = notebook_of(report, "importing.ipynb").cells[-1]
    assert cell.error is not None
    assert cell.error.message.startswith("No module named 'dbm.gnu': it needs a library")
    assert cell.remark == NO_LIBRARY_IN_C


def test_imports_and_links_that_lead_nowhere_are_told(report: CheckReport) -> None:
    told = [(problem.kind, problem.where, problem.what) for problem in report.problems]
    # What cells ask of other hosts is told besides.
    assert [problem for problem in told if problem[0] != "other host"] == [
        (
            "missing import",
            "importing.ipynb, cell 1",
            "no package of the site provides none_such_module: "
            "`lite-build add NAME` ships the package that does",
        ),
        ("dead link", "importing.ipynb, cell 4", "gone.ipynb leads to nothing in the site"),
    ]


def test_notebooks_of_other_kernels_are_listed_as_unchecked(report: CheckReport) -> None:
    notebook = notebook_of(report, "script.ipynb")
    assert "javascript" in str(notebook.unchecked)
    assert not notebook.failed


def test_the_report_can_be_written_as_json(report: CheckReport, tmp_path: Path) -> None:
    write_report(report, tmp_path / "check.json")
    data = json.loads((tmp_path / "check.json").read_text(encoding="utf-8"))
    assert {notebook["name"] for notebook in data["notebooks"] if notebook["failed"]} == {
        "failing.ipynb",
        "importing.ipynb",
        "installing.ipynb",
        "page.ipynb",
        "network.ipynb",
        "host.ipynb",
    }


def test_a_cell_that_never_ends_is_stopped_and_the_cells_after_it_are_not_run(
    built_course: Path, tmp_path: Path
) -> None:
    site = make_site(
        built_course,
        tmp_path / "site",
        {
            "loop.ipynb": ["print('before')\nwhile True: pass", "1"],
            "click.ipynb": ["import asyncio", "await asyncio.Future()", "1"],
        },
    )
    started = time.monotonic()
    report = check_site(site, CheckSettings(cell_seconds=5, jobs=2), lambda _: None)
    assert outcomes_of(report, "loop.ipynb") == ["timed out", "not run"]
    assert outcomes_of(report, "click.ipynb") == ["passed", "timed out", "not run"]
    assert "timed out after 5 s" in str(notebook_of(report, "loop.ipynb").cells[0].remark)
    assert report.exit_status == 1
    assert time.monotonic() - started < PATIENCE


def test_a_kernel_that_cannot_start_is_a_failure_that_says_why(built_course: Path, tmp_path: Path) -> None:
    site = make_site(built_course, tmp_path / "site", {"a.ipynb": ["1"]})
    [wasm] = site.rglob("pyodide.asm.wasm")
    wasm.write_bytes(b"no wasm")
    report = check_site(site, CheckSettings(), lambda _: None)
    fault = str(notebook_of(report, "a.ipynb").fault)
    assert "the kernel does not start" in fault
    assert "CompileError" in fault
    assert outcomes_of(report, "a.ipynb") == ["not run"]
    assert report.exit_status == 1


def test_a_folder_that_is_no_site_is_the_users_mistake(tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match="there is no built site"):
        check_site(tmp_path, CheckSettings(), lambda _: None)


def test_a_site_whose_runtime_is_elsewhere_is_the_users_mistake(tmp_path: Path) -> None:
    (tmp_path / "jupyter-lite.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UserMistake, match="the kernel's runtime is not in the site"):
        check_site(tmp_path, CheckSettings(), lambda _: None)
