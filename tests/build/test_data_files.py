"""Data files of other hosts are fetched by a build, verified, shipped, and found with no network."""

from __future__ import annotations

import ast
import hashlib
import json
import shutil
from typing import TYPE_CHECKING

import pytest

from lite_build.check.site_check import check_site
from lite_build.project.options import CheckSettings
from tests.build.conftest import configuration_of, configure_project
from tests.build.test_check import PATIENCE, make_site, notebook_of, texts_of, write_notebook
from tests.data_site import BINARY, FILES, READ_ROWS, ROWS, WAYS, build_data_site, write_data_project
from tests.errors_site import without_snapshot
from tests.made_once import made_once
from tests.web_host import WebHost, web_host

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lite_build.check.report import CheckReport
    from tests.build.conftest import CommandLine

pytestmark = pytest.mark.registry


@pytest.fixture(scope="module")
def data_project(command_line: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a site that ships files of a host which is there no more. Tests read it."""
    return made_once(tmp_path_factory, "data-project", lambda to: build_data_site(command_line, to))


@pytest.fixture(scope="module", params=["restored", "cold"])
def report(
    request: pytest.FixtureRequest, data_project: Path, tmp_path_factory: pytest.TempPathFactory
) -> CheckReport:
    """What the check finds of notebooks that ask for them."""
    host = (data_project / "host.txt").read_text(encoding="utf-8")
    notebooks = {
        "rows.ipynb": [f"rows = '{host}/rows.csv'\n{READ_ROWS}"],
        "registry.ipynb": [
            "import oceans, pathlib",
            "[pathlib.Path(oceans.fetch(name)).read_text() for name in "
            "('salinity.txt', 'waves.txt', 'tides.txt')]",
        ],
        "binary.ipynb": [
            f"import hashlib, requests\nurl = '{host}/deep/grid.bin.gz#part'",
            "answer = requests.get(url)\n"
            "[hashlib.sha256(answer.content).hexdigest(), answer.headers['content-type'], answer.url]",
        ],
        "other.ipynb": [(f"requests.post('{host}/rows.csv')", "raises-exception")],
    }
    site = make_site(data_project, tmp_path_factory.mktemp("checked") / "site", notebooks)
    if request.param == "cold":
        without_snapshot(site)
    return check_site(site, CheckSettings(cell_seconds=PATIENCE), lambda _: None)


@pytest.fixture
def host() -> Iterator[WebHost]:
    """A host that no page of another site may read."""
    with web_host("none") as serving:
        yield serving


def test_every_client_reads_a_shipped_file_at_its_own_address(report: CheckReport) -> None:
    [cell] = notebook_of(report, "rows.ipynb").cells
    found: dict[str, str] = json.loads(texts_of(cell)[-1])
    assert found == dict.fromkeys(found, ROWS)
    assert len(found) == WAYS


def test_a_packages_own_registry_finds_its_files(report: CheckReport) -> None:
    cell = notebook_of(report, "registry.ipynb").cells[-1]
    assert ast.literal_eval(texts_of(cell)[-1]) == ["35\n", "up and down\n", "high\n"]


def test_bytes_types_and_addresses_are_the_other_hosts(report: CheckReport, data_project: Path) -> None:
    host = (data_project / "host.txt").read_text(encoding="utf-8")
    cell = notebook_of(report, "binary.ipynb").cells[-1]
    told = [hashlib.sha256(BINARY).hexdigest(), "application/gzip", f"{host}/deep/grid.bin.gz"]
    sha256, content_type, url = ast.literal_eval(texts_of(cell)[-1])
    assert [sha256, content_type, url.partition("#")[0]] == told


def test_a_shipped_address_is_no_other_host_to_the_check(report: CheckReport) -> None:
    assert [problem for problem in report.problems if problem.kind == "other host"] == []


def test_a_lock_keeps_what_was_fetched_and_a_build_verifies_it(
    command_line: CommandLine, host: WebHost, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    write_small_project(project, host)
    finished = command_line.run("lock", project)
    assert finished.status == 0, finished.said
    assert "and 1 data files in pylock.pyodide.toml" in finished.said
    url, asked = f"{host.address}/rows.csv", len(host.asked)
    assert f"{url} (" in command_line.run("status", project).said
    command_line.build(project)
    assert len(host.asked) == asked, "the locked file is in the cache"

    host.files["/rows.csv"] = (b"other", "text/csv")
    assert "Nothing has changed" in command_line.run("build", project).said
    again = command_line.run("lock", project)
    assert again.status == 0
    assert url not in again.said
    upgraded = command_line.run("lock", project, "--upgrade", url)
    assert upgraded.status == 0, upgraded.said
    assert f"  {url} sha256:{hashlib.sha256(ROWS.encode()).hexdigest()[:12]}… → " in upgraded.said
    command_line.build(project)
    [shipped] = (project / "_output" / "static" / "data").rglob("rows.csv")
    assert shipped.read_bytes() == b"other"


def test_a_file_of_another_hash_is_refused_and_both_are_named(
    command_line: CommandLine, host: WebHost, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    write_small_project(project, host)
    expected = "0" * 64
    configure_data(project, {"files": {f"{host.address}/rows.csv": f"sha256:{expected}"}})
    finished = command_line.run("build", project)
    assert finished.status == 1
    assert f"expected sha256:{expected}" in finished.said
    assert f"found    sha256:{hashlib.sha256(ROWS.encode()).hexdigest()}" in finished.said
    assert "Traceback" not in finished.said


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        ({"files": ["ftp://host/rows.csv"]}, 2, "begins with https:// or http://"),
        ({"files": {"https://host/rows.csv": "sha256:12"}}, 2, "is no hash such as sha256:"),
        ({"files": ["https://ann:pear@host/rows.csv"]}, 2, "has a login, which every reader"),
        ({"files": ["{host}/none.csv"]}, 1, "the server answered 404"),
        ({"files": ["http://127.0.0.1:9/rows.csv"]}, 1, "could not be fetched"),
        ({"registries": {"pooch": ["a.txt"]}}, 2, "no registry of pooch comes about"),
        ({"registries": {"ocean": ["a.txt"]}}, 2, "no package ocean is locked"),
    ],
)
def test_what_cannot_be_shipped_is_told_in_words(
    command_line: CommandLine,
    host: WebHost,
    tmp_path: Path,
    options: dict[str, object],
    status: int,
    said: str,
) -> None:
    project = tmp_path / "project"
    write_small_project(project, host)
    configure_data(project, json.loads(json.dumps(options).replace("{host}", host.address)))
    finished = command_line.run("status", project)
    assert finished.status == status, finished.said
    assert said in finished.said
    assert "Traceback" not in finished.said


def test_a_name_that_a_registry_has_not_is_told_with_the_nearest(
    command_line: CommandLine, host: WebHost, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    write_data_project(project, host)
    configure_data(project, {"registries": {"oceans": ["salinty.txt"]}})
    finished = command_line.run("status", project)
    assert finished.status == 2
    assert "the registry of oceans has no file salinty.txt (did you mean salinity.txt?)" in finished.said


def test_a_notebooks_page_is_made_with_what_the_site_ships(
    command_line: CommandLine, host: WebHost, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    write_small_project(project, host)
    write_notebook(
        project / "notebooks" / "read.ipynb",
        [
            "import urllib.request\n"
            f"print(urllib.request.urlopen('{host.address}/rows.csv').read().decode().upper())"
        ],
    )
    configure_project(project, {**configuration_of(project), "PagesAddon": {"notebooks": ["read.ipynb"]}})
    command_line.build(project)
    page = (project / "_output" / "pages" / "read.html").read_text(encoding="utf-8")
    assert ROWS.upper().strip() in page


def test_the_check_tells_which_hosts_readers_need(
    command_line: CommandLine, host: WebHost, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    write_small_project(project, host)
    with web_host("simple") as readable:
        write_notebook(
            project / "notebooks" / "asking.ipynb",
            [
                (f"import requests\nrequests.get('{host.address}/latin')", "skip-check"),
                (f"requests.get('{readable.address}/rows.csv')", "skip-check"),
                (f"requests.get('{host.address}/rows.csv')", "skip-check"),
            ],
        )
        finished = command_line.run("check", project)
    assert finished.status == 0, finished.said
    assert (
        f"asking.ipynb, cell 1: other host: asks for {host.address}/latin: "
        f"{host.address.removeprefix('http://')} does not let pages of other sites read it" in finished.said
    )
    assert f"asks for {readable.address}/rows.csv: readers need" in finished.said
    assert "asking.ipynb, cell 3" not in finished.said, "it is shipped"
    assert "Found 2 other hosts" in finished.said


def test_what_fetch_collects_builds_with_no_network(
    command_line: CommandLine, tmp_path: Path, host: WebHost
) -> None:
    project, folder = tmp_path / "project", tmp_path / "collected"
    write_small_project(project, host)
    for words in (("lock", project), ("fetch", "-o", folder, project)):
        finished = command_line.run(*words)
        assert finished.status == 0, finished.said
    [sha256] = [path.name for path in (folder / "data").iterdir()]
    assert sha256 == hashlib.sha256(ROWS.encode()).hexdigest()
    cache = tmp_path / "another-cache"
    shutil.copytree(command_line.cache / "interpreter", cache / "interpreter")
    asked = len(host.asked)
    command_line.build(project, "--offline", "--from", str(folder), LITE_BUILD_CACHE=str(cache))
    assert len(host.asked) == asked
    [shipped] = (project / "_output" / "static" / "data").rglob("rows.csv")
    assert shipped.read_text(encoding="utf-8") == ROWS


def write_small_project(project: Path, host: WebHost) -> None:
    """A project that ships one file of a host, and has a package with no registry."""
    host.files |= FILES
    write_notebook(project / "notebooks" / "empty.ipynb", ["'begun'"])
    configure_project(
        project,
        {
            "PackagesAddon": {"requirements": ["pooch"]},
            "DataAddon": {"files": [f"{host.address}/rows.csv"]},
        },
    )


def configure_data(project: Path, options: dict[str, object]) -> None:
    configure_project(project, {**configuration_of(project), "DataAddon": options})
