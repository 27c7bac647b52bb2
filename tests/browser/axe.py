"""Rules of accessibility that a program can check: axe-core's, as npm has it."""

from __future__ import annotations

import tarfile
from typing import TYPE_CHECKING, Any

from lite_build.network.reach import Reach
from lite_build.packages.index.settings import read_index_settings
from lite_build.runtime.npm import fetch_npm_tarball
from lite_build.store.cache import user_cache

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: Rules for pages, by people who know them; docs/dependencies.md has the reason.
AXE_VERSION = "4.14.1"


def axe_script() -> str:
    """The script that looks for what breaks a rule."""
    reach = Reach(user_cache(), read_index_settings().network)
    tarball = fetch_npm_tarball("axe-core", AXE_VERSION, reach)
    with tarfile.open(tarball.path) as archive:
        member = archive.extractfile("package/axe.min.js")
        assert member is not None
        return member.read().decode("utf-8")


def broken_rules(page: Page, axe: str, within: str = "html") -> list[str]:
    """What breaks a rule: the rule, and where.

    Args:
        page: as it is now.
        axe: the script.
        within: a selector, where only a part of the page is of interest.
    """
    page.evaluate(axe)
    found: dict[str, Any] = page.evaluate(
        "within => axe.run(within === 'html' ? document : within, { resultTypes: ['violations'] })", within
    )
    return [
        f"{rule['id']} ({rule['help']}): {node['target']} {node['html']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
