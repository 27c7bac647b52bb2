"""Equal inputs give equal sites, wherever and whenever they are built, and whatever they are served under."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.build.conftest import (
    GREETING,
    ODD_DATA,
    ODD_NOTEBOOK,
    CommandLine,
    copy_cache,
    copy_project,
    files_of_folder,
    site_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.registry

#: Where each app is, as JupyterLab's router has it: it puts the base URL before them.
ROUTES = {"/lab", "/notebooks"}
#: `href="/…"` and the like in a page: leads out of the prefix that a site is served under.
ABSOLUTE_LINK = re.compile(r"""\b(?:href|src|action)\s*=\s*["']?/(?!/)""")


@pytest.fixture(scope="module")
def site_from_elsewhere(
    command_line: CommandLine, built_course: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The same project built by another person: another folder, dates, user cache, home and time zone."""
    home = tmp_path_factory.mktemp("home-of-another")
    elsewhere = copy_cache(command_line, home / "cache")
    project = copy_project(built_course, home / "somewhere else" / "Kurs, neu")
    settings = {"HOME": str(home), "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"}
    finished = elsewhere.run("build", cwd=project, **settings)
    assert finished.status == 0, finished.said
    return project / "_output"


def test_two_builds_from_the_same_inputs_are_the_same_file_by_file(
    built_course: Path, site_from_elsewhere: Path
) -> None:
    assert files_of_folder(site_from_elsewhere) == site_of(built_course)


def test_nothing_in_a_site_tells_where_it_was_built(
    command_line: CommandLine, site_from_elsewhere: Path
) -> None:
    home = site_from_elsewhere.parents[2]
    telling = [str(path).encode() for path in (home, command_line.cache, sys.prefix)]

    assert [
        path.relative_to(site_from_elsewhere).as_posix()
        for path in site_from_elsewhere.rglob("*")
        if path.is_file() and any(words in path.read_bytes() for words in telling)
    ] == []


def test_no_page_and_no_setting_leads_out_of_the_sites_own_path(site_from_elsewhere: Path) -> None:
    pages = [path for path in site_from_elsewhere.rglob("*.html") if "files" not in path.parts]
    settings = list(site_from_elsewhere.rglob("jupyter-lite.json"))
    locks = list(site_from_elsewhere.glob("static/packages/pyodide-lock.*.json"))
    assert pages
    assert settings
    assert len(locks) == 1

    linking = [page.name for page in pages if ABSOLUTE_LINK.search(page.read_text(encoding="utf-8"))]
    addresses = [
        text
        for path in (*settings, *locks)
        for text in texts_of(json.loads(path.read_text(encoding="utf-8")))
        if text.startswith(("/", "http:", "https:", "file:")) and text not in ROUTES
    ]
    assert (linking, addresses) == ([], [])


def test_names_with_spaces_signs_and_letters_of_any_language_are_published_and_listed(
    built_course: Path,
) -> None:
    site = built_course / "_output"
    folder = Path(ODD_NOTEBOOK).parent.as_posix()
    listing = json.loads((site / "api/contents" / folder / "all.json").read_text(encoding="utf-8"))
    listed = {entry["path"]: entry["type"] for entry in listing["content"]}

    assert listed == {ODD_NOTEBOOK: "notebook", ODD_DATA: "file"}
    for name in (ODD_NOTEBOOK, ODD_DATA):
        original = built_course / "notebooks" / name
        assert (site / "files" / name).read_bytes() == original.read_bytes()


def test_a_local_wheel_is_at_an_address_of_its_own_content(built_course: Path) -> None:
    (lock_path,) = (built_course / "_output/static/packages").glob("pyodide-lock.*.json")
    lock = json.loads(lock_path.read_text(encoding="utf-8"))
    entry = lock["packages"]["greeting"]

    assert entry["file_name"] == f"{entry['sha256'][:12]}/{quote(Path(GREETING).name)}"
    assert (lock_path.parent / entry["file_name"]).read_bytes() == (built_course / GREETING).read_bytes()


def texts_of(data: object) -> Iterator[str]:
    """Every string of JSON data, keys aside."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from texts_of(value)
    elif isinstance(data, list):
        for value in data:
            yield from texts_of(value)
