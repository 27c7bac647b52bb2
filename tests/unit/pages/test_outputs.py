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


CONTROLS = {"model_module": "@jupyter-widgets/controls", "model_module_version": "2.0.0"}


def control(name: str, **state: object) -> dict[str, object]:
    return {**CONTROLS, "model_name": name, "state": state}


MODELS: dict[str, dict[str, object]] = {
    "slider": control("IntSliderModel", description="n <1>", value=3, max=9),
    "range": control("FloatRangeSliderModel", description="between", value=[0.5, 2.25]),
    "choice": control("DropdownModel", description="of", _options_labels=["one", "two"], index=1),
    "several": control("SelectMultipleModel", _options_labels=["a", "b", "c"], index=[0, 2]),
    "date": control("DatePickerModel", description="day", value={"year": 2026, "month": 10, "date": 3}),
    "check": control("CheckboxModel", description="sure", value=True),
    "secret": control("PasswordModel", description="word", value="hush"),
    "said": control("HTMLModel", value="<em>words</em></noscript>"),
    "out": {
        "model_module": "@jupyter-widgets/output",
        "model_name": "OutputModel",
        "state": {"outputs": [stream("taken <here>")]},
    },
    "inner": control("VBoxModel", children=["IPY_MODEL_said", "IPY_MODEL_out", "IPY_MODEL_box"]),
    "box": control(
        "AccordionModel",
        titles=["First", "Second"],
        children=[f"IPY_MODEL_{name}" for name in ("slider", "range", "choice", "several", "date", "check")]
        + ["IPY_MODEL_secret", "IPY_MODEL_inner", "IPY_MODEL_gone"],
    ),
    "picture": {
        "model_module": "jupyter-matplotlib",
        "model_name": "MPLCanvasModel",
        "state": {"_figure_label": "Figure 1", "_data_url": f"data:image/png;base64,{PIXEL.strip()}"},
    },
    "bytes": {
        **control("ImageModel", format="png"),
        "buffers": [{"encoding": "base64", "path": ["value"], "data": PIXEL.strip()}],
    },
    "own": {
        "model_module": "anywidget",
        "model_name": "AnyModel",
        "state": {
            "_anywidget_id": "my_counter.MyCounter",
            "_esm": "export default {}",
            "value": 7,
            "names": ["x", "y"],
            "layout": "IPY_MODEL_slider",
            "points": [[1, 2]],
            "text": "z" * 500,
        },
    },
    "empty": {"model_module": "anywidget", "model_name": "AnyModel", "state": {"_esm": "export default {}"}},
}


def widget_page(make: PageMaker, model: str, **others: object) -> str:
    state = {"application/vnd.jupyter.widget-state+json": {"state": MODELS, "version_major": 2}}
    view = {"application__vnd.jupyter.widget-view_plus_json": {"model_id": model}, **others}
    html = make.page(code("x", display(**view)), widgets=state)
    return html.partition('<script type="application/vnd.jupyter.widget-state')[0]


def without_scripts(html: str) -> str:
    return html.partition("<noscript>")[2].partition("</noscript>")[0]


def test_controls_can_be_read_where_no_javascript_runs(make: PageMaker) -> None:
    html = without_scripts(widget_page(make, "box"))
    for label, value in (
        ("n &lt;1&gt;", "3"),
        ("between", "0.5 to 2.25"),
        ("of", "two"),
        ("", "a, c"),
        ("day", "2026-11-03"),
        ("sure", "on"),
        ("word", ""),
    ):
        assert f'<tr><th scope="row">{label}</th><td>{value}</td></tr>' in html
    assert "hush" not in html
    assert "<b>First</b>" in html
    assert "<em>words</em>" in html
    assert "taken &lt;here&gt;" in html


def test_boxes_that_share_their_children_come_to_an_end(make: PageMaker) -> None:
    # Each has the next one twice: that would be a thousand million parts.
    boxes = {
        f"box {number}": control("VBoxModel", children=[f"IPY_MODEL_box {number + 1}"] * 2)
        for number in range(30)
    }
    first = control("LabelModel", value="the first")
    models = {
        **boxes,
        "first": first,
        "all": control("VBoxModel", children=["IPY_MODEL_first", "IPY_MODEL_box 0"]),
    }
    state = {"application/vnd.jupyter.widget-state+json": {"state": models, "version_major": 2}}
    view = {"application__vnd.jupyter.widget-view_plus_json": {"model_id": "all"}}
    assert "<p>the first</p>" in without_scripts(make.page(code("x", display(**view)), widgets=state))


@pytest.mark.parametrize(
    ("model", "others"),
    [
        ("picture", {}),
        ("bytes", {}),
        ("own", {"image__png": PIXEL}),
        ("gone", {"image__png": PIXEL}),
    ],
)
def test_a_picture_stands_for_a_widget_that_has_one(
    make: PageMaker, model: str, others: dict[str, object]
) -> None:
    html = widget_page(make, model, **others)
    assert f'src="data:image/png;base64,{PIXEL.strip()}"' in html
    assert "<noscript>" not in html


def test_a_widget_of_another_package_is_told_by_its_values_or_its_text(make: PageMaker) -> None:
    html = without_scripts(widget_page(make, "own", text__plain="MyCounter(value=7)"))
    assert "<caption>MyCounter</caption>" in html
    assert '<tr><th scope="row">value</th><td>7</td></tr>' in html
    assert '<tr><th scope="row">names</th><td>x, y</td></tr>' in html
    assert html.count("<tr>") == 2
    assert "Empty(1)" in without_scripts(widget_page(make, "empty", text__plain="Empty(1)"))
    nothing = without_scripts(widget_page(make, "empty", text__plain="<a.Empty object at 0x7f00>"))
    assert "This widget needs JavaScript." in nothing
    assert "0x7f00" not in nothing


def test_a_figure_of_a_library_s_own_kind_is_left_to_the_page_where_nothing_else_shows_it(
    make: PageMaker,
) -> None:
    figure = {"data": [{"text": "</script>"}]}
    kinds = {"application/vnd.plotly.v1+json": figure, "text/plain": "Figure()"}
    html = make.page(code("x", {"output_type": "display_data", "data": kinds, "metadata": {}}))
    assert '{"data":[{"text":"\\u003c/script>"}]}' in html
    assert "Figure()" in html.partition("<noscript>")[2]
    also = {**kinds, "text/html": "<b>drawn</b>"}
    html = make.page(code("x", {"output_type": "display_data", "data": also, "metadata": {}}))
    assert "<b>drawn</b>" in html
    assert "lite-drawn-late" not in html
