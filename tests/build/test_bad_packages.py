"""What is wrong with packages, registries, cache or disk is said in words; and the last site stays."""

from __future__ import annotations

import base64
import errno
import os
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from lite_build.cli import main
from lite_build.store.cache import CACHE_VARIABLE
from tests.build.conftest import (
    GREETING,
    LOCK,
    CommandLine,
    configuration_of,
    configure_project,
    copy_cache,
    left_behind,
    site_of,
)
from tests.conftest import write_wheel

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.registry

WRONG_SHA256 = "0" * 64
WRONG_INTEGRITY = "sha512-" + base64.b64encode(bytes(64)).decode()


def stopped(command_line: CommandLine, project: Path, *options: str, status: int, **environment: str) -> str:
    """Build what cannot be built, and tell what was said."""
    before = site_of(project)
    finished = command_line.run("build", project, *options, **environment)

    assert finished.status == status, finished.said
    assert "Traceback" not in finished.said
    assert site_of(project) == before
    assert left_behind(project) == []
    return finished.said


def ask_for(project: Path, *requirements: str, find_links: str | None = None) -> None:
    """Let the project ask for these packages, its own wheel aside."""
    configuration = configuration_of(project)
    configuration["PackagesAddon"] = {"requirements": [GREETING, *requirements]}
    if find_links is not None:
        configuration["PackagesAddon"]["find_links"] = [find_links]
    configure_project(project, configuration)


def unreachable(port: int) -> dict[str, str]:
    """Settings of pip and npm that lead to a port where nobody listens."""
    nobody = f"http://127.0.0.1:{port}"
    return {
        "PIP_PROXY": nobody,
        "PIP_RETRIES": "0",
        "PIP_FIND_LINKS": "",
        "npm_config_registry": nobody,
        "npm_config_fetch_retries": "0",
    }


def test_a_requirement_that_does_not_exist_is_named_with_who_asks(
    command_line: CommandLine, built_project: Path
) -> None:
    ask_for(built_project, "no-such-distribution-of-lite-build")
    said = stopped(command_line, built_project, "--no-lock", status=2)

    assert "requirements, entry 2: no index has a package named no-such-distribution-of-lite-build" in said
    assert "→ " in said


def test_a_conflict_is_told_as_the_chain_of_who_asks_for_what(
    command_line: CommandLine, built_project: Path
) -> None:
    links = built_project / "links"
    for version in ("1.0", "2.0"):
        write_wheel("our-base", version, folder=links)
    write_wheel("our-app", "1.0", folder=links, requires=["our-base>=2"])
    write_wheel("our-report", "1.0", folder=links, requires=["our-base<2"])
    ask_for(built_project, "our-app", "our-report", find_links="links")
    said = stopped(command_line, built_project, "--no-lock", status=2)

    assert "requirements, entry 2 → our-app 1.0 → our-base>=2" in said
    assert "requirements, entry 3 → our-report 1.0 → our-base<2" in said
    assert "→ loosen or leave out one of" in said


def test_a_package_for_other_platforms_is_told_with_those_that_there_are(
    command_line: CommandLine, built_project: Path
) -> None:
    links = built_project / "links"
    write_wheel("our-driver", "1.0", folder=links, tag="cp314-cp314-win_amd64")
    write_wheel("our-driver", "1.0", folder=links, tag="cp314-cp314-manylinux_2_28_x86_64")
    ask_for(built_project, "our-driver", find_links="links")
    said = stopped(command_line, built_project, "--no-lock", status=2)

    assert "our-driver 1.0 has wheels for other platforms only (Linux x86_64, Windows amd64)" in said
    assert "→ leave it out, choose another version or package" in said


def test_a_local_wheel_that_is_not_the_locked_one_is_refused(
    command_line: CommandLine, built_project: Path
) -> None:
    write_wheel("greeting", "1.0", folder=(built_project / GREETING).parent, files={"greeting.py": "new = 1"})
    said = stopped(command_line, built_project, status=2)

    assert f"{GREETING}: this wheel is not the one that was locked" in said
    assert "make the lock again with `lite-build lock`" in said


