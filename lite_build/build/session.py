"""The session of one build: what all addons of one manager know together."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from lite_build.boot.catalogue import InstallablePackages, installable_packages
from lite_build.boot.files import BootFiles, boot_files
from lite_build.boot.selection import closure, select_packages
from lite_build.boot.tested import TESTED_PYODIDE
from lite_build.html.page import HTML_SUFFIXES, HtmlPage, read_html_pages
from lite_build.network.reach import Reach
from lite_build.notebooks.text_notebooks import NOTEBOOK_SUFFIX
from lite_build.packages.asked.every_site import KERNEL_PACKAGES
from lite_build.packages.asked.requirement_files import Asked, read_requirements
from lite_build.packages.index.settings import read_index_settings
from lite_build.project.contents import Contents, collect_contents
from lite_build.project.dates import site_epoch
from lite_build.project.file_names import BROUGHT_FOLDER, CONTENT_FOLDERS, DEFAULT_OUTPUT, TEMPLATES_FOLDER
from lite_build.project.options import (
    BootOptions,
    CheckSettings,
    ContentOptions,
    DataOptions,
    PackageOptions,
    PageOptions,
    RuntimeOptions,
    SiteOptions,
)
from lite_build.project.output import places_beside
from lite_build.project.overrides import Override, collect_overrides
from lite_build.project.project import Project
from lite_build.store.cache import user_cache
from lite_build.store.running import tell_use
from lite_build.supply.origins import Origins
from lite_build.supply.plan import Plan, plan_site
from lite_build.supply.provision import Provision, provide
from lite_build.supply.repository import BroughtRepository, bring_repository
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from jupyterlite_core.manager import LiteManager


class Session:
    """What one manager's addons know together.

    The addons put their options here when they are made. The first hook that needs a value has it made;
    the others find it.

    Args:
        root: the project's folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.output = root / DEFAULT_OUTPUT
        self.configured_contents: tuple[Path, ...] | None = None
        self.content = ContentOptions()
        self.runtime = RuntimeOptions()
        self.packages = PackageOptions()
        self.boot = BootOptions()
        self.has_stock_kernel = False
        self.site = SiteOptions()
        self.data = DataOptions()
        self.check = CheckSettings()
        self.pages = PageOptions()
        self.report: Callable[[str], None] = print
        self.failure: Exception | None = None
        self.takes_newest_repository = False

    @cached_property
    def repository(self) -> BroughtRepository | None:
        """The repository that the project's notebooks come from, brought into the project."""
        use_lock = self.packages.use_lock and not self.takes_newest_repository
        return bring_repository(self.content, self.root, self._reach(), self.report, use_lock=use_lock)

    @cached_property
    def project(self) -> Project:
        """The project, once all addons have said their part."""
        return Project(
            root=self.root,
            contents=self._contents(),
            output=self.output,
            content=self.content,
            runtime=self.runtime,
            packages=self.packages,
            boot=self.boot,
            site=self.site,
            data=self.data,
            check=self.check,
            repository=self.repository.state if self.repository is not None else None,
        )

    @cached_property
    def contents(self) -> Contents:
        """What the site publishes."""
        contents = collect_contents(
            self.project.contents,
            root=self.root,
            ignored=self.content.ignored,
            allow_hidden=self.content.allow_hidden,
            excluded=self._excluded(),
        )
        if self.repository is not None and not any(
            file.path.suffix.lower() in {NOTEBOOK_SUFFIX, *HTML_SUFFIXES} for file in contents.files
        ):
            raise UserMistake(
                "has no notebooks",
                where=str(self.repository.state),
                remedy="Name a branch, or a folder, that has some.",
            )
        return contents

    @cached_property
    def html_pages(self) -> tuple[HtmlPage, ...]:
        """The HTML files of the contents that run Python."""
        return read_html_pages((str(file.path), file.source) for file in self.contents.files)

    @cached_property
    def overrides(self) -> tuple[Override, ...]:
        """What is laid over the site."""
        folder = self.site.overrides
        return collect_overrides(folder, self.root) if folder is not None else ()

    @cached_property
    def epoch(self) -> int:
        """The date of the site, in seconds since 1970."""
        return site_epoch(self.root)

    @cached_property
    def origins(self) -> Origins:
        """Where the parts of the site come from."""
        return Origins(self.project, user_cache())

    @cached_property
    def asked(self) -> Asked:
        """What the project asks for."""
        brought = self.repository
        return read_requirements(
            self.packages, self.root, self.project.contents, brought.files if brought is not None else None
        )

    @cached_property
    def plan(self) -> Plan:
        """The runtime and the lock: what the site will hold."""
        return self._plan()

    def plan_anew(self, upgrade: Callable[[str], bool]) -> Plan:
        """Resolve, whatever is locked; `upgrade` tells which names may leave their locked versions."""
        return self._plan(upgrade)

    @cached_property
    def provision(self) -> Provision:
        """The plan with every file of it on this machine, verified."""
        return provide(self.origins, self.plan, self.report, self.contents)

    @cached_property
    def boot_files(self) -> BootFiles | None:
        """What the kernels start from; None where they start with nothing prepared."""
        provision = self.provision
        if not self.boot.snapshot or self.has_stock_kernel:
            return None
        if provision.core.version not in TESTED_PYODIDE:
            self.report(
                f"Pyodide {provision.core.version} was not tested with snapshots: the site gets none "
                f"(tested: {', '.join(sorted(TESTED_PYODIDE))})"
            )
            return None
        selection = select_packages(provision.shipped, self.boot.imports)
        return boot_files(
            provision.core, provision.site_lock_text, selection, self.origins.cache, self.report
        )

    @cached_property
    def installable_packages(self) -> InstallablePackages | None:
        """What kernels show as installed; None where they load packages as upstream's do."""
        provision = self.provision
        if self.has_stock_kernel or provision.core.version not in TESTED_PYODIDE:
            return None
        loaded = frozenset(closure(KERNEL_PACKAGES, provision.shipped))
        return installable_packages(
            provision.core, provision.shipped, loaded, self.origins.cache, self.report
        )

    def prepare(self) -> Provision:
        """Have made what takes long, while a person can still be told of it: doit keeps what is said."""
        provision = self.provision
        _ = self.boot_files, self.installable_packages
        return provision

    def _plan(self, upgrade: Callable[[str], bool] | None = None) -> Plan:
        tell_use(self.origins.cache)
        return plan_site(self.origins, self.contents, lambda: self.asked, self.report, upgrade=upgrade)

    def _excluded(self) -> dict[Path, str]:
        reports = ((self.site.report, "the build's report"), (self.check.report, "the check's report"))
        places = (*reports, (self.site.overrides, "the overrides"))
        return {
            **dict.fromkeys(places_beside(self.output), "a build's own"),
            **{path: what for path, what in places if path is not None},
            **({self.root / TEMPLATES_FOLDER: "templates of pages"} if self.pages.notebooks else {}),
            self.root / BROUGHT_FOLDER: "the repository that is brought here",
            self.output: "the site",
        }

    def _reach(self) -> Reach:
        network = read_index_settings(os.environ).network
        return Reach(user_cache(), network, self.packages.offline, self.packages.offline_folder)

    def _contents(self) -> tuple[Path, ...]:
        if self.repository is not None:
            return (*(self.configured_contents or ()), self.repository.contents)
        if self.configured_contents is not None:
            return self.configured_contents
        named = tuple(self.root / name for name in CONTENT_FOLDERS if (self.root / name).is_dir())
        return named[:1] or (self.root,)


_SESSIONS: WeakKeyDictionary[LiteManager, Session] = WeakKeyDictionary()


def session_of(manager: LiteManager) -> Session:
    """The one session that all of our addons share while this manager builds."""
    if manager not in _SESSIONS:
        _SESSIONS[manager] = Session(manager.lite_dir)
    return _SESSIONS[manager]
