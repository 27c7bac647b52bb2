"""What a page says of itself, and the templates that it is put into."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lite_build.pages.page_facts import page_facts
from lite_build.project.options import PageOptions
from lite_build.words.errors import UserMistake
from tests.unit.pages.conftest import code, text

if TYPE_CHECKING:
    from tests.unit.pages.conftest import PageMaker

FRONT = '---\ntitle: "Front & back"\nlang: de\nauthor: Ada\n---\n'


def test_the_title_is_told_by_metadata_front_matter_a_heading_or_the_name(make: PageMaker) -> None:
    assert page_facts(make.notebook(text("# Heading"), title="Said")).title == "Said"
    assert page_facts(make.notebook(text(FRONT), text("# Heading"))).title == "Front & back"
    assert page_facts(make.notebook(text("## Second"), text("# *First* `one`"))).title == "First one"
    assert page_facts(make.notebook(code("x"), name="week/my lesson.ipynb")).title == "my lesson"


def test_facts_go_into_the_head_of_the_page_escaped(make: PageMaker) -> None:
    html = make.page(
        text(FRONT + "# Heading\n\nThe first *paragraph* tells."),
        image="card.png",
        keywords=["one", "two"],
        authors=[{"name": "Grace"}],
        options=PageOptions(address="https://site.example/course/"),
    )
    assert '<html lang="de">' in html
    assert "<title>Front &amp; back</title>" in html
    assert '<meta name="description" content="The first paragraph tells.">' in html
    assert '<meta property="og:image" content="https://site.example/course/files/card.png">' in html
    assert '<link rel="canonical" href="https://site.example/course/pages/lesson.html">' in html
    assert '<meta name="keywords" content="one, two">' in html
    assert "lang: de" not in html


def test_a_page_is_written_in_its_language_s_direction(make: PageMaker) -> None:
    assert '<html lang="ar-EG" dir="rtl">' in make.page(text("x"), language="ar_EG")
    assert '<html lang="en">' in make.page(text("x"))


def test_front_matter_that_is_no_yaml_is_told_with_its_place(make: PageMaker) -> None:
    with pytest.raises(UserMistake, match=r"lesson.ipynb, cell 1: the front matter is no YAML"):
        make.page(text("---\ntitle: [\n---\n"))
    assert "between rules" in make.page(text("---\nbetween rules\n---\n"))


def test_the_state_of_widgets_is_in_the_page_and_ends_no_script(make: PageMaker) -> None:
    state = {"state": {"a": {"state": {"value": "</script>"}}}, "version_major": 2}
    html = make.page(text("x"), widgets={"application/vnd.jupyter.widget-state+json": state})
    assert '<script type="application/vnd.jupyter.widget-state+json">{"state":' in html
    assert '"value":"\\u003c/script>"' in html
    assert "widget-state" not in make.page(text("x"))


def test_a_part_is_nothing_but_the_part(make: PageMaker) -> None:
    html = make.page(text("# x"), options=PageOptions(template="part"))
    assert html.startswith('<link rel="stylesheet" href="../static/page/pages.')
    assert '<script type="module" src="../lite.js"></script>' in html
    assert "<html" not in html


def test_a_project_lays_its_templates_over_ours(make: PageMaker) -> None:
    folder = make.folder / "templates"
    folder.mkdir()
    own = (
        '{% extends "lite-build/article.html" %}{% block footer %}<p>{{ page.title }} ends</p>{% endblock %}'
    )
    (folder / "article.html").write_text(own, encoding="utf-8")
    (folder / "poster.html").write_text("<h1>{{ page.title }}</h1>{{ page.content }}", encoding="utf-8")
    assert "<p>A &amp; B ends</p>" in make.page(text("# A & B"))
    assert make.page(text("x"), title="P", options=PageOptions(template="poster")).startswith("<h1>P</h1>")


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{% if %}", r"templates/own\.html, line 1: the template cannot be read"),
        ("{{ page.nothing }}", "the template cannot be filled: .* has no attribute 'nothing'"),
        ('{% extends "nothing.html" %}', "there is no template nothing.html, which it builds on"),
    ],
)
def test_a_wrong_template_is_told_with_its_place(make: PageMaker, template: str, said: str) -> None:
    (make.folder / "templates").mkdir()
    (make.folder / "templates" / "own.html").write_text(template, encoding="utf-8")
    with pytest.raises(UserMistake, match=said):
        make.page(text("x"), options=PageOptions(template="own"))


def test_a_template_that_is_not_there_is_told_with_those_that_are(make: PageMaker) -> None:
    with pytest.raises(UserMistake, match=r"no template called artikle.*did you mean article") as raised:
        make.page(text("x"), options=PageOptions(template="artikle"))
    assert "There are app, article, part;" in str(raised.value)
