"""The drive as a disk: how programs use it, and what of it is there after a reload."""

from __future__ import annotations

import inspect
import json
from typing import TYPE_CHECKING

import pytest

from tests import disk_uses
from tests.browser.kernel.conftest import (
    COLD,
    RESTORED,
    expose_the_application,
    isolate,
    ways_of,
    without,
)
from tests.browser.kernel.kernel_page import open_page, start_kernel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Request

    from tests.browser.kernel.conftest import VisitAltered
    from tests.browser.kernel.kernel_page import PageKernel
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

#: Published, and no text of any encoding; of a kind that JupyterLab takes for text, or for JSON.
PUBLISHED = {
    "latin.txt": "Größe".encode("latin-1"),
    "spaced.json": b'{ "a" :  1.0 }\n',
    "large.bin": bytes(5_000_000),
}
IN_A_FOLDER = {"sub/one.txt": b"1", "sub/deeper/two.txt": b"2"}
USES = inspect.getsource(disk_uses)
#: A database in each mode of its journal, opened by whoever runs it.
OPEN_BOOKS = """
import sqlite3
books = {mode: sqlite3.connect(f"common-{mode}.db") for mode in ("delete", "wal")}
for mode, book in books.items():
    book.execute(f"pragma journal_mode={mode}")
    book.execute("create table if not exists t (n)")
    book.commit()
"""


def publish(site: Path) -> None:
    """A change: the site publishes files of several kinds, and a folder."""
    expose_the_application(site)
    listed: dict[str, list[dict[str, object]]] = {"": [], "sub": [], "sub/deeper": []}
    for path, content in {**PUBLISHED, **IN_A_FOLDER}.items():
        file = site / "files" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        listed[path.rpartition("/")[0]].append(listed_as(path, "file", len(content)))
    listed[""].append(listed_as("sub", "directory", None))
    listed["sub"].append(listed_as("sub/deeper", "directory", None))
    for folder, entries in listed.items():
        listing = site / "api/contents" / folder / "all.json"
        if listing.exists():
            folder_model = json.loads(listing.read_text(encoding="utf-8"))
            entries = [*folder_model["content"], *entries]
            listing.unlink()
        else:
            folder_model = listed_as(folder, "directory", None)
            listing.parent.mkdir(parents=True, exist_ok=True)
        listing.write_text(json.dumps({**folder_model, "content": entries}), encoding="utf-8")


def listed_as(path: str, kind: str, size: int | None) -> dict[str, object]:
    """A file or a folder, as the site's listings have it."""
    date = "1980-01-01T00:00:00Z"
    model = {"name": path.rpartition("/")[2], "path": path, "type": kind, "size": size, "content": None}
    return {
        **model,
        "format": None,
        "mimetype": None,
        "writable": True,
        "created": date,
        "last_modified": date,
    }


def isolate_and_expose(site: Path) -> None:
    isolate(site)
    expose_the_application(site)


def start_cold_and_expose(site: Path) -> None:
    without("static/boot/snapshot.*.bin")(site)
    expose_the_application(site)


@pytest.fixture(scope="module")
def publishing_reader(visit_altered: VisitAltered) -> Iterator[Reader]:
    """Somebody who reads a site that publishes files of several kinds."""
    with visit_altered(publish) as reader:
        yield reader


@pytest.mark.parametrize(
    ("change", "way"),
    [(expose_the_application, RESTORED), (start_cold_and_expose, COLD), (isolate_and_expose, RESTORED)],
    ids=["restored", "cold", "isolated"],
)
def test_programs_use_it_as_a_disk_and_find_all_of_it_after_a_reload(
    visit_altered: VisitAltered, change: Callable[[Path], None], way: str
) -> None:
    with visit_altered(change) as reader:
        ways = ways_of(reader)
        page = open_page(reader)
        kernel = start_kernel(page)
        kernel.run(USES)
        kernel.run("begin()")
        for use in disk_uses.USES:
            kernel.run(f"{use.__name__}()")
        digest = kernel.run("print(digest_of())")
        page.close()
        kernel = start_kernel(open_page(reader))
        kernel.run(USES)
        assert kernel.run("print(digest_of())") == digest
        opened = "book = sqlite3.connect(HERE / 'unfinished.db')\n"
        assert kernel.run(opened + "print(*book.execute('pragma integrity_check').fetchone())") == "ok\n"
        assert kernel.run("print({a[:4] for a, in book.execute('select a from t')})") == "{'kept'}\n"
        assert way in ways


