"""A site that says where readers' work is stored: in the page's memory, or in the browser for one tab."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from lite_build.site.settings import write_storage
from tests.browser.versions.conftest import NOTES
from tests.browser.versions.versions import bar, editor, open_file, rewrite_file

if TYPE_CHECKING:
    from pathlib import Path

    from lite_build.project.options import StorageKind
    from tests.browser.reader import Reader
    from tests.browser.versions.conftest import Publisher

pytestmark = [pytest.mark.browser, pytest.mark.registry]


def store_in(kind: StorageKind, publisher: Publisher, folder: Path) -> None:
    """Publish the first edition with another kind of storage."""
    shutil.copytree(publisher.editions / "1", folder / "1", copy_function=os.link)
    settings = folder / "1/jupyter-lite.json"
    text = settings.read_bytes()
    settings.unlink()
    settings.write_bytes(text)
    write_storage(kind, folder / "1")
    publisher.editions = folder
    publisher.publish(1)


def test_a_site_that_stores_in_memory_forgets_at_a_reload(
    reader: Reader, publisher: Publisher, tmp_path: Path
) -> None:
    store_in("memory", publisher, tmp_path / "memory")
    page = open_file(reader, NOTES)
    expect(bar(page)).to_contain_text("a reload forgets it")
    rewrite_file(page, "mine")
    page.reload()
    expect(editor(page)).to_have_text("Notes of edition 1")


def test_a_site_that_stores_for_a_session_keeps_over_a_reload_and_apart_from_other_tabs(
    reader: Reader, publisher: Publisher, tmp_path: Path
) -> None:
    store_in("session", publisher, tmp_path / "session")
    page = open_file(reader, NOTES)
    rewrite_file(page, "mine")
    expect(editor(open_file(reader, NOTES))).to_have_text("Notes of edition 1")
    page.goto(f"{reader.address}lab/index.html?path={NOTES}")
    expect(editor(page)).to_have_text("mine")
