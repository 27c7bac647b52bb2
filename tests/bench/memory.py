"""How much memory kernels take in a page, at the most."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.cold_visit import ColdVisit, cold_visit
from tests.bench.published import published

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from playwright.sync_api import CDPSession

    from tests.bench.kernel_project import MeasuredNotebook
    from tests.bench.kernel_sites import KernelSite

#: In milliseconds.
_INTERVAL = 50
#: In milliseconds: what a kernel does after its cell has run counts as well.
_AFTERWARDS = 4000
#: Its share of what it shares with other processes counts as a process's own (proc_pid_smaps, "Pss").
_SHARE = re.compile(r"^Pss:\s+(\d+) kB$", re.MULTILINE)


def measure_peak_memory(notebooks: Sequence[MeasuredNotebook], site: KernelSite) -> int:
    """Run notebooks one after the other in one JupyterLab, a kernel each, and give the most memory, in bytes.

    That is the sum over the browser's renderer processes, in which pages and workers are, looked at 20 times
    a second through `/proc`; so on Linux alone.
    """
    with published(site.folder) as address, cold_visit(address) as visit:
        visit.open("lab/index.html")
        visit.page.wait_for_function("globalThis.jupyterapp?.commands.hasCommand('docmanager:open')")
        visit.page.evaluate(
            "notebooks => { benchmark.runInTurn(notebooks) }",
            [[notebook.name, notebook.expected] for notebook in notebooks],
        )
        return most_memory(visit, lambda: visit.page.evaluate("benchmark.marks.allRun !== undefined"))


def most_memory(visit: ColdVisit, is_over: Callable[[], bool]) -> int:
    """Give the most memory, in bytes, until some seconds after a visit has come to its end."""
    browser = visit.page.context.browser
    if browser is None:
        raise RuntimeError("the browser has gone")
    session = browser.new_browser_cdp_session()
    most, left = 0, _AFTERWARDS
    while left > 0:
        visit.page.wait_for_timeout(_INTERVAL)
        most = max(most, _memory_of_renderers(session))
        if is_over():
            left -= _INTERVAL
    return most


def _memory_of_renderers(session: CDPSession) -> int:
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    return sum(_memory_of(process["id"]) for process in processes if process["type"] == "renderer")


def _memory_of(process: int) -> int:
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        # It has ended since it was listed.
        return 0
    found = _SHARE.search(rollup)
    return int(found[1]) * 1024 if found else 0
