"""What cells have put out, in a page that runs nothing: the richest that can be shown, text escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.pages.conftest import code, display, stream

if TYPE_CHECKING:
    from tests.unit.pages.conftest import PageMaker

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==\n"


def test_streams_are_told_apart_joined_and_escaped(make: PageMaker) -> None:
    html = make.page(code("x", stream("<b>a"), stream("b\n"), stream("careful", "stderr")))
    assert '<div class="lite-output lite-stream" data-stream="stdout">' in html
    assert "<span>&lt;b&gt;ab</span>" in html
    assert 'data-stream="stderr"' in html
    assert "<b>a" not in html


def test_an_error_is_told_at_once_and_its_traceback_is_folded(make: PageMaker) -> None:
    error = {
        "output_type": "error",
        "ename": "KeyError",
        "evalue": "'<x>'",
        "traceback": ["-----", "where it was", "\x1b[31mKeyError\x1b[39m: '<x>'"],
    }
    html = make.page(code("x", error))
    line, _, fold = html.partition('<details class="lite-traceback"><summary>Traceback</summary>')
    assert "KeyError</span>: '&lt;x&gt;'" in line
    assert "where it was" in fold
    assert 'role="group" aria-label="Error: KeyError"' in line


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        ({"text__html": "<table><tr><td>1</td></tr></table>", "text__plain": "x"}, "<td>1</td>"),
        ({"text__html": ["<b>in", " lines</b>"]}, "<b>in lines</b>"),
        ({"text__html": "<script>run()</script>"}, "<script>run()</script>"),
        ({"image__png": PIXEL, "text__plain": "<Figure size 1x1>"}, 'alt="Figure size 1x1"'),
        ({"image__png": PIXEL}, f'src="data:image/png;base64,{PIXEL.strip()}"'),
        ({"image__svg_plus_xml": "<svg><script>no</script></svg>"}, "data:image/svg+xml,%3Csvg%20xmlns"),
        ({"text__markdown": "**bold** <i>x</i>", "text__plain": "x"}, "<strong>bold</strong> <i>x</i>"),
        ({"text__latex": "$x < y$", "text__plain": "x"}, "<mo>&lt;</mo>"),
        (
            {"application__json": {"a": [True, None, "<s>"]}},
            '<span class="lite-json-string">"&lt;s&gt;"</span>',
        ),
        ({"application__javascript": "element.textContent = '</script>'"}, "'\\x3c/script>'"),
        ({"application__pdf": "JVBERi0="}, 'download="output.pdf"'),
        ({"text__plain": "<object>"}, "<span>&lt;object&gt;</span>"),
    ],
)
def test_the_richest_of_a_display_is_shown(make: PageMaker, data: dict[str, object], seen: str) -> None:
    assert seen in make.page(code("x", display(**data)))


def test_what_no_page_can_show_is_told_beside_its_text(make: PageMaker) -> None:
    html = make.page(code("x", display(application__x_unknown="?", text__plain="its words")))
    assert "This page cannot show application/x_unknown. Its text:" in html
    assert "its words" in html
    widget = {
        "application__vnd.jupyter.widget-view_plus_json": {"model_id": "abc"},
        "text__plain": "IntSlider()",
    }
    assert 'data-model-id="abc"' in make.page(code("x", display(**widget)))


def test_a_picture_is_as_large_as_it_was_made(make: PageMaker) -> None:
    size = {"image/png": {"width": 300, "height": "150px"}, "needs_background": "light"}
    html = make.page(code("x", display(size, image__png=PIXEL)))
    assert 'class="lite-image lite-needs-light"' in html
    assert 'style="width: 300px; aspect-ratio: 300 / 150;"' in html


def test_html_that_asks_to_be_alone_has_a_frame(make: PageMaker) -> None:
    html = make.page(code("x", display({"isolated": True}, text__html="<style>p { color: red }</style>")))
    assert 'srcdoc="&lt;style&gt;p { color: red }&lt;/style&gt;"' in html


def test_of_very_many_outputs_the_rest_is_folded_but_for_errors(make: PageMaker) -> None:
    many = [display(text__plain=f"output {number}") for number in range(60)]
    error = {"output_type": "error", "ename": "E", "evalue": "at the end", "traceback": []}
    html = make.page(code("x", *many, error))
    folded = html.partition("Show 10 more outputs of 61")[2].partition("</details>")[0]
    assert "output 59" in folded
    assert "at the end" not in folded
    assert "at the end" in html
