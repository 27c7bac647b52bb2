"""What a build made, in figures: for a person on the terminal, and as JSON for a machine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from lite_build.build.first_visit import first_visit_files
from lite_build.files.json_file import write_json
from lite_build.hosting.limits import size_warnings
from lite_build.packages.locked.lock import HeldBack, Source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rich.console import Console

    from lite_build.hosting.transfer import TransferSizes
    from lite_build.supply.provision import Provision

MIB = 2**20


@dataclass(frozen=True)
class ReportedFile:
    """A file of the site: its path, and its size in bytes as it is and as a host with gzip sends it."""

    path: str
    size: int
    gzip_size: int


@dataclass(frozen=True)
class ReportedPackage:
    """A package of the site, and where it came from, as the lock has it.

    Args:
        size: of its file in the site, in bytes.
        left_out: how much smaller that is than the file that is locked, in bytes.
    """

    name: str
    version: str
    size: int
    left_out: int
    source: Source
    location: str


@dataclass(frozen=True)
class SiteReport:
    """What a build made.

    Args:
        files: how many.
        size: of all files, in bytes.
        gzip_size: the same as a host sends them that compresses by gzip what GitHub Pages does.
        largest: the ten largest files.
        first_visit_size: bytes that a first visit transfers until Python is ready, from such a host.
        packages: every package and where it came from.
        held_back: packages below their newest version, and by whom.
        warnings: what the build noticed and went on.
    """

    files: int
    size: int
    gzip_size: int
    largest: tuple[ReportedFile, ...]
    first_visit_size: int
    packages: tuple[ReportedPackage, ...]
    held_back: tuple[HeldBack, ...]
    warnings: tuple[str, ...]

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> SiteReport:
        """Read what `as_json` gave; the inverse of it."""
        return cls(
            files=data["files"],
            size=data["size"],
            gzip_size=data["gzip_size"],
            largest=tuple(ReportedFile(**file) for file in data["largest"]),
            first_visit_size=data["first_visit_size"],
            packages=tuple(ReportedPackage(**package) for package in data["packages"]),
            held_back=tuple(
                HeldBack(held["name"], held["version"], held["newest"], tuple(held["held_by"]))
                for held in data["held_back"]
            ),
            warnings=tuple(data["warnings"]),
        )

    def as_json(self) -> dict[str, Any]:
        """The report as plain data, with every size in bytes."""
        return asdict(self)


def measure_site(output: Path, provision: Provision, sizes: TransferSizes) -> SiteReport:
    """Measure a finished site."""
    paths = sorted(path for path in output.rglob("*") if path.is_file())
    with ThreadPoolExecutor() as pool:
        files = list(pool.map(lambda path: _measure_file(path, output, sizes), paths))
    transferred = {file.path: file.gzip_size for file in files}
    return SiteReport(
        files=len(files),
        size=sum(file.size for file in files),
        gzip_size=sum(file.gzip_size for file in files),
        largest=tuple(sorted(files, key=lambda file: (-file.size, file.path))[:10]),
        first_visit_size=sum(transferred[path] for path in first_visit_files(output, provision)),
        packages=tuple(
            ReportedPackage(
                name=fetched.package.name,
                version=fetched.package.version,
                size=shipped.path.stat().st_size,
                left_out=fetched.path.stat().st_size - shipped.path.stat().st_size,
                source=fetched.package.source,
                location=fetched.package.location,
            )
            for fetched, shipped in zip(provision.packages, provision.shipped, strict=True)
        ),
        held_back=provision.lock.held_back,
        warnings=(
            *provision.warnings,
            *(str(guess) for guess in provision.guesses),
            *size_warnings({file.path: file.size for file in files}),
        ),
    )


def write_report(report: SiteReport, path: Path) -> None:
    """Write the report as JSON."""
    write_json(path, report.as_json())


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


def _measure_file(path: Path, output: Path, sizes: TransferSizes) -> ReportedFile:
    content = path.read_bytes()
    name = path.relative_to(output).as_posix()
    return ReportedFile(path=name, size=len(content), gzip_size=sizes.of(name, content))


def _mib(size: int) -> str:
    return f"{size / MIB:.1f} MiB" if size >= MIB / 10 else f"{size / 1024:.1f} KiB"
