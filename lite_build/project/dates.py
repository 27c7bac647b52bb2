"""The one date that a site's listings carry, so that equal inputs give equal sites."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

from lite_build.words.errors import UserMistake

#: 1980-01-01, the earliest date that zip archives know: for contents with no history.
EARLIEST = 315532800
#: The last second of the year 9999, the latest that Python can write down.
LATEST = 253402300799


def site_epoch(root: Path) -> int:
    """The date of the site in seconds since 1970.

    It is `SOURCE_DATE_EPOCH` where that is set (https://reproducible-builds.org/specs/source-date-epoch),
    else that of the commit that is checked out, else `EARLIEST`. Dates of files are no input to a build:
    they differ between two checkouts of one commit.

    Raises:
        UserMistake: the variable holds no such date.
    """
    configured = os.environ.get("SOURCE_DATE_EPOCH", "")
    if configured:
        if not configured.isdigit() or int(configured) > LATEST:
            raise UserMistake(
                f"{configured!r} is no date between 1970 and 9999",
                where="SOURCE_DATE_EPOCH",
                remedy="Write seconds since 1970 as a whole number, or leave it out.",
            )
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
