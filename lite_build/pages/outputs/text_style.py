"""How a terminal shows characters: `extensions/page/src/outputs/text/text-style.ts` is the same in a page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

#: A colour of a terminal: a place in the palette of 256, or "#rrggbb".
TerminalColour = int | str

#: The switches among a style's properties, each with the codes that turn it on and off.
_SWITCHES = (
    ("bold", 1, 22),
    ("dim", 2, 22),
    ("italic", 3, 23),
    ("underline", 4, 24),
    ("inverse", 7, 27),
    ("hidden", 8, 28),
    ("strike", 9, 29),
)
_NAMED_COLOURS = 16
_GREYS = 232


@dataclass(frozen=True)
class TextStyle:
    """How characters look, and the address that they link to."""

    foreground: TerminalColour | None = None
    background: TerminalColour | None = None
    bold: bool = False
    dim: bool = False
    italic: bool = False
    underline: bool = False
    inverse: bool = False
    hidden: bool = False
    strike: bool = False
    link: str | None = None


PLAIN = TextStyle()


@lru_cache(maxsize=4096)
def restyled(style: TextStyle, parameters: str) -> TextStyle:
    """What follows of a style by the parameters of an SGR sequence ("1;31" of ESC [ 1;31 m)."""
    # Colons part the words of one colour: 38:2::r:g:b, where the place of the colour space may be left out.
    groups = [[int(word or 0) for word in group.split(":")] for group in parameters.split(";")]
    index = 0
    while index < len(groups):
        group = groups[index]
        index += 1
        code = group[0]
        if code in {38, 48}:
            words = group[1:] if len(group) > 1 else [words[0] for words in groups[index:]]
            colour, taken = _extended_colour(words, names_space=len(group) > 4 and group[1] == 2)
            if len(group) == 1:
                index += taken
            if colour is not None:
                side = "foreground" if code == 38 else "background"
                style = _changed(style, **{side: colour})
        elif code == 4 and group[1:2] == [0]:
            style = replace(style, underline=False)
        else:
            style = _after_code(style, code)
    return style


def _changed(style: TextStyle, **values: TerminalColour | bool | None) -> TextStyle:
    return replace(style, **values)  # type: ignore[arg-type]


def _after_code(style: TextStyle, code: int) -> TextStyle:
    if code == 0:
        return TextStyle(link=style.link)
    if code == 21:
        return replace(style, underline=True)
    if code == 22:
        return replace(style, bold=False, dim=False)
    for name, on, off in _SWITCHES:
        if code in {on, off}:
            return _changed(style, **{name: code == on})
    for first, side, offset in (
        (30, "foreground", 0),
        (40, "background", 0),
        (90, "foreground", 8),
        (100, "background", 8),
    ):
        if first <= code < first + 8:
            return _changed(style, **{side: code - first + offset})
    if code in {39, 49}:
        return _changed(style, **{"foreground" if code == 39 else "background": None})
    return style


def _extended_colour(words: list[int], *, names_space: bool) -> tuple[TerminalColour | None, int]:
    """The colour of the words behind 38 or 48, and how many of them it has taken."""
    kind = words[0] if words else 0
    if kind == 5:
        index = words[1] if len(words) > 1 else -1
        return (index if 0 <= index <= 255 else None), 2
    if kind != 2:
        return None, 1
    parts = words[2:5] if names_space and len(words) > 4 else words[1:4]
    fits = len(parts) == 3 and all(0 <= part <= 255 for part in parts)
    return ("#" + "".join(f"{part:02x}" for part in parts) if fits else None), 4


def palette_colour(index: int) -> str:
    """A colour of the palette beyond the sixteen that have names, as CSS; those are the theme's."""
    if index >= _GREYS:
        return "#" + f"{8 + (index - _GREYS) * 10:02x}" * 3
    cube = index - _NAMED_COLOURS
    steps = (cube // 36, cube // 6 % 6, cube % 6)
    return "#" + "".join(f"{0 if step == 0 else 55 + step * 40:02x}" for step in steps)
