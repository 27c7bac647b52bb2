"""Other hosts of widgets than our sites: environments of their own, and servers on loopback."""

from __future__ import annotations

import hashlib
import json
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from filelock import FileLock

from lite_build.store.cache import user_cache
from tests.build.conftest import PATIENCE, install_packages, run_command

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path


def environment_with(*requirements: str) -> Path:
    """An environment with these packages, from the index; gives the folder of its commands.

    It is kept among the caches. Nothing may be added to it.
    """
    wanted = json.dumps([sys.version, *requirements])
    folder = user_cache() / "test-environments" / hashlib.sha256(wanted.encode()).hexdigest()[:16]
    scripts = folder / ("Scripts" if sys.platform == "win32" else "bin")
    finished = folder / "finished"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{folder}.lock"):
        if not finished.exists():
            run_command(sys.executable, "-m", "venv", "--clear", folder)
            install_packages(scripts / "python", *requirements)
            finished.touch()
    return scripts


def unpack_package(package: str | Path, folder: Path) -> Path:
    """Install one package, given by name or wheel, into a folder of its own, without what it depends on."""
    run_command(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder, package)
    return folder


def free_port() -> int:
    """A port of the loopback interface where nobody listens yet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(
    words: Sequence[str | Path], address: str, *, log: Path, environment: Mapping[str, str]
) -> Iterator[str]:
    """Have a command serve an address while the block runs."""
    with log.open("w", encoding="utf-8") as said:
        server = subprocess.Popen(
            [*map(str, words)],
            cwd=log.parent,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(address, server, log)
            yield address
        finally:
            server.terminate()
            server.wait(PATIENCE)


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=PATIENCE):
                return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    pytest.fail(f"nobody serves {address}:\n{log.read_text(encoding='utf-8')}")
