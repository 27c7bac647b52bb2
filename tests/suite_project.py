"""A small project whose tests end in every way that a test can: `lite-build test` runs them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.build.conftest import CommandLine, Finished

FILES = {
    "pyproject.toml": """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "measure"
version = "1.0"

[project.optional-dependencies]
tests = ["pytest-asyncio", "pytest-cov", "psutil-of-no-index; python_version < '3'"]

[tool.hatch.build.targets.wheel]
exclude = ["unshipped.py"]

[tool.pytest.ini_options]
testpaths = ["tests"]
addopts = ["--strict-markers"]

[tool.coverage.run]
branch = true
""",
    "measure/__init__.py": '''\
"""Lengths."""


def metres(feet: float) -> float:
    """Convert.

    >>> metres(10)
    3.048
    """
    if feet < 0:
        raise ValueError(feet)
    return feet * 0.3048
''',
    "measure/unshipped.py": "",
    "tests/conftest.py": """\
import pathlib

import pytest


@pytest.fixture
def data() -> pathlib.Path:
    return pathlib.Path(__file__).with_name("data.txt")
""",
    "tests/__init__.py": "",
    "tests/data.txt": "10\n",
    "tests/test_measure.py": """\
import importlib

import measure
import pytest


def test_passes(data):
    assert measure.metres(float(data.read_text())) == pytest.approx(3.048)


def test_fails():
    print("said before")
    assert measure.metres(1) == 1


@pytest.mark.xfail
def test_is_expected_to_fail():
    assert measure.metres(1) == 1


@pytest.mark.parametrize("feet", [1, 2])
def test_takes_parameters(feet):
    assert measure.metres(feet) < feet


def test_comes_from_its_wheel():
    assert "site-packages" in measure.__file__
    assert measure.metres.__code__.co_filename.endswith("/measure/__init__.py")
    assert "site-packages" not in measure.metres.__code__.co_filename
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("measure.unshipped")


def test_writes(data, tmp_path):
    (tmp_path / "new.txt").write_text("new")
    data.write_text("changed")
    assert data.read_text() == "changed"
""",
    "tests/test_asynchronous.py": """\
import asyncio

import pytest


@pytest.mark.asyncio
async def test_waits_for_both():
    assert await asyncio.gather(asyncio.sleep(0.01, 1), asyncio.sleep(0.01, 2)) == [1, 2]
""",
    "tests/test_ends.py": """\
def test_before():
    pass


def test_ends_python():
    first = []
    first.append(first)
    second = []
    second.append(second)
    first == second


def test_ends_the_process():
    import os

    os._exit(3)


def test_after(data):
    assert data.read_text() == "10\\n"
""",
    "tests/test_lacks.py": """\
import subprocess
import threading
import urllib.request

import pytest


def test_starts_a_thread():
    threading.Thread(target=print).start()


def test_starts_a_program():
    subprocess.run(["true"], check=True)


def test_asks_a_host():
    urllib.request.urlopen("https://example.org/")


def test_opens_a_socket():
    import socket

    socket.create_server(("127.0.0.1", 0))


def test_goes_on_without_a_thread():
    ran = []
    try:
        threading.Thread(target=ran.append, args=[1]).start()
    except RuntimeError:
        pass
    assert ran == [1]


@pytest.mark.needs_threads
def test_says_so():
    raise AssertionError


def test_says_so_by_a_decorator():
    from lite_build.testing import in_browser, needs

    assert in_browser

    @needs("processes")
    def inner():
        raise AssertionError

    inner()
""",
}


#: Its tests that fail, sorted.
FAILING = ["test_ends_python", "test_ends_the_process", "test_fails", "test_goes_on_without_a_thread"]


#: What coverage says of its module: one branch is run by no test. Which process ran which does not matter,
#: nor in which Python has ended afterwards.
MEASURED = re.compile(r"^measure/__init__\.py +4 +1 +2 +1 +67%", re.MULTILINE)


@dataclass(frozen=True)
class Suite:
    """A project with tests, and a way to run them."""

    root: Path
    command_line: CommandLine

    def test(self, *arguments: str) -> Finished:
        return self.command_line.run("test", *arguments, cwd=self.root)


def write_files(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def outcomes(said: str) -> dict[str, str]:
    """How each test ended, as the run tells it with `-v`."""
    return dict(re.findall(r"^tests/\S+::(\S+) ([A-Z]+)", said, re.MULTILINE))
