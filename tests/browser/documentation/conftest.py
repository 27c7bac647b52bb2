"""A documentation that was built once by Sphinx, and somebody who reads it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lite_build.serve.server import serve_site
from lite_build.store.cache import user_cache
from tests.browser.reader import Reader
from tests.build.conftest import CommandLine
from tests.made_once import made_once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

#: The project whose documentation it is.
DOCUMENTED = Path(__file__).parents[2] / "documented"


@pytest.fixture(scope="session")
def documentation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a documentation, with its site."""

    def build(project: Path) -> None:
        shutil.copytree(DOCUMENTED, project)
        command_line = CommandLine(user_cache())
        finished = command_line.run(
            "-W", "-q", "-j", "2", "docs", "docs/_build", cwd=project, command="sphinx-build"
        )
        assert finished.status == 0, finished.said

    return made_once(tmp_path_factory, "documented", build) / "docs/_build"


@pytest.fixture(scope="module")
def docs_reader(browser: Browser, documentation: Path, elsewhere: list[str]) -> Iterator[Reader]:
    """Somebody who reads it, on a host that has it below a path."""
    with (
        serve_site(documentation, prefix="/docs/", as_published=True) as address,
        Reader.visiting(address, browser, elsewhere) as reader,
    ):
        yield reader
