"""What the documents name is there, and their lines can be read beside code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest

from lite_build.notebooks.markdown_links import links_of
from tests.code_blocks import DOCUMENTS, PAGES, REPOSITORY, name_of

if TYPE_CHECKING:
    from pathlib import Path

LONGEST_LINE = 120
PATH_IN_BACKTICKS = re.compile(r"`((?:lite_build|extensions|tests)/[^`\s*…]*)`")
#: What no line of prose is: code between fences, figures that the benchmarks write, indented code.
NO_PROSE = re.compile(
    r"^ *(?P<fence>`{3,}).*?^ *(?P=fence)$"
    r"|^<!-- figures.*?^<!-- end of figures -->$"
    r"|(?<=\n\n)(?: {4}[^\n]*\n)+",
    re.M | re.S,
)
#: The site beside the pages, which the build of the documentation makes.
SITE = "lite/"
INCLUDED = re.compile(r"^```\{include\} (\S+)$", re.M)
TABLE_OR_LINK = re.compile(r"\||\[[^\]]+\]: ")


def of_each(documents: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("document", documents, ids=name_of)


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


def test_every_page_is_in_the_table_of_contents() -> None:
    index = (REPOSITORY / "docs/index.md").read_text("utf-8")
    listed = {name for tree in re.findall(r"```{toctree}\n(.*?)```", index, re.S) for name in tree.split()}
    there = {page.relative_to(REPOSITORY / "docs").with_suffix("").as_posix() for page in PAGES}
    assert there - listed == {"index"}


def test_every_line_of_the_comparison_has_a_source() -> None:
    comparison = REPOSITORY / "docs/comparison.md"
    rows = rows_of(comparison)
    assert len(rows) > 40
    assert [row for row in rows if "](" not in row[-1]] == []
    # Each table beside another tool cites that tool's own pages.
    cited = {
        urlsplit(link).netloc for link in links_of((REPOSITORY / "docs/comparison.md").read_text("utf-8"))
    }
    assert {"jupyterlite.readthedocs.io", "docs.marimo.io", "docs.pyscript.net", "panel.holoviz.org"} <= cited


def test_figures_of_the_comparison_are_those_that_were_measured() -> None:
    """Of each figure with a unit: the benchmarks' tables have it, too."""
    measured = (REPOSITORY / "docs/benchmarks.md").read_text("utf-8")
    for page in ("comparison.md", "guides/from-jupyterlite.md"):
        rows = [
            row for row in rows_of(REPOSITORY / "docs" / page) if "benchmarks.md" in row[-1] or len(row) == 3
        ]
        figures = {figure for row in rows for figure in re.findall(r"\d+\.\d+ (?:s|ms|MB)\b", " ".join(row))}
        assert len(figures) >= 6, page
        assert {figure for figure in figures if figure not in measured} == set()


def test_symptoms_of_the_troubleshooting_are_words_that_are_really_said() -> None:
    """Each that stands as code in a first column; what differs in it is an ellipsis there."""
    said = words_said()
    symptoms = [
        symptom
        for row in rows_of(REPOSITORY / "docs/troubleshooting.md")
        for symptom in re.findall(r"`([^`]+)`", row[0])
        if " " in symptom
    ]
    assert len(symptoms) > 40
    parts = {part.strip() for symptom in symptoms for part in symptom.split("…") if len(part.strip()) > 6}
    assert {part for part in parts if part not in said} == set()


def rows_of(document: Path) -> list[list[str]]:
    """The cells of each row of a document's tables, without the heads."""
    lines = document.read_text("utf-8").splitlines()
    heads = {number for number, line in enumerate(lines[1:]) if re.fullmatch(r"[|:\- ]+", line)}
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for number, line in enumerate(lines)
        if line.startswith("|") and number not in heads and number - 1 not in heads
    ]


def words_said() -> str:
    """All code of ours that says something, with texts of several lines made one."""
    files = [
        file
        for folder in ("lite_build", "extensions")
        for suffix in ("*.py", "*.ts", "*.js", "page_words/en.json")
        for file in (REPOSITORY / folder).rglob(suffix)
        if not {"node_modules", "dist", "lib", "tests"} & set(file.parts)
    ]
    joined = re.sub(
        r"""["'`]\s*\+?\s*\n\s*\+?\s*[rf]?["'`]""", "", "\n".join(file.read_text("utf-8") for file in files)
    )
    return joined.replace("\\'", "'")


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
