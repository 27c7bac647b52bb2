"""All packages that a site has locked are there, as if they were installed."""

from __future__ import annotations

import gzip
import json
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from lite_build.serve.server import serve_site
from tests.browser.kernel.conftest import COLD, FELL_BACK, RESTORED, changed, truncate, ways_of, without
from tests.browser.reader import Reader
from tests.stocked import CASES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.browser.kernel.conftest import Change, VisitAltered
    from tests.browser.notebook_page import NotebookPage

pytestmark = [pytest.mark.browser, pytest.mark.registry]

PARTS = re.compile(r"/static/boot/part\.")
#: A cell that walks through all that is installed, and counts the files.
WALK = "import os, sysconfig\nsum(len(files) for *_, files in os.walk(sysconfig.get_path('purelib'))) > 500"


@pytest.fixture(scope="module")
def stocked_reader(browser: Browser, stocked_site: Path, elsewhere: list[str]) -> Iterator[Reader]:
    with (
        serve_site(stocked_site, as_published=True) as address,
        Reader.visiting(address, browser, elsewhere) as reader,
    ):
        yield reader


@pytest.fixture(scope="module")
def restored(stocked_reader: Reader) -> NotebookPage:
    """A notebook whose kernel came from the snapshot."""
    ways = ways_of(stocked_reader)
    notebook = stocked_reader.open_notebook("first.ipynb")
    assert notebook.ask("1") == "1"
    assert ways == [RESTORED]
    return notebook


@pytest.fixture(scope="module")
def cold(visit_altered_stock: VisitAltered) -> Iterator[NotebookPage]:
    """A notebook whose kernel started with nothing prepared."""
    with visit_altered_stock(without("static/boot/snapshot.*.bin")) as reader:
        ways = ways_of(reader)
        notebook = reader.open_notebook("first.ipynb")
        assert notebook.ask("1") == "1"
        assert ways == [FELL_BACK, COLD]
        yield notebook


def last_output(notebook: NotebookPage, code: str) -> str:
    cell = notebook.add(code)
    expect(cell.locator(".jp-InputPrompt")).to_have_text(re.compile(r"\[\d+\]"), timeout=90_000)
    return cell.locator(".jp-OutputArea-output").last.inner_text()


@pytest.mark.parametrize("case", CASES)
def test_a_locked_package_is_there(restored: NotebookPage, case: str) -> None:
    code, value = CASES[case]
    assert last_output(restored, code) == value


@pytest.mark.parametrize("case", CASES)
def test_a_locked_package_is_there_in_a_kernel_that_started_with_nothing_prepared(
    cold: NotebookPage, case: str
) -> None:
    code, value = CASES[case]
    assert last_output(cold, code) == value


def test_an_import_fetches_that_package_and_what_it_needs_and_a_look_around_fetches_none(
    browser: Browser, stocked_site: Path, elsewhere: list[str]
) -> None:
    with (
        serve_site(stocked_site, as_published=True) as address,
        Reader.visiting(address, browser, elsewhere) as reader,
    ):
        fetched: list[str] = []
        reader.context.on("request", lambda request: fetched.append(request.url))
        notebook = reader.open_notebook("first.ipynb", app="notebooks")
        assert notebook.ask("6 * 7") == "42"
        assert [url for url in fetched if PARTS.search(url) or url.endswith(".whl")] == []
        assert notebook.ask(WALK) == "True"
        assert notebook.ask(
            "from importlib.metadata import distributions\nlen(list(distributions())) > 20"
        ) == ("True")
        assert [url for url in fetched if PARTS.search(url) or url.endswith(".whl")] == []
        assert notebook.ask("import toolz\ntoolz.first([5])") == "5"
        # Once by the worker, and once by the service worker.
        assert len({url for url in fetched if PARTS.search(url)}) == 1
        assert last_output(notebook, "%pip install roman\nimport roman\nroman.toRoman(4)") == "'IV'"
        assert [url for url in fetched if url.endswith(".whl")] == []
        # Another kernel of the page finds what the first one has fetched.
        fetched.clear()
        other = reader.open_notebook("second.ipynb", app="notebooks")
        assert other.ask("from importlib import import_module\nimport_module('toolz').first([6])") == "6"


def of_the_package(site: Path, name: str) -> str:
    """The file in a site that has the modules of a package."""
    [catalogue] = site.glob("static/boot/catalogue.*.bin")
    packages = json.loads(gzip.decompress(catalogue.read_bytes()))["packages"]
    return next(package["part"]["url"] for package in packages if package["name"] == name)


@pytest.mark.parametrize("is_there", [True, False])
def test_a_package_whose_file_is_missing_or_damaged_says_so_at_its_import_and_all_else_works(
    visit_altered_stock: VisitAltered, stocked_site: Path, is_there: bool
) -> None:
    part = of_the_package(stocked_site, "humanize")
    with visit_altered_stock(changed(part, truncate) if is_there else without(part)) as reader:
        notebook = reader.open_notebook("first.ipynb", app="notebooks")
        cell = notebook.add("%%time\nimport humanize")
        expect(cell).to_contain_text(
            f"ImportError: humanize is a package of this site, and its file {part} cannot"
        )
        expect(cell).to_contain_text("tell whoever publishes the site")
        assert (
            notebook.ask("from importlib.util import find_spec\nfind_spec('humanize').name") == "'humanize'"
        )
        assert notebook.ask("import toolz\ntoolz.first([5])") == "5"
        assert notebook.ask("from importlib.metadata import version\nversion('humanize') > '1'") == "True"
        assert notebook.ask(WALK) == "True"
        reader.take_complaints()


def test_without_the_list_of_packages_an_import_in_a_cell_still_loads_them(
    visit_altered_stock: VisitAltered,
) -> None:
    with visit_altered_stock(without("static/boot/catalogue.*.bin")) as reader:
        notebook = reader.open_notebook("first.ipynb")
        assert notebook.ask("import humanize\nhumanize.ordinal(3)") == "'3rd'"
        notebook.choose("View", "Show Log Console")
        logged = notebook.page.locator(".jp-LogConsolePanel .jp-OutputArea-child:visible")
        expect(logged.filter(has_text="the list of the site's packages cannot be used")).to_have_count(1)
        reader.take_complaints()


@pytest.mark.parametrize(
    "change",
    [without("static/boot/metadata.*.bin"), changed("static/boot/metadata.*.bin", truncate)],
    ids=["missing", "damaged"],
)
def test_where_what_all_packages_tell_cannot_be_read_the_notebooks_log_says_it_once_and_imports_work(
    visit_altered_stock: VisitAltered, change: Change
) -> None:
    with visit_altered_stock(change) as reader:
        notebook = reader.open_notebook("first.ipynb")
        for _ in range(2):
            cell = notebook.add("from importlib.metadata import version\nversion('humanize')")
            expect(cell).to_contain_text("OSError: [Errno 29]")
        assert notebook.ask("import humanize\nhumanize.ordinal(3)") == "'3rd'"
        notebook.choose("View", "Show Log Console")
        logged = notebook.page.locator(".jp-LogConsolePanel .jp-OutputArea-child:visible")
        expect(logged.filter(has_text=re.compile(r"static/boot/metadata\..*cannot be used"))).to_have_count(1)
        reader.take_complaints()
