"""What a site does not need: removed before anyone has to load, store or publish it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: Source maps, and the bundler's own configuration, which jupyterlite-core's archive carries along.
_NEEDLESS = ("*.js.map", "*.mjs.map", "*.css.map", "rspack.config*.js")
_PUBLISHED_AS_THEY_ARE = ("files", "static")


def remove_needless_files(output: Path, *, keep_source_maps: bool) -> None:
    """Delete what no page of the site reads. Contents and packages stay as they are."""
    for pattern in _NEEDLESS:
        if keep_source_maps and pattern.endswith(".map"):
            continue
        for path in sorted(output.rglob(pattern)):
            if path.relative_to(output).parts[0] not in _PUBLISHED_AS_THEY_ARE:
                path.unlink()
