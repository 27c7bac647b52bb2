"""`lite-build serve` as a process: what it prints, what it serves after a save, how it ends."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from tests.conftest import read_until, running

if TYPE_CHECKING:
    import subprocess
    from contextlib import AbstractContextManager
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Ctrl-C cannot be sent to one process there")

#: A build that takes no time: it publishes one file, and refuses one that says "broken".
SERVE = """
import sys
from pathlib import Path
from rich.console import Console
from lite_build.cli import main
from lite_build.commands import serve as command
from lite_build.words.errors import BuildFailure
from lite_build.serve.inputs import Inputs

folder = Path(sys.argv[1])
page, site = folder / "page.md", folder / "dist"

def build(saved):
    text = page.read_text(encoding="utf-8")
    if text == "broken":
        raise BuildFailure("it says that it is broken", where="page.md")
    site.mkdir(exist_ok=True)
    (site / "index.html").write_text(text, encoding="utf-8")
    return True

def inputs():
    return Inputs(paths=frozenset({page}), ignored=frozenset())

command.run = lambda arguments, further: command.serve(
    site, build, inputs,
    host=arguments.host, port=arguments.port, prefix=arguments.prefix, console=Console(),
)
sys.exit(main(["serve", "--port", "0"]))
"""


def serving(folder: Path) -> AbstractContextManager[subprocess.Popen[str]]:
    return running([sys.executable, "-c", SERVE, str(folder)])


def served_text(address: str, expected: str) -> str:
    """What is served, once it is `expected` or has not become so for long."""
    for _ in range(100):
        with urlopen(address, timeout=10) as answer:
            text: str = answer.read().decode()
        if text == expected:
            break
        time.sleep(0.1)
    return text


def test_a_save_is_served_a_failure_is_told_and_ctrl_c_ends_with_a_short_line(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("first", encoding="utf-8")
    with serving(tmp_path) as process:
        address = read_until(process, "Serving at ").split()[-1]
        assert served_text(address, "first") == "first"
        page.write_text("broken", encoding="utf-8")
        assert "\npage.md: it says that it is broken\n" in read_until(process, "page.md")
        assert served_text(address, "first") == "first"
        page.write_text("second", encoding="utf-8")
        assert served_text(address, "second") == "second"
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=90)
    assert said.splitlines()[-1] == "Stopped."
    assert "Traceback" not in said
    assert process.returncode == 0


def test_a_first_build_that_fails_with_no_site_to_show_ends_the_command(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("broken", encoding="utf-8")
    with serving(tmp_path) as process:
        said, _ = process.communicate(timeout=90)
    assert said == "lite-build: page.md: it says that it is broken\n"
    assert process.returncode == 1
