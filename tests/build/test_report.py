"""A build ends with what it made: on the terminal for a person, as JSON for a machine."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

from tests.build.conftest import GREETING, LITEWIDGET, CommandLine, configuration_of, configure_project
from tests.conftest import write_wheel

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.registry

SOURCES = {
    "greeting": "local",
    "number-line": "built",
    "ipython": "index",
    "our-base": "index",
    "our-report": "index",
    "piplite": "carried",
}
#: What GitHub Pages sends as it is, among the ten largest files of any site.
SENT_AS_IT_IS = (".whl", ".zip")


@pytest.fixture
def reported(command_line: CommandLine, project: Path) -> tuple[str, dict[str, object]]:
    """What a build said, and what it reported, of packages that have come by every way but one."""
    links = project / "links"
    for version in ("1.0", "2.0"):
        write_wheel("our-base", version, folder=links)
    write_wheel("our-report", "1.0", folder=links, requires=["our-base<2"])
    configuration = configuration_of(project)
    configuration["PackagesAddon"] = {
        "requirements": [GREETING, "our-report", str(LITEWIDGET.parents[1] / "packages/number-line")],
        "find_links": ["links"],
    }
    configure_project(project, configuration)
    said = command_line.build(project, "--no-lock", "--report=site.json")
    return said, json.loads((project / "site.json").read_text(encoding="utf-8"))


def test_the_report_tells_what_lies_in_the_site(
    project: Path, reported: tuple[str, dict[str, object]]
) -> None:
    said, report = reported
    site = project / "_output"
    contents = {
        path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()
    }
    largest = sorted(contents, key=lambda name: (-len(contents[name]), name))[:10]

    assert (report["files"], report["size"]) == (len(contents), sum(map(len, contents.values())))
    assert report["largest"] == [
        {"path": name, "size": len(contents[name]), "gzip_size": sent_bytes(name, contents[name])}
        for name in largest
    ]
    assert 0 < report["first_visit_size"] < report["gzip_size"] < report["size"]
    assert f"\n{len(contents)} files, {report['size'] / 2**20:.1f} MiB, " in said
    assert [name for name in largest if f"  {name}\n" not in said] == []
    assert [name for name in contents if name.endswith(".map")] == []

    packages = {package["name"]: package for package in report["packages"]}
    assert {name: packages[name]["source"] for name in SOURCES} == SOURCES
    assert packages["greeting"]["location"] == GREETING
    assert "\n  wheels of the project: greeting 1.0\n" in said
    assert "\n  built from the project's folders: number-line 0.1.0\n" in said
    assert report["held_back"] == [
        {
            "name": "our-base",
            "version": "1.0",
            "newest": "2.0",
            "held_by": ["our-report 1.0 wants our-base<2"],
        }
    ]
    assert "\n  our-base 1.0 is held back from 2.0: our-report 1.0 wants our-base<2\n" in said


def sent_bytes(name: str, content: bytes) -> int:
    """How many bytes a host with gzip sends of a file."""
    return len(content) if name.endswith(SENT_AS_IT_IS) else len(gzip.compress(content, compresslevel=6))
