"""What the documents name is there, and their lines can be read beside code."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from lite_build.notebooks.markdown_links import links_of

REPOSITORY = Path(__file__).parents[2]
PAGES = sorted((REPOSITORY / "docs").glob("*.md"))
DOCUMENTS = [*PAGES, REPOSITORY / "README.md", REPOSITORY / "CONTRIBUTING.md"]
LONGEST_LINE = 120
PATH_IN_BACKTICKS = re.compile(r"`((?:lite_build|extensions|tests)/[^`\s*…]*)`")
#: What no line of prose is: code between fences, figures that the benchmarks write, indented code.
NO_PROSE = re.compile(
    r"^ *```.*?^ *```$|^<!-- figures.*?^<!-- end of figures -->$|(?<=\n\n)(?: {4}[^\n]*\n)+", re.M | re.S
)
#: The site beside the pages, which the build of the documentation makes.
SITE = "lite/"
INCLUDED = re.compile(r"^```\{include\} (\S+)$", re.M)
TABLE_OR_LINK = re.compile(r"\||\[[^\]]+\]: ")


def of_each(documents: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("document", documents, ids=lambda document: document.name)


@of_each(DOCUMENTS)
def test_every_link_inside_of_the_repository_leads_somewhere(document: Path) -> None:
    links = [link for link in links_of(document.read_text("utf-8")) if not urlsplit(link).scheme]
    assert [link for link in links if not leads_somewhere(link, document)] == []


@of_each(DOCUMENTS)
def test_every_path_of_code_is_there(document: Path) -> None:
    named = set(PATH_IN_BACKTICKS.findall(document.read_text("utf-8")))
    built = tuple(
        line.strip("/") for line in (REPOSITORY / ".gitignore").read_text("utf-8").splitlines() if "/" in line
    )
    missing = {path for path in named if not (REPOSITORY / path).exists() and not path.startswith(built)}
    assert missing == set()


@of_each(PAGES)
def test_no_line_of_prose_is_too_long(document: Path) -> None:
    prose = NO_PROSE.sub("", document.read_text("utf-8"))
    long = [line for line in prose.splitlines() if len(line) > LONGEST_LINE and not TABLE_OR_LINK.match(line)]
    assert long == []


def leads_somewhere(link: str, document: Path) -> bool:
    """Whether a relative link leads to a file, and its anchor to a heading there."""
    parts = urlsplit(link)
    if parts.path.startswith(SITE):
        return True
    target = document.parent / unquote(parts.path) if parts.path else document
    if not target.exists():
        return False
    return not parts.fragment or unquote(parts.fragment) in anchors(target)


def anchors(document: Path) -> set[str]:
    """The anchors of a document's headings, as the sites that show it make them."""
    text = document.read_text("utf-8")
    included = [(document.parent / path).read_text("utf-8") for path in INCLUDED.findall(text)]
    headings = re.findall(r"^#+ (.*)$", "\n".join([text, *included]), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
