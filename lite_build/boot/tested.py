"""The versions of Pyodide whose private options for snapshots were tested."""

from __future__ import annotations

#: The tests boot kernels with the one that a site has by default; `make upstream` has them do so with each
#: other one before it is added here.
TESTED_PYODIDE = frozenset({"314.0.6", "314.0.7"})
