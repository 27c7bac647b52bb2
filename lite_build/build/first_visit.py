"""Which files a first visit transfers until Python is ready, told from the site itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lite_build.hosting.transfer import TransferSizes
from lite_build.runtime.core import CORE_FILES, STANDARD_LIBRARY
from lite_build.supply.addresses import BOOT_FOLDER, WORKER_SCRIPT, core_folder, site_lock_url
from lite_build.supply.kernel_files import kernel_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from lite_build.supply.provision import Provision

#: `12:"0a1b2c3"`, as the bundler writes which chunks an app can load, and under which hash.
_CHUNK = re.compile(r'\d+:"([0-9a-f]{7,})"')


def first_start_size(output: Path, provision: Provision, known: Mapping[str, int]) -> int:
    """Tell what the first start of Python in a page transfers, in bytes, from a host that compresses.

    It is rounded to millions: a site is the same where another machine compresses a little better.

    Args:
        output: the site, with the kernel's files.
        provision: what it is made of.
        known: `TransferSizes.found` of an earlier build.
    """
    sizes = TransferSizes(known)
    wanted = {name for name in first_kernel_files(output, provision) if (output / name).is_file()}
    return round(sum(sizes.of(name, (output / name).read_bytes()) for name in sorted(wanted)), -6)


def first_visit_files(output: Path, provision: Provision, app: str = "lab") -> set[str]:
    """List the files, relative to the site, that opening a notebook in `app` for the first time transfers.

    The kernel's part is exact: core, lock, and what the kernel needs to start. Of the pages' part, about a
    sixth is missing: the chunks with no name of their own are loaded when something asks for them, and which
    are asked for at once is not told before the page runs (docs/benchmarks.md has both figures).
    """
    present = {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()}
    wanted = {*_page_files(output, app), *_extension_files(output), *first_kernel_files(output, provision)}
    return present & wanted


def _page_files(output: Path, app: str) -> Iterator[str]:
    yield from (
        "bootstrap.js",
        "jupyter-lite.json",
        "jupyter-lite.ipynb",
        "site-version.json",
        "service-worker.js",
        "cross-origin-isolation.js",
        "api/contents/all.json",
    )
    yield from (
        f"{app}/index.html",
        f"{app}/jupyter-lite.json",
        f"{app}/jupyter-lite.ipynb",
        f"build/{app}/style.js",
    )
    # Named by their content, where the page is none of the project's own.
    bundles = sorted(output.glob(f"build/{app}/bundle*.js"))
    named = (*bundles, *output.glob("config-utils.*.js"), *output.glob("build/schemas/*/all*.json"))
    yield from (path.relative_to(output).as_posix() for path in named)
    hashes = {found for bundle in bundles for found in _CHUNK.findall(bundle.read_text(encoding="utf-8"))}
    for chunk in (output / "build").glob("*.*.js"):
        name, _, digest = chunk.stem.partition(".")
        if digest in hashes and not name.isdigit():
            yield f"build/{chunk.name}"


def _extension_files(output: Path) -> Iterator[str]:
    # Nearly every extension activates with the page, and loads most of what it has.
    for path in (output / "extensions").rglob("static/*.js"):
        yield path.relative_to(output).as_posix()


def first_kernel_files(output: Path, provision: Provision) -> Iterator[str]:
    """List the files, relative to the site, that the first start of Python transfers."""
    yield from (path.relative_to(output).as_posix() for path in output.glob(f"{BOOT_FOLDER}/catalogue.*"))
    boot = [*output.glob(f"{BOOT_FOLDER}/archive.*"), *output.glob(f"{BOOT_FOLDER}/snapshot.*")]
    if not boot:
        yield from kernel_files(provision)
        return
    # Python's own library and the archive's parts are fetched when Python reads of them.
    yield from (f"{core_folder(provision.core)}/{name}" for name in CORE_FILES if name != STANDARD_LIBRARY)
    yield site_lock_url(provision.site_lock_text)
    yield from (path.relative_to(output).as_posix() for path in boot)


def python_files(output: Path, provision: Provision) -> set[str]:
    """List the files, relative to the site, that Python and its own library need in any page."""
    worker = (path.relative_to(output).as_posix() for path in output.glob(WORKER_SCRIPT))
    index = (
        path.relative_to(output).as_posix()
        for name in ("metadata", "listing")
        for path in output.glob(f"{BOOT_FOLDER}/{name}.*")
    )
    core = (f"{core_folder(provision.core)}/{name}" for name in CORE_FILES)
    return {*worker, *index, *core, *first_kernel_files(output, provision)}
