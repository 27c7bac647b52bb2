"""The mistake that ends a run before it has a result."""

from __future__ import annotations


class CannotRun(Exception):
    """Nothing can be said of upstream's releases; the text says why, and what to do."""
