"""A site is built with no connection at all, from what `lite-build fetch` collected."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.build.conftest import PATIENCE, CommandLine, Finished, copy_project, site_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.registry

#: Ends the process at once where it opens a socket, looks up a host or starts npm: no part of it can go on as
#: if nothing had happened.
WITHOUT_NETWORK = """
import os, sys

def refuse(event, details):
    is_npm = event == "subprocess.Popen" and any("npm" in os.path.basename(str(word)) for word in details[1])
    if is_npm or event in {"socket.__new__", "socket.connect", "socket.getaddrinfo"}:
        os.write(2, f"refused: {event} {details}\\n".encode())
        os._exit(99)

sys.addaudithook(refuse)
from lite_build.cli import main
sys.exit(main())
"""


def build_without_network(commands: CommandLine, project: Path, *options: str | Path) -> Finished:
    finished = subprocess.run(
        [*map(str, (commands.scripts / "python", "-c", WITHOUT_NETWORK, "build", project, *options))],
        env=commands.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    return Finished(finished.returncode, finished.stdout)


@pytest.fixture(scope="module")
def collected(command_line: CommandLine, course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything that the locked project's build needs, in one folder."""
    folder = tmp_path_factory.mktemp("collected") / "parts"
    finished = command_line.run("fetch", "-o", folder, course)
    assert finished.status == 0, finished.said
    assert f"lite-build build --offline --from {folder}" in finished.said
    return folder


def test_a_build_that_is_offline_opens_no_socket_and_makes_the_same_site(
    installed: CommandLine, collected: Path, project: Path, tmp_path: Path
) -> None:
    with_network = copy_project(project, tmp_path / "with-network")
    installed.build(with_network)
    nothing_cached = replace(installed, cache=tmp_path / "empty-cache")
    from_folder = build_without_network(nothing_cached, project, "--offline", "--from", collected)

    assert from_folder.status == 0, from_folder.said
    assert site_of(project) == site_of(with_network)

    shutil.rmtree(project / "_output")
    from_cache = build_without_network(installed, project, "--offline")

    assert from_cache.status == 0, from_cache.said
    assert site_of(project) == site_of(with_network)


def test_a_build_that_is_offline_with_nothing_at_hand_says_what_it_lacks(
    installed: CommandLine, project: Path, tmp_path: Path
) -> None:
    nothing_cached = replace(installed, cache=tmp_path / "empty-cache")
    finished = build_without_network(nothing_cached, project, "--offline")

    assert finished.status == 1, finished.said
    assert "pyodide 314.0.6 is needed from the npm registry, and this build is offline" in finished.said
    assert "`--from`" in finished.said


def test_a_collected_file_that_was_changed_is_refused(
    command_line: CommandLine, collected: Path, project: Path, tmp_path: Path
) -> None:
    parts = copy_project(collected, tmp_path / "parts")
    (wheel,) = (parts / "packages").glob("wcwidth-*.whl")
    wheel.write_bytes(b"another wheel")
    finished = CommandLine(tmp_path / "cache").run("build", project, "--offline", "--from", parts)

    assert finished.status == 1, finished.said
    assert f"{wheel}: is not the file that was written" in finished.said
    assert "lite-build fetch" in finished.said
    assert "Traceback" not in finished.said


def test_a_project_with_no_lock_cannot_be_collected(
    command_line: CommandLine, project: Path, tmp_path: Path
) -> None:
    (project / "pylock.pyodide.toml").unlink()
    finished = command_line.run("fetch", "-o", tmp_path / "parts", project)

    assert finished.status == 2, finished.said
    assert "there is no lock" in finished.said
    assert "→ Write it with `lite-build lock`" in finished.said
    assert not os.path.lexists(tmp_path / "parts")
