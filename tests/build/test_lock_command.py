"""`lite-build lock`: what is locked stays until it is asked to change, and a build uses just that."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lite_build.packages.locked.lock_file import read_lock
from tests.build.conftest import GREETING, LOCK, CommandLine, configuration_of, configure_project
from tests.conftest import write_wheel

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.registry


def ask_for(project: Path, *requirements: str) -> None:
    configuration = configuration_of(project)
    configuration["PackagesAddon"] = {"requirements": [GREETING, *requirements], "find_links": ["links"]}
    configure_project(project, configuration)


def publish(project: Path, version: str, *names: str) -> None:
    for name in names:
        write_wheel(name, version, folder=project / "links")


def lock(command_line: CommandLine, project: Path, *options: str) -> str:
    finished = command_line.run("lock", project, *options)
    assert finished.status == 0, finished.said
    return finished.said


def locked(project: Path) -> dict[str, str]:
    return {package.name: package.version for package in read_lock(project / LOCK).packages}


def shipped(project: Path) -> dict[str, str]:
    [path] = (project / "_output/static/packages").glob("pyodide-lock.*.json")
    packages = json.loads(path.read_text(encoding="utf-8"))["packages"]
    return {name: package["version"] for name, package in packages.items()}


def test_what_is_locked_stays_until_an_upgrade_asks_for_it_by_name(
    command_line: CommandLine, project: Path
) -> None:
    publish(project, "1.0", "our-plot", "our-table")
    ask_for(project, "our-plot", "our-table")
    assert "+ our-plot 1.0\n+ our-table 1.0\nLocked " in lock(command_line, project)

    publish(project, "2.0", "our-plot", "our-table")
    lock(command_line, project)
    assert (locked(project)["our-plot"], locked(project)["our-table"]) == ("1.0", "1.0")

    assert "  our-plot 1.0 → 2.0\n" in lock(command_line, project, "--upgrade", "our-plot")
    assert (locked(project)["our-plot"], locked(project)["our-table"]) == ("2.0", "1.0")
    assert "  our-table 1.0 → 2.0\n" in lock(command_line, project, "--upgrade")


def test_a_build_ships_just_what_is_locked_and_says_where_the_project_asks_for_something_else(
    command_line: CommandLine, project: Path
) -> None:
    publish(project, "1.0", "our-plot", "our-table", "our-map")
    ask_for(project, "our-plot", "our-table")
    lock(command_line, project)
    publish(project, "2.0", "our-plot")
    ask_for(project, "our-plot>=2", "our-map")
    said = command_line.build(project)

    assert (
        "Warning: our-map is asked for, and the lock was made without it: `lite-build lock` adds it" in said
    )
    assert "Warning: our-plot" in said
    assert shipped(project) == locked(project)
    assert shipped(project)["our-plot"] == "1.0"

    said = lock(command_line, project)
    assert "- our-table 1.0\n+ our-map 1.0\n  our-plot 1.0 → 2.0\n" in said
    assert "Warning: our-" not in command_line.build(project)
    assert shipped(project) == locked(project)
