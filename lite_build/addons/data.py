"""The addon for data files of other hosts that the site ships."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from traitlets import Dict, List, Unicode, Union

from lite_build.addons.base import LiteBuildAddon, Tasks
from lite_build.project.options import DataOptions
from lite_build.site.assets import write_data_files

if TYPE_CHECKING:
    from jupyterlite_core.manager import LiteManager


class DataAddon(LiteBuildAddon):
    """Ships files of other hosts, which Python then finds at their addresses with no network."""

    __all__ = ["build"]

    files = Union(
        [List(Unicode()), Dict(value_trait=Unicode(), key_trait=Unicode())],
        help="Addresses of data files that the site ships: a list, or {address: 'sha256:…'}",
    ).tag(config=True)
    registries = Dict(
        value_trait=List(Unicode()),
        key_trait=Unicode(),
        help="Files in the pooch registries of packages that the site ships: {package: [name or pattern]}",
    ).tag(config=True)

    def __init__(self, manager: LiteManager, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(manager, *args, **kwargs)
        files = self.files
        self.session.data = DataOptions(
            files=dict(files) if isinstance(files, dict) else dict.fromkeys(files),
            registries={package: tuple(names) for package, names in self.registries.items()},
        )

    def build(self, manager: LiteManager) -> Tasks:
        """Copy the files."""
        yield self.step(
            "data",
            "copy data files of other hosts",
            lambda: write_data_files(self.session.provision.data, manager.output_dir),
        )
