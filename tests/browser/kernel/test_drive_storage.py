"""What a program writes is never lost or torn: killed tabs, a full storage, others with the same file."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.kernel.conftest import expose_the_application
from tests.browser.kernel.kernel_page import open_page, start_kernel, wait_until_restored
from tests.browser.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.browser.kernel.conftest import VisitAltered

pytestmark = [pytest.mark.browser, pytest.mark.registry]

KILLS = 4
QUOTA = 6_000_000
#: Begins with what the last one has left, and writes without end: files, and a database in two modes.
WRITE_WITHOUT_END = """
import itertools, os, sqlite3
books = {mode: sqlite3.connect(f"{mode}.db") for mode in ("delete", "wal")}
for mode, book in books.items():
    book.execute(f"pragma journal_mode={mode}")
    book.execute("create table if not exists account (name primary key, amount, note)")
    with book:
        book.executemany("insert or ignore into account values (?, 500, '')", [("one",), ("other",)])
for number in itertools.count():
    with open("whole.txt", "w") as file:
        for _ in range(50):
            file.write("abcdefghij"[number % 10] * (1000 + number % 7))
    with open("draft.txt", "w") as file:
        file.write(f"{number % 10}" * 100_000)
    os.replace("draft.txt", "replaced.txt")
    for book in books.values():
        with book:
            note = "x" * (number % 9000)
            book.execute("update account set amount = amount - 1, note = ? where name = 'one'", (note,))
            book.execute("update account set amount = amount + 1 where name = 'other'")
"""
LOOK = """
import os, sqlite3
def look():
    for name in ("whole.txt", "replaced.txt"):
        if os.path.exists(name):
            text = open(name).read()
            lengths = {100_000, *(50 * (1000 + n) for n in range(7))}
            assert len(set(text)) == 1 and len(text) in lengths, (name, len(text))
    for mode in ("delete", "wal"):
        if os.path.exists(f"{mode}.db"):
            book = sqlite3.connect(f"{mode}.db")
            assert book.execute("pragma integrity_check").fetchone() == ("ok",)
            tables = book.execute("select count(*) from sqlite_master where name = 'account'").fetchone()[0]
            if tables and book.execute("select count(*) from account").fetchone()[0]:
                assert book.execute("select sum(amount) from account").fetchone() == (1000,)
            book.close()
    return sorted(os.listdir())
