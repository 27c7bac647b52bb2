"""A terminal's text as HTML: always escaped, with its colours, its links, and what it has written over."""

from __future__ import annotations

import re

import pytest

from lite_build.pages.outputs.terminal_text import TerminalText
from lite_build.pages.outputs.text_html import MOST_LINES, text_view


def inside(text: str) -> str:
    found = re.fullmatch(
        r'<div class="lite-text"><span>(.*)</span><span></span></div>', text_view(text), re.S
    )
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("one\ntwo", "one\ntwo"),
        (" 10%\r 50%\r100%", "100%"),
        ("long line\rshort", "shortline"),
        ("ab\b\bcd", "cd"),
        ("12345\x1b[3Dx", "12x45"),
        ("one\ntwo\x1b[1A\rTHE", "THE\ntwo"),
        ("gone\x1b[2K\rhere", "here"),
        ("gone\nall\x1b[2Jhere", "here"),
        ("a\x1b[4Cb", "a    b"),
        ("\x1b[?25lhidden cursor", "hidden cursor"),
        ("bell\x07", "bell"),
        ("unfinished\x1b[3", "unfinished"),
    ],
)
def test_what_a_program_writes_over_is_not_there(written: str, seen: str) -> None:
    assert TerminalText(written).plain == seen


@pytest.mark.parametrize("tag", ["<b>", "</pre>", "<script>alert(1)</script>", "&lt;", "\"'", "<!--"])
def test_every_text_is_escaped(tag: str) -> None:
    assert not re.search(r"<(?!/?(span|a)\b)", inside(f"\x1b[31m{tag}\x1b[0m {tag} https://a.example/{tag}"))


@pytest.mark.parametrize(
    ("codes", "look"),
    [
        ("31", 'class="lite-ansi-red-fg"'),
        ("1;31", 'class="lite-ansi-bold lite-ansi-red-intense-fg"'),
        ("97;44", 'class="lite-ansi-white-intense-fg lite-ansi-blue-bg"'),
        ("7", 'class="lite-ansi-inverse-fg lite-ansi-inverse-bg"'),
        ("3;4;9", 'class="lite-ansi-italic lite-ansi-underline lite-ansi-strike"'),
        ("38;5;196", 'class="lite-ansi-own-fg" style="--lite-own-fg: #ff0000;"'),
        ("38;2;1;2;3", 'class="lite-ansi-own-fg" style="--lite-own-fg: #010203;"'),
        ("38:2::1:2:3", 'class="lite-ansi-own-fg" style="--lite-own-fg: #010203;"'),
        ("48;5;255", 'class="lite-ansi-own-bg lite-ansi-on-light" style="--lite-own-bg: #eeeeee;"'),
    ],
)
def test_colours_are_those_of_the_theme_and_others_are_named(codes: str, look: str) -> None:
    assert inside(f"\x1b[{codes}mx\x1b[0my") == f"<span><span {look}>x</span>y</span>"


def test_addresses_are_links_also_where_colours_change_in_them() -> None:
    html = inside("see \x1b[1mhttps://a.example/\x1b[0mb?c=1&d, or www.b.example.")
    assert html.count('href="https://a.example/b?c=1&amp;d"') == 2
    assert (
        '<a href="https://www.b.example" target="_blank" rel="noopener noreferrer">www.b.example</a>.' in html
    )
    assert 'href="https://c.example"' in inside("\x1b]8;;https://c.example\x1b\\here\x1b]8;;\x1b\\")
    assert "href" not in inside("\x1b]8;;javascript:alert(1)\x1b\\here\x1b]8;;\x1b\\")


def test_of_a_long_text_the_middle_is_folded_and_all_of_it_is_there() -> None:
    html = text_view("\n".join(f"line {number}" for number in range(MOST_LINES + 100)))
    assert "Show 100 more lines of 600" in html
    assert [f"line {number}\n" in html for number in (0, 249, 250, 349, 350)] == [True] * 5