def test_published_files_are_read_byte_for_byte_and_only_when_they_are_read(
    publishing_reader: Reader,
) -> None:
    kernel = start_kernel(open_page(publishing_reader))
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/files/" in request.url:
            asked.append(request.url.rpartition("/")[2])

    publishing_reader.context.on("request", note)
    sizes = "os.path.getsize(f'{top}/{name}') for top, _, names in os.walk('.') for name in names"
    walk = f"import os\nprint(sum({sizes}))"
    assert int(kernel.run(walk)) > len(PUBLISHED["large.bin"])
    assert asked == []
    for name, content in PUBLISHED.items():
        assert kernel.run(
            f"print(open({name!r}, 'rb').read() == {content!r})"
            if len(content) < 100
            else f"print(len(open({name!r}, 'rb').read()))"
        ) in {"True\n", f"{len(content)}\n"}
    assert sorted(set(asked)) == sorted(PUBLISHED)


def test_what_a_program_removes_of_the_sites_own_stays_removed_and_what_it_renames_is_its_own(
    publishing_reader: Reader,
) -> None:
    page = open_page(publishing_reader)
    kernel = start_kernel(page)
    kernel.run("import os, shutil; os.rename('sub', 'moved'); os.mkdir('sub'); os.remove('latin.txt')")
    walk = "print(sorted(f'{top}/{n}' for top, _, names in os.walk('moved') for n in names))"
    assert kernel.run(walk) == "['moved/deeper/two.txt', 'moved/one.txt']\n"
    page.evaluate(
        "model => jupyterapp.serviceManager.contents.save('other.txt', model).then(() => null)",
        {"type": "file", "format": "text", "content": "a"},
    )
    assert (
        kernel.run("print(os.listdir('sub'), os.path.exists('latin.txt'), open('other.txt').read())")
        == "[] False a\n"
    )
    kernel = start_kernel(open_page(publishing_reader))
    assert kernel.run("import os\n" + walk + "\nprint(open('moved/deeper/two.txt').read())") == (
        "['moved/deeper/two.txt', 'moved/one.txt']\n2\n"
    )
    kernel.run("import shutil; shutil.rmtree('moved'); os.remove('other.txt')")


def test_twenty_thousand_files_are_stored_listed_and_walked(publishing_reader: Reader) -> None:
    first = start_kernel(open_page(publishing_reader))
    first.run(
        "import os\n"
        "for folder in range(20):\n"
        "    os.makedirs(f'many/{folder}')\n"
        "    for file in range(1000):\n"
        "        open(f'many/{folder}/{file}.txt', 'w').write(str(file))"
    )
    kernel = start_kernel(open_page(publishing_reader))
    assert kernel.run("import os\nprint(sum(len(names) for _, _, names in os.walk('many')))") == "20000\n"
    assert kernel.run("print(len(os.listdir('many/7')), open('many/7/999.txt').read())") == "1000 999\n"
    kernel.run("import shutil; shutil.rmtree('many')")
    kernel = start_kernel(open_page(publishing_reader))
    assert kernel.run("import os; print(os.path.exists('many'))") == "False\n"
    while first.run("print(os.path.exists('many'))") == "True\n":
        first.page.wait_for_timeout(50)


