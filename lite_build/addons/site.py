"""The addon that runs last: settings, slimming, and the site's own files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from traitlets import Bool, Dict, Enum, List, Unicode

from lite_build.addons.base import LiteBuildAddon, Tasks
from lite_build.build.first_visit import first_start_size
from lite_build.build.record import read_record
from lite_build.project.file_names import BROUGHT_FOLDER
from lite_build.project.options import DriveKind, OfflineKind, SiteOptions, StorageKind
from lite_build.project.own_settings import check_apps, check_own_settings
from lite_build.site.application.icons import name_icons
from lite_build.site.application.shared_modules import name_shared_versions
from lite_build.site.application.slim import remove_needless_files
from lite_build.site.assets import check_assets, write_assets
from lite_build.site.badge import write_badge
from lite_build.site.boot import boot_manifest, catalogue_file
from lite_build.site.claims import claim_late_workers
from lite_build.site.html_pages import write_html_pages
from lite_build.site.isolation import isolate_pages
from lite_build.site.offline import keep_nothing, keep_offline
from lite_build.site.overrides import write_overrides
from lite_build.site.page_script import write_page_elements
from lite_build.site.saved_widgets import write_published_digests
from lite_build.site.settings import allow_other_hosts, write_drives, write_settings, write_storage
from lite_build.site.version.named_by_content import name_by_content
from lite_build.supply.assets import read_asked_assets
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from jupyterlite_core.manager import LiteManager

    from lite_build.boot.manifest import BootFile, BootManifest


class SiteAddon(LiteBuildAddon):
    """Finishes the site: its settings and own files are put in, and what no page reads is taken out."""

    __all__ = ["pre_build", "build", "post_build"]

    aliases = {"report": "SiteAddon.report", "overrides": "SiteAddon.overrides"}

    overrides = Unicode(
        allow_none=True,
        help="A folder of the site's own settings and files; 'overrides' where there is such a folder",
    ).tag(config=True, metavar="DIR")
    npm_assets = Dict(
        value_trait=Unicode(),
        key_trait=Unicode(),
        help="Files from npm packages: {path in the site: 'NAME@VERSION/path/in/the/package'}",
    ).tag(config=True)
    cross_origin_isolation = Bool(
        False,
        help="Whether the service worker isolates the site's pages, so that they share memory with Python; "
        "blocks images and frames of other origins",
    ).tag(config=True)
    storage = Enum(
        get_args(StorageKind),
        default_value="browser",
        help="Where what readers make is stored: in their 'browser', in the 'memory' of a page until that is "
        "closed or reloaded, or in the browser for one tab alone, a 'session'",
    ).tag(config=True)
    drives = List(
        trait=Enum(get_args(DriveKind)),
        default_value=["site", "folder"],
        help="Which drives readers may work in, the first one first: the 'site' itself, which is always one, "
        "a 'folder' of their computer, a 'bucket' as S3 has them",
    ).tag(config=True)
    open_from_other_hosts = Bool(
        default_value=False,
        help="Whether an address of the site may name a document of another host, "
        "which the reader is asked about before it is fetched",
    ).tag(config=True)
    offline = Enum(
        get_args(OfflineKind),
        allow_none=True,
        default_value=None,
        help="What works again without a network: what was opened before ('visited'), all of the site "
        "if its reader says so ('ask'), or 'all' of it in any case",
    ).tag(config=True)
    report = Unicode(allow_none=True, default_value=None, help="Where the build's report goes as JSON").tag(
        config=True, metavar="FILE"
    )

    def __init__(self, manager: LiteManager, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(manager, *args, **kwargs)
        root = self.session.root
        if not self.is_configured("no_sourcemaps"):
            manager.no_sourcemaps = True
        if not self.is_configured("no_unused_shared_packages"):
            manager.no_unused_shared_packages = True
        # The overrides are laid over the site by us: the stock addon would take them for an app's settings.
        folder = self.overrides or ("overrides" if (root / "overrides").is_dir() else None)
        if folder:
            self._ignore_settings_in(folder)
        self.session.site = SiteOptions(
            overrides=root / folder if folder else None,
            npm_assets=dict(self.npm_assets),
            report=root / self.report if self.report else None,
            storage=self.storage,
            drives=tuple(self.drives),
            opens_from_other_hosts=self.open_from_other_hosts,
            offline=self.offline,
        )
        self.session.output = Path(manager.output_dir)
        # What other people's sites are told is for theirs.
        self._ignore_settings_in(BROUGHT_FOLDER)
        if self.session.output.is_relative_to(root) and self.session.output != root:
            self._ignore_settings_in(self.session.output.relative_to(root).as_posix())

    def _ignore_settings_in(self, folder: str) -> None:
        ignored = (*self.manager.extra_ignore_lite_config, f"^/{re.escape(folder)}/")
        self.manager.extra_ignore_lite_config = ignored

    def pre_build(self, manager: LiteManager) -> Tasks:
        """Refuse settings that jupyterlite-core would drop with a warning, or without one."""
        yield self.step("settings", "read the project's own settings", lambda: self._check(manager))

    def build(self, manager: LiteManager) -> Tasks:
        """Copy the files that come from npm packages."""
        yield self.step(
            "assets",
            "copy files from npm packages",
            lambda: write_assets(self.session.provision.assets, manager.output_dir),
        )

    def post_build(self, manager: LiteManager) -> Tasks:
        """Write the settings, then the site's own files, and remove what no page reads."""
        yield self.step("finish", "write settings, remove needless files", lambda: self._finish(manager))

    def _check(self, manager: LiteManager) -> None:
        output, overrides = Path(manager.output_dir), self.session.site.overrides
        if overrides is not None and not overrides.is_dir():
            raise UserMistake(
                "there is no such folder", where=f"--overrides {self.overrides}", remedy="Correct the path."
            )
        if "site" not in self.drives or len(set(self.drives)) < len(self.drives):
            raise UserMistake(
                "the site itself is one of a site's drives, and each is named once",
                where=f"SiteAddon.drives {self.drives}",
                remedy='Write for example ["folder", "site"].',
            )
        check_assets(
            read_asked_assets(self.session.site.npm_assets), manager.app_archive, self.session.overrides
        )
        check_apps(manager.apps, manager.app_archive)
        check_own_settings(self.session.root, output)

    def _boot_manifest(self) -> BootManifest | None:
        files = self.session.boot_files
        return boot_manifest(self.session.provision.core, files) if files is not None else None

    def _catalogue(self) -> BootFile | None:
        packages = self.session.installable_packages
        return catalogue_file(packages) if packages is not None else None

    def _finish(self, manager: LiteManager) -> None:
        output = Path(manager.output_dir)
        write_settings(
            self.session.provision,
            self.session.root,
            output,
            allow_pypi_fallback=self.session.packages.allow_pypi_fallback,
            boot=self._boot_manifest(),
            catalogue=self._catalogue(),
        )
        write_storage(self.session.site.storage, output)
        write_drives(self.session.site.drives, output)
        if self.session.site.opens_from_other_hosts:
            allow_other_hosts(output)
        claim_late_workers(output)
        if self.session.site.offline is not None:
            keep_offline(self.session.site.offline, output)
        else:
            keep_nothing(output)
        last = read_record(self.session.origins.cache, self.session.output)
        known = last.transfer_sizes if last is not None else {}
        provision = self.session.provision
        write_page_elements(output, first_start_size(output, provision, known), provision.packages)
        write_published_digests(self.session.contents.notebooks, output)
        write_badge(output)
        write_overrides(self.session.overrides, output)
        own_pages = {override.path for override in self.session.overrides}
        write_html_pages(self.session.html_pages, output, {str(path) for path in own_pages})
        name_icons(output, own_pages)
        if self.cross_origin_isolation:
            isolate_pages(output, own_pages)
        for widened in name_shared_versions(output):
            self.log.info(str(widened))
        name_by_content(output, own_pages)
        remove_needless_files(output, keep_source_maps=not manager.no_sourcemaps)
