"""A site on a static host that has had it for a while."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote
from urllib.request import Request, urlopen

from lite_build.serve.server import serve_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_asked: set[Path] = set()


@contextmanager
def published(site: Path, *, is_isolated: bool = False) -> Iterator[str]:
    """Serve a site while the block runs, with its files compressed already, as a host's cache has them.

    Compressing Pyodide's WebAssembly takes as long as a kernel's start.

    Args:
        site: the folder.
        is_isolated: whether its pages share memory with their workers.
    """
    with serve_site(site, as_published=True, is_isolated=is_isolated) as address:
        if site not in _asked:
            for path in sorted(site.rglob("*")):
                # Source maps are for developers' tools alone.
                if path.is_file() and path.suffix != ".map":
                    _ask(address + quote(path.relative_to(site).as_posix()))
            _asked.add(site)
        yield address


def _ask(url: str) -> None:
    with urlopen(Request(url, headers={"Accept-Encoding": "gzip"})) as answer:
        answer.read()
