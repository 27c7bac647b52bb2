"""What the check and the runner say to each other: `extensions/runner/src/protocol.ts` is the other side."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct
from msgspec.json import Decoder

if TYPE_CHECKING:
    from collections.abc import Mapping

#: An output as nbformat 4 has it.
CellOutput = dict[str, Any]


@dataclass(frozen=True)
class CellToRun:
    """A code cell.

    Args:
        index: its position in the notebook, from 0, counted over cells of all kinds.
        namespace: in which it runs; "" for the one that Python begins with.
    """

    index: int
    source: str
    namespace: str = ""


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
        shipped: files of other hosts that the site has, as its settings have them.
    """

    site: str
    notebook: str
    settings: Mapping[str, Any]
    plugin_index: str | None
    plugin_piplite: str | None
    boot: Mapping[str, Any] | None
    catalogue: Mapping[str, Any] | None
    cells: tuple[CellToRun, ...]
    shipped: Mapping[str, Any] = field(default_factory=dict)

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
                "shipped": self.shipped,
                "cells": [asdict(cell) for cell in self.cells],
            }
        )


class KernelReady(Struct, frozen=True, tag="ready"):
    """The kernel takes cells now; `seconds` is what that took."""

    seconds: float


class BootFailed(Struct, frozen=True, tag="boot-failed"):
    """The kernel does not start."""

    error: str


class CellStarted(Struct, frozen=True, tag="started"):
    """A cell runs."""

    cell: int


class OutputsShown(Struct, frozen=True, tag="outputs"):
    """All outputs of a cell as they are now: a later cell may change those of an earlier one."""

    cell: int
    outputs: tuple[CellOutput, ...]


class CommMessage(Struct, frozen=True, tag="comm"):
    """What a widget tells its page.

    Args:
        buffers: in base64.
    """

    kind: Literal["comm_open", "comm_msg", "comm_close"]
    content: dict[str, Any]
    metadata: dict[str, Any]
    buffers: tuple[str, ...]


class CellFinished(Struct, frozen=True, tag="finished"):
    """A cell has run."""

    cell: int
    status: Literal["ok", "error"]
    seconds: float


class RunEnded(Struct, frozen=True, tag="ended"):
    """All cells have run."""

    cells: int
    failed: int
    seconds: float


RunnerMessage = KernelReady | BootFailed | CellStarted | OutputsShown | CommMessage | CellFinished | RunEnded

_DECODER: Decoder[RunnerMessage] = Decoder(RunnerMessage)


def parse_message(line: str) -> RunnerMessage:
    """Read one line of the runner.

    Raises:
        ValueError: it is no message.
    """
    try:
        return _DECODER.decode(line)
    except ValueError as error:
        raise ValueError(f"no message of the runner: {line[:200]}") from error
