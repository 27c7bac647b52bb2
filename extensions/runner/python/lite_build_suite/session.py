"""Has pytest run the tests that the run hands out, and tell it of each as it goes.

Several processes run one suite, and each has all of its tests collected. One of them, the teller, hears also
how the tests of the others ended, as if it had run them: so the terminal, JUnit's file and pytest's cache
have all of them. A process that takes the place of one that has ended hears of earlier tests in the same way.
"""

from __future__ import annotations

import base64
import json
import time
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lite_build_suite.measured import tell_measured
from lite_build_suite.shared import tell

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from lite_build_suite.shared import Host, Session
    from lite_build_suite.written import WrittenFiles


class SuitePlugin:
    """A plugin of pytest's.

    Args:
        session: what this session is told.
        host: the process around Python.
        written: is paused while code of the suite runs.
    """

    def __init__(self, session: Session, host: Host, written: WrittenFiles) -> None:
        self._session = session
        self._host = host
        self._written = written
        self._items: dict[str, list[pytest.Item]] = {}
        self._waiting: deque[pytest.Item] = deque()
        self._is_replaying = False
        self._config: pytest.Config | None = None

    def pytest_configure(self, config: pytest.Config) -> None:
        """Keep the configuration, which not every hook is given."""
        self._config = config

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_cmdline_main(self, config: pytest.Config) -> Generator[None, Any, Any]:
        """Keep pytest-xdist from starting processes: the run has its own."""
        if getattr(config.option, "numprocesses", None):
            config.option.numprocesses = 0
        return (yield)

    def pytest_collectstart(self, collector: pytest.Collector) -> None:
        """Tell which file is imported: Python may end in it."""
        if isinstance(collector, pytest.File):
            tell(self._host, "collecting", node=collector.nodeid)

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Generator[None, Any, Any]:
        """Leave out a file in which Python has ended before."""
        reason = self._session.broken.get(collector.nodeid)
        if reason is not None:
            collector.collect = _failing(reason)  # type: ignore[method-assign]
        with self._written.paused():
            return (yield)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Run what is handed out."""
        if session.config.option.collectonly or (
            session.testsfailed and not session.config.option.continue_on_collection_errors
        ):
            self._speak(session.config)
            # pytest's own way to end.
            return None
        for item in session.items:
            self._items.setdefault(item.nodeid, []).append(item)
        tell(self._host, "collected", tests=[[item.location[0], item.nodeid] for item in session.items])
        self.replay(session.config, self._session.earlier)
        self._speak(session.config)
        if self._session.stops:
            raise session.Interrupted("stopped")
        _check(session)
        upcoming = self._next(session.config, waits=True)
        while upcoming is not None:
            item, upcoming = upcoming, self._next(session.config, waits=False)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=upcoming)
            if upcoming is None or upcoming.path != item.path:
                with self._written.paused():
                    tell_measured(item.config, self._host)
            _check(session)
            if upcoming is None:
                upcoming = self._next(session.config, waits=True)
                _check(session)
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Tell of a test's start and end."""
        tell(self._host, "started", test=item.nodeid, location=item.location)
        with self._written.paused():
            answer = yield
        tell(self._host, "finished", test=item.nodeid)
        return answer

    @pytest.hookimpl(tryfirst=True)
    def pytest_internalerror(self) -> None:
        """Let people read of a fault in pytest or a plugin, whenever it comes."""
        self._host.mute(not self._session.is_teller)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Tell how a phase of a test ended."""
        if not self._is_replaying and self._config is not None:
            written = self._config.hook.pytest_report_to_serializable(config=self._config, report=report)
            tell(self._host, "report", report=written)

    def replay(self, config: pytest.Config, told: Iterable[dict[str, Any]]) -> None:
        """Have pytest hear of tests that ran elsewhere.

        Args:
            config: pytest's.
            told: in their order, reports as pytest writes them, as `report`; and the tests in which Python
                has ended, with the reason and the seconds that they took, as `ended`. People have not seen
                what `is_new`.
        """
        self._is_replaying = True
        try:
            for each in told:
                if each.get("is_new"):
                    self._speak(config)
                if "report" in each:
                    report = config.hook.pytest_report_from_serializable(config=config, data=each["report"])
                    if isinstance(report.longrepr, list):
                        # JSON has no other; pytest knows a skip by it.
                        report.longrepr = tuple(report.longrepr)
                    _log(config, report, is_first=report.when == "setup", is_last=report.when == "teardown")
                else:
                    _log(config, _report_of_end(each["ended"]), is_first=True, is_last=True)
        finally:
            self._is_replaying = False

    def _next(self, config: pytest.Config, *, waits: bool) -> pytest.Item | None:
        while not self._waiting:
            answer = json.loads(self._host.ask(waits))
            self.replay(config, answer["earlier"])
            with self._written.paused():
                for path, content in answer["measured"].items():
                    Path(path).write_bytes(base64.b64decode(content))
            for test in answer["tests"]:
                self._waiting.extend(self._items.get(test, []))
            if answer["is_over"] or not waits:
                break
        return self._waiting.popleft() if self._waiting else None

    def _speak(self, config: pytest.Config) -> None:
        if self._session.is_teller:
            terminal: Any = config.pluginmanager.get_plugin("terminalreporter")
            if terminal is not None:
                terminal.flush()
            self._host.mute(False)


def _check(session: pytest.Session) -> None:
    if session.shouldfail:
        raise session.Failed(session.shouldfail)
    if session.shouldstop:
        raise session.Interrupted(session.shouldstop)


def _log(config: pytest.Config, report: pytest.TestReport, *, is_first: bool, is_last: bool) -> None:
    if is_first:
        config.hook.pytest_runtest_logstart(nodeid=report.nodeid, location=report.location)
    config.hook.pytest_runtest_logreport(report=report)
    if is_last:
        config.hook.pytest_runtest_logfinish(nodeid=report.nodeid, location=report.location)


def _report_of_end(told: dict[str, Any]) -> pytest.TestReport:
    now = time.time()
    file, line, name = told["location"]
    return pytest.TestReport(
        nodeid=told["test"],
        location=(file, line, name),
        keywords={},
        outcome="failed",
        longrepr=told["reason"],
        when="call",
        duration=told["seconds"],
        start=now - told["seconds"],
        stop=now,
    )


def _failing(reason: str) -> Any:
    def collect() -> Any:
        raise pytest.Collector.CollectError(reason)

    return collect
