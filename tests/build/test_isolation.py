"""Isolation from other origins is an option, and a site without it has nothing of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lite_build.site.isolation import PAGE_SCRIPT, SERVICE_WORKER

if TYPE_CHECKING:
    from pathlib import Path

    from tests.build.conftest import CommandLine

pytestmark = pytest.mark.registry


def test_a_site_is_isolated_where_its_project_says_so(
    command_line: CommandLine, project: Path, built_course: Path
) -> None:
    command_line.build(project, "--SiteAddon.cross_origin_isolation=True")
    for site, is_isolated in ((project / "_output", True), (built_course / "_output", False)):
        worker = (site / SERVICE_WORKER).read_text(encoding="utf-8")
        page = (site / "lab/index.html").read_text(encoding="utf-8")
        assert ("Cross-Origin-Embedder-Policy" in worker) is is_isolated
        assert (PAGE_SCRIPT in page) is is_isolated
        assert (site / PAGE_SCRIPT).exists() is is_isolated
