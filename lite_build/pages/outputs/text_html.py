"""A terminal's text as HTML, in which all is escaped: a page shows the same (`text-view.ts`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lite_build.pages.outputs.terminal_text import TerminalText, part, row_text
from lite_build.pages.outputs.text_style import PLAIN, palette_colour
from lite_build.pages.texts.markup import element, escaped
from lite_build.words.page_words import word

if TYPE_CHECKING:
    from lite_build.pages.outputs.terminal_text import Row, Run
    from lite_build.pages.outputs.text_style import TerminalColour

#: Of a text with more lines, its beginning and its end are shown, and the rest on demand.
MOST_LINES = 500
#: Names of the palette's first eight colours, as JupyterLab has them.
_NAMES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
#: JupyterLab's rule for addresses in text, for the protocols that only fetch.
_ADDRESS = re.compile(
    r"""(?:(?:https?|ftp)://|www\.)[^\s"<>]+[^\s"<>'(){}[\],:;.!?]""", re.IGNORECASE | re.ASCII
)
_LOOKS = ("bold", "dim", "italic", "underline", "strike", "hidden")


def text_view(text: str, *classes: str) -> str:
    """Show a terminal's text.

    Args:
        text: as it was written, with its sequences.
        classes: of the element, besides its own.
    """
    terminal = TerminalText(text)
    rows = terminal.rows
    lines = [row_html(row, "\n" if number < len(rows) else "") for number, row in enumerate(rows, 1)]
    hidden = len(lines) - MOST_LINES
    if hidden <= 0:
        content = element("span", "".join(lines)) + element("span", "")
    else:
        head = MOST_LINES // 2
        said = word("show-more-lines", count=hidden, all=len(lines))
        rest = element("span", "".join(lines[head : head + hidden]))
        content = (
            element("span", "".join(lines[:head]))
            + element("details", element("summary", said) + rest, {"class": "page-more"})
            + element("span", "".join(lines[head + hidden :]))
        )
    return element("div", content, {"class": " ".join(["lite-text", *classes])})


def plain_text(text: str) -> str:
    """A terminal's text with no colours."""
    return TerminalText(text).plain


def row_html(row: Row, end: str) -> str:
    """A row, whose addresses are links."""
    text = row_text(row)
    has_address = "://" in text or "www." in text
    if not has_address and (not row or (len(row) == 1 and row[0].style == PLAIN)):
        return escaped(text + end)
    pieces = _with_links(row, text) if has_address else [(run, run.style.link) for run in row]
    return element("span", "".join(_run_html(run, link) for run, link in pieces) + end)


def _with_links(row: Row, text: str) -> list[tuple[Run, str | None]]:
    """The runs, cut where an address begins or ends, each with the address that it links to."""
    pieces: list[tuple[Run, str | None]] = []
    start = 0
    for match in _ADDRESS.finditer(text):
        link = f"https://{match[0]}" if match[0].startswith("www.") else match[0]
        pieces += [(run, run.style.link) for run in part(row, start, match.start())]
        pieces += [(run, run.style.link or link) for run in part(row, match.start(), match.end())]
        start = match.end()
    return pieces + [(run, run.style.link) for run in part(row, start, len(text))]


def _run_html(run: Run, link: str | None) -> str:
    attributes = _look(run)
    shown = element("span", escaped(run.text), attributes) if attributes else escaped(run.text)
    if link is None:
        return shown
    return element("a", shown, {"href": link, "target": "_blank", "rel": "noopener noreferrer"})


def _look(run: Run) -> dict[str, str]:
    style = run.style
    # As in JupyterLab and many terminals, bold makes the eight colours intense.
    own = style.foreground
    foreground = own + 8 if style.bold and isinstance(own, int) and own < 8 else own
    front, back = (style.background, foreground) if style.inverse else (foreground, style.background)
    classes = [f"lite-ansi-{name}" for name in _LOOKS if getattr(style, name)]
    if style.inverse and front is None:
        classes.append("lite-ansi-inverse-fg")
    if style.inverse and back is None:
        classes.append("lite-ansi-inverse-bg")
    styles: list[str] = []
    for side, colour in (("fg", front), ("bg", back)):
        _paint(side, colour, classes, styles)
    found = {"class": " ".join(classes), "style": " ".join(styles)}
    return {name: value for name, value in found.items() if value}


def _paint(side: str, colour: TerminalColour | None, classes: list[str], styles: list[str]) -> None:
    """The sixteen colours belong to the theme; of others the theme sees to it that they can be read."""
    if colour is None:
        return
    if isinstance(colour, int) and colour < 16:
        intense = "" if colour < 8 else "-intense"
        classes.append(f"lite-ansi-{_NAMES[colour % 8]}{intense}-{side}")
        return
    own = colour if isinstance(colour, str) else palette_colour(colour)
    classes.append(f"lite-ansi-own-{side}")
    if side == "bg":
        classes.append("lite-ansi-on-light" if _is_light(own) else "lite-ansi-on-dark")
    styles.append(f"--lite-own-{side}: {own};")


def _is_light(colour: str) -> bool:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue > 140
