"""The list of the gallery can be read, and its page tells what changed."""

from __future__ import annotations

import ast
from datetime import date

import pytest

from tests.gallery.__main__ import ENTRIES
from tests.gallery.entries import Entry, Tried, read_entries
from tests.gallery.listing import changes, page_of

ENTRY = Entry("shiny", "import shiny\nwidget = shiny.Shiny()", "value", 3)


@pytest.mark.parametrize("entry", read_entries(ENTRIES), ids=lambda entry: entry.package)
def test_an_entry_s_lines_make_a_widget_of_its_package(entry: Entry) -> None:
    named = {node.id for node in ast.walk(ast.parse(entry.lines)) if isinstance(node, ast.Name)}
    assert "widget" in named
    assert entry.trait.isidentifier()


def test_the_page_has_each_package_with_its_result_and_the_lines_that_made_it() -> None:
    tried = [
        Tried(ENTRY, "works", "1.0", "MIT"),
        Tried(Entry("dull", "widget = 1", "value", 3), "no wheel", reason="it has | none"),
    ]
    page = page_of(tried, date(2026, 11, 30))
    assert "Tried on 2026-11-30." in page
    assert "| `shiny` | 1.0 | MIT | works |" in page
    assert "| `dull` | - | - | no wheel |" in page
    assert ENTRY.lines in page


def test_changes_name_the_packages_that_became_another() -> None:
    day = date(2026, 11, 30)
    before = page_of([Tried(ENTRY, "works", "1.0", "MIT")], day)
    assert changes(before, page_of([Tried(ENTRY, "works", "1.0", "BSD")], date(2026, 12, 7))) == []
    after = page_of([Tried(ENTRY, "fails", "1.1", "MIT", "it shows nothing")], day)
    assert changes(before, after) == ["shiny: 1.0 works → 1.1 fails"]
    assert changes(before, "") == ["shiny: 1.0 works → not tried"]
