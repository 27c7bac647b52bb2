from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lite_build.packages.wheels.page_tags import page_tags
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import WheelFactory

    MakeWheel = Callable[..., Path]


@pytest.fixture
def wheel_with(wheel_factory: WheelFactory) -> MakeWheel:
    """Makes a wheel that has entry points."""

    def make(entry_points: str, name: str = "gauges") -> Path:
        return wheel_factory(name, "1.0", files={f"{name}-1.0.dist-info/entry_points.txt": entry_points})

    return make


def test_a_package_s_tags_are_among_its_entry_points(wheel_with: MakeWheel, tmp_path: Path) -> None:
    wheel = wheel_with(
        "[console_scripts]\nrun = gauges:main\n\n"
        "[litepage.elements]\nmy-gauge = gauges.widgets:Gauge\nmy-dial.2=gauges : Dials.Round [extra]\n"
    )
    assert page_tags([tmp_path / "no-wheel.tar.gz", wheel]) == {
        "my-dial.2": "gauges:Dials.Round",
        "my-gauge": "gauges.widgets:Gauge",
    }


def test_most_packages_have_no_tags(wheel_with: MakeWheel) -> None:
    assert page_tags([wheel_with("[console_scripts]\nrun = gauges:main\n")]) == {}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("gauge = gauges:Gauge", "<gauge>"),
        ("My-Gauge = gauges:Gauge", "<My-Gauge>"),
        ("lite-cell = gauges:Gauge", "<lite-cell>"),
        ("my-gauge = gauges", 'names no class for its tag <my-gauge>, but "gauges"'),
    ],
)
def test_a_tag_that_cannot_be_is_told_with_its_package(wheel_with: MakeWheel, line: str, words: str) -> None:
    with pytest.raises(BuildFailure, match=r"gauges-1\.0") as failure:
        page_tags([wheel_with(f"[litepage.elements]\n{line}\n")])
    assert words in str(failure.value)


def test_two_packages_cannot_bring_one_tag(wheel_with: MakeWheel) -> None:
    wheels = [
        wheel_with(f"[litepage.elements]\nmy-gauge = {name}:Gauge\n", name) for name in ("dials", "gauges")
    ]
    with pytest.raises(BuildFailure, match=r"<my-gauge>, which dials-1\.0"):
        page_tags(wheels)
