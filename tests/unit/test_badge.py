"""`lite-build badge`: a link with a picture, for a README."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from docutils.core import publish_string
from markdown_it import MarkdownIt

from lite_build.cli import main
from lite_build.site.badge import BADGE, write_badge

if TYPE_CHECKING:
    from pathlib import Path

SITE = "https://you.github.io/course/"
ODD = 'week 1/a (b) [c] "d" & é.ipynb'


class _Found(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, dict[str, str | None]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found[tag] = dict(attrs)


def shown(text: str) -> tuple[str | None, str | None, str | None]:
    """The link, the picture and its words, as a browser finds them."""
    parser = _Found()
    parser.feed(text)
    link, picture = parser.found["a"], parser.found["img"]
    return link["href"], picture["src"], picture["alt"]


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["badge", *words]) == 0
    return capsys.readouterr().out


def test_each_language_leads_to_the_same_notebook_with_the_picture_of_the_site(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = (SITE.rstrip("/"), ODD, "--words=Open [it] <now>")
    markdown = MarkdownIt().render(printed(capsys, *words))
    html = printed(capsys, *words, "--format=html")
    rest = publish_string(printed(capsys, *words, "--format=rst"), writer="html5").decode()
    found = {shown(markdown), shown(html), shown(rest[rest.index("<main") :])}
    assert len(found) == 1
    [(target, picture, said)] = found
    assert target is not None
    assert target.startswith(f"{SITE}lab/index.html?")
    assert parse_qs(urlsplit(target).query) == {"path": [ODD]}
    assert (picture, said) == (f"{SITE}{BADGE}", "Open [it] <now>")


def test_a_badge_leads_to_the_site_or_to_a_repository_through_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert f"]({SITE})" in printed(capsys, f"{SITE}index.html")
    words = (SITE, "week/lesson.ipynb", "--repo=owner/name", "--ref=a/b", "--app=notebooks")
    query = "repo=owner/name&path=week/lesson.ipynb&ref=a/b"
    assert f"({SITE}notebooks/index.html?{query})" in printed(capsys, *words)
    of_browser = (SITE, "a.ipynb", "--repo=https://github.com/owner/name.git")
    assert "?repo=owner/name&path=a.ipynb)" in printed(capsys, *of_browser)
    gist = printed(capsys, SITE, "--repo=gist.github.com/owner/0a1b")
    assert f"({SITE}lab/index.html?repo=gist.github.com/owner/0a1b)" in gist


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["you.github.io/course"], "is no address of a site"),
        (["https://[you"], "is no address of a site"),
        ([f"{SITE}?path=a.ipynb"], "is no address of a site"),
        ([SITE, "../a.ipynb"], "is no path of a notebook"),
        ([SITE, "a.ipynb", "--ref=main"], "is the ref of no repository"),
        ([SITE, "a.ipynb", "--repo=name"], "is no repository"),
        ([SITE, "--repo=owner/name"], "says no notebook"),
    ],
)
def test_what_makes_no_badge_is_told_in_words(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["badge", *words]) == 2
    assert told in capsys.readouterr().err


def test_the_picture_is_an_svg_that_asks_for_nothing(tmp_path: Path) -> None:
    write_badge(tmp_path)
    picture = (tmp_path / BADGE).read_text(encoding="utf-8")
    assert ElementTree.fromstring(picture).tag == "{http://www.w3.org/2000/svg}svg"
    assert picture.count("http") == 1
