from __future__ import annotations

import json
from pathlib import Path, PurePosixPath

import pytest

from lite_build.site.isolation import PAGE_SCRIPT, SERVICE_WORKER, isolate_pages

STOCK = '"use strict";self.addEventListener("fetch",onFetch);'
PAGE = "<!DOCTYPE html>\n<html>\n<head>\n    <title>App</title>\n</head>\n</html>\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """As much of a site as isolation changes."""
    for folder in ("lab", "notebooks", "files"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "index.html").write_text(PAGE, encoding="utf-8")
    for folder in (".", "lab", "notebooks"):
        (tmp_path / folder / "jupyter-lite.json").write_text("{}", encoding="utf-8")
    (tmp_path / SERVICE_WORKER).write_text(STOCK, encoding="utf-8")
    return tmp_path


def test_the_service_worker_is_jupyterlites_with_ours_in_front(site: Path) -> None:
    isolate_pages(site, ())
    code = (site / SERVICE_WORKER).read_text(encoding="utf-8")
    assert code.endswith(STOCK)
    assert code.index("Cross-Origin-Embedder-Policy") < code.index(STOCK)
    isolate_pages(site, ())
    assert (site / SERVICE_WORKER).read_text(encoding="utf-8") == code


def test_each_app_names_the_script_before_all_else_and_no_other_page_does(site: Path) -> None:
    isolate_pages(site, {PurePosixPath("notebooks/index.html")})
    element = f'<head>\n    <script src="../{PAGE_SCRIPT}" data-cache="false"></script>\n'
    assert element in (site / "lab/index.html").read_text(encoding="utf-8")
    assert (site / PAGE_SCRIPT).is_file()
    for untouched in ("notebooks", "files"):
        assert (site / untouched / "index.html").read_text(encoding="utf-8") == PAGE


@pytest.mark.parametrize("value", [True, "true"])
def test_the_service_worker_keeps_the_address_that_the_settings_give_it(site: Path, value: object) -> None:
    settings = {"jupyter-config-data": {"enableServiceWorkerCache": value}}
    (site / "jupyter-lite.json").write_text(json.dumps(settings), encoding="utf-8")
    isolate_pages(site, ())
    assert 'data-cache="true"' in (site / "lab/index.html").read_text(encoding="utf-8")
