"""What the check and the runner say to each other: `extensions/runner/src/protocol.ts` is the other side."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

#: An output as nbformat 4 has it.
CellOutput = dict[str, Any]


@dataclass(frozen=True)
class CellToRun:
    """A code cell.

    Args:
        index: its position in the notebook, from 0, counted over cells of all kinds.
    """

    index: int
    source: str


@dataclass(frozen=True)
class Job:
    """One notebook to run on a fresh kernel.

    Args:
        site: the built site's folder, absolute.
        notebook: its path below the site's `files/`, with "/".
        settings: the kernel plugin's, as the site has them, with every key that the runner reads.
        plugin_index: the index of the kernel plugin's own wheels, relative to the site, where there is one.
        plugin_piplite: the kernel plugin's own wheel of piplite, relative to the site, where there is one.
        boot: what the site's kernels start from, as its settings have it; None for nothing.
        catalogue: the file that tells of the site's packages, as its settings have it; None for none.
    """

    site: str
    notebook: str
    settings: Mapping[str, Any]
    plugin_index: str | None
    plugin_piplite: str | None
    boot: Mapping[str, Any] | None
    catalogue: Mapping[str, Any] | None
    cells: tuple[CellToRun, ...]

    def to_json(self) -> str:
        """The text that the runner reads."""
        return json.dumps(
            {
                "site": self.site,
                "notebook": self.notebook,
                "settings": self.settings,
                "pluginWheels": {"index": self.plugin_index, "piplite": self.plugin_piplite},
                "boot": self.boot,
                "catalogue": self.catalogue,
                "cells": [{"index": cell.index, "source": cell.source} for cell in self.cells],
            }
        )


@dataclass(frozen=True)
class KernelReady:
    """The kernel takes cells now; `seconds` is what that took."""

    seconds: float


@dataclass(frozen=True)
class BootFailed:
    """The kernel does not start."""

    error: str


@dataclass(frozen=True)
class CellStarted:
    """A cell runs."""

    cell: int


@dataclass(frozen=True)
class OutputsShown:
    """All outputs of a cell as they are now: a later cell may change those of an earlier one."""

    cell: int
    outputs: tuple[CellOutput, ...]


@dataclass(frozen=True)
class CommMessage:
    """What a widget tells its page.

    Args:
        buffers: in base64.
    """

    kind: Literal["comm_open", "comm_msg", "comm_close"]
    content: dict[str, Any]
    metadata: dict[str, Any]
    buffers: tuple[str, ...]


@dataclass(frozen=True)
class CellFinished:
    """A cell has run."""

    cell: int
    status: Literal["ok", "error"]
    seconds: float


@dataclass(frozen=True)
class RunEnded:
    """All cells have run."""

    cells: int
    failed: int
    seconds: float


RunnerMessage = KernelReady | BootFailed | CellStarted | OutputsShown | CommMessage | CellFinished | RunEnded


def parse_message(line: str) -> RunnerMessage:
    """Read one line of the runner.

    Raises:
        ValueError: it is no message.
    """
    data = json.loads(line)
    try:
        match data:
            case {"type": "ready", "seconds": seconds}:
                return KernelReady(float(seconds))
            case {"type": "boot-failed", "error": str(error)}:
                return BootFailed(error)
            case {"type": "started", "cell": int(cell)}:
                return CellStarted(cell)
            case {"type": "outputs", "cell": int(cell), "outputs": list(outputs)}:
                return OutputsShown(cell, tuple(cast("list[CellOutput]", outputs)))
            case {
                "type": "comm",
                "kind": "comm_open" | "comm_msg" | "comm_close" as kind,
                "content": dict(content),
                "metadata": dict(metadata),
                "buffers": list(buffers),
            }:
                return CommMessage(kind, content, metadata, tuple(map(str, buffers)))
            case {
                "type": "finished",
                "cell": int(cell),
                "status": "ok" | "error" as status,
                "seconds": seconds,
            }:
                return CellFinished(cell, status, float(seconds))
            case {"type": "ended", "cells": int(cells), "failed": int(failed), "seconds": seconds}:
                return RunEnded(cells, failed, float(seconds))
    except TypeError as error:
        raise ValueError(f"no message of the runner: {line[:200]}") from error
    raise ValueError(f"no message of the runner: {line[:200]}")
