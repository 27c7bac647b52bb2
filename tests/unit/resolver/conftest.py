"""What the tests of the resolver share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest
from packaging.requirements import Requirement

from lite_build.network.client import NetworkSettings, open_client
from lite_build.packages.asked.requirement import AskedRequirement
from lite_build.packages.index.settings import IndexSettings
from lite_build.packages.resolver.resolve import PackageSources, Resolution, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from packaging.version import Version
    from unearth.fetchers.sync import PyPIClient

    from lite_build.packages.resolver.candidates import CarriedWheels
    from lite_build.runtime.core import DistributionPackage, Interpreter
    from tests.conftest import PackageIndex

#: No test waits for a server that is meant to fail.
IMPATIENT = NetworkSettings(retries=0, timeout=10)


class ResolveHere(Protocol):
    def __call__(
        self,
        *requirements: str,
        index_urls: Sequence[str] | None = None,
        find_links: tuple[str, ...] = (),
        distribution: Mapping[str, DistributionPackage] | None = None,
        carried: tuple[CarriedWheels, ...] = (),
        prefer: Mapping[str, Version] | None = None,
        client: PyPIClient | None = None,
    ) -> Resolution: ...


@pytest.fixture
def client() -> Iterator[PyPIClient]:
    with open_client(IMPATIENT) as opened:
        yield opened


@pytest.fixture
def resolve_here(
    package_index: PackageIndex, interpreter: Interpreter, client: PyPIClient, tmp_path: Path
) -> ResolveHere:
    """Resolves requirements, asked for in "line 1", "line 2", …, against the served index."""
    usual_client = client

    def resolve_here(
        *requirements: str,
        index_urls: Sequence[str] | None = None,
        find_links: tuple[str, ...] = (),
        distribution: Mapping[str, DistributionPackage] | None = None,
        carried: tuple[CarriedWheels, ...] = (),
        prefer: Mapping[str, Version] | None = None,
        client: PyPIClient | None = None,
    ) -> Resolution:
        urls = (package_index.url,) if index_urls is None else tuple(index_urls)
        return resolve(
            [
                AskedRequirement(Requirement(text), f"line {line}")
                for line, text in enumerate(requirements, start=1)
            ],
            PackageSources(
                index=IndexSettings(urls, (), IMPATIENT),
                find_links=find_links,
                distribution=distribution or {},
                carried=carried,
                project_root=tmp_path / "project",
            ),
            interpreter,
            client=client or usual_client,
            cache=tmp_path / "cache",
            prefer=prefer,
        )

    return resolve_here
