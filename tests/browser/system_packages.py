"""Programs from the system's package manager, where installing is allowed without a question."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def install_system_packages(*packages: str) -> bool:
    """Install packages by apt; tells whether all of them are there now.

    The lists of what there is are only fetched anew where they do not do, since that takes a while.
    """
    privileges: list[str] = [] if _is_root() else ["sudo", "--non-interactive"]
    if shutil.which("apt-get") is None or (privileges and shutil.which("sudo") is None):
        return False
    install = [*privileges, "apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *packages]
    return succeeds(install) or (
        succeeds([*privileges, "apt-get", "update", "--quiet"]) and succeeds(install)
    )


def succeeds(command: list[str]) -> bool:
    """Run a command that asks nothing; tells whether it ended well."""
    return subprocess.run(command, check=False, stdin=subprocess.DEVNULL, timeout=600).returncode == 0


def _is_root() -> bool:
    effective_user: Callable[[], int] | None = getattr(os, "geteuid", None)
    return effective_user is not None and effective_user() == 0
