"""What a run and the processes of a suite say to each other: `extensions/runner/src/suite-protocol.ts`.

What Python's side of a process says is in `extensions/runner/python/lite_build_suite`.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct
from msgspec.json import Decoder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lite_build.boot.manifest import BootFile, BootManifest

#: A report as pytest writes it, or a test in which Python has ended: `Ending.told`.
Told = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """What every process of a run starts from.

    Args:
        site: the folder with the runtime and the packages, absolute.
        pyodide_url: of `pyodide.mjs`, relative to the site.
        lock_url: of the runtime's lock, relative to the site.
        boot: what Python starts from.
        catalogue: the file that tells of the packages.
        shipped: files of other hosts that the project's site ships, by their addresses.
        wheels: that are unpacked at each start, relative to the site.
        project: the project's folder, absolute.
        mount_point: where Python has it.
        working_folder: where Python starts.
        environment: what Python sees of the machine's.
        modules: names at the top of what the project's wheel installs.
        sources: where Python has the sources of the wheel's modules, by their paths in the wheel.
    """

    site: str
    pyodide_url: str
    lock_url: str
    boot: BootManifest
    catalogue: BootFile
    shipped: Mapping[str, Mapping[str, str]]
    wheels: tuple[str, ...]
    project: str
    mount_point: str
    working_folder: str
    environment: Mapping[str, str]
    modules: tuple[str, ...]
    sources: Mapping[str, str]


@dataclass(frozen=True)
class Start:
    """How one process starts: `Session` of `lite_build_suite/shared.py` has the rest of these words.

    Args:
        arguments: pytest's.
        fails_impossible: whether a test fails that needs what no browser has.
        is_teller: whether people read what it writes.
        earlier: what is known of tests that ran elsewhere.
        broken: why Python has ended while a file was collected, by the file's node.
        stops: whether it is to end at once.
        resumes: whether people have seen how the session begins.
    """

    arguments: tuple[str, ...]
    fails_impossible: bool
    is_teller: bool
    earlier: Sequence[Told] = ()
    broken: Mapping[str, str] | None = None
    stops: bool = False
    resumes: bool = False


def job_text(place: Place, start: Start) -> str:
    """The line that a process is started with."""
    session = {
        "arguments": start.arguments,
        "is_teller": start.is_teller,
        "resumes": start.resumes,
        "earlier": start.earlier,
        "broken": start.broken or {},
        "stops": start.stops,
        "fails_impossible": start.fails_impossible,
        "modules": place.modules,
        "sources": place.sources,
    }
    job = {
        "site": place.site,
        "pyodideUrl": place.pyodide_url,
        "lockUrl": place.lock_url,
        "boot": msgspec.to_builtins(place.boot),
        "catalogue": msgspec.to_builtins(place.catalogue),
        "shipped": place.shipped,
        "wheels": place.wheels,
        "project": place.project,
        "mountPoint": place.mount_point,
        "workingFolder": place.working_folder,
        "environment": dict(place.environment),
        "session": json.dumps(session),
    }
    return json.dumps(job)


def answer_text(
    tests: Sequence[str],
    earlier: Sequence[Told],
    *,
    is_over: bool,
    measured: Mapping[str, bytes] | None = None,
) -> str:
    """The line that answers a process which asks for what comes next.

    Args:
        tests: to run now.
        earlier: what is new of tests that ran elsewhere.
        is_over: whether nothing will come any more.
        measured: files of what other processes have measured, by their paths in the runtime.
    """
    contents = {path: base64.b64encode(content).decode() for path, content in (measured or {}).items()}
    return json.dumps({"tests": tests, "earlier": earlier, "is_over": is_over, "measured": contents})


class Asks(Struct, frozen=True, tag="ask"):
    """A session asks for what comes next; with `waits` it is answered when something does."""

    waits: bool


class Collecting(Struct, frozen=True, tag="collecting"):
    """A file is about to be imported."""

    node: str


class Collected(Struct, frozen=True, tag="collected"):
    """All tests that were found, in their order: of each its file and its node."""

    tests: tuple[tuple[str, str], ...]


class Started(Struct, frozen=True, tag="started"):
    """A test runs; `location` is its file, its line from 0, and its name, as pytest has it."""

    test: str
    location: tuple[str, int | None, str]


class Finished(Struct, frozen=True, tag="finished"):
    """A test has run."""

    test: str


class Report(Struct, frozen=True, tag="report"):
    """How a phase of a test ended, as pytest writes it."""

    report: Told


class File(Struct, frozen=True, tag="file"):
    """A file that pytest or a plugin has written; `content` is in base64."""

    path: str
    content: bytes


class Measured(Struct, frozen=True, tag="measured"):
    """What coverage has measured so far; `path` is its file at the end, `content` is in base64."""

    path: str
    content: bytes


FromPython = Asks | Collecting | Collected | Started | Finished | Report | File | Measured


class Ready(Struct, frozen=True, tag="ready"):
    """Python runs; `seconds` is what its start took."""

    seconds: float


class BootFailed(Struct, frozen=True, tag="boot-failed"):
    """Python does not start."""

    error: str


class Output(Struct, frozen=True, tag="output"):
    """Python has written to a standard stream."""

    text: str


class Says(Struct, frozen=True, tag="told"):
    """Python's side says something."""

    told: FromPython


class Done(Struct, frozen=True, tag="done"):
    """The session is over; `status` is pytest's exit status."""

    status: int


class Ended(Struct, frozen=True, tag="ended"):
    """Python has ended by an error that it cannot go on from."""

    reason: str


Message = Ready | BootFailed | Output | Says | Done | Ended

_DECODER: Decoder[Message] = Decoder(Message)


def parse_message(line: bytes) -> Message:
    """Read one line of a process.

    Raises:
        ValueError: it is no message.
    """
    try:
        return _DECODER.decode(line)
    except ValueError as error:
        raise ValueError(f"no message of a suite's process: {line[:200]!r}") from error
