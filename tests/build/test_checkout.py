"""The two commands that the README gives to those who work on lite-build, in a checkout as git has it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from tests.build.conftest import ROOT, CommandLine, run_command
from tests.conftest import read_until, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.registry,
    pytest.mark.skipif(shutil.which("make") is None, reason="there is no make"),
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="git says which files a checkout has"),
]


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[Path]:
    """The files of this repository as they are now, and nothing that was built from them."""
    folder = tmp_path / "a checkout"
    listed = run_command("git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    yield folder
    # More than a gigabyte, which pytest would keep.
    shutil.rmtree(folder)


def readme_commands() -> list[str]:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for_developers = readme.partition("\n## Work on it\n")[2].partition("\n## ")[0]
    [block] = re.findall(r"```console\n(.*?)```", for_developers, re.DOTALL)
    return str(block).split("\n")[:-1]


def test_the_readmes_two_commands_do_everything(checkout: Path, command_line: CommandLine) -> None:
    assert readme_commands() == ["make serve", "make test"]
    # What the make that runs the tests was told is not for these.
    around = {name: value for name, value in command_line.environment().items() if "MAKE" not in name}
    environment = {**around, "PYTHON": sys.executable}

    with running(["make", "serve", "PORT=0"], cwd=checkout, env=environment) as serving:
        address = read_until(serving, "Serving at ").split()[-1]
        assert address.startswith("http://127.0.0.1:")
        with urlopen(f"{address}lab/index.html", timeout=60) as page:
            assert "JupyterLab" in page.read().decode()
        with urlopen(f"{address}files/welcome.ipynb", timeout=60) as notebook:
            assert notebook.read() == (ROOT / "content/welcome.ipynb").read_bytes()

    tested = subprocess.run(
        ["make", "test", "PYTEST=tests/unit/test_progress.py"],
        cwd=checkout,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert tested.returncode == 0, tested.stdout
    assert re.search(r"\d passed in ", tested.stdout)
