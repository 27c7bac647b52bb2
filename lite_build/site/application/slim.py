"""What a site does not need: removed before anyone has to load, store or publish it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: Source maps, and the bundler's own configuration, which jupyterlite-core's archive carries along.
_NEEDLESS = ("*.js.map", "*.mjs.map", "*.css.map", "rspack.config*.js")
#: Forms of a font for browsers that cannot run Python: every one with WebAssembly reads .woff2.
_OLDER_FONTS = (".eot", ".svg", ".ttf", ".woff")
_PUBLISHED_AS_THEY_ARE = ("files", "static")


def remove_needless_files(output: Path, *, keep_source_maps: bool) -> None:
    """Delete what no page of the site reads. Contents and packages stay as they are."""
    for pattern in _NEEDLESS:
        if keep_source_maps and pattern.endswith(".map"):
            continue
        for path in _own_files(output, pattern):
            path.unlink()
    for font in _own_files(output, "*.woff2"):
        for suffix in _OLDER_FONTS:
            font.with_suffix(suffix).unlink(missing_ok=True)


def _own_files(output: Path, pattern: str) -> list[Path]:
    return [
        path
        for path in sorted(output.rglob(pattern))
        if path.relative_to(output).parts[0] not in _PUBLISHED_AS_THEY_ARE
    ]