def test_a_wheel_with_another_hash_than_the_locked_one_is_refused_and_not_kept(
    command_line: CommandLine, built_project: Path, tmp_path: Path
) -> None:
    lock = (built_project / LOCK).read_text(encoding="utf-8")
    entry = lock[lock.index('name = "wcwidth"') :]
    right = re.search(r'sha256 = "([0-9a-f]{64})"', entry)
    assert right is not None
    (built_project / LOCK).write_text(lock.replace(right[1], WRONG_SHA256), encoding="utf-8")
    own = copy_cache(command_line, tmp_path / "cache")
    said = stopped(own, built_project, status=1)

    assert "is not the file that was expected" in said
    assert f"expected sha256:{WRONG_SHA256}" in said
    assert f"found    sha256:{right[1]}" in said
    assert "lock again with `lite-build lock`" in said
    assert [path for path in own.cache.rglob("*") if WRONG_SHA256 in path.as_posix() and path.is_file()] == []


def test_a_core_with_another_hash_than_the_locked_one_is_refused(
    command_line: CommandLine, built_project: Path
) -> None:
    lock = (built_project / LOCK).read_text(encoding="utf-8")
    right = re.search(r'integrity = "(sha512-[^"]+)"', lock)
    assert right is not None
    (built_project / LOCK).write_text(lock.replace(right[1], WRONG_INTEGRITY), encoding="utf-8")
    said = stopped(command_line, built_project, status=1)

    assert f"expected {WRONG_INTEGRITY}" in said
    assert f"found    {right[1]}" in said
    assert "lock again with `lite-build lock`" in said


def test_a_locked_core_is_used_and_named_where_the_configuration_asks_for_another(
    command_line: CommandLine, project: Path
) -> None:
    said = command_line.build(project, "--core=npm:314.0.5")

    assert "RuntimeAddon.core asks for Pyodide 314.0.5; the lock has 314.0.6, which is used" in said


def test_what_is_cached_needs_no_registry_with_a_lock_and_without(
    command_line: CommandLine, project: Path, tmp_path: Path, closed_port: int
) -> None:
    own = copy_cache(command_line, tmp_path / "cache")
    own.build(project, **unreachable(closed_port))
    locked = site_of(project)
    said = own.build(project, "--no-lock", **unreachable(closed_port))

    assert "could not be reached" in said or "cannot be reached" in said
    assert site_of(project) == locked


def test_what_no_cache_has_is_named_where_no_registry_can_be_reached(
    command_line: CommandLine, built_project: Path, tmp_path: Path, closed_port: int
) -> None:
    nothing = CommandLine(tmp_path / "nothing")
    said = stopped(nothing, built_project, status=1, **unreachable(closed_port))
    assert "pyodide@314.0.6 could not be fetched" in said
    assert "→ check the network" in said

    only_core = copy_cache(command_line, tmp_path / "only-core")
    shutil.rmtree(only_core.cache / "packages")
    said = stopped(only_core, built_project, status=1, **unreachable(closed_port))
    for name in ("ipython", "jedi", "micropip"):
        assert re.search(
            rf"^.*{name}-[\d.]+-\S+\.whl: {name} [\d.]+ could not be fetched", said, re.MULTILINE
        )


def test_a_corrupt_cache_is_replaced(
    command_line: CommandLine, built_course: Path, project: Path, tmp_path: Path
) -> None:
    own = copy_cache(command_line, tmp_path / "cache")
    files = [path for path in own.cache.rglob("*") if path.is_file()]
    for number, path in enumerate(files):
        path.write_bytes(b"rubbish" if number % 2 else b"")
    own.build(project)

    assert site_of(project) == site_of(built_course)


def test_a_cache_that_cannot_be_written_is_named(built_project: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    said = stopped(CommandLine(tmp_path / "file"), built_project, status=1)

    assert f"{tmp_path / 'file'}" in said
    assert "cannot be written or read" in said


@pytest.mark.filterwarnings("ignore::UserWarning:jupyterlite_core.*")
@pytest.mark.parametrize("filling", ["jlab_core.", "pyodide.asm.wasm", "welcome.ipynb"])
def test_a_full_disk_is_said_whoever_meets_it(
    command_line: CommandLine,
    built_project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    filling: str,
) -> None:
    copy_file = shutil.copyfile

    def copy_to_a_full_disk(source: str, target: str, **options: bool) -> object:
        path = str(target)
        if filling in path and ".staging" in path:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)
        return copy_file(source, target, **options)

    before = site_of(built_project)
    monkeypatch.setenv(CACHE_VARIABLE, str(command_line.cache))
    monkeypatch.setattr(shutil, "copyfile", copy_to_a_full_disk)
    status = main(["build", str(built_project)])
    said = capsys.readouterr()

    assert status == 1
    assert "the disk is full\n→ Make room and try again" in said.err
    assert "The last good site is as it was." in said.err
    assert "Traceback" not in said.out + said.err
    assert site_of(built_project) == before
    assert left_behind(built_project) == []
