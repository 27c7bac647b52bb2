"""What the page's configuration says, for Python."""

from __future__ import annotations

import json
from typing import Any

#: All of it, as it is written.
config: dict[str, Any] = {}


def take(text: str) -> None:
    """Take the configuration, as JSON; called once, before any code of the page runs."""
    config.update(json.loads(text))
