"""`%pip` in a kernel: in a page, and in the check, there from the snapshot and with nothing prepared."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING

import pytest

from lite_build.check.notebook_run import run_notebook
from lite_build.check.protocol import CellToRun, Job
from lite_build.check.site_kernel import read_site_kernel
from tests.browser.notebook_page import PATIENCE, NotebookPage

if TYPE_CHECKING:
    from pathlib import Path

    from lite_build.check.notebook_run import CellRun
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

#: Makes what lies beside a notebook: a wheel, and a requirements file with another one that it names.
MAKE_FILES = r"""
import zipfile
from pathlib import Path

metadata = "Metadata-Version: 2.1\nName: greet\nVersion: 1.0\nRequires-Dist: humanize>=4\n"
wheel = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
with zipfile.ZipFile("greet-1.0-py3-none-any.whl", "w") as archive:
    archive.writestr("greet.py", "text = 'hello'\n")
    archive.writestr("greet-1.0.dist-info/METADATA", metadata)
    archive.writestr("greet-1.0.dist-info/WHEEL", wheel)
    archive.writestr("greet-1.0.dist-info/RECORD", "greet.py,,\ngreet-1.0.dist-info/METADATA,,\n")
Path("asked.txt").write_text("# for all\n-r more.txt\n-e .\n")
Path("more.txt").write_text("humanize>=4  # numbers\nmsgspec\n")
print("made")
"""
#: Cells in their order, each with what it puts out: a pattern, over all of its streams or its error.
CELLS = [
    (MAKE_FILES, r"made"),
    ("%pip list", r"Package +Version\n-+ -+\n(.*\n)*humanize +\d(.*\n)*msgspec +\d"),
    ("%pip list --format=json", r'\{"name": "humanize", "version": "\d'),
    (
        "%pip show humanize",
        r"Name: humanize\nVersion: .*\n(.*\n)*Location: /lib/python3\.\d+/site-packages\n",
    ),
    ("%pip show -f msgspec", r"Files:\n(  .*\n)*  msgspec/__init__\.py\n"),
    ("%pip freeze", r"humanize==\d"),
    ("%pip freeze > frozen.txt", None),
    ("print(open('frozen.txt').read())", r"^humanize==\d"),
    ("%pip list | head", r"nothing is piped in a page: `head` is left out\.\n(.*\n)*humanize +\d"),
    ("%pip check", r"No broken requirements found\."),
    ("%pip --version", r"pip \(piplite \S+, micropip \S+\) from /lib/\S+/piplite \(python 3\.\d+\)"),
    ("%pip", r"Commands:\n  install "),
    (
        "%pip install humanize",
        r"Requirement already satisfied: humanize in /lib/\S+/site-packages \(\d\S+\)$",
    ),
    ("%pip install -q 'humanize>=4' > /dev/null; echo done", None),
    (
        "%pip install --upgrade pip setuptools wheel msgspec",
        r"^pip is not needed in a page(.*\n)*wheel is not needed(.*\n)*.* satisfied: msgspec in",
    ),
    ("%pip install -r asked.txt", r"satisfied: humanize>=4 in (.*\n)*(.*\n)*.*satisfied: msgspec in"),
    ("%%time\n%pip show msgspec", r"Name: msgspec\n(.*\n)*Wall time"),
    ("%%capture told\n%pip show msgspec", None),
    ("print(told.stdout)", r"Name: msgspec\n"),
    ("def tell():\n    %pip show msgspec\ntell()", r"Name: msgspec\n"),
    ("name = 'msgspec'\n%pip show {name}", r"Name: msgspec\n"),
    (
        "import humanize\n%pip uninstall -y humanize",
        r"Successfully uninstalled humanize-\S+\n.*still ships it",
    ),
    ("import humanize", r"No module named 'humanize'"),
    ("import importlib.metadata\nimportlib.metadata.version('humanize')", r"No package metadata was found"),
    ("%pip check", r"No broken requirements found\."),
    ("%pip install humanize", r"Collecting humanize\nSuccessfully installed humanize-\d\S*$"),
    ("import humanize\nprint(humanize.ordinal(3))", r"3rd"),
    (
        "import micropip, humanize\nmicropip.uninstall('humanize', verbose=True)",
        r"Found existing installation: humanize \S+\n *Successfully uninstalled humanize-",
    ),
    ("import humanize", r"No module named 'humanize'"),
    ("await micropip.install('humanize')\nimport humanize\nprint(humanize.ordinal(3))", r"3rd"),
    ("micropip.uninstall('ipython')", r"^ERROR: ipython \S+ can neither be replaced nor uninstalled"),
    ("%pip uninstall -y msgspec", r"Successfully uninstalled msgspec-"),
    ("import msgspec", r"No module named 'msgspec'"),
    ("%pip install msgspec", r"Successfully installed msgspec-"),
    ("import msgspec\nprint(msgspec.json.encode([1]))", r"b'\[1\]'"),
    ("%pip install ./greet-1.0-py3-none-any.whl", r"Successfully installed greet-1\.0$"),
    ("import greet\nprint(greet.text)", r"hello"),
    ("%pip freeze", r"greet @ file:///drive/\S*greet-1\.0-py3-none-any\.whl"),
    ("%pip install --force-reinstall humanize", r"Successfully installed humanize-"),
    ("%pip install --upgrade humanize", r"Requirement already satisfied: humanize in"),
    ("%pip install nosuchpackage", r"^ERROR: .*nosuchpackage \(from versions: none\)\nERROR: No matching"),
    ("%pip install humanize==0.1", r"satisfies the requirement humanize==0\.1 \(from versions: \d"),
    ("%pip install humanize==0.1", r"lite-build add '?humanize==0\.1"),
    ("%pip install ipython==1.0", r"the kernel runs on it"),
    ("%pip install --target there humanize", r"^ERROR: --target: a page has one folder of packages"),
    ("%pip download humanize", r"^ERROR: %pip download: a page has no folder to download to"),
    ("%pip instal humanize", r"maybe you meant 'install'"),
    ("text = '''\n%pip nothing\n'''\nprint(text)", r"%pip nothing"),
]
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def told(cell: CellRun) -> str:
    """What a cell put out, as a reader reads it."""
    texts = [
        str(output.get("text") or "\n".join(output.get("traceback", ())) or output.get("data", ""))
        for output in cell.outputs
    ]
    return ANSI.sub("", "".join(texts)).strip()


@pytest.mark.parametrize("start", ["from the snapshot", "with nothing prepared"])
def test_it_answers_as_pip_does_in_the_check(course_site: Path, tmp_path: Path, start: str) -> None:
    (tmp_path / "files").mkdir()
    shutil.copytree(course_site / "static", tmp_path / "static")
    shutil.copyfile(course_site / "jupyter-lite.json", tmp_path / "jupyter-lite.json")
    kernel = read_site_kernel(tmp_path)
    assert kernel.boot is not None
    if start == "with nothing prepared":
        kernel = replace(kernel, boot=None)
    job = Job(
        site=str(kernel.site),
        notebook="pip.ipynb",
        settings=kernel.settings,
        plugin_index=kernel.plugin_index,
        plugin_piplite=kernel.plugin_piplite,
        boot=kernel.boot,
        catalogue=kernel.catalogue,
        cells=tuple(CellToRun(number, source) for number, (source, _) in enumerate(CELLS)),
    )
    ran = run_notebook(job, cell_seconds=60, stop=Event())
    assert ran.fault is None
    for cell, (source, pattern) in zip(ran.cells, CELLS, strict=True):
        assert re.search(pattern or r"\A\Z", told(cell), re.MULTILINE), f"{source}\n{told(cell)}"


def test_it_answers_as_pip_does_in_a_page(course_visitor: Reader) -> None:
    notebook = course_visitor.open_notebook("plain.ipynb", app="notebooks")
    for source, pattern in CELLS:
        cell = run(notebook, source)
        assert re.search(pattern or r"\A\Z", cell, re.MULTILINE), f"{source}\n{cell}"


def run(notebook: NotebookPage, source: str) -> str:
    """Run a new cell; gives what it put out."""
    cell = notebook.add(source)
    prompt = cell.locator(".jp-InputPrompt", has_text=re.compile(r"\[\d+\]"))
    prompt.wait_for(timeout=PATIENCE)
    return "\n".join(cell.locator(".jp-OutputArea-output").all_inner_texts()).strip()
