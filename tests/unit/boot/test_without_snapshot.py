from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from lite_build.build.session import Session
from lite_build.project.options import BootOptions

if TYPE_CHECKING:
    from pathlib import Path


def test_a_runtime_that_was_not_tested_gets_no_snapshot_and_the_build_says_so(tmp_path: Path) -> None:
    said: list[str] = []
    session = Session(tmp_path)
    session.boot = BootOptions(snapshot=True)
    session.report = said.append
    vars(session)["provision"] = SimpleNamespace(core=SimpleNamespace(version="999.0.0"))
    assert session.boot_files is None
    assert len(said) == 1
    assert said[0].startswith("Pyodide 999.0.0 was not tested with snapshots: the site gets none")


def test_upstreams_kernel_starts_from_nothing_prepared_and_nothing_is_made_for_it(tmp_path: Path) -> None:
    said: list[str] = []
    session = Session(tmp_path)
    session.boot = BootOptions(snapshot=True)
    session.has_stock_kernel = True
    session.report = said.append
    vars(session)["provision"] = SimpleNamespace(core=SimpleNamespace(version="999.0.0"))
    assert session.boot_files is None
    assert said == []
