"""The figures as docs/benchmarks.md shows them: its tables and its picture follow from the results."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.bench.plot import draw
from tests.bench.projects import REPOSITORY
from tests.bench.results import markdown_table

if TYPE_CHECKING:
    from collections.abc import Mapping

DOCUMENT = REPOSITORY / "docs" / "benchmarks.md"
PICTURE = REPOSITORY / "docs" / "benchmarks.svg"
#: Around each group's table. What is between them is written anew.
_MARKED = re.compile(r"(<!-- figures: (?P<group>\w+) -->\n).*?(<!-- end of figures -->)", re.DOTALL)


def write_document(groups: Mapping[str, Any]) -> None:
    """Put the figures into the document, and draw them."""
    DOCUMENT.write_text(with_figures(DOCUMENT.read_text(encoding="utf-8"), groups), encoding="utf-8")
    PICTURE.write_text(draw(groups), encoding="utf-8")


def with_figures(document: str, groups: Mapping[str, Any]) -> str:
    """The document with each group's table and circumstances where its marks are."""

    def section(found: re.Match[str]) -> str:
        group = groups.get(found["group"])
        if group is None:
            return f"{found[1]}\nNot measured yet.\n\n{found[3]}"
        return (
            f"{found[1]}\n{markdown_table(group['figures'])}\n{_remarks(group)}"
            f"{_circumstances(group['made'])}\n\n{found[3]}"
        )

    return _MARKED.sub(section, document)


def _remarks(group: Mapping[str, Any]) -> str:
    lines = "".join(f"- {each}\n" for each in group.get("remarks", ()))
    return f"{lines}\n" if lines else ""


def _circumstances(made: Mapping[str, Any]) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in made["versions"].items())
    return (
        f"Measured on {made['on']}: {made['rounds']} rounds, "
        f"{made['system']} with {made['processors']} processors, "
        f"Python {made['python']}, {versions}."
    )
