"""What the resolver says when it cannot choose."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from lite_build.network.client import open_client, open_offline_client
from lite_build.packages.resolver.provider import MAXIMUM_HOPELESS
from lite_build.words.errors import BuildFailure, UserMistake
from tests.unit.resolver.conftest import IMPATIENT, ResolveHere

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import PackageIndex, WheelFactory


def test_a_conflict_shows_the_chain_of_who_asked_for_what(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(wheel_factory("periodic", "4.2", requires=["bridge~=0.9.10"]))
    package_index.add(wheel_factory("wiggly", "0.5", requires=["shapes"]))
    package_index.add(wheel_factory("shapes", "2.0", requires=["bridge>=0.11"]))
    package_index.add(wheel_factory("bridge", "0.9.11"))
    package_index.add(wheel_factory("bridge", "0.11"))
    with pytest.raises(UserMistake) as error:
        resolve_here("wiggly", "periodic")
    assert sorted(str(error.value).splitlines()[2:4]) == [
        "    line 1 → wiggly 0.5 → shapes 2.0 → bridge>=0.11",
        "    line 2 → periodic 4.2 → bridge~=0.9.10",
    ]
    assert "loosen or leave out one of:" in str(error.value)
    assert "wiggly (line 1)" in str(error.value)
    assert "periodic (line 2)" in str(error.value)


def test_versions_that_conflict_alike_are_shown_once(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    for minor in range(5):
        package_index.add(wheel_factory("tool", f"1.{minor}", requires=["part>=2"]))
    for version in ("1.0", "2.0"):
        package_index.add(wheel_factory("part", version))
    with pytest.raises(UserMistake) as error:
        resolve_here("tool", "part<2")
    assert "line 1 → tool 1.4 → part>=2 (and 4 other versions of it alike)" in str(error.value)
    assert "line 2 → part<2" in str(error.value)


def test_all_requirements_that_do_not_exist_are_told_at_once_with_the_nearest_names(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(wheel_factory("plotting", "1.0"))
    with pytest.raises(UserMistake) as error:
        resolve_here("plotting", "ploting", "zebra")
    assert str(error.value).splitlines() == [
        "2 requirements cannot be met",
        "line 2: no index has a package named ploting; did you mean plotting?",
        "line 3: no index has a package named zebra",
        "→ correct the name",
    ]


def test_an_extras_part_in_a_conflict_is_told_as_it_was_asked_for(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(wheel_factory("tool", "2.0", extras=["x"], requires=["part; extra == 'x'"]))
    package_index.add(wheel_factory("part", "1.0", requires=["tool<2"]))
    with pytest.raises(UserMistake) as error:
        resolve_here("tool[x]")
    assert "line 1 → tool[x] 2.0 → part 1.0 → tool<2" in str(error.value)
    assert "tool==2.0" not in str(error.value)


def test_a_missing_package_beside_a_conflict_is_told_in_the_same_error(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(wheel_factory("tool", "2.0", requires=["gone"]))
    package_index.add(wheel_factory("tool", "1.0", requires=["part>=2"]))
    for version in ("1.0", "2.0"):
        package_index.add(wheel_factory("part", version))
    with pytest.raises(UserMistake) as error:
        resolve_here("tool", "part<2")
    assert "gone: no index has a package named gone" in str(error.value)
    assert "line 1 → tool 1.0 → part>=2" in str(error.value)


def test_a_find_links_folder_of_the_project_that_is_not_there_is_named(resolve_here: ResolveHere) -> None:
    with pytest.raises(UserMistake) as error:
        resolve_here("tool", find_links=("whels",))
    assert error.value.where == "find-links whels"


def test_a_missing_requirement_of_a_package_is_told_with_its_chain(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(wheel_factory("tool", "1.0", requires=["gone>=1"]))
    with pytest.raises(UserMistake) as error:
        resolve_here("tool")
    assert error.value.where == "line 1 → tool 1.0 → gone>=1"
    assert error.value.what == "no index has a package named gone"


def test_what_is_missing_far_down_is_told_once_with_its_chain(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(wheel_factory("socket-kit", "27.0", tag="cp314-cp314-win_amd64"))
    for minor in range(3):
        package_index.add(wheel_factory("lab", f"4.{minor}", requires=["server"]))
        package_index.add(wheel_factory("server", f"2.{minor}", requires=["socket-kit>=25"]))
    with pytest.raises(UserMistake) as error:
        resolve_here("lab")
    assert error.value.where == "line 1 → lab 4.2 → server 2.2 → socket-kit>=25"
    assert error.value.what.startswith("socket-kit 27.0 has wheels for other platforms only (Windows amd64)")


def test_versions_from_another_time_are_not_tried(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(wheel_factory("lab", "0.1"))
    for minor in range(MAXIMUM_HOPELESS):
        package_index.add(wheel_factory("lab", f"4.{minor}", requires=["gone"]))
    with pytest.raises(UserMistake, match="no index has a package named gone"):
        resolve_here("lab")
    assert [package.version for package in resolve_here("lab<4").packages] == ["0.1"]


def test_an_extra_is_not_lost_by_going_back_to_a_version_that_never_had_it(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(wheel_factory("chart", "1.0"))
    package_index.add(wheel_factory("chart", "2.0", extras=["all"], requires=["gone; extra == 'all'"]))
    with pytest.raises(UserMistake) as error:
        resolve_here("chart[all]")
    assert "line 1 → chart[all] 2.0 → gone" in str(error.value)


def test_wheels_for_other_platforms_are_named(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    for tag in (
        "cp314-cp314-manylinux_2_28_x86_64",
        "cp314-cp314-macosx_11_0_arm64",
        "cp314-cp314-win_amd64",
    ):
        package_index.add(wheel_factory("fast", "2.0", tag=tag))
    with pytest.raises(UserMistake) as error:
        resolve_here("fast")
    assert error.value.what == (
        "fast 2.0 has wheels for other platforms only (Linux x86_64, Windows amd64, macOS arm64), "
        "none for the runtime"
    )


def test_a_package_with_source_alone_is_never_built(
    package_index: PackageIndex, resolve_here: ResolveHere, tmp_path: Path
) -> None:
    sdist = tmp_path / "source_only-1.0.tar.gz"
    sdist.write_bytes(b"")
    package_index.add(sdist)
    with pytest.raises(UserMistake, match=r"source-only 1\.0 has no wheel, only source"):
        resolve_here("source-only")


def test_a_package_for_another_python_says_which(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(wheel_factory("tool", "1.0"), requires_python="<3.14")
    with pytest.raises(UserMistake, match=r"tool 1\.0 needs Python <3\.14, and the runtime has 3\.14\.2"):
        resolve_here("tool")


def test_metadata_that_excludes_the_runtimes_python_says_so(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(wheel_factory("tool", "1.0", requires_python="<3.14"))
    with pytest.raises(UserMistake, match=r"line 1 → tool 1\.0 → it needs Python <3\.14"):
        resolve_here("tool")


def test_a_version_that_is_not_there_is_told_with_those_that_are(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    for version in ("1.0", "2.0"):
        package_index.add(wheel_factory("tool", version))
    with pytest.raises(UserMistake, match=r"no version of tool meets tool>=3; there are 2\.0, 1\.0"):
        resolve_here("tool>=3")


def test_a_withdrawn_package_says_why(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(wheel_factory("tool", "1.0"), yanked="it deletes files")
    with pytest.raises(UserMistake, match=r"tool 1\.0 was withdrawn by its authors: it deletes files"):
        resolve_here("tool")


def test_a_wheel_with_broken_metadata_is_left_out_with_a_warning_while_another_version_will_do(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(wheel_factory("tool", "1.0"))
    package_index.add(wheel_factory("tool", "2.0", requires=["part (>dev)"]))
    resolution = resolve_here("tool")
    assert [package.version for package in resolution.packages] == ["1.0"]
    (warning,) = resolution.warnings
    assert warning.startswith("tool 2.0 was left out: its metadata cannot be understood")


def test_a_wheel_of_another_distributions_name_is_an_error(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    wheel = wheel_factory("other", "1.0")
    package_index.add(wheel.rename(wheel.with_name("tool-1.0-py3-none-any.whl")))
    with pytest.raises(UserMistake, match=r"line 1 → tool 1\.0 → its metadata is that of other 1\.0"):
        resolve_here("tool")


def test_a_file_that_is_no_archive_is_an_error(resolve_here: ResolveHere, tmp_path: Path) -> None:
    broken = tmp_path / "tool-1.0-py3-none-any.whl"
    broken.write_text("not a zip", encoding="utf-8")
    with pytest.raises(UserMistake, match="it is no wheel"):
        resolve_here(f"tool @ {broken.as_uri()}")


@pytest.mark.parametrize(
    ("file_name", "message"),
    [
        ("gone-1.0-py3-none-any.whl", "there is no such file"),
        ("tool-1.0.tar.gz", "this is no wheel"),
        ("other-1.0-py3-none-any.whl", "this is a wheel of other, not of tool"),
        ("tool-1.0-cp314-cp314-win_amd64.whl", "this wheel is for another platform or Python"),
    ],
)
def test_a_local_file_that_cannot_be_used_says_why(
    file_name: str, message: str, resolve_here: ResolveHere, tmp_path: Path
) -> None:
    path = tmp_path / file_name
    if not file_name.startswith("gone"):
        path.write_bytes(b"")
    with pytest.raises(UserMistake) as error:
        resolve_here(f"tool @ {path.as_uri()}")
    assert error.value.what.startswith(message)
    assert error.value.where == f"line 1, {path}"


def test_two_urls_for_one_name_conflict(wheel_factory: WheelFactory, resolve_here: ResolveHere) -> None:
    first, second = wheel_factory("tool", "1.0"), wheel_factory("tool", "2.0")
    with pytest.raises(UserMistake, match="cannot be met together"):
        resolve_here(f"tool @ {first.as_uri()}", f"tool @ {second.as_uri()}")


def test_a_wheel_whose_hash_is_wrong_is_an_error_that_names_both(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    wheel = wheel_factory("tool", "1.0")
    package_index.add(wheel, metadata=False, sha256="0" * 64)
    with pytest.raises(BuildFailure) as error:
        resolve_here("tool")
    assert f"expected sha256:{'0' * 64}" in str(error.value)
    assert f"found    sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}" in str(error.value)


def test_an_index_that_cannot_be_reached_is_replaced_by_the_pages_in_the_cache(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(wheel_factory("tool", "1.0", requires=["part"]))
    package_index.add(wheel_factory("part", "1.0"))
    online = resolve_here("tool")
    package_index.failing = True
    offline = resolve_here("tool")
    assert offline.packages == online.packages
    assert len(offline.warnings) == 2
    assert "cannot be reached" in offline.warnings[0]
    assert offline.warnings[1] == "used as they were when last read: the index pages of part, tool"


def test_what_the_cache_lacks_is_named_when_the_index_cannot_be_reached(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(wheel_factory("tool", "1.0"))
    resolve_here("tool")
    package_index.failing = True
    with pytest.raises(BuildFailure) as error:
        resolve_here("tool", "absent", "missing")
    assert "line 2: absent could not be looked up, and is not in the cache" in str(error.value)
    assert "line 3: missing could not be looked up, and is not in the cache" in str(error.value)
    assert "tool" not in str(error.value)


def test_an_offline_build_resolves_from_the_cache_and_opens_no_connection(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(wheel_factory("tool", "1.0"))
    with open_client(IMPATIENT) as client:
        online = resolve_here("tool", client=client)
    asked_for = list(package_index.requests)
    with open_offline_client() as client:
        assert resolve_here("tool", client=client).packages == online.packages
        with pytest.raises(BuildFailure, match="other could not be looked up"):
            resolve_here("tool", "other", client=client)
    assert package_index.requests == asked_for


def test_a_password_in_an_index_url_is_never_printed(
    package_index: PackageIndex, resolve_here: ResolveHere
) -> None:
    package_index.failing = True
    address = package_index.url.replace("http://", "http://someone:secret@")
    with pytest.raises(BuildFailure) as error:
        resolve_here("tool", index_urls=(address,))
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    ("name", "said", "remedy"),
    [
        ("sklearn", "sklearn is the name of a module, which the package scikit-learn brings", "scikit-learn"),
        ("PIL", "pil is the name of a module, which the package pillow brings", "ask for pillow"),
        ("telnetlib", "telnetlib was removed from Python's standard library in 3.13", "leave it out"),
        ("sqlite3", "sqlite3 is a module of Python's own, and is in every page", "leave it out"),
    ],
)
def test_a_module_s_name_that_no_package_has_is_told_as_that(
    resolve_here: ResolveHere, name: str, said: str, remedy: str
) -> None:
    with pytest.raises(UserMistake) as error:
        resolve_here(name)
    assert error.value.what == said
    assert remedy in str(error.value.remedy)
