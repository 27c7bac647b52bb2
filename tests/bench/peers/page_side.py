"""A side of the comparison of pages: where its pages are, and what a reader looks for in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE, NEXT_ARTICLE = "article.html", "next-article.html"
#: A page that does not ask for Python before its reader does.
RESTING = "resting.html"
SAVED_OUTPUT = "saved output"
#: What all pages have beside Python.
SAVED = f"<table><tr><td>{SAVED_OUTPUT}</td></tr></table>"


@dataclass(frozen=True)
class PageSide:
    """Pages that do the same job: a saved output, and a button "count 0" whose count Python keeps.

    Args:
        folder: where its files are, below the host's root.
        is_framed: whether the button is in a frame of the page.
        needs: what it needs of other hosts, in sentences; for the case that it does not run.
        is_isolated: whether its host sends the headers by which pages share memory with workers.
    """

    folder: str
    is_framed: bool = False
    needs: str = ""
    is_isolated: bool = False

    @property
    def address(self) -> str:
        """Of the page, below the host's root."""
        return f"{self.folder}/{ARTICLE}"

    @property
    def next_address(self) -> str:
        """Of another page of the same kind."""
        return f"{self.folder}/{NEXT_ARTICLE}"


def write_page(path: Path, body: str, head: str = "") -> None:
    """Write a page's HTML."""
    path.write_text(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>An article</title>'
        f"{head}</head><body><p>An article.</p>{body}</body></html>",
        encoding="utf-8",
    )


def write_pages(folder: Path, body: str, head: str = "") -> None:
    """Write the two pages of a side, which are the same."""
    for name in (ARTICLE, NEXT_ARTICLE):
        # What lies there may be a link to a file that others have, too.
        (folder / name).unlink(missing_ok=True)
        write_page(folder / name, body, head)
