from __future__ import annotations

import html
import json
import re
import tarfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import convert, to_builtins

from lite_build.build.report import SiteReport
from lite_build.files.digest import Digest
from lite_build.files.json_file import merged
from lite_build.packages.locked.lock import Lock, LockedPackage
from lite_build.packages.wheels.package_file import FetchedPackage
from lite_build.project.dates import EARLIEST, site_epoch
from lite_build.project.overrides import collect_overrides
from lite_build.runtime.core import LOCK_FILE, Core
from lite_build.site.application.icons import name_icons
from lite_build.site.application.slim import remove_needless_files
from lite_build.site.assets import check_assets
from lite_build.site.overrides import write_overrides
from lite_build.site.settings import kernel_settings
from lite_build.supply.assets import read_asked_assets
from lite_build.supply.provision import Provision
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import WheelFactory

json_objects = st.recursive(
    st.dictionaries(st.text(max_size=3), st.integers()),
    lambda inner: st.dictionaries(st.text(max_size=3), st.one_of(st.integers(), inner)),
    max_leaves=8,
)


# A machine with other work to do is slow for a second, and nothing is wrong with the strategy.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(json_objects, json_objects)
def test_merging_keeps_every_value_of_the_upper_and_every_key_of_the_lower(
    base: dict[str, object], over: dict[str, object]
) -> None:
    result = merged(base, over)
    assert merged(result, over) == result
    assert result.keys() == base.keys() | over.keys()


def test_overrides_are_merged_copied_and_kept_to_themselves(tmp_path: Path) -> None:
    folder, site = tmp_path / "overrides", tmp_path / "site"
    (folder / "lab").mkdir(parents=True)
    site.mkdir()
    data = {"jupyter-config-data": {"appName": "JupyterLite", "appUrl": "./lab"}}
    (site / "jupyter-lite.json").write_text(json.dumps(data), encoding="utf-8")
    (folder / "jupyter-lite.json").write_text(
        '{"jupyter-config-data": {"appName": "Ours"}}', encoding="utf-8"
    )
    (folder / "overrides.json").write_text('{"plugin": {"theme": "dark"}}', encoding="utf-8")
    (folder / "lab" / "jupyter-lite.json").write_text('{"only": "lab"}', encoding="utf-8")
    (folder / "favicon.ico").write_bytes(b"icon")
    (folder / "README.md").write_text("for authors", encoding="utf-8")
    write_overrides(collect_overrides(folder, tmp_path), site)
    settings = json.loads((site / "jupyter-lite.json").read_text(encoding="utf-8"))["jupyter-config-data"]
    assert settings["appName"] == "Ours"
    assert settings["appUrl"] == "./lab"
    assert settings["settingsOverrides"] == {"plugin": {"theme": "dark"}}
    assert json.loads((site / "lab/jupyter-lite.json").read_text(encoding="utf-8")) == {"only": "lab"}
    assert (site / "favicon.ico").read_bytes() == b"icon"
    assert not (site / "README.md").exists()


def test_an_override_that_is_not_json_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "overrides").mkdir()
    (tmp_path / "overrides" / "overrides.json").write_text('{\n"a": }\n', encoding="utf-8")
    with pytest.raises(UserMistake, match=r"overrides\.json, line 2"):
        write_overrides(collect_overrides(tmp_path / "overrides", tmp_path), tmp_path / "site")


def test_an_asset_names_its_package_version_and_file() -> None:
    [asset] = read_asked_assets({"static/x.js": "@scope/name@1.2.3/lib/x.min.js"})
    assert (asset.name, asset.version, str(asset.member)) == ("@scope/name", "1.2.3", "lib/x.min.js")


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("x.js", "p5"),
        ("x.js", "p5@1.0.0"),
        ("../x.js", "p5@1.0.0/a.js"),
        ("a\\..\\..\\x.js", "p5@1.0.0/a.js"),
        (".", "p5@1.0.0/a.js"),
        ("x.js", "p5@latest/a.js"),
        ("x.js", "p5@^1.0.0/a.js"),
        ("x.js", "p5@1.0/a.js"),
        ("x.js", "p5@1.x/a.js"),
    ],
)
def test_an_asset_of_another_form_or_outside_of_the_site_is_refused(target: str, text: str) -> None:
    with pytest.raises(UserMistake, match=r"SiteAddon\.npm_assets"):
        read_asked_assets({target: text})


