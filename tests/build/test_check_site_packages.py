"""What passes in the check with all locked packages there, in both ways that a kernel starts."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from lite_build.check.site_check import check_site
from lite_build.project.options import CheckSettings
from lite_build.site.kernel import KERNEL_PLUGIN_ID
from tests.stocked import CASES, stocked_site

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.registry


@pytest.mark.parametrize("is_restored", [True, False])
def test_every_way_to_a_locked_package_leads_there_in_the_check_too(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, is_restored: bool
) -> None:
    site = stocked_site(tmp_path_factory)
    if not is_restored:
        site = shutil.copytree(site, tmp_path / "site")
        settings = json.loads((site / "jupyter-lite.json").read_text(encoding="utf-8"))
        del settings["jupyter-config-data"]["litePluginSettings"][KERNEL_PLUGIN_ID]["boot"]
        (site / "jupyter-lite.json").write_text(json.dumps(settings), encoding="utf-8")
    report = check_site(site, CheckSettings(), lambda _: None)
    [notebook] = [each for each in report.notebooks if each.name == "cases.ipynb"]
    values = [
        [output["data"]["text/plain"] for output in cell.outputs if output["output_type"] == "execute_result"]
        for cell in notebook.cells
    ]
    assert dict(zip(CASES, values, strict=True)) == {name: [value] for name, (_, value) in CASES.items()}
    assert report.passed, report.problems
