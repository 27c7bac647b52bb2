"""Addresses that notebooks ask other hosts for, found in their text; and what the check says of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import nbformat.v4
import pytest

from lite_build.check.other_hosts import find_other_hosts
from lite_build.code.requests import requested_addresses
from lite_build.network.other_sites import readable_elsewhere
from lite_build.network.reach import Reach
from lite_build.notebooks.reading import read_notebooks
from tests.web_host import web_host

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lite_build.notebooks.reading import Notebook

URL = "https://data.example/rows.csv"


@pytest.mark.parametrize(
    "source",
    [
        f"requests.get('{URL}')",
        f"answer = await client.get('{URL}', timeout=3)",
        f"httpx.request('GET', '{URL}')",
        f"with httpx.stream('GET', '{URL}') as answer: pass",
        f"urllib.request.urlopen(urllib.request.Request('{URL}'))",
        f"urlretrieve('{URL}', 'rows.csv')",
        f"pd.read_csv('{URL}')",
        f"pd.read_csv(filepath_or_buffer='{URL}')",
        f"pooch.retrieve(url='{URL}', known_hash=None)",
        f"%time rows = pd.read_csv('{URL}')",
        f"%%time\nrows = pd.read_csv('{URL}')",
        "HOST = 'https://data.example'\npyfetch(f'{HOST}/rows.csv')",
        "host = 'https://data.example'\nopen_url(host + '/rows' + '.csv')",
    ],
)
def test_an_address_is_found_wherever_a_call_asks_for_it(source: str) -> None:
    assert [*requested_addresses([source])] == [(0, URL)]


def test_a_constant_of_an_earlier_cell_counts_and_an_unknown_part_is_marked() -> None:
    cells = ["BASE = 'https://data.example/v1'", "for year in years:\n    requests.get(f'{BASE}/{year}.csv')"]
    assert [*requested_addresses(cells)] == [(1, "https://data.example/v1/….csv")]


@pytest.mark.parametrize(
    "source",
    [
        f"print('{URL}')",
        f"'{URL}'",
        "requests.get('rows.csv')",
        "requests.get(url)",
        "requests.get(f'{host}/rows.csv')",
        f"# requests.get('{URL}')",
        f"requests.get('{URL}'",
        "settings.get('name')",
    ],
)
def test_what_asks_for_no_known_address_is_left_alone(source: str) -> None:
    assert [*requested_addresses([source])] == []


@pytest.fixture
def notebook(tmp_path: Path) -> Callable[..., Notebook]:
    """Make a notebook of cells of code."""

    def make(*sources: str) -> Notebook:
        cells = [nbformat.v4.new_code_cell(source) for source in sources]
        path = tmp_path / "tour.ipynb"
        path.write_text(json.dumps(nbformat.v4.new_notebook(cells=cells)), encoding="utf-8")
        [read] = read_notebooks([("tour.ipynb", path)])
        return read

    return make


def test_an_author_is_told_which_hosts_readers_need_and_whether_they_may_read_them(
    notebook: Callable[..., Notebook],
) -> None:
    cells = [f"requests.get('https://{host}.example/a')" for host in ("open", "closed", "silent", "shipped")]
    found = find_other_hosts(
        [notebook("x = 1", *cells)],
        {"https://shipped.example/a"},
        lambda urls: {url: "open" in url for url in urls if "silent" not in url},
    )
    assert [(problem.where, problem.kind, problem.fails) for problem in found] == [
        (f"tour.ipynb, cell {number}", "other host", False) for number in (2, 3, 4)
    ]
    may, may_not, unknown = (problem.what for problem in found)
    assert "readers need open.example, which lets pages of other sites read it" in may
    assert "closed.example does not let pages of other sites read it, so readers cannot" in may_not
    assert "readers need silent.example, and its leave" in unknown
    assert all("DataAddon.files" in what for what in (may, may_not, unknown))


def test_hosts_are_asked_as_a_page_would_and_offline_nobody_is(tmp_path: Path) -> None:
    with web_host("simple") as lets, web_host("none") as closed:
        urls = [f"{host.address}/rows.csv" for host in (lets, closed)]
        assert readable_elsewhere(Reach(tmp_path), urls) == {urls[0]: True, urls[1]: False}
        assert readable_elsewhere(Reach(tmp_path, offline=True), urls) == {}
    assert readable_elsewhere(Reach(tmp_path), urls) == {}
