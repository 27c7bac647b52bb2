"""Which parts of a documentation stay as they are written, although they could be run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StaticParts:
    """Parts that are not run.

    Args:
        ignored: documents whose docstrings' examples are left as they are.
        examples: documents and names of examples that need a package which the site has not.
        notebooks: documents of which it is true, and that are a notebook, or have one that is published.
        places: of single blocks of which it is true.
    """

    ignored: frozenset[str] = frozenset()
    examples: frozenset[tuple[str, str]] = frozenset()
    notebooks: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
