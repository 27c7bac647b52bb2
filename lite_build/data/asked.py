"""What a project asks for: addresses of files, and names in the pooch registries of packages."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from packaging.utils import canonicalize_name

from lite_build.files.digest import Digest
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lite_build.project.options import DataOptions

#: The option that names files, as messages and a lock have it.
FILES = "DataAddon.files"
REGISTRIES = "DataAddon.registries"
#: A hash of a known kind has so many digits; pooch takes a bare one for a SHA-256.
_HASH = re.compile(r"(?:(?P<algorithm>[a-z0-9_]+)[:=])?(?P<digits>[0-9a-fA-F]+)")


@dataclass(frozen=True)
class AskedFile:
    """A file of another host.

    Args:
        url: as the code asks for it.
        digest: that it must have, where one is known.
        asked_by: the option that names it, or the package and the name in its registry.
    """

    url: str
    digest: Digest | None
    asked_by: str


@dataclass(frozen=True)
class AskedRegistry:
    """Files of the pooch registry that a package brings.

    Args:
        package: normalized (PEP 503).
        names: of files in it, or patterns such as "*.csv".
    """

    package: str
    names: tuple[str, ...]

    def asked_by(self, name: str) -> str:
        """How a lock has the wish for a name or a pattern."""
        return f"{self.package}: {name}"


@dataclass(frozen=True)
class AskedData:
    """All that a project asks for."""

    files: tuple[AskedFile, ...] = ()
    registries: tuple[AskedRegistry, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.files or self.registries)


def read_asked_data(options: DataOptions) -> AskedData:
    """Read `DataAddon.files` and `DataAddon.registries`.

    Raises:
        UserMistake: an address is none that a page can ask, or a hash is none; all that are wrong at once.
    """
    problems: list[str] = []
    files = tuple(_files(options.files, problems))
    if problems:
        raise UserMistake(
            "\n".join(problems),
            where=FILES,
            remedy='Write {"https://host/rows.csv": "sha256:…"}, or a list of addresses.',
        )
    nameless = [package for package, names in options.registries.items() if not names]
    if nameless:
        raise UserMistake(
            f"no file is named of {', '.join(nameless)}",
            where=REGISTRIES,
            remedy='Name files of its registry, or patterns: {"scikit-image": ["data/brain.tiff"]}.',
        )
    registries = (
        AskedRegistry(str(canonicalize_name(package)), names) for package, names in options.registries.items()
    )
    return AskedData(files, tuple(registries))


def read_digest(text: str) -> Digest | None:
    """Read a hash as pooch writes it: "sha256:…", "md5:…", or the digits of a SHA-256; None for no hash."""
    found = _HASH.fullmatch(text.strip())
    algorithm = (found["algorithm"] or "sha256") if found else ""
    if found is None or algorithm not in hashlib.algorithms_guaranteed:
        return None
    size = hashlib.new(algorithm).digest_size
    return Digest(algorithm, found["digits"].lower()) if len(found["digits"]) == 2 * size else None


def address_problem(url: str) -> str | None:
    """Say why a page cannot ask for an address; None where it can."""
    try:
        parts = urlsplit(url)
        host, login, _port = parts.hostname, parts.username, parts.port
    except ValueError as error:
        return f"{url!r} is no address: {error}"
    if parts.scheme not in ("http", "https") or not host or re.search(r"\s", url):
        return f"{url!r} is no address that begins with https:// or http://"
    if login is not None:
        return f"{url!r} has a login, which every reader of the site would see"
    return None


def _files(configured: Mapping[str, str | None], problems: list[str]) -> Iterator[AskedFile]:
    for url, text in configured.items():
        digest = read_digest(text) if text is not None else None
        if (problem := address_problem(url)) is not None:
            problems.append(problem)
        elif text is not None and digest is None:
            problems.append(f"{url}: {text!r} is no hash such as sha256:…, with all of its digits")
        else:
            yield AskedFile(url.partition("#")[0], digest, FILES)
