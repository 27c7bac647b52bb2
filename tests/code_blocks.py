"""The blocks of code in the documents: what readers copy is what tests run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).parents[1]
PAGES = sorted((REPOSITORY / "docs").rglob("*.md"))
DOCUMENTS = [*PAGES, REPOSITORY / "README.md", REPOSITORY / "CONTRIBUTING.md"]
#: The words before a block that is a file of the reader's.
SAVED_AS = re.compile(r"\b[Ss]ave this\s+as\s+`([^`]+)`")
DIRECTIVE = re.compile(r"\{([\w-]+)\}$")
#: Options of a directive stand between its name and its content.
OPTIONS = re.compile(r"\A(?::[\w-]+:.*\n)+\n?")


@dataclass(frozen=True)
class Block:
    """One block of code.

    Args:
        document: that it stands in.
        line: of its beginning, from 1 on; in a block of a block, of the outer one's.
        language: the word after the fence; "" where it is indented.
        argument: of a directive, behind its name.
        text: without the fences.
        saved_as: the file that the sentence above has the reader make of it.
    """

    document: Path
    line: int
    language: str
    argument: str
    text: str
    saved_as: str | None = None

    def __str__(self) -> str:
        return f"{name_of(self.document)}:{self.line}"


def name_of(document: Path) -> str:
    """A document's path in the repository."""
    return document.relative_to(REPOSITORY).as_posix()


def blocks_of(document: Path, text: str | None = None) -> Iterator[Block]:
    """All blocks of a document, in their order, those within blocks of Markdown and of directives too."""
    markdown = document.read_text("utf-8") if text is None else text
    said = ""
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        if token.type == "inline":
            said = token.content
        if token.type not in {"fence", "code_block"}:
            continue
        language, _, argument = token.info.strip().partition(" ")
        line = (token.map or [0])[0] + 1
        saved = SAVED_AS.search(said)
        block = Block(document, line, language, argument, token.content, saved[1] if saved else None)
        said = ""
        yield block
        if language == "md" or DIRECTIVE.match(language):
            yield from blocks_of(document, OPTIONS.sub("", block.text))


def all_blocks(*languages: str) -> list[Block]:
    """The blocks of all documents that are of these languages."""
    return [block for document in DOCUMENTS for block in blocks_of(document) if block.language in languages]


def commands_of(block: Block) -> list[str]:
    """The commands of a block, without what is said beside them, two spaces further on."""
    lines = (re.split(r"\s{2,}(?!-)", line.strip())[0] for line in block.text.splitlines())
    return [line for line in lines if line]
