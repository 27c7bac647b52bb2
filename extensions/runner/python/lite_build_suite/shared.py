"""What the modules beside a suite's pytest share: the other end, and what it tells as the session starts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Protocol


class Host(Protocol):
    """The process around Python: `extensions/runner/src/suite-python.ts`."""

    def tell(self, told: str) -> None:
        """Say something to the run, as JSON."""

    def ask(self, waits: bool) -> str:
        """Ask the run for what comes next, as JSON."""

    def mute(self, is_muted: bool) -> None:
        """Keep what is written to the standard streams, or show it again."""


@dataclass(frozen=True)
class Session:
    """What a session is told: `lite_build/suite/protocol.py` writes it.

    Args:
        arguments: pytest's.
        is_teller: whether people read what this session writes; the others only run tests.
        resumes: whether it goes on where another process has ended.
        earlier: what is known of tests that ran elsewhere: see `SuitePlugin.replay`.
        broken: why Python has ended while a file was collected, by the file's node.
        stops: whether to end as soon as `earlier` is told.
        fails_impossible: whether a test fails that needs what no browser has.
        modules: names at the top of what the project's wheel installs.
        sources: where the project has the modules of its wheel, by their paths in the wheel.
    """

    arguments: list[str]
    is_teller: bool
    resumes: bool
    earlier: list[dict[str, Any]]
    broken: dict[str, str]
    stops: bool
    fails_impossible: bool
    modules: list[str]
    sources: dict[str, str]


def tell(host: Host, kind: str, **facts: object) -> None:
    """Say something to the run.

    Args:
        host: which is told.
        kind: the message's type.
        facts: its other fields.
    """
    text = json.dumps({"type": kind, **facts}, ensure_ascii=False)
    # A lone surrogate, as of a file's name that is no text, is in no message.
    host.tell(text.encode("utf-8", "replace").decode("utf-8"))
