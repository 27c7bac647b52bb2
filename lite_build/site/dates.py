"""The one date that a site's listings carry, so that equal inputs give equal sites."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: 1980-01-01, the earliest date that zip archives know: for contents with no history.
EARLIEST = 315532800


def site_epoch(root: Path) -> int:
    """The date of the site in seconds since 1970.

    It is `SOURCE_DATE_EPOCH` where that is set (https://reproducible-builds.org/specs/source-date-epoch),
    else that of the commit that is checked out, else `EARLIEST`. Dates of files are no input to a build:
    they differ between two checkouts of one commit.
    """
    configured = os.environ.get("SOURCE_DATE_EPOCH", "")
    if configured.isdigit():
        return int(configured)
    try:
        committed = subprocess.run(
            ["git", "log", "-1", "--format=%ct"],
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
            timeout=10,
        ).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return EARLIEST
    return int(committed) if committed.isdigit() else EARLIEST
