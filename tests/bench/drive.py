"""What it costs Python to use its folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.bench.cold_visit import cold_visit
from tests.bench.published import published
from tests.browser.kernel.kernel_page import PageKernel, start_kernel, wait_until_restored

if TYPE_CHECKING:
    from tests.bench.kernel_sites import KernelSite

_MEMORY = "/tmp"
_PREPARE = "import os, sqlite3\nsqlite3.connect(':memory:').close()\ndata = os.urandom(1 << 20) * 24"
_WRITE_AND_READ = """
with open("large.bin", "wb") as file: file.write(data)
with open("large.bin", "rb") as file: assert file.read() == data
"""
_SMALL_FILES = """
os.mkdir("small")
for number in range(2000):
    with open(f"small/{number}", "w") as file: file.write(str(number))
assert len(os.listdir("small")) == 2000
for name in os.listdir("small"): os.remove(f"small/{name}")
os.rmdir("small")
"""
_INSERTS = """
book = sqlite3.connect("{folder}/{name}.db")
book.execute("create table day (n integer primary key, said text)")
with book: book.executemany("insert into day (said) values (?)", [("sun" * 10,)] * 10_000)
book.close()
"""
_TRANSACTIONS = """
book = sqlite3.connect("{folder}/{name}.db")
for number in range(200):
    with book: book.execute("insert into day (said) values (?)", (str(number),))
book.close()
"""
#: 1,000 files, made by the page: stock's Python would take minutes.
_MAKE_TREE = """
async () => {
  const { contents } = jupyterapp.serviceManager;
  for (let folder = 0; folder < 20; folder += 1) {
    for (let file = 0; file < 50; file += 1) {
      await contents.save(`tree-${folder}/${file}.txt`, { type: "file", format: "text", content: "a" });
    }
  }
}
"""
_MAKE_FOLDERS = "import os\nfor number in range(20): os.mkdir(f'tree-{number}')"
_WALK = "assert sum(len(names) for top, _, names in os.walk('.') if 'tree-' in top) == 1000"


@dataclass(frozen=True)
class DriveMeasure:
    """Seconds, as a cell tells them by its own clock."""

    write_and_read: float
    small_files: float
    walk: float


@dataclass(frozen=True)
class DatabaseMeasure:
    """Seconds, beside the notebook and in `/tmp`, which is memory alone."""

    inserts: float
    inserts_in_memory: float
    transactions: float
    transactions_in_memory: float


def measure_drive(site: KernelSite) -> DriveMeasure:
    """Write and read, in a kernel without a notebook, with nothing else in the drive."""
    with published(site.folder) as address, cold_visit(address) as visit:
        visit.open("lab/index.html")
        wait_until_restored(visit.page)
        kernel = start_kernel(visit.page)
        kernel.run(_PREPARE)
        write_and_read = _seconds(kernel, _WRITE_AND_READ)
        small_files = _seconds(kernel, _SMALL_FILES)
        kernel.run("os.remove('large.bin')\n" + _MAKE_FOLDERS)
        visit.page.evaluate(_MAKE_TREE)
        another = start_kernel(visit.page, "another.ipynb")
        another.run("import os")
        return DriveMeasure(write_and_read, small_files, _seconds(another, _WALK))


def measure_databases(site: KernelSite) -> DatabaseMeasure:
    """Use SQLite."""
    with published(site.folder) as address, cold_visit(address) as visit:
        visit.open("lab/index.html")
        wait_until_restored(visit.page)
        kernel = start_kernel(visit.page)
        kernel.run(_PREPARE)
        # Once before, so that the engine has compiled what is called.
        for name, folder in (("first", _MEMORY), ("first", ".")):
            kernel.run(_INSERTS.format(folder=folder, name=name))
        seconds = [
            _seconds(kernel, code.format(folder=folder, name="measured"))
            for code in (_INSERTS, _TRANSACTIONS)
            for folder in (".", _MEMORY)
        ]
        return DatabaseMeasure(*seconds)


def _seconds(kernel: PageKernel, code: str) -> float:
    timed = f"import time\nstart = time.perf_counter()\n{code}\nprint(time.perf_counter() - start)"
    return float(kernel.run(timed))
