"""Repositories of git, as people make them."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def run_git(folder: Path, *words: str) -> str:
    """Run git in a folder, with nothing of a person's settings; tells what it said."""
    identity = {f"GIT_{role}_{part}": "a@b" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    # A hook of git, which may run the tests, names another repository.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment = {**kept, **identity, "GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(
        ["git", "-C", folder, *words], env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def committed(folder: Path, files: Mapping[str, str]) -> str:
    """Commit files to a repository, which is made where there is none; gives the commit."""
    if not (folder / ".git").exists():
        folder.mkdir(exist_ok=True)
        run_git(folder, "init", "--quiet", "--initial-branch=main")
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    run_git(folder, "add", ".")
    run_git(folder, "commit", "--quiet", "--message=one more")
    return run_git(folder, "rev-parse", "HEAD")
