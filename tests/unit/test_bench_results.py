from __future__ import annotations

import json

from tests.bench.projects import REPOSITORY
from tests.bench.results import Figure, markdown_table


def test_a_ratio_is_of_medians_so_that_one_slow_run_is_no_matter() -> None:
    figure = Figure("build", "s", stock=[2.0, 2.0, 9.0], ours=[1.0, 8.0, 1.0], at_most=0.5)
    assert figure.ratio == 0.5
    assert figure.is_reached


def test_a_figure_above_its_limit_is_shown_as_not_reached() -> None:
    figure = Figure("size", "bytes", stock=[1e6], ours=[2e6], at_most=1.0)
    assert "| 1.0 MB | 2.0 MB | 2.00 | ≤ 1: no |" in markdown_table([figure.as_json()])


def test_the_documented_table_is_that_of_the_committed_results() -> None:
    results = json.loads((REPOSITORY / "bench" / "results.json").read_text(encoding="utf-8"))
    documented = (REPOSITORY / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert markdown_table(results["figures"]) in documented
