"""What a build made, in figures."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from lite_build.build.first_visit import first_visit_files
from lite_build.files.json_file import write_json
from lite_build.hosting.limits import size_warnings
from lite_build.html.named_files import mistakes_in
from lite_build.packages.locked.lock import HeldBack, Source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from lite_build.hosting.transfer import TransferSizes
    from lite_build.html.page import HtmlPage
    from lite_build.supply.provision import Provision

MIB = 2**20


class ReportedFile(Struct, frozen=True):
    """A file of the site: its path, and its size in bytes as it is and as a host with gzip sends it."""

    path: str
    size: int
    gzip_size: int


class ReportedPackage(Struct, frozen=True):
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


class SiteReport(Struct, frozen=True):
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
        unmet: places in code that need what the site has no package of, with the words of the warning.
    """

    files: int
    size: int
    gzip_size: int
    largest: tuple[ReportedFile, ...]
    first_visit_size: int
    packages: tuple[ReportedPackage, ...]
    held_back: tuple[HeldBack, ...]
    warnings: tuple[str, ...]
    unmet: dict[str, str] = {}


def measure_site(
    output: Path, provision: Provision, sizes: TransferSizes, pages: Sequence[HtmlPage]
) -> SiteReport:
    """Measure a finished site.

    Args:
        output: the site.
        provision: what it was made of.
        sizes: what its files are when transferred, as far as that is known.
        pages: HTML files of the contents that run Python.
    """
    files = _measure_files(output, sizes)
    shipped = {file.locked.url for file in provision.data}
    transferred = {file.path: file.gzip_size for file in files}
    return SiteReport(
        files=len(files),
        size=sum(file.size for file in files),
        gzip_size=sum(file.gzip_size for file in files),
        largest=_largest(files),
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
            *(warning for page in pages for warning in page.warnings),
            *(
                str(mistake)
                for page in pages
                for mistake in mistakes_in(page, output, transferred.keys(), shipped)
            ),
            *size_warnings({file.path: file.size for file in files}),
        ),
        unmet=provision.unmet,
    )


def measured_anew(report: SiteReport, output: Path, sizes: TransferSizes) -> SiteReport:
    """The report of a site whose packages, kernel and applications are those of another report.

    Args:
        report: of the site as it was.
        output: the site as it is.
        sizes: what its files are when transferred, as far as that is known.
    """
    files = _measure_files(output, sizes)
    return replace(
        report,
        files=len(files),
        size=sum(file.size for file in files),
        gzip_size=sum(file.gzip_size for file in files),
        largest=_largest(files),
    )


def write_report(report: SiteReport, path: Path) -> None:
    """Write the report as JSON."""
    write_json(path, to_builtins(report))


def _measure_files(output: Path, sizes: TransferSizes) -> list[ReportedFile]:
    paths = sorted(path for path in output.rglob("*") if path.is_file())
    with ThreadPoolExecutor() as pool:
        return list(pool.map(lambda path: _measure_file(path, output, sizes), paths))


def _largest(files: Sequence[ReportedFile]) -> tuple[ReportedFile, ...]:
    return tuple(sorted(files, key=lambda file: (-file.size, file.path))[:10])


def _measure_file(path: Path, output: Path, sizes: TransferSizes) -> ReportedFile:
    content = path.read_bytes()
    name = path.relative_to(output).as_posix()
    return ReportedFile(path=name, size=len(content), gzip_size=sizes.of(name, content))
