"""What a first visit transfers, measured in a real browser that has seen nothing of the site."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.bench.cold_visit import LONGEST_VISIT, cold_visit
from tests.bench.projects import FIRST_VISIT, FIRST_VISIT_OUTPUT
from tests.bench.published import published
from tests.bench.traffic import Traffic

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bench.kernel_project import MeasuredNotebook
    from tests.bench.kernel_sites import KernelSite

#: What jedi completes code with; it is most of its wheel, and of the completion's use alone.
_COMPLETION_DATA = "jedi/third_party/"


@dataclass(frozen=True)
class SessionBytes:
    """What a session transfers, in bytes: of completion data, and of all else."""

    completion_data: int
    rest: int


def measure_first_visit(site: Path) -> int:
    """Open a notebook, run its cell, and count the bytes that came over the network until it had an output.

    The server compresses what GitHub Pages does. Bytes are those of bodies as they were sent, and of
    headers; of the page, of its workers and of the service worker.
    """
    with published(site) as address, cold_visit(address) as visit:
        traffic = Traffic()
        traffic.watch(visit.page)
        visit.open(f"lab/index.html?path={FIRST_VISIT}")
        cell = visit.page.locator(".jp-Notebook .jp-CodeCell").first
        cell.locator(".cm-content").click()
        visit.page.keyboard.press("Shift+Enter")
        cell.locator(".jp-OutputArea-output", has_text=FIRST_VISIT_OUTPUT).wait_for()
        return traffic.bytes


def measure_bytes_to_output(notebook: MeasuredNotebook, site: KernelSite) -> int:
    """Count what comes until a notebook that is run at once has its first output."""
    with published(site.folder) as address, cold_visit(address) as visit:
        traffic = Traffic()
        traffic.watch(visit.page)
        visit.run_notebook(notebook.name, notebook.expected)
        return traffic.bytes


def measure_session(notebook: str, site: KernelSite) -> SessionBytes:
    """Run a whole notebook, and count what came when all is over.

    Raises:
        RuntimeError: a cell raised, so that not all that it needs was fetched.
    """
    with published(site.folder) as address, cold_visit(address) as visit:
        traffic = Traffic()
        traffic.watch(visit.page)
        visit.open(f"notebooks/index.html?path={notebook}")
        visit.wait_for_session()
        if errors := visit.page.evaluate("benchmark.runWholeNotebook()"):
            raise RuntimeError(f"{notebook} raised\n" + "\n".join(errors))
        visit.page.wait_for_load_state("networkidle", timeout=LONGEST_VISIT)
        data = sum(
            _completion_data(site.folder / _path_of(fetched.url, address)) for fetched in traffic.fetched
        )
        return SessionBytes(data, traffic.bytes - data)


def _path_of(url: str, address: str) -> PurePosixPath:
    return PurePosixPath(urlsplit(url.removeprefix(address)).path)


def _completion_data(path: Path) -> int:
    """How much of a fetched file is completion data, in bytes as they are in a wheel."""
    if path.suffix != ".whl" or not path.name.startswith("jedi-"):
        return 0
    with zipfile.ZipFile(path) as wheel:
        return sum(
            member.compress_size
            for member in wheel.infolist()
            if member.filename.startswith(_COMPLETION_DATA)
        )
