"""What a build writes for a site that works without a network, and takes out again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lite_build.site.offline import FILE_LIST, keep_nothing, keep_offline

if TYPE_CHECKING:
    from pathlib import Path

UPSTREAMS = "self.addEventListener('fetch', answer);\n"


def site_with(folder: Path, manifest: dict[str, object]) -> Path:
    (folder / "jupyter-lite.json").write_text('{"jupyter-config-data": {"appName": "Course"}}', "utf-8")
    (folder / "service-worker.js").write_text(UPSTREAMS, "utf-8")
    (folder / "manifest.webmanifest").write_text(json.dumps(manifest), "utf-8")
    return folder


def test_two_sites_of_one_host_are_two_applications(tmp_path: Path) -> None:
    site = site_with(tmp_path, {"name": "JupyterLite", "id": "/", "start_url": "./lab"})
    keep_offline("visited", site)
    manifest = json.loads((site / "manifest.webmanifest").read_text("utf-8"))
    assert manifest["name"] == "Course"
    assert "id" not in manifest


def test_a_site_that_is_built_again_in_its_place_keeps_nothing_any_more(tmp_path: Path) -> None:
    site = site_with(tmp_path, {"name": "JupyterLite"})
    keep_offline("all", site)
    (site / FILE_LIST).write_text("{}", "utf-8")
    assert "offline" in (site / "service-worker.js").read_text("utf-8")
    keep_nothing(site)
    assert (site / "service-worker.js").read_text("utf-8") == UPSTREAMS
    assert not (site / FILE_LIST).exists()
    assert "offline" not in (site / "jupyter-lite.json").read_text("utf-8")
    keep_nothing(site)
    assert (site / "service-worker.js").read_text("utf-8") == UPSTREAMS
