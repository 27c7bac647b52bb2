"""The resolver chooses, against a real index on loopback."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from packaging.version import Version

from lite_build.packages.resolver.candidates import CarriedWheels
from lite_build.runtime.core import DistributionPackage
from lite_build.words.errors import UserMistake
from tests.conftest import RUNTIME_PLATFORM, PackageIndex, WheelFactory

if TYPE_CHECKING:
    from pathlib import Path

    from lite_build.packages.resolver.resolve import Resolution
    from tests.unit.resolver.conftest import ResolveHere

RUNTIME_TAG = f"cp314-cp314-{RUNTIME_PLATFORM}"


def versions(resolution: Resolution) -> dict[str, str]:
    return {package.name: package.version for package in resolution.packages}


def distributed(
    name: str, version: str, *, depends: tuple[str, ...] = (), kind: str = "package", suffix: str = ".whl"
) -> DistributionPackage:
    file_name = f"{name}-{version}-{RUNTIME_TAG}.whl" if suffix == ".whl" else f"{name}-{version}{suffix}"
    return DistributionPackage(name, version, file_name, "0" * 64, depends, (name,), "site", kind, False)


def test_the_newest_version_and_what_it_requires_are_chosen(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(wheel_factory("Chart_Kit", "1.0"))
    newest = wheel_factory("Chart_Kit", "2.0", requires=["colour >=1"])
    package_index.add(newest)
    package_index.add(wheel_factory("colour", "1.5"))
    resolution = resolve_here("chart.kit")
    assert versions(resolution) == {"chart-kit": "2.0", "colour": "1.5"}
    chart, colour = resolution.packages
    assert chart.sha256 == hashlib.sha256(newest.read_bytes()).hexdigest()
    assert (chart.source, chart.requires, chart.requested_by) == ("index", ("colour",), ("line 1",))
    assert chart.location.endswith("/files/chart_kit-2.0-py3-none-any.whl")
    assert colour.requested_by == ("chart-kit",)


def test_the_resolver_goes_back_to_an_older_version_and_says_who_held_it_back(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(wheel_factory("periodic", "4.0", requires=["bridge"]))
    package_index.add(wheel_factory("periodic", "4.2", requires=["bridge~=0.9.10"]))
    package_index.add(wheel_factory("wiggly", "0.5", requires=["bridge>=0.11"]))
    package_index.add(wheel_factory("bridge", "0.9.11"))
    package_index.add(wheel_factory("bridge", "0.11"))
    resolution = resolve_here("wiggly", "periodic")
    assert versions(resolution) == {"bridge": "0.11", "periodic": "4.0", "wiggly": "0.5"}
    (held,) = resolution.held_back
    assert (held.name, held.version, held.newest) == ("periodic", "4.0", "4.2")
    assert held.held_by == ("periodic 4.2 wants bridge~=0.9.10", "wiggly 0.5 wants bridge>=0.11")


def test_what_the_runtime_cannot_have_is_named_as_what_holds_back(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(wheel_factory("fast-io", "1.0", tag="cp314-cp314-win_amd64"))
    package_index.add(wheel_factory("maps", "1.0"))
    package_index.add(wheel_factory("maps", "2.0", requires=["fast-io>=0.8"]))
    (held,) = resolve_here("maps").held_back
    assert held.held_by == ("maps 2.0 needs fast-io>=0.8, which the runtime cannot have",)


def test_a_pin_is_named_as_what_holds_back(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    for version in ("1.0", "2.0"):
        package_index.add(wheel_factory("tool", version))
    resolution = resolve_here("tool<2")
    assert versions(resolution) == {"tool": "1.0"}
    assert resolution.held_back[0].held_by == ("line 1 wants tool<2",)


@pytest.mark.parametrize("html", [False, True], ids=["PEP 691", "HTML"])
def test_a_yanked_file_is_not_chosen(
    html: bool, package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.html = html
    package_index.add(wheel_factory("tool", "1.0"))
    package_index.add(wheel_factory("tool", "2.0"), yanked="it deletes files")
    assert versions(resolve_here("tool")) == {"tool": "1.0"}


def test_a_pinned_yanked_file_is_chosen_with_a_warning(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(wheel_factory("tool", "2.0"), yanked="it deletes files")
    resolution = resolve_here("tool==2.0")
    assert versions(resolution) == {"tool": "2.0"}
    assert resolution.warnings == ("tool 2.0 was withdrawn by its authors: it deletes files",)


@pytest.mark.parametrize("told_by", ["index", "metadata"])
def test_a_file_for_another_python_is_passed_over(
    told_by: str, package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(wheel_factory("tool", "1.0"))
    if told_by == "index":
        package_index.add(wheel_factory("tool", "2.0"), requires_python="<3.14")
    else:
        package_index.add(wheel_factory("tool", "2.0", requires_python="<3.14"))
    assert versions(resolve_here("tool")) == {"tool": "1.0"}


def test_markers_are_those_of_the_runtime(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(
        wheel_factory(
            "tool",
            "1.0",
            requires=["in-page; sys_platform == 'emscripten'", "on-host; sys_platform != 'emscripten'"],
        )
    )
    package_index.add(wheel_factory("in-page", "1.0"))
    assert set(versions(resolve_here("tool", "nothing; sys_platform == 'linux'"))) == {"tool", "in-page"}


def test_a_wheel_of_the_runtimes_platform_is_preferred_to_a_pure_one(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(wheel_factory("fast", "1.0"))
    package_index.add(wheel_factory("fast", "1.0", tag=RUNTIME_TAG))
    package_index.add(wheel_factory("fast", "2.0", tag="cp314-cp314-manylinux_2_28_x86_64"))
    (package,) = resolve_here("fast").packages
    assert package.file_name == f"fast-1.0-{RUNTIME_TAG}.whl"


def test_extras_bring_their_requirements(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(
        wheel_factory(
            "tool",
            "1.0",
            extras=["Plot_All", "fast"],
            requires=["plotter; extra == 'plot-all'", "speed; extra == 'fast'"],
        )
    )
    package_index.add(wheel_factory("plotter", "1.0"))
    resolution = resolve_here("tool[plot.all]")
    assert versions(resolution) == {"plotter": "1.0", "tool": "1.0"}
    assert resolution.packages[1].requires == ("plotter",)
    assert resolution.warnings == ()


def test_an_extra_and_its_package_are_one_version(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    for version in ("1.0", "2.0"):
        package_index.add(wheel_factory("tool", version, extras=["x"], requires=["part; extra == 'x'"]))
    package_index.add(wheel_factory("part", "1.0", requires=["tool<2"]))
    assert versions(resolve_here("tool[x]")) == {"part": "1.0", "tool": "1.0"}


def test_an_unknown_extra_is_a_warning(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(wheel_factory("tool", "1.0"))
    assert resolve_here("tool[typo]").warnings == ("tool 1.0 tells of no extra named typo",)


def test_a_prerelease_is_chosen_only_where_asked_for_or_where_there_is_nothing_else(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(wheel_factory("tool", "1.0"))
    package_index.add(wheel_factory("tool", "2.0rc1"))
    package_index.add(wheel_factory("young", "0.1a1"))
    assert versions(resolve_here("tool", "young")) == {"tool": "1.0", "young": "0.1a1"}
    assert versions(resolve_here("tool>=2.0rc1")) == {"tool": "2.0rc1"}


def test_the_versions_of_a_lock_are_kept_until_something_excludes_them(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    for version in ("1.0", "2.0", "3.0"):
        package_index.add(wheel_factory("tool", version))
    kept = resolve_here("tool", prefer={"tool": Version("1.0")})
    assert versions(kept) == {"tool": "1.0"}
    assert kept.held_back[0].held_by == ("the lock has tool 1.0",)
    assert versions(resolve_here("tool>1", prefer={"tool": Version("1.0")})) == {"tool": "3.0"}


def test_a_local_wheel_takes_the_place_of_every_index(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere, tmp_path: Path
) -> None:
    package_index.add(wheel_factory("part", "9.0"))
    package_index.add(wheel_factory("tool", "1.0", requires=["part>=1"]))
    mine = wheel_factory("part", "1.1+mine", folder=tmp_path / "project" / "my wheels")
    (part, _) = resolve_here("tool", f"part @ {mine.as_uri()}").packages
    assert (part.version, part.source, part.location) == (
        "1.1+mine",
        "local",
        "my wheels/part-1.1+mine-py3-none-any.whl",
    )
    assert part.sha256 == hashlib.sha256(mine.read_bytes()).hexdigest()
    assert part.size == mine.stat().st_size
    assert "/simple/part/" not in package_index.requests


def test_a_name_that_is_asked_for_by_url_is_not_looked_for_in_an_index(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    wheel = wheel_factory("tool", "1.0")
    (package,) = resolve_here("tool", f"tool @ {wheel.as_uri()}").packages
    assert (package.version, package.source) == ("1.0", "local")
    assert package_index.requests == []


def test_a_wheel_at_a_url_is_verified_and_chosen(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    wheel = wheel_factory("tool", "1.0")
    package_index.add(wheel)
    package_index.add(wheel_factory("tool", "2.0"))
    url = f"{package_index.url.removesuffix('simple/')}files/{wheel.name}"
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    for fragment in ("", f"#sha256={digest}"):
        (package,) = resolve_here(f"tool @ {url}{fragment}").packages
        assert (package.version, package.location, package.sha256) == ("1.0", url, digest)


def test_find_links_folders_join_the_index(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere, tmp_path: Path
) -> None:
    package_index.add(wheel_factory("tool", "1.0"))
    wheel_factory("tool", "2.0", folder=tmp_path / "project" / "links")
    wheel_factory("other", "1.0", folder=tmp_path / "project" / "links")
    assert versions(resolve_here("tool", "other", find_links=("links",))) == {"other": "1.0", "tool": "2.0"}


def test_a_file_index_needs_no_server(
    wheel_factory: WheelFactory, resolve_here: ResolveHere, tmp_path: Path
) -> None:
    wheel = wheel_factory("tool", "1.0", folder=tmp_path / "mirror" / "files")
    page = tmp_path / "mirror" / "simple" / "tool" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text(f'<a href="../../files/{wheel.name}">{wheel.name}</a>', encoding="utf-8")
    (package,) = resolve_here("tool", index_urls=((tmp_path / "mirror" / "simple").as_uri(),)).packages
    assert package.sha256 == hashlib.sha256(wheel.read_bytes()).hexdigest()


def test_an_index_without_hashes_or_metadata_files_is_enough(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    wheel = wheel_factory("tool", "1.0", requires=["part"])
    package_index.add(wheel, metadata=False, hashed=False)
    package_index.add(wheel_factory("part", "1.0"), metadata=False)
    _, tool = resolve_here("tool").packages
    assert tool.sha256 == hashlib.sha256(wheel.read_bytes()).hexdigest()


def test_the_distribution_of_the_runtime_gives_what_no_index_has(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(wheel_factory("arrays", "3.0", tag="cp314-cp314-win_amd64"))
    package_index.add(wheel_factory("dates", "1.0"))
    package_index.add(wheel_factory("dates", "2.0"))
    distribution = {
        "arrays": distributed("arrays", "2.4", depends=("libblas", "dates")),
        "dates": distributed("dates", "1.9"),
        "libblas": distributed("libblas", "0.3", kind="shared_library", suffix=".zip"),
        "arrays-tests": distributed("arrays-tests", "2.4", suffix="-tests.zip"),
    }
    resolution = resolve_here("arrays", distribution=distribution)
    assert {package.name: (package.version, package.source) for package in resolution.packages} == {
        "arrays": ("2.4", "distribution"),
        "dates": ("2.0", "index"),
        "libblas": ("0.3", "distribution"),
    }
    assert resolution.packages[0].location == f"arrays-2.4-{RUNTIME_TAG}.whl"
    assert resolution.packages[0].requires == ("dates", "libblas")


def test_at_one_version_the_index_comes_before_the_distribution(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(wheel_factory("dates", "1.9"))
    (package,) = resolve_here("dates", distribution={"dates": distributed("dates", "1.9")}).packages
    assert package.source == "index"


def test_a_shared_library_is_never_looked_for_on_an_index(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(wheel_factory("libblas", "99.0"))
    library = distributed("libblas", "0.3", kind="shared_library", suffix=".zip")
    distribution = {"arrays": distributed("arrays", "2.4", depends=("libblas",)), "libblas": library}
    assert versions(resolve_here("arrays", distribution=distribution))["libblas"] == "0.3"
    assert "/simple/libblas/" not in package_index.requests


@pytest.mark.parametrize(
    ("requirement", "chosen"),
    [("bridge~=3.6.0", "3.6.999"), ("bridge>=4.0.16,<5", "4.0.999"), ("bridge>=7", "4.0.999")],
)
def test_a_carried_stand_in_meets_every_requirement_on_its_name(
    requirement: str,
    chosen: str,
    package_index: PackageIndex,
    wheel_factory: WheelFactory,
    resolve_here: ResolveHere,
    tmp_path: Path,
) -> None:
    for version in ("3.6.999", "4.0.999"):
        wheel_factory("bridge", version, folder=tmp_path / "carried")
    package_index.add(wheel_factory("bridge", "7.1"))
    package_index.add(wheel_factory("widgets", "8.0", requires=[requirement]))
    carried = (CarriedWheels(tmp_path / "carried", "the-kernel 0.8", stand_in=True),)
    resolution = resolve_here("widgets", carried=carried)
    bridge = resolution.packages[0]
    assert (bridge.version, bridge.source, bridge.location) == (chosen, "carried", "the-kernel 0.8")
    assert resolution.held_back == ()
    assert "/simple/bridge/" not in package_index.requests


def test_a_carried_wheel_that_stands_in_for_nothing_is_the_version_that_it_is(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere, tmp_path: Path
) -> None:
    wheel_factory("own-widget", "1.0", folder=tmp_path / "carried")
    package_index.add(wheel_factory("own-widget", "2.0"))
    carried = (CarriedWheels(tmp_path / "carried", "lite-build 1.0"),)
    resolution = resolve_here("own-widget>=1.0", carried=carried)
    assert versions(resolution) == {"own-widget": "1.0"}
    with pytest.raises(UserMistake, match="own-widget") as error:
        resolve_here("own-widget>=2.0", carried=carried)
    assert "1.0" in str(error.value)
