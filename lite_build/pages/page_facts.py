"""What a page says of itself: its title, description, language and picture, out of its notebook."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import yaml

from lite_build.notebooks.reading import without_notebook_suffix
from lite_build.pages.texts.markdown import first_paragraph, headings_of
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lite_build.notebooks.reading import Cell, Notebook

#: A first cell that holds facts between two lines of dashes.
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<facts>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
#: About as much as a search engine or a social card shows.
_LONGEST_DESCRIPTION = 200
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


@dataclass(frozen=True)
class PageFacts:
    """What a page says of itself.

    Args:
        title: in words.
        description: in a sentence or two; "" where there is nothing to say.
        language: a tag of BCP 47, such as "en".
        authors: their names.
        date: as its author wrote it; "" for none.
        keywords: words to be found by.
        image: of a social card, as the notebook names it; "" for none.
        has_own_heading: whether the notebook's text begins with the title.
    """

    title: str
    description: str
    language: str
    authors: tuple[str, ...]
    date: str
    keywords: tuple[str, ...]
    image: str
    has_own_heading: bool

    @property
    def direction(self) -> str:
        """In which direction its language is written, as HTML's `dir` has it."""
        return "rtl" if self.language.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def page_facts(notebook: Notebook) -> PageFacts:
    """Read what a notebook says of itself: in its metadata, in front matter, or by its text.

    Raises:
        UserMistake: the front matter cannot be read.
    """
    front = front_matter(notebook)
    metadata: dict[str, Any] = {**notebook.raw.get("metadata", {}), **front}
    texts = [cell.source for cell in text_cells(notebook)]
    headings = [heading for text in texts for heading in headings_of(text)]
    top = next((words for level, words in headings if level == 1 and words), "")
    name = PurePosixPath(without_notebook_suffix(notebook.name)).name
    title = _text(metadata, "title") or top or next((words for _, words in headings if words), "") or name
    described = _text(metadata, "description", "abstract") or next(
        filter(None, map(first_paragraph, texts)), ""
    )
    return PageFacts(
        title=title,
        description=_shortened(described),
        language=_text(metadata, "language", "lang", "locale").replace("_", "-") or "en",
        authors=_names(metadata.get("authors", metadata.get("author"))),
        date=_text(metadata, "date"),
        keywords=_names(metadata.get("keywords", metadata.get("tags"))),
        image=_text(metadata, "image", "thumbnail"),
        has_own_heading=bool(top),
    )


def front_matter(notebook: Notebook) -> dict[str, Any]:
    """The facts between lines of dashes that the first cell begins with, if it does.

    Raises:
        UserMistake: they are no YAML.
    """
    first = notebook.cells[0] if notebook.cells else None
    if first is None or first.kind == "code" or (found := _FRONT_MATTER.match(first.source)) is None:
        return {}
    try:
        facts = yaml.safe_load(found["facts"])
    except yaml.YAMLError as error:
        raise UserMistake(
            f"the front matter is no YAML: {error}",
            where=notebook.place(first),
            remedy='Write lines such as `title: "A title"` between the two lines of dashes.',
        ) from None
    # Between two rules there may be ordinary text.
    return facts if isinstance(facts, dict) else {}


def without_front_matter(notebook: Notebook, cell: Cell) -> str:
    """A cell's text, less the facts that it begins with."""
    if cell.index == 0 and cell.kind != "code" and front_matter(notebook):
        return _FRONT_MATTER.sub("", cell.source)
    return cell.source


def text_cells(notebook: Notebook) -> list[Cell]:
    """The cells of text that are shown."""
    return [
        cell
        for cell in notebook.cells
        if cell.kind == "markdown" and not cell.tags & {"remove-cell", "remove-input"}
    ]


def _text(metadata: Mapping[str, Any], *names: str) -> str:
    values = (metadata.get(name) for name in names)
    return next((str(value).strip() for value in values if value and not isinstance(value, dict | list)), "")


def _names(value: object) -> tuple[str, ...]:
    """Names: of a list of texts or of objects with a name, or of a text with commas."""
    values = value if isinstance(value, list) else str(value).split(",") if isinstance(value, str) else []
    named = (each.get("name", "") if isinstance(each, dict) else each for each in values)
    return tuple(name for each in named if (name := str(each).strip()))


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    if len(words) <= _LONGEST_DESCRIPTION:
        return words
    return words[:_LONGEST_DESCRIPTION].rpartition(" ")[0] + "…"
