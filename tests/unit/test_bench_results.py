from __future__ import annotations

from dataclasses import replace

from tests.bench.__main__ import RESULTS
from tests.bench.document import DOCUMENT, PICTURE, with_figures
from tests.bench.plot import draw
from tests.bench.results import Figure, markdown_table, read_groups


def test_a_ratio_is_of_medians_so_that_one_slow_run_is_no_matter() -> None:
    figure = Figure("build", "s", stock=[2.0, 2.0, 9.0], ours=[1.0, 8.0, 1.0], at_most=0.5)
    assert figure.ratio == 0.5
    assert figure.is_reached


def test_a_figure_above_its_limit_is_shown_as_not_reached() -> None:
    figure = Figure("size", "bytes", stock=[1e6], ours=[2e6], at_most=1.0)
    assert "| 1.0 MB | 2.0 MB | 2.00 | ≤ 1: no |" in markdown_table([figure.as_json()])


def test_a_figure_that_is_far_below_stocks_can_still_be_too_slow() -> None:
    figure = Figure("start", "s", stock=[9.0], ours=[0.9], at_most=1 / 6, ours_at_most=0.8)
    assert "| 0.10 | ≤ 0.8 s, ≤ 1/6: no |" in markdown_table([figure.as_json()])


def test_where_stock_loses_nothing_there_is_no_ratio_and_ours_is_judged_alone() -> None:
    lost = Figure("lost", "places", stock=[0], ours=[1], ours_at_most=0)
    assert (lost.ratio, lost.is_reached) == (None, False)
    assert Figure("lost", "places", stock=[0], ours=[0], ours_at_most=0).is_reached


def test_what_every_run_must_reach_is_not_reached_by_most_of_them() -> None:
    lost = Figure("lost", "places", stock=[0], ours=[0, 0, 1], ours_at_most=0)
    assert lost.is_reached
    assert not replace(lost, is_of_each=True).is_reached


def test_the_document_and_its_picture_are_those_of_the_committed_results() -> None:
    groups = read_groups(RESULTS)
    document = DOCUMENT.read_text(encoding="utf-8")
    assert with_figures(document, groups) == document
    assert markdown_table(groups["build"]["figures"]) in document
    assert draw(groups) == PICTURE.read_text(encoding="utf-8")


def test_a_picture_shows_both_stocks_beside_ours() -> None:
    figures = [
        Figure("restart", "s", stock=[4.0], ours=[0.4], against=against, ours_at_most=0.4).as_json()
        for against in ("stock", "stock, packages preloaded")
    ]
    picture = draw({"boot": {"figures": figures}})
    assert picture.count(">4.00 s<") == 2
    assert picture.count(">0.40 s<") == 1


def test_who_could_not_be_measured_is_told_below_the_figures() -> None:
    figures = [Figure("answer", "s", stock=[4.0], ours=[1.0], against="a peer").as_json()]
    made = {"on": "2026-01-01", "rounds": 1, "system": "", "processors": 2, "python": "", "versions": {}}
    remarks = ["Another peer does not run here."]
    document = with_figures(
        "<!-- figures: pages -->\n<!-- end of figures -->",
        {"pages": {"figures": figures, "made": made, "remarks": remarks}},
    )
    assert document.index("| a peer |") < document.index("- Another peer does not run here.\n")
