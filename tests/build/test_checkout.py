"""The two commands that the README gives to those who work on lite-build."""

from __future__ import annotations

import os
import re
import shutil
from urllib.request import urlopen

import pytest

from tests.build.conftest import ROOT
from tests.conftest import read_until, running

pytestmark = [
    pytest.mark.registry,
    pytest.mark.skipif(shutil.which("make") is None, reason="there is no make"),
]


def readme_commands() -> list[str]:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for_developers = readme.partition("\n## Work on it\n")[2].partition("\n## ")[0]
    [block] = re.findall(r"```console\n(.*?)```", for_developers, re.DOTALL)
    return str(block).split("\n")[:-1]


def test_the_readmes_first_command_serves_the_demo_site() -> None:
    """The second, `make test`, runs this test; where nothing is there yet, it has made all that both need."""
    assert readme_commands() == ["make serve", "make test"]
    # What the make that runs the tests was told is not for this one.
    around = {name: value for name, value in os.environ.items() if "MAKE" not in name}
    # What other tests use at the same time must not be built anew, whatever was edited.
    built = "--assume-old=lite_build/check/runner/run-notebook.mjs"
    with running(["make", built, "serve", "PORT=0"], cwd=ROOT, env=around) as serving:
        address = read_until(serving, "Serving at ").split()[-1]
        assert address.startswith("http://127.0.0.1:")
        with urlopen(f"{address}lab/index.html", timeout=60) as page:
            assert "JupyterLab" in page.read().decode()
        with urlopen(f"{address}files/welcome.ipynb", timeout=60) as notebook:
            assert notebook.read() == (ROOT / "content/welcome.ipynb").read_bytes()
