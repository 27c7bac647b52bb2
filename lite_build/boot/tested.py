"""The versions of Pyodide whose private options for snapshots were tested."""

from __future__ import annotations

#: The tests boot kernels with the one that a site has by default. With each other one the demo site was
#: built, and opened in a browser, by hand.
TESTED_PYODIDE = frozenset({"314.0.6", "314.0.7"})
