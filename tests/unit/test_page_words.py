"""The words of pages: each language has all of them, with the same places for values."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import lite_build
from lite_build.words.page_words import speaking, word, words_of

TABLES = sorted((Path(lite_build.__file__).parent / "words/page_words").glob("??.json"))
ENGLISH = words_of("en")


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_language_has_all_words_and_their_places(path: Path) -> None:
    words = words_of(path.stem)
    assert set(words) == set(ENGLISH)
    places = {name: sorted(re.findall(r"\{\w+\}", text)) for name, text in words.items()}
    assert places == {name: sorted(re.findall(r"\{\w+\}", text)) for name, text in ENGLISH.items()}
    assert all(words.values())


def test_what_is_said_is_in_the_language_that_is_spoken_and_else_in_english() -> None:
    for language, said in (
        ("de-AT", "12.000 weitere Zeilen von 13.000 zeigen"),
        ("xx", "Show 12,000 more lines of 13,000"),
        ("../en", "Show 12,000 more lines of 13,000"),
    ):
        with speaking(language):
            assert word("show-more-lines", count=12_000, all=13_000) == said
    assert word("run") == "Run"
