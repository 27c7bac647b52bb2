"""The kernel's own streams: a reader's code may put others in their places, or close those."""

from __future__ import annotations

import sys

#: Tracebacks show readers nothing of this module.
__tracebackhide__ = True
OWN_STREAM = sys.stderr
OWN_STREAMS = {"stdout": sys.stdout, "stderr": sys.stderr}


def write_error(text: str) -> None:
    """Write text for people to the error stream, or to the kernel's own where a reader has closed that."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except Exception:
        OWN_STREAM.write(text)
        OWN_STREAM.flush()


def open_streams() -> None:
    """Put the kernel's own streams in the place of those that an earlier cell has closed, or taken away."""
    for name, own in OWN_STREAMS.items():
        stream = getattr(sys, name)
        if stream is None or getattr(stream, "closed", False) is True:
            setattr(sys, name, own)
