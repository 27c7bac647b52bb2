from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from jupyterlite_core.addons.translation import TranslationAddon
from jupyterlite_core.manager import LiteManager

from lite_build.addons.translation import BuiltTranslationAddon

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_without_a_language_pack_a_site_is_told_what_jupyterlabs_server_would_say(tmp_path: Path) -> None:
    manager = LiteManager(lite_dir=tmp_path)
    stock = TranslationAddon(manager=manager)
    assert BuiltTranslationAddon(manager=manager).translation_data == stock.translation_data


def test_the_texts_of_an_installed_language_pack_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = tmp_path / "pack" / "locale" / "de_DE" / "LC_MESSAGES"
    texts.mkdir(parents=True)
    (tmp_path / "pack" / "__init__.py").touch()
    (texts / "jupyterlab.json").write_text('{"Cell": ["Zelle"]}', encoding="utf-8")
    installed = tmp_path / "pack-1.0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: pack\nVersion: 1.0\n", encoding="utf-8")
    entry = "[jupyterlab.languagepack]\nde_DE = pack\n"
    (installed / "entry_points.txt").write_text(entry, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    languages, packs = BuiltTranslationAddon(manager=LiteManager(lite_dir=tmp_path)).translation_data
    assert set(languages["data"]) == {"en", "de_DE"}
    assert packs["de_DE"]["data"]["jupyterlab"] == {"Cell": ["Zelle"]}
