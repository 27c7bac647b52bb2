"""The badge of a site: a picture that a README shows from the site itself, so that no other host is asked."""

from __future__ import annotations

import shutil
from pathlib import Path

#: Its path in a site.
BADGE = "badge.svg"
_PICTURE = Path(__file__).parent / BADGE


def write_badge(output: Path) -> None:
    """Put the picture into a site."""
    shutil.copyfile(_PICTURE, output / BADGE)