def test_a_program_that_keeps_the_thread_sees_what_others_do(publishing_reader: Reader) -> None:
    page = open_page(publishing_reader)
    kernel = start_kernel(page)
    kernel.run("open('given.txt', 'w').write('before')")
    kernel.begin(
        "import os, time\n"
        "end = time.monotonic() + 60\n"
        "while not os.path.exists('late.txt') and time.monotonic() < end: time.sleep(0.05)\n"
        "seen = open('late.txt').read(), open('given.txt').read(), os.path.exists('gone.txt')"
    )
    page.evaluate(
        """async () => {
          const { contents } = jupyterapp.serviceManager;
          const save = (path, content) => contents.save(path, { type: "file", format: "text", content });
          await save("given.txt", "after");
          await save("early.txt", "now");
          await contents.rename("early.txt", "late.txt");
        }"""
    )
    assert kernel.run("print(seen)") == "('now', 'after', False)\n"
    page.evaluate("() => jupyterapp.serviceManager.contents.delete('late.txt')")
    assert kernel.run("print(os.path.exists('late.txt'), 'late.txt' in os.listdir())") == "False False\n"


def wait_until_counted(kernel: PageKernel, rows: int) -> None:
    """Wait until a kernel sees what another has written, of which another window hears a little later."""
    counts = "[*(book.execute('select count(*) from t').fetchone()[0] for book in books.values())]"
    while kernel.run(f"print({counts})") != f"{[rows, rows]}\n":
        kernel.page.wait_for_timeout(50)


def test_a_file_that_a_program_has_open_is_read_as_another_kernel_wrote_it(publishing_reader: Reader) -> None:
    first_page = open_page(publishing_reader)
    first, second = start_kernel(first_page, "one.ipynb"), start_kernel(first_page, "two.ipynb")
    elsewhere = start_kernel(open_page(publishing_reader), "three.ipynb")
    for kernel in (first, second, elsewhere):
        kernel.run(OPEN_BOOKS)
    for number, kernel in enumerate([first, second, elsewhere, second, first, elsewhere]):
        insert = f"with book: book.execute('insert into t values ({number})')"
        # A log that was worked into its database is begun anew.
        clear = "books['wal'].execute('pragma wal_checkpoint(truncate)').fetchall()" if number == 2 else ""
        kernel.run(f"for book in books.values():\n    {insert}\n{clear}")
        for other in (first, second, elsewhere):
            wait_until_counted(other, number + 1)
    is_whole = "*book.execute('pragma integrity_check').fetchone()"
    rows = f"for book in books.values(): print([n for n, in book.execute('select n from t')], {is_whole})"
    for kernel in (first, second, elsewhere):
        assert kernel.run(rows) == "[0, 1, 2, 3, 4, 5] ok\n" * 2
    # The last connection of a kernel removes the log, which the others have open.
    elsewhere.run("books['wal'].close()")
    second.run("for book in books.values():\n    with book: book.execute('insert into t values (6)')")
    wait_until_counted(first, 7)
    assert first.run(rows) == "[0, 1, 2, 3, 4, 5, 6] ok\n" * 2


def test_a_transaction_that_has_read_before_another_kernel_wrote_is_refused_to_write(
    publishing_reader: Reader,
) -> None:
    page = open_page(publishing_reader)
    first, second = start_kernel(page, "one.ipynb"), start_kernel(page, "two.ipynb")
    for kernel in (first, second):
        kernel.run(OPEN_BOOKS.replace("common", "locked") + "book = books['wal']")
    rows = "[n for n, in book.execute('select n from t')]"
    assert first.run(f"book.execute('begin'); print({rows})") == "[]\n"
    second.run("with book: book.execute('insert into t values (1)')")
    said = first.try_to_run("book.execute('insert into t values (2)')")
    assert said.error == "OperationalError: database is locked"
    assert first.run(f"book.rollback(); print({rows})") == "[1]\n"
    first.run("with book: book.execute('insert into t values (2)')")
    assert second.run(f"print({rows})") == "[1, 2]\n"
