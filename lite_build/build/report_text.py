"""The report of a build, for a person on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lite_build.build.report import MIB

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from lite_build.build.report import ReportedPackage, SiteReport
    from lite_build.packages.locked.lock import Source


def print_report(report: SiteReport, console: Console) -> None:
    """Print the report for a person."""
    console.print(
        f"{report.files} files, {_mib(report.size)}, {_mib(report.gzip_size)} with gzip; "
        f"a first visit transfers {_mib(report.first_visit_size)}",
        highlight=False,
    )
    console.print("The ten largest files:", highlight=False)
    for file in report.largest:
        console.print(f"  {_mib(file.size):>10}  {file.path}", highlight=False, markup=False)
    console.print(f"{len(report.packages)} packages:", highlight=False)
    for source, packages in _by_source(report.packages).items():
        line = f"  {source}: " + ", ".join(f"{package.name} {package.version}" for package in packages)
        console.print(line, highlight=False, markup=False, soft_wrap=True)
    slimmed = [package for package in report.packages if package.left_out]
    if slimmed:
        line = f"  {_mib(sum(package.left_out for package in slimmed))} that no browser reads left out of: "
        line += ", ".join(package.name for package in slimmed)
        console.print(line, highlight=False, markup=False, soft_wrap=True)
    for held in report.held_back:
        line = f"  {held.name} {held.version} is held back from {held.newest}: " + "; ".join(held.held_by)
        console.print(line, highlight=False, markup=False, soft_wrap=True)


_SOURCES: dict[Source, str] = {
    "index": "from the Python index",
    "distribution": "from the runtime's distribution",
    "local": "wheels of the project",
    "built": "built from the project's folders",
    "carried": "carried by what is installed",
}


def _by_source(packages: Iterable[ReportedPackage]) -> dict[str, list[ReportedPackage]]:
    groups: dict[str, list[ReportedPackage]] = {}
    for package in packages:
        groups.setdefault(_SOURCES[package.source], []).append(package)
    return groups


def _mib(size: int) -> str:
    return f"{size / MIB:.1f} MiB" if size >= MIB / 10 else f"{size / 1024:.1f} KiB"
