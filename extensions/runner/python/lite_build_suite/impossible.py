"""Tells tests that fail by what no browser has, apart from others: threads, processes, sockets, the network.

Such a test is neither passed nor failed here. It counts as skipped for whoever counts, and the run's end
lists it.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections import defaultdict
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from lite_build.testing import NEEDS, REASON

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Generator, Iterator, Mapping, Sequence

#: Functions that Python has elsewhere and not here, by module: what cannot be without them.
_ABSENT_FUNCTIONS: dict[str, dict[str, str]] = {
    "processes": {
        "os": r"fork|forkpty|posix_spawnp?|register_at_fork|wait\w*|kill\w*|getpgid|setsid|nice|sched_\w+",
        "signal": r"pthread_\w+|sig\w+|alarm|setitimer|getitimer|SIG\w+",
    },
    "sockets": {"socket": r"AF_UNIX|socketpair|if_\w+|CMSG_\w+|send_fds|recv_fds"},
}
#: Above a note on a test that failed.
_NOTE = "Before it failed"
_MODULES = "modules of Python's own"


class ImpossibleTests:
    """A plugin of pytest's.

    Args:
        refusals: words that the errors of what no page has begin with, by its kind.
        refused: the kinds of what was refused last.
        fails: whether such tests fail all the same.
    """

    def __init__(self, refusals: Mapping[str, Sequence[str]], refused: deque[str], fails: bool) -> None:
        self._refusals = refusals
        self._refused = refused
        self._fails = fails
        self._files: list[tuple[str, str]] = []
        self._find_program = shutil.which

    def pytest_configure(self, config: pytest.Config) -> None:
        """Make the marks known, and hear of programs that are looked for."""
        shutil.which = self._which
        for kind in NEEDS:
            config.addinivalue_line("markers", f"needs_{kind}: the test needs {kind}, which no browser has")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Leave out what says that it cannot be."""
        self._refused.clear()
        needed = [kind for kind in NEEDS if item.get_closest_marker(f"needs_{kind}") is not None]
        if needed:
            pytest.skip(f"{REASON}{', '.join(needed)}")

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[Any]
    ) -> Generator[None, Any, Any]:
        """Look at how a phase of a test ended."""
        report = yield
        if report.skipped and isinstance(report.longrepr, tuple):
            _, _, kind = report.longrepr[2].partition(REASON)
            if kind:
                report.impossible = kind
        elif report.failed and call.excinfo is not None and not self._fails:
            kind = self.kind_of(call.excinfo.value)
            if kind is not None:
                report.outcome = "skipped"
                report.longrepr = (str(item.path), item.location[1] or 0, f"{REASON}{kind}")
                report.impossible = kind
            elif self._refused:
                report.sections.append((_NOTE, self._note()))
        return report

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Generator[None, Any, Any]:
        """Look at how the import of a file ended."""
        report = yield
        call = getattr(report, "call", None)
        if report.outcome == "failed" and call is not None and call.excinfo is not None and not self._fails:
            kind = self.kind_of(call.excinfo.value)
            if kind is not None:
                report.outcome = "skipped"
                report.longrepr = (str(collector.path), 0, f"{REASON}{kind}")
                self._files.append((kind, collector.nodeid))
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_report_teststatus(self, report: Any) -> tuple[str, str, tuple[str, dict[str, bool]]] | None:
        """Count them by themselves."""
        if getattr(report, "impossible", None) is None:
            return None
        return "impossible", "i", ("IMPOSSIBLE", {"yellow": True})

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """List them."""
        found: dict[str, list[str]] = defaultdict(list)
        reports = terminalreporter.stats.get("impossible", [])
        for kind, node in (*((one.impossible, one.nodeid) for one in reports), *self._files):
            found[kind].append(node)
        if not found:
            return
        terminalreporter.section("cannot be in a browser", yellow=True)
        for kind in sorted(found, key=lambda kind: (-len(found[kind]), kind)):
            terminalreporter.write_line(f"{kind}: {len(found[kind])}")
            for node in found[kind]:
                terminalreporter.write_line(f"  {node}")

    def kind_of(self, error: BaseException) -> str | None:
        """Tell what of a browser's lacks an error comes from; None where it comes from none."""
        kinds = (self._kind_of_one(each) for each in _chain(error))
        return next((kind for kind in kinds if kind is not None), None)

    def _which(self, *arguments: Any, **options: Any) -> Any:
        """Look for a program; see `shutil.which`. One that is not there is refused as well."""
        found = self._find_program(*arguments, **options)
        if found is None:
            self._refused.append("processes")
        return found

    def _note(self) -> str:
        """Code may hear that it can have no thread, and go on: the failure may come of it, or not."""
        kinds = ", ".join(sorted(set(self._refused)))
        return f"It had asked for what no browser has ({kinds}), and went on without."

    def _kind_of_one(self, error: BaseException) -> str | None:
        if isinstance(error, BaseExceptionGroup):
            kinds = {self.kind_of(each) for each in error.exceptions}
            return ", ".join(sorted(map(str, kinds))) if None not in kinds else None
        if isinstance(error, ModuleNotFoundError):
            top = (error.name or "").partition(".")[0]
            return f"{_MODULES}: {top}" if top in sys.stdlib_module_names else None
        if isinstance(error, AttributeError) and isinstance(error.obj, ModuleType):
            return _absent_function(error.obj.__name__, error.name or "")
        said = str(error)
        for kind, words in self._refusals.items():
            if any(word in said for word in words):
                return kind
        return None


def _absent_function(module: str, name: str) -> str | None:
    for kind, functions in _ABSENT_FUNCTIONS.items():
        if module in functions and re.fullmatch(functions[module], name):
            return kind
    return None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error, and those that it was raised from or after."""
    seen: set[int] = set()
    each: BaseException | None = error
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        yield each
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
