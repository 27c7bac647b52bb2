"""The tags that the page's script knows are those that the build and the plugin for MkDocs know."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from markdown import markdown

from lite_build.html.page import read_html_pages
from lite_build.html.tags import COMPONENT_TAGS, ELEMENT_TAGS, OUR_TAGS
from lite_build.mkdocs.markdown_extension import LiveBlocks
from lite_build.mkdocs.page_html import has_elements, page_html
from lite_build.mkdocs.written_tags import without_scripts, written_tags

PAGE = Path(__file__).parents[2] / "extensions" / "page" / "src"


def test_every_component_and_every_element_is_known() -> None:
    traits = json.loads((PAGE / "components" / "traits.json").read_text(encoding="utf-8"))
    assert sorted(COMPONENT_TAGS) == sorted(traits)
    script = (PAGE / "index.ts").read_text(encoding="utf-8")
    assert [tag for tag in ELEMENT_TAGS if f"'{tag}'" not in script] == []


@pytest.mark.parametrize("tag", OUR_TAGS)
def test_a_page_with_one_tag_is_live(tmp_path: Path, tag: str) -> None:
    html = f'<p>Text</p>\n<{tag} id="one"></{tag}>'
    (tmp_path / "one.html").write_text(html, encoding="utf-8")
    assert [page.name for page in read_html_pages([("one.html", tmp_path / "one.html")])] == ["one.html"]
    assert has_elements(html)
    assert not has_elements(f"<{tag}s></{tag}s> &lt;{tag}&gt;")


@pytest.mark.parametrize("tag", OUR_TAGS)
def test_markdown_puts_no_paragraph_around_a_tag_of_its_own_line(tag: str) -> None:
    html = markdown(f"Text\n\n<{tag}>\n</{tag}>\n\nMore", extensions=[LiveBlocks()])
    assert html == f"<p>Text</p>\n<{tag}>\n</{tag}>\n\n<p>More</p>"


def test_names_of_their_own_are_for_tags_that_run_code() -> None:
    html = page_html("<lite-card><lite-cell></lite-cell></lite-card>", "lite.js", "style.css", "sea.md")
    assert '<lite-card><lite-cell namespace="sea.md"></lite-cell></lite-card>' in html


def test_code_within_a_card_is_read_as_that_beside_one() -> None:
    inside = (
        '<lite-widget src="sea:Bell"></lite-widget>'
        '<lite-exercise id="e"><script type="text/x-python">1</script></lite-exercise>'
        '<lite-cell><script type="text/x-python">2</script></lite-cell>'
    )
    card = f"<lite-card>{inside}</lite-card>"
    assert written_tags(card) == written_tags(inside)
    assert [tag.name for tag in written_tags(card)] == ["widget", "cell"]
    assert without_scripts(card) == f"<lite-card>{without_scripts(inside)}</lite-card>"
