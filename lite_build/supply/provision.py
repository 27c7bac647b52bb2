"""Get every file that a site is made of onto this machine, verified."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from packaging.utils import canonicalize_name

from lite_build.data.locking import large_files
from lite_build.packages.discovered.import_names import known_import_names
from lite_build.packages.locked.lock_file import not_locked
from lite_build.packages.wheels.slim_wheel import slim_packages
from lite_build.packages.wheels.wheel import read_wheel
from lite_build.supply.addresses import package_url
from lite_build.supply.assets import Asset, read_asked_assets
from lite_build.supply.data import fetched_data
from lite_build.supply.fetched import fetched_packages
from lite_build.supply.runtime_lock import site_lock
from lite_build.supply.vendored import fetched_imports
from lite_build.vendored.shipping import Vendored
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lite_build.data.locking import DataFile
    from lite_build.packages.discovered.guesses import Guess, Unavailable
    from lite_build.packages.locked.lock import Lock
    from lite_build.packages.wheels.package_file import FetchedPackage
    from lite_build.project.contents import Contents
    from lite_build.runtime.core import Core
    from lite_build.supply.origins import Origins
    from lite_build.supply.plan import Plan


@dataclass(frozen=True)
class Provision:
    """A plan with every file on this machine, verified.

    Args:
        packages: as they are locked.
        shipped: the same packages as the site ships them, some of them smaller and under another hash.
        data: files of other hosts that the site ships.
        vendored: modules and styles of other hosts, and what those import, for widgets.
        guesses: imports that no package of the site provides, with what they may mean.
        unmet: all places in code that need what the site has no package of, with the words for it.
    """

    core: Core
    lock: Lock
    packages: tuple[FetchedPackage, ...]
    shipped: tuple[FetchedPackage, ...]
    assets: tuple[Asset, ...]
    data: tuple[DataFile, ...]
    guesses: tuple[Guess | Unavailable, ...]
    warnings: tuple[str, ...]
    unmet: dict[str, str] = field(default_factory=dict)
    vendored: Vendored = field(default_factory=Vendored)

    @cached_property
    def site_lock_text(self) -> str:
        """The `pyodide-lock.json` of the site; every wheel is read for it."""
        lock = site_lock(self.core, self.shipped, package_url)
        return json.dumps(lock, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def provide(
    origins: Origins, plan: Plan, report: Callable[[str], None], contents: Contents | None = None
) -> Provision:
    """Get every file of a plan.

    Args:
        origins: of the project.
        plan: what the site is made of.
        report: told what is being done.
        contents: that the plan was made for; None where no page shows widgets.

    Raises:
        LiteBuildError: a file cannot be reached, or is another than the one that was locked.
    """
    report(f"Fetching {len(plan.lock.packages)} packages")
    packages = fetched_packages(origins, plan.core, plan.lock)
    data = fetched_data(origins, plan.lock)
    vendored = Vendored()
    if contents is not None:
        vendored = fetched_imports(origins, contents, plan.lock, packages)
    guesses = _open_guesses(plan, packages)
    return Provision(
        core=plan.core,
        lock=plan.lock,
        packages=packages,
        shipped=slim_packages(packages, origins.cache),
        assets=_assets(origins, plan.lock),
        guesses=guesses,
        data=data,
        warnings=(*plan.warnings, *large_files(data), *vendored.remarks),
        unmet=_unmet(plan, guesses),
        vendored=vendored,
    )


def _open_guesses(plan: Plan, packages: Sequence[FetchedPackage]) -> tuple[Guess | Unavailable, ...]:
    wheels = [read_wheel(fetched.path) for fetched in packages if fetched.path.suffix == ".whl"]
    shipped = known_import_names(plan.interpreter, plan.core, wheels=wheels)
    names = {fetched.package.name for fetched in packages}
    return tuple(
        guess for guess in plan.discovery.guesses if names.isdisjoint(shipped.distributions_of(guess.name))
    )


def _unmet(plan: Plan, guesses: Sequence[Guess | Unavailable]) -> dict[str, str]:
    """The places in notebooks that no package of the site serves: each with what is told of it."""
    places = plan.discovery.places
    unmet = {
        where: str(replace(guess, where=where)) for guess in guesses for where in places.get(guess.name, ())
    }
    locked = {package.name for package in plan.lock.packages}
    for one in plan.discovery.asked:
        if canonicalize_name(one.requirement.name) not in locked:
            text = str(one.requirement)
            unmet.update({where: not_locked(text) for where in places.get(text, ())})
    return unmet


def _assets(origins: Origins, lock: Lock) -> tuple[Asset, ...]:
    assets = []
    for asked in read_asked_assets(origins.project.site.npm_assets):
        expected = lock.npm.get(f"{asked.name}@{asked.version}")
        if expected is None:
            raise UserMistake(
                f"the lock does not have the npm package {asked.name} {asked.version}",
                where=origins.project.lock_path.name,
                remedy="Make the lock again with `lite-build lock`.",
            )
        assets.append(Asset(asked, origins.npm_tarball(asked.name, asked.version, expected)))
    return tuple(assets)
