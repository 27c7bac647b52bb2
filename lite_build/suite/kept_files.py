"""What pytest and its plugins write, on this machine: reports, the cache of pytest, coverage."""

from __future__ import annotations

from pathlib import Path

from lite_build.suite.place import machine_path
from lite_build.words.errors import BuildFailure


def keep_file(path: str, content: bytes) -> None:
    """Write a file of the runtime's at the same path on this machine.

    Args:
        path: in the runtime, absolute.
        content: of the file.

    Raises:
        BuildFailure: it cannot be written.
    """
    target = Path(machine_path(path))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    except OSError as error:
        raise BuildFailure(
            f"what the tests report cannot be written ({error.strerror})",
            where=str(target),
            remedy="Name another place, or have this one writable.",
        ) from error
