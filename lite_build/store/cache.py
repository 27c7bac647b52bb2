"""Where a person's builds keep what any of them may use again."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

#: Names the cache's folder, in place of the one that is usual on the system.
CACHE_VARIABLE = "LITE_BUILD_CACHE"


def user_cache() -> Path:
    """Tell the cache's folder, which need not be there yet."""
    chosen = os.environ.get(CACHE_VARIABLE)
    if chosen:
        return Path(chosen).absolute()
    return platformdirs.user_cache_path("lite-build", appauthor=False)
