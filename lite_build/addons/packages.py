"""The addon for Python packages: asked for, resolved, locked, fetched, and shipped with the site."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from traitlets import Bool, List, Unicode, Union

from lite_build.addons.base import LiteBuildAddon, Tasks
from lite_build.project.options import PackageOptions
from lite_build.site.assets import write_vendored_files
from lite_build.site.packages import write_packages

if TYPE_CHECKING:
    from jupyterlite_core.manager import LiteManager


class PackagesAddon(LiteBuildAddon):
    """Ships every package that the notebooks need, at one resolved version, verified by hash."""

    __all__ = ["status", "build"]

    aliases = {
        "find-links": "PackagesAddon.find_links",
        "distribution-url": "PackagesAddon.distribution_url",
        "from": "PackagesAddon.offline_folder",
    }
    flags = {
        "offline": (
            {"PackagesAddon": {"offline": True}},
            "Open no connection",
        ),
        "no-lock": ({"PackagesAddon": {"use_lock": False}}, "Resolve anew, whatever the lock says"),
        "no-discover": (
            {"PackagesAddon": {"discover": False}},
            "Do not read the notebooks' imports and %pip lines as requirements",
        ),
    }

    requirements = List(
        Unicode(),
        help="What the notebooks need: PEP 508 requirements, '-r FILE', paths of wheels or project folders",
    ).tag(config=True)
    find_links = List(Unicode(), help="Folders or pages with wheels, besides the Python index").tag(
        config=True, metavar="DIR|URL"
    )
    distribution_url = Unicode(
        allow_none=True,
        default_value=None,
        help="Folder or base URL of the runtime's full distribution, in place of its usual address",
    ).tag(config=True, metavar="DIR|URL")
    discover = Bool(True, help="Whether imports and %pip lines of the notebooks count as requirements").tag(
        config=True
    )
    pypi_fallback = Bool(
        False, help="Whether a reader's %pip may reach the public index for what the site does not ship"
    ).tag(config=True)
    offline = Bool(False, help="Whether the build opens no connection").tag(config=True)
    offline_folder = Unicode(
        allow_none=True, default_value=None, help="The folder that `lite-build fetch` wrote, to build from"
    ).tag(config=True, metavar="DIR")
    use_lock = Bool(True, help="Whether a lock that is there is used").tag(config=True)

    vendor_imports = Union(
        [Bool(), List(Unicode())],
        default_value=False,
        help="Whether the site ships what its widgets import from other hosts: true, or a list of those "
        "hosts, and of addresses that no code names",
    ).tag(config=True)

    def __init__(self, manager: LiteManager, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(manager, *args, **kwargs)
        vendored = self.vendor_imports
        self.session.packages = PackageOptions(
            requirements=tuple(self.requirements),
            find_links=tuple(self.find_links),
            distribution_url=self.distribution_url,
            discover=self.discover,
            allow_pypi_fallback=self.pypi_fallback,
            offline=self.offline,
            offline_folder=self.session.root / Path(self.offline_folder) if self.offline_folder else None,
            use_lock=self.use_lock,
            vendor_imports=vendored if isinstance(vendored, bool) else tuple(vendored),
        )

    def status(self, manager: LiteManager) -> Tasks:
        """Say which packages the site ships."""
        yield self.step("packages", "list the packages", self._print_status)

    def build(self, manager: LiteManager) -> Tasks:
        """Resolve, fetch and copy the packages, their extensions of JupyterLab, and what widgets import."""
        yield self.step(
            "packages",
            "resolve, fetch and copy the packages",
            lambda: write_packages(self.session.provision, manager.output_dir),
        )
        yield self.step(
            "vendored",
            "write what widgets import from other hosts",
            lambda: write_vendored_files(self.session.provision.vendored, manager.output_dir),
        )

    def _print_status(self) -> None:
        for package in self.session.plan.lock.packages:
            print(f"    {package.name} {package.version}")
