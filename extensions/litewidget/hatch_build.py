"""Refuses to pack a distribution without the parts that are built from other languages.

Both distributions use it: each names its parts in `pyproject.toml`, under `built-parts`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuiltPartsHook(BuildHookInterface[Any]):
    """Ends a build in words where a pattern of `built-parts` matches no file."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Look for every part before anything is packed."""
        missing = [
            pattern for pattern in self.config["built-parts"] if not any(Path(self.root).glob(pattern))
        ]
        if missing:
            self.app.abort(
                f"{self.metadata.name} is not packed, since it would lack what is built first: "
                f"{', '.join(missing)}. In a checkout, `make wheels` builds everything in its order."
            )
