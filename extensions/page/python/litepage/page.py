"""The page, as far as its own script has to do something for Python."""

from __future__ import annotations

from typing import Any


class Host:
    """What the page's script does for Python; `connect` puts it in its place.

    See `PageHost` in `extensions/page/src/scripts/page-host.ts`.
    """

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(f"the page has not begun: {name}")


host: Any = Host()


def connect(page: Any) -> None:
    """Take the page's script; called once, before any code of the page runs."""
    global host
    host = page
