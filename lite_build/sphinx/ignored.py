"""The pages whose examples are left as they are: `try_examples.json`, as jupyterlite-sphinx has it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sphinx.util import logging

from lite_build.files.json_file import read_json_object
from lite_build.files.json_text import line_of
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx

    from lite_build.documentation.examples import CollectedExample

logger = logging.getLogger(__name__)

FILE = "try_examples.json"
_KEY = "ignore_patterns"


def read_patterns(app: Sphinx) -> tuple[re.Pattern[str], ...]:
    """Read the patterns of addresses, once for a build; what is wrong with them is told with its line."""
    path = Path(app.srcdir) / FILE
    if not path.is_file():
        return ()
    try:
        configured = read_json_object(path)
    except UserMistake as mistake:
        logger.warning("%s", mistake.what, location=str(path), type="lite_build", subtype="ignored")
        return ()
    patterns = configured.get(_KEY, [])
    if not isinstance(patterns, list):
        _complain(path, f"{_KEY} is no list of patterns", [_KEY])
        return ()
    found = []
    for at, pattern in enumerate(patterns):
        try:
            found.append(re.compile(str(pattern)))
        except re.error as error:
            _complain(path, f"{pattern!r} is no regular expression: {error}", [_KEY, at])
    return tuple(found)


def is_ignored(app: Sphinx, document: str, patterns: Iterable[re.Pattern[str]]) -> bool:
    """Whether a document's examples are left as they are, by its address on the host."""
    builder = app.builder
    address = builder.get_target_uri(document) if builder.format == "html" else f"{document}.html"
    prefix = urlsplit(app.config.html_baseurl or "").path.rstrip("/")
    addresses = {f"/{address}", f"{prefix}/{address}"}
    return any(pattern.search(each) for pattern in patterns for each in addresses)


def ignored_documents(app: Sphinx, examples: Iterable[CollectedExample]) -> frozenset[str]:
    """The documents whose docstrings' examples are left as they are; a wrong pattern is told."""
    patterns = read_patterns(app)
    documents = {example.document for example in examples if example.is_example}
    return frozenset(document for document in documents if is_ignored(app, document, patterns))


def without_ignored(
    examples: Iterable[CollectedExample], ignored: frozenset[str]
) -> tuple[CollectedExample, ...]:
    """All examples, but those of docstrings in ignored documents."""
    return tuple(each for each in examples if not each.is_example or each.document not in ignored)


def _complain(path: Path, what: str, keys: list[str | int]) -> None:
    line = line_of(path.read_text(encoding="utf-8"), keys)
    place = f"{path}:{line}" if line else str(path)
    logger.warning("%s", what, location=place, type="lite_build", subtype="ignored")
