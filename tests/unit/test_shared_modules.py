from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lite_build.site.application.shared_modules import name_shared_versions

if TYPE_CHECKING:
    from pathlib import Path

BUNDLE = (
    'shared:[{name:"@jupyterlite/services",version:"0.8.6",factory:()=>1},'
    '{name:"react",version:"18.3.1",factory:()=>2}]'
)
WEBPACK = '{284:()=>g("default","@jupyterlite/services",!1,%s),262:()=>g("default","yjs",!1,[1,2,0,0])}'
RSPACK = 'a={shareKey:"@jupyterlite/services",import:null,requiredVersion:"%s",strictVersion:!1}'


def entry_of(site: Path, text: str) -> Path:
    bundle = site / "build/lab/bundle.js"
    bundle.parent.mkdir(parents=True)
    bundle.write_text(BUNDLE, encoding="utf-8")
    entry = site / "extensions/@owner/extension/static/remoteEntry.abc.js"
    entry.parent.mkdir(parents=True)
    entry.write_text(text, encoding="utf-8")
    return entry


@pytest.mark.parametrize("made_for", ["[2,0,7,0]", "[1,1,0,0]", "[0,0,9,0]", "[2,0,8,7]", "[3,0,8,5]"])
def test_an_extension_that_webpack_made_for_another_version_names_the_sites(
    tmp_path: Path, made_for: str
) -> None:
    entry = entry_of(tmp_path, WEBPACK % made_for)
    (widened,) = name_shared_versions(tmp_path)
    assert entry.read_text(encoding="utf-8") == WEBPACK % "[3,0,8,6]"
    assert (widened.extension, widened.module) == ("@owner/extension", "@jupyterlite/services")
    assert name_shared_versions(tmp_path) == ()


@pytest.mark.parametrize(
    "call",
    ['g("default","@jupyterlite/services",[%s])', 'g("default", "@jupyterlite/services", false, [%s])'],
)
def test_older_releases_of_webpack_and_code_that_was_not_made_small_are_understood(
    tmp_path: Path, call: str
) -> None:
    entry = entry_of(tmp_path, call % "2,0,7,0")
    assert len(name_shared_versions(tmp_path)) == 1
    assert entry.read_text(encoding="utf-8") == call % "3,0,8,6"


@pytest.mark.parametrize("made_for", ["^0.7.0", "~0.7.4", "0.8.5", ">=0.9", "^1.0.0-alpha.1"])
def test_an_extension_that_rspack_made_for_another_version_names_the_sites(
    tmp_path: Path, made_for: str
) -> None:
    entry = entry_of(tmp_path, RSPACK % made_for)
    (widened,) = name_shared_versions(tmp_path)
    assert entry.read_text(encoding="utf-8") == RSPACK % "0.8.6"
    assert str(widened).startswith("@owner/extension was made for @jupyterlite/services ")


@pytest.mark.parametrize(
    "text",
    [
        WEBPACK % "[2,0,8,3]",
        WEBPACK % "[0,0,7,0]",
        RSPACK % "^0.8.0",
        RSPACK % "~0.8.6",
        RSPACK % "*",
        # Ranges of several versions are for the page to judge.
        RSPACK % "^0.7.0 || ^0.8.0",
        # One with a copy of its own for such a case.
        'm("default","react",!1,[1,17,0,0],()=>x.e(769))',
        RSPACK.replace("import:null", 'import:"react"') % "^17.0.0",
    ],
)
def test_what_fits_and_what_the_extension_carries_itself_stays(tmp_path: Path, text: str) -> None:
    entry = entry_of(tmp_path, text)
    assert name_shared_versions(tmp_path) == ()
    assert entry.read_text(encoding="utf-8") == text