def test_a_file_of_an_asset_may_have_any_name_in_its_package() -> None:
    [asset] = read_asked_assets({"static/x.js": "p5@1.2.3-beta.1/lib/@other/x.js"})
    assert (asset.name, asset.version, str(asset.member)) == ("p5", "1.2.3-beta.1", "lib/@other/x.js")


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """An archive of pages, as jupyterlite-core has it."""
    archive = tmp_path / "pages.tgz"
    with tarfile.open(archive, "w:gz") as members:
        for name in ("index.html", "build/lab.js", "lab/jupyter-lite.json"):
            members.addfile(tarfile.TarInfo(f"package/{name}"))
    return archive


def _asset(target: str) -> dict[str, str]:
    return {target: "p5@1.11.10/lib/p5.min.js"}


def test_an_asset_may_land_where_nothing_else_does(pages: Path) -> None:
    for target in ("static/p5/p5.min.js", "p5.min.js", "lab/p5.min.js"):
        check_assets(read_asked_assets(_asset(target)), pages, ())


@pytest.mark.parametrize(
    "target",
    [
        "index.html",
        "Index.HTML",
        "build",
        "build/lab.js/x",
        "files",
        "files/x.js",
        "Files/x.js",
        "api/contents",
        "static/pyodide/x.js",
        "static/packages",
        "extensions/x.js",
        "favicon.ico",
    ],
)
def test_an_asset_in_the_place_of_another_file_is_refused(tmp_path: Path, pages: Path, target: str) -> None:
    (tmp_path / "overrides").mkdir()
    (tmp_path / "overrides" / "favicon.ico").touch()
    overrides = collect_overrides(tmp_path / "overrides", tmp_path)
    with pytest.raises(UserMistake, match=re.escape(target.removesuffix("/x"))):
        check_assets(read_asked_assets(_asset(target)), pages, overrides)


def test_two_assets_for_one_path_are_refused(pages: Path) -> None:
    assets = read_asked_assets(_asset("static/p5") | _asset("static/p5/p5.js"))
    with pytest.raises(UserMistake, match="static/p5"):
        check_assets(assets, pages, ())


def _overrides_with(tmp_path: Path, *names: str) -> Path:
    for name in names:
        path = tmp_path / "overrides" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path / "overrides"


@pytest.mark.parametrize(
    "name", ["files/a.ipynb", "FILES/a.ipynb", "api/contents/all.json", "static", "static/x"]
)
def test_overrides_do_not_replace_what_the_build_makes_of_the_project(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserMistake, match=f"overrides/{name}"):
        collect_overrides(_overrides_with(tmp_path, name), tmp_path)


def test_overrides_of_one_name_on_some_system_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match="macOS and Windows"):
        collect_overrides(_overrides_with(tmp_path, "logo.png", "Logo.png"), tmp_path)


@pytest.mark.parametrize("name", ["lab", "index.html/logo.png"])
def test_an_override_that_is_a_file_for_a_folder_or_the_reverse_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "site" / "lab").mkdir(parents=True)
    (tmp_path / "site" / "index.html").touch()
    overrides = collect_overrides(_overrides_with(tmp_path, name), tmp_path)
    with pytest.raises(UserMistake, match=f"overrides/{name}"):
        write_overrides(overrides, tmp_path / "site")


@pytest.mark.parametrize("name", ["logo.png", "icons"])
def test_a_link_out_of_the_overrides_is_refused_and_one_inside_is_followed(tmp_path: Path, name: str) -> None:
    folder = _overrides_with(tmp_path / "project", "lab/logo.png")
    (folder / name).symlink_to(folder / "lab" / ("logo.png" if name == "logo.png" else ""))
    assert len(collect_overrides(folder, tmp_path / "project")) == 2
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "logo.png").touch()
    (folder / name).unlink()
    (folder / name).symlink_to(tmp_path / "private" / ("logo.png" if name == "logo.png" else ""))
    with pytest.raises(UserMistake, match="a link that leads out of the overrides"):
        collect_overrides(folder, tmp_path / "project")


