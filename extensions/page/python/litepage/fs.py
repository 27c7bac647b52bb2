"""Folders of the reader's machine, as folders of Python."""

from __future__ import annotations

from typing import Any

from litepage import page

#: The folders that are there now: what writes them back, by their paths.
mounted: dict[str, Any] = {}


async def mount(
    path: str,
    mode: str = "readwrite",
    root: str = "",
    id: str = "pyscript",  # noqa: A002 - PyScript's name
) -> None:
    """Have a folder that the reader chooses be a folder of Python.

    The browser remembers it: on the next visit it asks only whether it may be used.

    Args:
        path: of the folder in Python.
        mode: `readwrite`, or `read`.
        root: where the choice begins, such as `documents` or `downloads`.
        id: tells several folders apart.

    Raises:
        ValueError: there is a folder of the reader at that path already.
        RuntimeError: the browser has no such thing, the reader refuses, or the code is in a worker.
    """
    if page.IN_WORKER:
        raise RuntimeError(
            "fs.mount is for scripts without worker: a folder is given to the page's own thread"
        )
    if path in mounted:
        raise ValueError(f"{path!r} is mounted already: unmount it first")
    if not await _check_permission(mode, root, id):
        raise RuntimeError(f"the reader has given no folder for {path!r}")
    mounted[path] = await page.host.mountFolder(path, id)


async def sync(path: str) -> None:
    """Write what Python has changed in the folder.

    Raises:
        KeyError: there is none at that path.
    """
    await _mounted(path).syncfs()


async def unmount(path: str) -> None:
    """Write what was changed, and let go of the folder.

    Raises:
        KeyError: there is none at that path.
    """
    await sync(path)
    page.host.unmountFolder(path)
    del mounted[path]


async def revoke(path: str, id: str = "pyscript") -> None:  # noqa: A002
    """Let go of the folder, and have the browser forget it."""
    if path in mounted:
        await unmount(path)
    await page.host.forgetFolder(id)


async def _check_permission(mode: str, root: str, name: str) -> bool:
    return bool(await page.host.askForFolder(mode, root, name))


def _mounted(path: str) -> Any:
    if path not in mounted:
        raise KeyError(f"nothing is mounted at {path!r}")
    return mounted[path]
