"""What `lite-build init --docs` makes works as it is written: its workflow's steps, and its pages."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
import yaml
from playwright.sync_api import expect

from lite_build.serve.server import serve_site
from lite_build.store.cache import user_cache
from tests.browser.reader import Reader
from tests.build.conftest import CommandLine
from tests.made_once import made_once

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.registry]

NAME = "my-sums"


@pytest.fixture(scope="session")
def new_documentation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new library, for which the steps of its own workflow have passed."""

    def build(folder: Path) -> None:
        command_line = CommandLine(user_cache())
        project = folder / NAME
        made = command_line.run("init", "--docs", project)
        assert made.status == 0, made.said
        workflow = yaml.safe_load((project / ".github/workflows/docs.yml").read_text(encoding="utf-8"))
        steps = [step["run"].split() for step in workflow["jobs"]["build"]["steps"] if "run" in step]
        install, *others = steps
        assert install == ["pip", "install", ".", "-r", "docs/requirements.txt"]
        installed = folder / "installed"
        words = ["uv", "pip", "install", "--quiet", "--no-deps", "--python", sys.executable, "--target"]
        got = command_line.run("-m", *words, installed, project, command="python")
        assert got.status == 0, got.said
        paths = os.pathsep.join([str(installed), *filter(None, [os.environ.get("PYTHONPATH")])])
        for command, *arguments in others:
            done = command_line.run(*arguments, cwd=project, command=command, PYTHONPATH=paths)
            assert done.status == 0, done.said
            assert "WARNING" not in done.said

    return made_once(tmp_path_factory, "new-documentation", build) / NAME


def test_its_block_and_its_docstring_run_in_their_pages(
    new_documentation: Path, browser: Browser, elsewhere: list[str]
) -> None:
    with (
        serve_site(new_documentation / "public", prefix="/my-sums/", as_published=True) as address,
        Reader.visiting(address, browser, elsewhere) as reader,
    ):
        first = reader.open("index.html")
        first.get_by_role("button", name="Run", exact=True).click()
        expect(first.locator(".lite-outputs")).to_have_text("[1, 3, 6]")
        reference = reader.open("reference.html")
        reference.get_by_role("button", name="Run this example", exact=True).click()
        expect(reference.locator(".lite-outputs")).to_have_text(["[1, 3, 6]", "[]"])