def test_overrides_that_are_a_link_out_of_the_project_are_refused(tmp_path: Path) -> None:
    _overrides_with(tmp_path, "favicon.ico")
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "overrides").symlink_to(tmp_path / "overrides")
    with pytest.raises(UserMistake, match="a link that leads out of the project"):
        collect_overrides(tmp_path / "project" / "overrides", tmp_path / "project")


def test_source_maps_go_and_what_the_author_publishes_stays(tmp_path: Path) -> None:
    for name in ("build/a.js.map", "build/a.js", "files/mine.js.map", "rspack.config.js"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    remove_needless_files(tmp_path, keep_source_maps=False)
    left = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert left == ["build/a.js", "files/mine.js.map"]


def test_a_font_stays_in_the_form_that_todays_browsers_read(tmp_path: Path) -> None:
    for name in (
        "build/a.woff2",
        "build/a.svg",
        "build/a.eot",
        "build/b.woff",
        "files/mine.woff2",
        "files/mine.svg",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    remove_needless_files(tmp_path, keep_source_maps=False)
    left = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert left == ["build/a.woff2", "build/b.woff", "files/mine.svg", "files/mine.woff2"]


def test_the_date_is_the_environments_first_and_else_never_todays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert site_epoch(tmp_path) == 1_700_000_000
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert site_epoch(tmp_path) == EARLIEST


def test_a_report_survives_its_json() -> None:
    report = SiteReport(1, 2, 3, (), 4, (), (), ("mind this",))
    assert convert(json.loads(json.dumps(to_builtins(report))), SiteReport) == report


@pytest.fixture
def provision(wheel_factory: WheelFactory, tmp_path: Path) -> Provision:
    """A site's parts in their least form: a core and the kernel's installer, shipped under another hash."""
    wheel = wheel_factory("piplite", "1.0")
    locked = LockedPackage("piplite", "1.0", wheel.name, "a" * 64, "carried", "", None, (), ())
    (tmp_path / LOCK_FILE).write_text('{"info": {}, "packages": {}}', encoding="utf-8")
    return Provision(
        core=Core("314.0.6", tmp_path, "sha512-AAAA", "a test"),
        lock=Lock("3.14.2", "314.0.6", "sha512-AAAA", {}, (), (), (), {}),
        packages=(FetchedPackage(locked, wheel, "a" * 64),),
        shipped=(FetchedPackage(locked, wheel, Digest.of_file(wheel).hexdigest),),
        assets=(),
        data=(),
        guesses=(),
        warnings=(),
    )


def test_the_kernels_installer_is_read_from_the_wheel_that_the_site_ships(provision: Provision) -> None:
    url = kernel_settings(provision, allow_pypi_fallback=False)["pipliteWheelUrl"]
    [shipped] = provision.shipped
    assert url.endswith(f"/{shipped.sha256[:12]}/{shipped.path.name}")


@pytest.mark.parametrize("allowed", [True, False])
def test_a_readers_pip_reaches_the_public_index_only_where_the_project_allows_it(
    provision: Provision, allowed: bool
) -> None:
    assert kernel_settings(provision, allow_pypi_fallback=allowed)["disablePyPIFallback"] is not allowed


@pytest.mark.parametrize(
    ("configured", "named"),
    [
        ("icons/own.svg", "../icons/own.svg"),
        ("/own.svg", "/own.svg"),
        ("//icons.example/own.svg", "//icons.example/own.svg"),
        ("https://icons.example/own.svg", "https://icons.example/own.svg"),
        ("data:image/svg+xml,<a>//b</a>", "data:image/svg+xml,<a>//b</a>"),
    ],
)
def test_a_page_below_names_the_icon_by_its_path_and_a_url_as_it_is(
    tmp_path: Path, configured: str, named: str
) -> None:
    settings = {"jupyter-config-data": {"faviconUrl": configured}}
    (tmp_path / "lab").mkdir()
    (tmp_path / "jupyter-lite.json").write_text(json.dumps(settings), encoding="utf-8")
    (tmp_path / "lab" / "jupyter-lite.json").write_text("{}", encoding="utf-8")
    for page in (tmp_path / "index.html", tmp_path / "lab" / "index.html"):
        page.write_text("<head>\n</head>", encoding="utf-8")
    name_icons(tmp_path, [])
    assert f'href="{html.escape(named)}"' in (tmp_path / "lab" / "index.html").read_text(encoding="utf-8")