print(look())
"""


@pytest.fixture(scope="module")
def exposing_reader(visit_altered: VisitAltered) -> Iterator[Reader]:
    """Somebody who reads the small site."""
    with visit_altered(expose_the_application) as reader:
        yield reader


def test_a_file_is_the_old_or_the_new_one_after_the_tab_was_killed(exposing_reader: Reader) -> None:
    chance = random.Random(3)
    for _ in range(KILLS):
        page = open_page(exposing_reader)
        kernel = start_kernel(page)
        kernel.run(LOOK)
        kernel.begin(WRITE_WITHOUT_END)
        # The moment is what is tried here: there is no state to wait for.
        page.wait_for_timeout(chance.randrange(300, 2500))
        page.close()
    kernel = start_kernel(open_page(exposing_reader))
    listed = kernel.run(LOOK)
    for name in ("whole.txt", "replaced.txt", "delete.db", "wal.db"):
        assert f"'{name}'" in listed


def test_what_a_cell_has_written_is_there_as_soon_as_it_has_ended(exposing_reader: Reader) -> None:
    for number in range(3):
        page = open_page(exposing_reader)
        kernel = start_kernel(page)
        if number > 0:
            assert (
                kernel.run("print(open('kept.txt').read(), open('open.txt').read())")
                == f"{number - 1} open {number - 1}\n"
            )
        kernel.run(
            f"still = open('open.txt', 'w'); still.write('open {number}'); still.flush()\n"
            f"with open('kept.txt', 'w') as file: file.write('{number}')"
        )
        page.close()


def test_a_full_storage_is_an_error_of_pythons_and_nothing_is_lost(
    browser: Browser, visit_altered: VisitAltered, elsewhere: list[str]
) -> None:
    with (
        visit_altered(expose_the_application) as altered,
        Reader.visiting(altered.address, browser, elsewhere) as reader,
    ):
        page = reader.context.new_page()
        limit = {"origin": altered.address.rstrip("/"), "quotaSize": QUOTA}
        reader.context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", limit)
        page.goto(f"{altered.address}lab/index.html")
        wait_until_restored(page)
        kernel = start_kernel(page)
        kernel.run(
            "import errno, os\n"
            "open('kept.txt', 'w').write('kept')\n"
            "open('table.bin', 'wb').write(b'old' * 1000)"
        )
        assert (
            # A program that has just stored something goes on for a while before it is told.
            kernel.run(
                "import time\n"
                "end = time.monotonic() + 60\n"
                "try:\n"
                "    while time.monotonic() < end:\n"
                "        with open('table.bin', 'wb') as file: file.write(os.urandom(8_000_000))\n"
                "except OSError as error:\n"
                "    print(error.errno == errno.ENOSPC, error)"
            )
            == "True [Errno 51] No space left on device\n"
        )
        said = kernel.try_to_run(
            "for n in range(4):\n    open(f'small {n}', 'wb').write(os.urandom(2_000_000))"
        )
        assert "OSError: [Errno 51] No space left on device: " in said.error
        assert kernel.run("print(os.path.getsize('table.bin'))") == "8000000\n"
        other = start_kernel(page, "other.ipynb")
        assert (
            other.run("print(open('kept.txt').read(), open('table.bin', 'rb').read() == b'old' * 1000)")
            == "kept True\n"
        )
        kernel.run(
            "os.remove('table.bin')\n"
            "for n in range(4): os.remove(f'small {n}')\n"
            "open('again.txt', 'w').write('a')"
        )
        assert other.run(
            "import os; print(sorted(set(os.listdir()) & {'kept.txt', 'again.txt', 'table.bin'}))"
        ) == ("['again.txt', 'kept.txt']\n")


def test_the_last_whole_write_wins_and_who_wrote_over_another_is_told(exposing_reader: Reader) -> None:
    page = open_page(exposing_reader)
    first, second = start_kernel(page, "one.ipynb"), start_kernel(page, "two.ipynb")
    first.run(
        "import os, shutil, time\n"
        "shutil.rmtree('signals', ignore_errors=True)\n"
        "os.makedirs('signals')\n"
        "open('both.txt', 'w').write('at first')"
    )
    first.begin(
        "with open('both.txt', 'r+') as file:\n"
        "    file.read()\n"
        "    end = time.monotonic() + 60\n"
        "    while not os.path.exists('signals/go') and time.monotonic() < end: pass\n"
        "    file.seek(0)\n"
        "    file.write('by first')"
    )
    second.run("open('both.txt', 'w').write('by the second')\nopen('signals/go', 'w').close()")
    card = page.get_by_role("alert").filter(has_text='Python has written over changes: "both.txt"')
    expect(card).to_be_visible()
    card.get_by_role("button", name="Close").click()
    assert second.run("print(open('both.txt').read())") == "by first\n"
    assert first.run("print(open('both.txt').read())") == "by first\n"


def test_a_reader_who_edits_what_python_has_changed_is_asked(exposing_reader: Reader) -> None:
    page = open_page(exposing_reader)
    kernel = start_kernel(page)
    kernel.run("open('edited.txt', 'w').write('by python')")
    page.evaluate(
        "() => jupyterapp.commands.execute('docmanager:open', { path: 'edited.txt' }).then(() => null)"
    )
    editor = page.locator(".jp-FileEditor:visible .cm-content")
    expect(editor).to_have_text("by python")
    page.wait_for_timeout(600)
    kernel.run("open('edited.txt', 'w').write('by python again')")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("by the reader")
    page.keyboard.press("Control+s")
    dialog = page.locator(".jp-Dialog")
    expect(dialog).to_contain_text("has changed on disk since the last time it was opened or saved")
    dialog.get_by_role("button", name="Overwrite").click()
    # The dialog is closed first, and the file written then.
    expect(page.locator("#jp-main-dock-panel .lm-TabBar-tab.jp-mod-dirty")).to_have_count(0)
    assert kernel.run("print(open('edited.txt').read())") == "by the reader\n"
