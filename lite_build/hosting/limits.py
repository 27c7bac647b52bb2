"""What the most used host of static sites refuses for its size.

Source: <https://docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits> and
<https://docs.github.com/en/repositories/working-with-files/managing-large-files/about-large-files-on-github>.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST_FILE = 100 * 2**20
LARGEST_SITE = 10**9


def size_warnings(sizes: Mapping[str, int]) -> tuple[str, ...]:
    """Say what of a site GitHub would refuse, in sentences.

    Args:
        sizes: of each file in bytes, by its path in the site.
    """
    warnings = [
        f"{path} has {size / 2**20:.0f} MiB, and GitHub takes no file of more than 100 MiB: make it smaller, "
        "or leave it out by LiteBuildConfig.extra_ignore_contents."
        for path, size in sorted(sizes.items())
        if size > LARGEST_FILE
    ]
    if (whole := sum(sizes.values())) > LARGEST_SITE:
        warnings.append(
            f"The site has {whole / 10**9:.1f} GB, and GitHub Pages publishes none of more than 1 GB. "
            "The ten largest files are in the report."
        )
    return tuple(warnings)
