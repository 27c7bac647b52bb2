"""The words of pages in their languages: by one table for each, which the elements of pages read as well."""

from __future__ import annotations

import json
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DEFAULT_LANGUAGE = "en"
_TABLES = Path(__file__).with_name("page_words")
#: In which language what is made now is: a page is made of many parts, all in one language.
_language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Have `word` answer in a language while the block runs.

    Args:
        language: as HTML has it, such as "de-AT". One that has no table is English.
    """
    token = _language.set(_known(language))
    try:
        yield
    finally:
        _language.reset(token)


def word(name: str, **values: str | int) -> str:
    """A word or a sentence in the page's language.

    Args:
        name: of it, as the tables have it.
        values: for its places. Numbers have the language's separators.

    Raises:
        KeyError: there is no such word, or a value is missing.
    """
    words = _table(_language.get())
    written = {
        place: f"{value:,}".replace(",", words["thousands"]) if isinstance(value, int) else value
        for place, value in values.items()
    }
    return words[name].format_map(written)


def words_of(language: str) -> Mapping[str, str]:
    """All words in a language, English where it has no table."""
    return _table(_known(language))


@cache
def _table(language: str) -> Mapping[str, str]:
    # The English ones that pages need later are in a file of their own, so that pages load them later.
    paths = sorted(_TABLES.glob(f"{language}*.json"))
    return {name: text for path in paths for name, text in _read(path).items()}


def _read(path: Path) -> dict[str, str]:
    words: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return words


def _known(language: str) -> str:
    main = language.partition("-")[0].lower()
    return main if main.isalpha() and (_TABLES / f"{main}.json").is_file() else DEFAULT_LANGUAGE
