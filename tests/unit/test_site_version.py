"""The version of a site in what keeps its name."""

from __future__ import annotations

import json
import re
from pathlib import Path, PurePosixPath

import pytest

from lite_build.site.listings import NO_VERSION
from lite_build.site.version import stamps
from lite_build.site.version.named_by_content import name_by_content
from lite_build.site.version.stamps import VERSION_FILE, stamp_version

APP = """<!DOCTYPE html>
<html>
<head>
    <title>App</title>
    <meta charset="utf-8">
    <link id="jupyter-lite-main" href="../build/lab/bundle.js?_=c9f706b" main="index">
    <script>import('../config-utils.js?_=c9f706b');</script>
</head>
</html>
"""
SETTINGS = {"jupyter-config-data": {"settingsUrl": "../build/schemas"}}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As much of a site as has a version."""
    monkeypatch.setattr(stamps, "ELEMENTS", tmp_path / "elements")
    site = tmp_path / "site"
    listing = json.dumps({"content": [], "siteVersion": NO_VERSION})
    files = {
        "../elements/site-version.iife": "watch();",
        "lab/index.html": APP,
        "jupyter-lite.json": json.dumps(SETTINGS),
        "jupyter-lite.ipynb": json.dumps({"metadata": {"jupyter-lite": SETTINGS}}),
        "lab/jupyter-lite.json": json.dumps(SETTINGS),
        "config-utils.js": "settings",
        "build/lab/bundle.js": "bundle",
        "build/schemas/all.json": "[]",
        "api/contents/all.json": listing,
        "lite.js": f'begin({{"siteVersion": "{NO_VERSION}"}})',
        "pages/a.html": "<head>\n<title>A</title></head>",
        "files/a.ipynb": "{}",
    }
    for name, text in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    return site


def texts(site: Path) -> dict[str, str]:
    return {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in site.rglob("*.*")}


def test_all_that_keeps_its_name_says_the_one_version(site: Path) -> None:
    version = stamp_version(site, (), "pages")
    said = {name for name, text in texts(site).items() if version in text}
    assert said == {
        "api/contents/all.json",
        "jupyter-lite.ipynb",
        "jupyter-lite.json",
        "lab/index.html",
        "lab/jupyter-lite.json",
        "lite.js",
        "pages/a.html",
        VERSION_FILE,
    }
    page = (site / "lab/index.html").read_text("utf-8")
    assert page.index("charset") < page.index(version) < page.index("watch();") < page.index("bundle")
    assert 'data-settings="jupyter-lite.json jupyter-lite.ipynb lab/jupyter-lite.json"' in page


def test_a_site_that_has_a_version_gets_the_same_again_and_another_where_a_file_differs(site: Path) -> None:
    version = stamp_version(site, (), "pages")
    first = texts(site)
    assert stamp_version(site, (), "pages") == version
    assert texts(site) == first
    (site / "files/a.ipynb").write_text("[]", encoding="utf-8")
    assert stamp_version(site, (), "pages") != version
    assert not any(version in text for text in texts(site).values())


def test_a_file_that_is_another_sites_too_stays_as_it_is_there(site: Path, tmp_path: Path) -> None:
    (tmp_path / "linked.json").hardlink_to(site / "lab/jupyter-lite.json")
    stamp_version(site, (), "pages")
    assert "siteVersion" not in (tmp_path / "linked.json").read_text("utf-8")


def test_pages_of_the_projects_own_stay_and_find_what_they_name(site: Path) -> None:
    own = {PurePosixPath("lab/index.html")}
    name_by_content(site, own)
    stamp_version(site, own, "pages")
    assert (site / "lab/index.html").read_text("utf-8") == APP
    assert (site / "build/lab/bundle.js").is_file()


def test_first_scripts_and_schemas_are_named_by_their_content(site: Path) -> None:
    name_by_content(site, ())
    page = (site / "lab/index.html").read_text("utf-8")
    named = re.findall(r"\.\./((?:build/lab/bundle|config-utils)\.\w{12}\.js)['\"]", page)
    assert [(site / name).read_text("utf-8") for name in named] == ["bundle", "settings"]
    assert not (site / "build/lab/bundle.js").exists()
    settings = json.loads((site / "lab/jupyter-lite.json").read_text("utf-8"))
    place = settings["jupyter-config-data"]["settingsUrl"].removeprefix("../")
    assert (site / place / "all.json").read_text("utf-8") == "[]"
