"""A browser with one page of ours, which nobody looks at: in a process of its own, with an empty profile."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

#: How many of the last lines that a browser logged are shown when it ends by itself.
_SHOWN_LINES = 8
_FLAGS = (
    "--headless",
    "--disable-background-networking",
    "--disable-background-timer-throttling",
    "--disable-component-update",
    "--disable-default-apps",
    # Containers have little shared memory.
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-gpu",
    "--disable-renderer-backgrounding",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
    # Else macOS asks for a password.
    "--use-mock-keychain",
    "--password-store=basic",
)


class OpenedPage:
    """A browser that has opened an address.

    Args:
        browser: its program, of Chromium's kind.
        address: of a page with code that is trusted as much as this process: on Linux no sandbox of the
            browser's is asked for, which containers and many systems refuse.
        on_end: is told, from another thread, why the browser has ended by itself.

    Raises:
        OSError: the program cannot be started.
    """

    def __init__(self, browser: Path, address: str, on_end: Callable[[str], object]) -> None:
        self._profile = Path(tempfile.mkdtemp(prefix="lite-build-browser-"))
        self._is_closed = False
        # A process group of its own: a Ctrl-C is for who has opened it, and all of its processes end at once.
        apart: dict[str, Any]
        if sys.platform == "win32":
            apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        else:
            apart = {"start_new_session": True}
        sandbox = ["--no-sandbox"] if sys.platform == "linux" else []
        try:
            with (self._profile / "log.txt").open("wb") as log:
                self._process = subprocess.Popen(
                    [str(browser), *_FLAGS, *sandbox, f"--user-data-dir={self._profile}", address],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    **apart,
                )
        except OSError:
            shutil.rmtree(self._profile, ignore_errors=True)
            raise
        self._watching = Thread(target=self._watch, args=(on_end,), daemon=True)
        self._watching.start()

    def close(self) -> None:
        """End the browser at once, and remove what it has written."""
        self._is_closed = True
        with contextlib.suppress(OSError):
            if sys.platform == "win32":
                words = ["taskkill", "/F", "/T", "/PID", str(self._process.pid)]
                subprocess.run(words, capture_output=True, check=False)
            else:
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._watching.join()
        shutil.rmtree(self._profile, ignore_errors=True)

    def _watch(self, on_end: Callable[[str], object]) -> None:
        status = self._process.wait()
        if not self._is_closed:
            on_end(f"the browser has ended, with status {status}{self._last_words()}")

    def _last_words(self) -> str:
        with contextlib.suppress(OSError):
            lines = (self._profile / "log.txt").read_text(encoding="utf-8", errors="replace").splitlines()
            return "".join(f"\n  {line}" for line in lines[-_SHOWN_LINES:])
        return ""
