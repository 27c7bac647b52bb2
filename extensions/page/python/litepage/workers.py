"""Python in other threads: for pages that were written for PyScript, says that there is none of that kind."""

from __future__ import annotations

from typing import Any, NoReturn

_INSTEAD = (
    "the scripts of this page run on its own thread, and start no worker of Python: "
    "for what takes long, write a <lite-cell>, whose Python is in a worker"
)


class Workers:
    """Stands for the workers that a page has named: it has none."""

    def __getitem__(self, name: str) -> NoReturn:
        raise RuntimeError(f"there is no worker {name!r}: {_INSTEAD}")

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("_"):
            raise AttributeError(name)
        raise RuntimeError(f"there is no worker {name!r}: {_INSTEAD}")


workers = Workers()


async def create_named_worker(src: str, name: str, **options: Any) -> NoReturn:
    """Say that a worker cannot be started.

    Raises:
        RuntimeError: always.
    """
    raise RuntimeError(f"{src} cannot run in a worker {name!r}: {_INSTEAD}")


class PyWorker:
    """Says that a worker cannot be started."""

    def __init__(self, src: str, **options: Any) -> None:
        raise RuntimeError(f"{src} cannot run in a worker: {_INSTEAD}")
