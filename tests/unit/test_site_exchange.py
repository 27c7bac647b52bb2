from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lite_build.errors import BuildFailure
from lite_build.site import exchange
from lite_build.site.exchange import only_build, recover, staged_site

if TYPE_CHECKING:
    from pathlib import Path


def _page(folder: Path, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(text, encoding="utf-8")


def _shown(output: Path) -> str:
    return (output / "index.html").read_text(encoding="utf-8")


def _beside(output: Path) -> list[str]:
    return sorted(path.name for path in output.parent.iterdir() if path.name != output.name)


@pytest.fixture(params=["in one step", "by two renames"])
def output(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if request.param == "by two renames":
        monkeypatch.setattr(exchange, "_exchange", lambda one, other: False)
    return tmp_path / "place" / "dist"


def test_the_first_site_appears_whole(output: Path) -> None:
    with only_build(output), staged_site(output) as staging:
        _page(staging, "new")
        assert not output.exists()
    assert _shown(output) == "new"
    assert _beside(output) == []


def test_a_new_site_takes_the_last_ones_place_and_nothing_of_it_stays(output: Path) -> None:
    _page(output / "old", "old")
    with only_build(output), staged_site(output) as staging:
        _page(staging, "new")
    assert _shown(output) == "new"
    assert not (output / "old").exists()
    assert _beside(output) == []


def test_a_build_that_fails_leaves_the_last_good_site(output: Path) -> None:
    _page(output, "good")

    def build() -> None:
        with only_build(output), staged_site(output) as staging:
            _page(staging, "half")
            raise BuildFailure("no")

    with pytest.raises(BuildFailure):
        build()
    assert _shown(output) == "good"
    assert _beside(output) == []


def test_a_crash_between_the_two_renames_loses_no_site(tmp_path: Path) -> None:
    output = tmp_path / "dist"
    _page(tmp_path / ".dist.previous", "good")
    _page(tmp_path / ".dist.staging", "half")
    recover(output)
    assert _shown(output) == "good"
    assert _beside(output) == []


def test_a_second_build_of_one_site_is_refused_while_the_first_goes_on(output: Path) -> None:
    def second() -> None:
        with only_build(output):
            pass

    with only_build(output), staged_site(output) as staging:
        _page(staging, "first")
        with pytest.raises(BuildFailure, match="another build"):
            second()
    assert _shown(output) == "first"
