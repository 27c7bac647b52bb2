"""The versions of Pyodide whose private options for snapshots were tested."""

from __future__ import annotations

#: Those that the tests boot a kernel with: tests/unit/boot, tests/build/test_boot.py, tests/browser/kernel.
TESTED_PYODIDE = frozenset({"314.0.6", "314.0.7"})
