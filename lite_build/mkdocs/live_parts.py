"""The live parts of a page: blocks of code that can be run, from its Markdown to its HTML.

A live block stands in the page's HTML as MkDocs shows it, between two comments. Once it is known what the
site can run, cells take the place of those that it can. What no one replaces is as it would be without us.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lite_build.documentation.example_cells import (
    ANY_EXCEPTION,
    ExampleCell,
    NoPythonError,
    cells_of,
)
from lite_build.documentation.examples import PAGE, CollectedCell, CollectedExample, free_name
from lite_build.documentation.live_code import OFF, PYTHON, SESSIONS
from lite_build.mkdocs.fences import fences_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lite_build.mkdocs.fences import Fence
    from lite_build.mkdocs.written_tags import WrittenTag

_BETWEEN = re.compile(r"<!-- lite-build (?P<number>\d+) -->(?P<html>.*?)<!-- lite-build end -->", re.DOTALL)
END = "<!-- lite-build end -->"
#: Between the names of documents in our contents.
_MARKDOWN = re.compile(r"\.(md|markdown|mdown|mkdn|mkd|ipynb)$")


@dataclass(frozen=True)
class LivePart:
    """A block of code that can be run.

    Args:
        cells: each with its place.
        attributes: of each cell's element.
        saved: HTML of what its last cell shows until it has run.
    """

    cells: tuple[CollectedCell, ...]
    attributes: Mapping[str, str | bool]
    saved: str = ""

    @property
    def is_left_out(self) -> bool:
        """Whether it is run where a reader asks for it, and at no other time."""
        return self.attributes.get("only-asked") is True

    def has(self, *flags: str) -> bool:
        """Whether its element has one of some attributes."""
        return any(self.attributes.get(flag) for flag in flags)


@dataclass(frozen=True)
class WrittenBlock:
    """What a page of a notebook says of one of its blocks, by the word that the block has.

    Args:
        place: of the cell, in words.
        attributes: of its element.
        saved: HTML of its outputs.
    """

    place: str
    attributes: Mapping[str, str | bool]
    saved: str


@dataclass
class LivePage:
    """A page while it is read: its live parts, as they are found.

    Args:
        path: of its source, from the folder of documents.
        place: of its source, as its author is told it.
        source: its text, with what stands before its Markdown.
        chosen: which blocks are live that say nothing of themselves.
        warn: is told what is wrong, and where.
        blocks: of a notebook, by their numbers; empty for a page of Markdown.
    """

    path: str
    place: str
    source: str
    chosen: str
    warn: Callable[[str, str], None]
    blocks: Mapping[str, WrittenBlock] = field(default_factory=dict)
    is_notebook: bool = False
    parts: list[LivePart] = field(default_factory=list)
    tags: tuple[WrittenTag, ...] = ()
    _seen: dict[str, int] = field(default_factory=dict)

    @property
    def is_off(self) -> bool:
        """Whether it is a notebook that says of itself that its cells are not run."""
        return self.is_notebook and self.chosen == OFF

    def marked(self, lines: list[str], store: Callable[[str], str]) -> list[str]:
        """Put comments around the live blocks of some Markdown, and note them.

        Args:
            lines: of the Markdown.
            store: gives what stands in Markdown for some HTML.
        """
        written: list[str] = []
        at = 0
        for fence in fences_in(lines):
            line = self._line_of(lines[fence.start])
            if not fence.is_live(self.chosen):
                if fence.is_marked:
                    written += [*lines[at : fence.start], *fence.plain]
                    at = fence.end
                continue
            part = self._part_of(fence, line)
            shown = fence.plain
            if part is not None:
                edge, blank = fence.before, fence.before.rstrip()
                begin, end = store(f"<!-- lite-build {len(self.parts)} -->"), store(END)
                shown = [blank, f"{edge}{begin}", blank, *shown, blank, f"{edge}{end}", blank]
                self.parts.append(part)
            written += [*lines[at : fence.start], *shown]
            at = fence.end
        return [*written, *lines[at:]]

    def examples(self) -> tuple[CollectedExample, ...]:
        """The cells of the page, which share their names, and those of each tag that it has."""
        document = _MARKDOWN.sub("", self.path)
        taken = {PAGE}
        own = self._own_cells()
        page = [CollectedExample(document, PAGE, "", "", own, is_notebook=self.is_notebook)] if own else []
        tags = (
            CollectedExample(
                document,
                free_name(tag.name, taken),
                "",
                "",
                tuple(CollectedCell(cell, self.place) for cell in tag.cells),
            )
            for tag in self.tags
        )
        return (*page, *tags)

    def _own_cells(self) -> tuple[CollectedCell, ...]:
        if self.is_off:
            return ()
        return tuple(
            cell
            for part in self.parts
            if not part.is_left_out
            for cell in part.cells
            if not cell.cell.is_skipped
        )

    def filled(self, html: str, shown: Callable[[LivePart], str | None]) -> str:
        """The page with its live parts.

        Args:
            html: of the page, with the comments.
            shown: gives the HTML of a part; None for one that stays as it is.
        """

        def fill(found: re.Match[str]) -> str:
            part = self.parts[int(found["number"])]
            live = shown(part)
            return _as_written(found["html"].strip(), part) if live is None else live

        return _BETWEEN.sub(fill, html)

    def _part_of(self, fence: Fence, line: int | None) -> LivePart | None:
        """The live part that a fence is; None for one that cannot be run, which is told."""
        block = next((self.blocks[word] for word in fence.words if word in self.blocks), None)
        place = f"{self.place}:{line}" if block is None and line else self.place
        if fence.language.lower() not in PYTHON | SESSIONS | {""}:
            self.warn(f"a block of {fence.language} cannot be run: it is Python that runs in a page", place)
            return None
        if block is not None:
            exception = ANY_EXCEPTION if block.attributes.get("raises-exception") else ""
            cell = CollectedCell(ExampleCell(fence.text, "", 0, exception=exception), block.place)
            return LivePart((cell,), block.attributes, block.saved)
        attributes, unknown = fence.attributes()
        for word in unknown:
            self.warn(f"{word} means nothing to a live block", place)
        try:
            cells = cells_of(fence.text)
        except NoPythonError as error:
            self.warn(error.what, self._place_in(line, error.line))
            return None
        if not cells or all(cell.is_skipped for cell in cells):
            return None
        if "raises-exception" in attributes:
            cells = tuple(replace(cell, exception=cell.exception or ANY_EXCEPTION) for cell in cells)
        collected = tuple(CollectedCell(cell, self._place_in(line, cell.line)) for cell in cells)
        return LivePart(collected, {"in-order": True, **attributes})

    def _place_in(self, line: int | None, inside: int) -> str:
        """Where a line of a block's code is, counted from 0."""
        return self.place if line is None else f"{self.place}:{line + 1 + inside}"

    def _line_of(self, opening: str) -> int | None:
        """The line of the source on which a fence opens: the next that reads like it.

        What stands before a page's Markdown, and what other plugins have put into it, moves its lines.
        """
        seen = self._seen.get(opening, 0)
        lines = self.source.splitlines()
        found = [number for number, line in enumerate(lines, 1) if line.rstrip() == opening.rstrip()]
        self._seen[opening] = seen + 1
        return found[seen] if seen < len(found) else None


def _as_written(html: str, part: LivePart) -> str:
    """A part that is not run: what it hides from readers is hidden here, too."""
    code = "" if part.has("hidden", "hidden-code") else html
    return code + ("" if part.has("hidden", "hidden-output") else part.saved)
