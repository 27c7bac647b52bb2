"""A site that keeps upstream's kernel, by one trait."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lite_build.serve.server import serve_site
from lite_build.store.cache import user_cache
from tests.browser.conftest import write_python_notebook
from tests.browser.kernel.conftest import ways_of
from tests.browser.reader import Reader
from tests.build.conftest import CommandLine, configure_project

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.registry]


def test_a_notebook_runs_on_upstreams_kernel_where_the_project_asks_for_it(
    browser: Browser, elsewhere: list[str], tmp_path: Path
) -> None:
    (tmp_path / "notebooks").mkdir()
    write_python_notebook(tmp_path / "notebooks" / "plain.ipynb", "6 * 7")
    configure_project(
        tmp_path,
        {
            "LiteBuildConfig": {"apps": ["notebooks"]},
            "KernelAddon": {"stock": True},
            "BootAddon": {"snapshot": True},
            "PackagesAddon": {"requirements": ["humanize"]},
        },
    )
    CommandLine(user_cache()).build(tmp_path)
    with (
        serve_site(tmp_path / "_output", as_published=True) as address,
        Reader.visiting(address, browser, elsewhere) as reader,
    ):
        fetched: list[str] = []
        reader.context.on("request", lambda request: fetched.append(request.url))
        ways = ways_of(reader)
        notebook = reader.open_notebook("plain.ipynb", app="notebooks")
        assert notebook.ask("import humanize; humanize.ordinal(3)") == "'3rd'"
        assert ways == []
        assert any("/@jupyterlite/pyodide-kernel-extension/" in url for url in fetched)
        assert not any("/static/boot/" in url for url in fetched)
        assert reader.take_complaints() == []
