"""Where the packages of the runtime's own distribution are: a folder, or a base URL."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from jupyterlite_pyodide_kernel.constants import PYODIDE_CDN_URL, PYODIDE_VERSION

if TYPE_CHECKING:
    from pathlib import Path


def published_url(pyodide_version: str) -> str:
    """The base URL at which a version's distribution is published, ending with a slash.

    It is upstream's own constant with another version in it, so that it moves when upstream's does.
    """
    return f"{PYODIDE_CDN_URL.replace(PYODIDE_VERSION, pyodide_version).rstrip('/')}/"


def distribution_base(distribution_url: str | None, pyodide_version: str, project_root: Path) -> str:
    """The base URL of the distribution's files, ending with a slash.

    Args:
        distribution_url: a folder, relative to the project, or a URL; None for `published_url`.
        pyodide_version: such as "314.0.6".
        project_root: what a relative folder is relative to.
    """
    if distribution_url is None:
        return published_url(pyodide_version)
    if urlsplit(distribution_url).scheme in {"http", "https", "file"}:
        return f"{distribution_url.rstrip('/')}/"
    return f"{(project_root / distribution_url).resolve().as_uri()}/"


def file_url(base: str, file_name: str) -> str:
    """The URL of one of the distribution's files."""
    return base + quote(file_name)
