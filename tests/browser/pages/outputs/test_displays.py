"""What is displayed: each kind as JupyterLab shows it, or a clear word; what is not trusted does nothing."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.pages.outputs.outputs_page import display, result, update

if TYPE_CHECKING:
    from tests.browser.pages.outputs.outputs_page import OutputsPage
    from tests.browser.reader import Reader

pytestmark = pytest.mark.browser

#: Made by the browser of each test's page: nothing of the tests' own writes pictures.
MAKE_PICTURE = """([type, width, height]) => {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const brush = canvas.getContext('2d');
  brush.fillStyle = 'teal';
  brush.fillRect(0, 0, width / 2, height);
  return canvas.toDataURL(type).split(',')[1];
}"""
ONE_PIXEL = {
    "image/gif": "R0lGODlhAQABAIAAAP///wAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==",
    "image/bmp": "Qk06AAAAAAAAADYAAAAoAAAAAQAAAAEAAAABABgAAAAAAAQAAAATCwAAEwsAAAAAAAAAAAAA////AA==",
}
#: As plotly writes it: a library that is fetched, and a script that uses it on an element it finds by its id.
FIGURE = """<div><script type="text/javascript">window.PlotlyConfig = {MathJaxConfig: 'local'};</script>
<script charset="utf-8" src="library.js"></script>
<div id="4f1c" class="plotly-graph-div" style="height:100%"></div>
<script type="text/javascript">window.PLOTLYENV=window.PLOTLYENV || {};
if (document.getElementById("4f1c")) { Library.newPlot("4f1c", [1, 2]) };</script></div>"""
TABLE = """<div><style scoped>.dataframe thead th { text-align: right; }</style>
<table border="1" class="dataframe"><thead><tr style="text-align: right;"><th></th>{heads}</tr></thead>
<tbody><tr><th>0</th>{cells}</tr><tr><th>1</th>{cells}</tr></tbody></table></div>""".replace(
    "{heads}", "".join(f"<th>column_{number}</th>" for number in range(12))
).replace("{cells}", "<td>1.2345</td>" * 12)


def test_scripts_of_html_run_in_their_order_and_find_their_elements(shown: OutputsPage) -> None:
    draw = "(id, data) => { document.getElementById(id).textContent = `drew ${data}`; }"
    library = f"window.Library = {{ newPlot: {draw} }};"
    shown.page.route(
        "**/library.js", lambda route: route.fulfill(body=library, content_type="text/javascript")
    )
    shown.put_out(display({"text/html": FIGURE, "text/plain": "Figure()"}))
    expect(shown.area.locator(".plotly-graph-div")).to_have_text("drew 1,2")
    assert shown.page.evaluate("PlotlyConfig.MathJaxConfig") == "local"


def test_a_module_script_and_data_scripts_are_what_they_say(shown: OutputsPage) -> None:
    html = """<p id="told">nothing</p><script type="application/json" id="data">{"value": 42}</script>
    <script type="module">told.textContent = JSON.parse(data.textContent).value;</script>"""
    shown.put_out(display({"text/html": html}))
    expect(shown.area.locator("#told")).to_have_text("42")


def test_a_script_that_cannot_be_fetched_keeps_nothing_else_from_running(
    shown: OutputsPage, plain_reader: Reader
) -> None:
    shown.put_out(
        display(
            {"text/html": '<script src="gone.js"></script><p id="on">no</p><script>on.append("w")</script>'}
        )
    )
    expect(shown.area.locator("#on")).to_have_text("now")
    complaints = plain_reader.take_complaints()
    assert any("could not be fetched" in one and "gone.js" in one for one in complaints)
    assert all("404" in one or "could not be fetched" in one for one in complaints)


def test_what_a_script_writes_into_the_document_stands_where_the_script_is(shown: OutputsPage) -> None:
    html = (
        "<p>one</p><script>document.write('<p>two</p>'); document.writeln('<p>2.5</p>')</script><p>three</p>"
    )
    shown.put_out(display({"text/html": html}))
    expect(shown.area.locator("p")).to_have_text(["one", "two", "2.5", "three"])
    expect(shown.page.locator("#before")).to_be_visible()
    assert shown.page.evaluate("Object.hasOwn(document, 'write')") is False


def test_a_table_looks_as_in_jupyterlab_and_scrolls_inside_a_narrow_page(shown: OutputsPage) -> None:
    shown.page.set_viewport_size({"width": 320, "height": 640})
    shown.put_out(result({"text/html": TABLE, "text/plain": "a table"}))
    table = shown.area.get_by_role("table")
    expect(table).to_have_css("border-collapse", "collapse")
    expect(table.locator("td").first).to_have_css("text-align", re.compile("end|right"))
    rows = table.locator("tbody tr")
    colours = [row.evaluate("(one) => getComputedStyle(one).backgroundColor") for row in rows.all()]
    assert colours[0] != colours[1]
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= 320
    scroller = shown.area.get_by_role("region", name="Output")
    scroller.focus()
    shown.page.keyboard.press("ArrowRight")
    shown.page.wait_for_function("document.activeElement.scrollLeft > 0")


def test_a_picture_has_the_size_and_the_words_it_was_given_and_room_enough(shown: OutputsPage) -> None:
    picture = shown.page.evaluate(MAKE_PICTURE, ["image/png", 60, 30])
    given: list[tuple[dict[str, Any], tuple[int, int]]] = [
        ({}, (60, 30)),
        ({"width": 120, "height": 60}, (120, 60)),
        ({"width": 200, "height": 50}, (200, 50)),
        ({"height": 90}, (180, 90)),
        ({"width": "240"}, (240, 120)),
        ({"width": 5000, "height": 2500}, (1000, 500)),
    ]
    for size, _ in given:
        shown.put_out(
            display(
                {"image/png": picture, "text/plain": "<Figure size 60x30 with 1 Axes>"}, {"image/png": size}
            )
        )
    pictures = shown.area.get_by_role("img", name="Figure size 60x30 with 1 Axes")
    assert pictures.count() == len(given)
    for one, (_, (width, height)) in zip(pictures.all(), given, strict=True):
        box = one.bounding_box()
        assert box
        available = shown.area.evaluate("(area) => area.clientWidth")
        wanted = min(width, available)
        assert box["width"] == pytest.approx(wanted, abs=1)
        assert box["height"] == pytest.approx(height * wanted / width, abs=1)


@pytest.mark.parametrize("kind", ["image/png", "image/jpeg", "image/webp", "image/gif", "image/bmp"])
def test_pictures_of_each_kind_are_shown(shown: OutputsPage, kind: str) -> None:
    data = ONE_PIXEL.get(kind) or shown.page.evaluate(MAKE_PICTURE, [kind, 8, 8])
    lines = "\n".join(re.findall(".{1,76}", data)) + "\n"
    shown.put_out(display({kind: lines, "text/plain": "<IPython.core.display.Image object>"}))
    picture = shown.area.get_by_role("img", name="Image", exact=True)
    assert picture.evaluate("(image) => image.naturalWidth") == (1 if kind in ONE_PIXEL else 8)


def test_a_picture_for_light_pages_has_its_background_in_a_dark_one(shown: OutputsPage) -> None:
    picture = shown.page.evaluate(MAKE_PICTURE, ["image/png", 8, 8])
    shown.put_out(
        display({"image/png": picture}, {"image/png": {"needs_background": "light"}}),
        display({"image/png": picture}, {"needs_background": "dark"}),
    )
    first, second = shown.area.get_by_role("img").all()
    expect(first).to_have_css("background-color", "rgba(0, 0, 0, 0)")
    expect(second).to_have_css("background-color", "rgb(17, 17, 17)")
    shown.page.evaluate("document.body.style.background = '#222'")
    expect(first).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(second).to_have_css("background-color", "rgba(0, 0, 0, 0)")
    shown.page.evaluate("document.body.removeAttribute('style')")


def test_a_drawing_without_its_name_space_is_shown_and_runs_nothing(shown: OutputsPage) -> None:
    svg = """<svg width="40" height="20" onload="window.harmed = 1"><script>window.harmed = 1</script>
    <rect width="40" height="20" fill="red"/></svg>"""
    shown.put_out(display({"image/svg+xml": svg, "text/plain": "A red box"}))
    drawing = shown.area.get_by_role("img", name="A red box")
    assert drawing.evaluate("(image) => [image.naturalWidth, image.naturalHeight]") == [40, 20]
    assert shown.page.evaluate("window.harmed") is None


def test_markdown_has_tables_code_and_mathematics_and_no_scripts(shown: OutputsPage) -> None:
    text = """# Results of *today*

Price \\$5 and `$code$`, $a_b*c$ and $d*e_f$, \\\\(x^2\\\\).

$$
\\sum_{n=1}^3 n
+ 1
= 7
$$

\\begin{align}
a &= b \\\\
c &< d
\\end{align}

| left | right |
|---|--:|
| 1 | 2 |

- [x] done

<b onclick="harmed = 1">bold</b> <script>window.harmed = 1</script>
<img src="data:," onerror="window.harmed = 1">
<style>body { display: none }</style>

[bad](javascript:harmed=1) [good](https://example.org)
"""
    shown.put_out(display({"text/markdown": text, "text/plain": "text"}))
    expect(shown.area.get_by_role("heading", name="Results of today")).to_have_attribute(
        "id", "Results-of-today"
    )
    formulas = shown.area.locator("math")
    assert [one.get_attribute("display") or "inline" for one in formulas.all()] == [
        "inline",
        "inline",
        "inline",
        "block",
        "block",
    ]
    expect(shown.area.get_by_text("Price $5 and $code$")).to_be_visible()
    expect(shown.area.get_by_role("cell", name="2")).to_have_css("text-align", re.compile("right|end"))
    assert shown.area.locator("script, style, [onclick], [onerror], [href^=javascript]").count() == 0
    expect(shown.area.get_by_role("link", name="good")).to_have_attribute("target", "_blank")
    assert shown.page.evaluate("window.harmed") is None


def test_mathematics_in_latex_and_in_html_is_shown_and_code_is_left_alone(shown: OutputsPage) -> None:
    shown.put_out(
        display({"text/latex": "$\\displaystyle \\frac{\\pi^2}{6}$", "text/plain": "pi"}),
        display({"text/latex": "\\begin{equation}E = mc^2\\end{equation}", "text/plain": "E"}),
        display(
            {"text/html": "<p>Energy $E < mc^2$</p><pre>$not$</pre><p class=tex2jax_ignore>$5 and $6</p>"}
        ),
    )
    assert shown.area.locator("math").count() == 3
    assert shown.area.locator("mfrac").first.bounding_box()
    expect(shown.area.locator("pre")).to_have_text("$not$")
    expect(shown.area.get_by_text("$5 and $6")).to_be_visible()


def test_what_markdown_means_elsewhere_means_nothing_in_mathematics(shown: OutputsPage) -> None:
    text = """*slanted $x*y$ slanted* and `code $a*b$`

| bars | code |
|---|---|
| $|x| + \\|y\\|$ | `$` |

- $a_1$ and $b_1$
- $$
  c_1
  $$

```
| $|x|$ |
```
"""
    shown.put_out(display({"text/markdown": text}))
    expect(shown.area.locator("em")).to_have_text(re.compile("^slanted.*slanted$", re.DOTALL))
    assert shown.area.locator("em math").count() == 1
    assert shown.area.locator("td").count() == 2
    assert shown.area.locator("td math").count() == 1
    assert shown.area.locator("li math").count() == 3
    expect(shown.area.locator("td code")).to_have_text("$")
    expect(shown.area.locator("pre")).to_have_text("| $|x|$ |")


def test_a_mistake_in_mathematics_shows_its_source(shown: OutputsPage) -> None:
    shown.put_out(display({"text/latex": "$\\frac{1}{$", "text/plain": "x"}))
    assert "\\frac{1}{" in shown.area.inner_text()


def test_json_is_a_tree_for_the_mouse_and_the_keyboard(shown: OutputsPage) -> None:
    value = {"list": list(range(250)), "inner": {"none": None, "text": "<b>"}, "yes": True}
    shown.put_out(
        display({"application/json": value, "text/plain": "JSON"}, {"application/json": {"root": "top"}})
    )
    top = shown.area.locator("summary", has_text="top")
    expect(shown.area.get_by_text("yes: true")).to_be_hidden()
    top.focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowRight"):
        shown.page.keyboard.press(key)
    expect(shown.area.get_by_text('text: "<b>"')).to_be_visible()
    shown.page.keyboard.press("ArrowLeft")
    expect(shown.area.get_by_text('text: "<b>"')).to_be_hidden()
    shown.area.locator("summary", has_text="list").click()
    expect(shown.area.get_by_text("99: 99")).to_be_visible()
    assert shown.area.get_by_text("100: 100").count() == 0
    shown.area.get_by_role("button", name="Show 100 more of 250").click()
    expect(shown.area.get_by_text("100: 100")).to_be_visible()


def test_javascript_runs_with_its_element_and_says_where_it_fails(shown: OutputsPage) -> None:
    shown.put_out(display({"application/javascript": "element.append('by script')  // at the end"}))
    expect(shown.area.get_by_text("by script")).to_be_visible()


def test_a_pdf_can_be_saved(shown: OutputsPage) -> None:
    pdf = base64.b64encode(b"%PDF-1.4\n%%EOF").decode()
    shown.put_out(display({"application/pdf": pdf, "text/plain": "PDF"}))
    with shown.page.expect_download() as download:
        shown.area.get_by_role("link", name="Save the PDF document (1 kB)").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-1.4")


def test_places_are_drawn_with_no_request_for_a_map(shown: OutputsPage) -> None:
    square = [[[0, 50], [10, 50], [10, 55], [0, 55], [0, 50]]]
    places = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": "A square"},
                "geometry": {"type": "Polygon", "coordinates": square},
            },
            {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [5, 52]}},
        ],
    }
    shown.put_out(display({"application/geo+json": places, "text/plain": "<GeoJSON object>"}))
    drawing = shown.area.get_by_role("img", name="GeoJSON")
    assert drawing.locator("path").count() == 2
    assert drawing.locator("title").text_content() == "A square"


@pytest.mark.parametrize(
    ("mime_type", "value", "told"),
    [
        ("application/vnd.plotly.v1+json", {"data": []}, "plotly"),
        ("application/vnd.vegalite.v5+json", {"mark": "bar"}, "Vega"),
        ("text/vnd.mermaid", "graph TD; A-->B", "Mermaid"),
        ("application/x-nobody-knows", "?", "application/x-nobody-knows"),
        ("application/vnd.jupyter.widget-view+json", {"model_id": "1"}, "widget"),
        ("image/png", "bm90IGEgcGljdHVyZQ==", "picture"),
    ],
)
def test_what_cannot_be_shown_is_told_with_its_text_beside_it(
    shown: OutputsPage, mime_type: str, value: object, told: str
) -> None:
    shown.put_out(display({mime_type: value, "text/plain": "In words"}))
    expect(shown.area.get_by_text("In words")).to_be_visible()
    expect(shown.area.locator(".lite-note")).to_contain_text(told)
    shown.start()
    shown.put_out(display({mime_type: value}))
    expect(shown.area.locator(".lite-note")).to_contain_text(told)


def test_a_richer_kind_is_preferred_and_a_poorer_one_taken_where_that_fails(shown: OutputsPage) -> None:
    picture = shown.page.evaluate(MAKE_PICTURE, ["image/png", 8, 8])
    shown.put_out(
        display(
            {
                "application/vnd.plotly.v1+json": {"data": []},
                "image/png": picture,
                "text/html": "<b>as HTML</b>",
                "text/plain": "as text",
            }
        ),
        display({"text/plain": "as text", "image/png": picture, "text/latex": "$x$"}),
        display({"application/vnd.bokehjs_exec.v0+json": "", "text/plain": "bokeh's text"}),
        display({}),
    )
    expect(shown.area.get_by_text("as HTML")).to_be_visible()
    assert shown.area.locator("math").count() == 1
    assert shown.area.get_by_role("img").count() == 0
    assert shown.area.get_by_text("as text").count() == 0
    assert shown.area.locator(".lite-note").count() == 0


def test_a_page_that_has_the_library_shows_plotlys_own_kind(shown: OutputsPage) -> None:
    shown.page.evaluate(
        """window.Plotly = {
          newPlot: async (element, data) => { element.textContent = JSON.stringify(data); },
          purge() {},
        }"""
    )
    figure = {"data": [{"y": [1, 2]}], "layout": {}}
    shown.put_out(display({"application/vnd.plotly.v1+json": figure, "text/plain": "Figure"}))
    shown.page.evaluate("delete window.Plotly")
    assert json.loads(shown.area.inner_text()) == [{"y": [1, 2]}]


def test_a_page_brings_renderers_of_its_own(shown: OutputsPage) -> None:
    shown.start(
        """{ renderers: { 'text/vnd.own': async () => {
          window.loads = (window.loads ?? 0) + 1;
          return ({ element, value }) => { element.textContent = `own ${value}`; };
        } } }"""
    )
    assert shown.page.evaluate("window.loads") is None
    shown.put_out(display({"text/vnd.own": "one", "text/html": "not this"}))
    expect(shown.area).to_have_text("own one")


def test_a_widgets_view_is_shown_by_the_page_and_ended_with_its_output(shown: OutputsPage) -> None:
    shown.start(
        """{ renderWidget: async (id, element) => {
          element.textContent = `view of ${id}`;
          return () => { window.endedView = id; };
        } }"""
    )
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "abc", "version_major": 2}}
    shown.put_out(display({**view, "text/plain": "Slider()"}))
    expect(shown.area).to_have_text("view of abc")
    shown.page.evaluate("area.clear({ wait: false })")
    assert shown.page.evaluate("window.endedView") == "abc"


def test_a_widget_that_cannot_be_shown_says_why(shown: OutputsPage) -> None:
    shown.start("{ renderWidget: () => Promise.reject(new Error('There is no such model.')) }")
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "abc"}, "text/plain": "Slider()"}
    shown.put_out(display(view))
    expect(shown.area.locator(".lite-note")).to_have_text("There is no such model. Its text:")
    expect(shown.area.get_by_text("Slider()")).to_be_visible()


@pytest.mark.parametrize("kind", ["text/html", "text/markdown"])
def test_relative_addresses_lead_from_the_notebook(shown: OutputsPage, kind: str) -> None:
    asked: list[str] = []
    shown.page.on("request", lambda request: asked.append(request.url))
    shown.page.route(
        "**/*.svg",
        lambda route: route.fulfill(
            body='<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
            content_type="image/svg+xml",
        ),
    )
    shown.start("{ base: new URL('files/week-1/lesson.ipynb', location.href).href }")
    pictures = '<img src="a.svg"><img src="../b.svg">'
    links = '<a href="data.csv">file</a> <a href="#place">place</a> <a href="https://example.org/">away</a>'
    shown.put_out(display({kind: f"<p>{pictures}{links}</p>"}))
    for name in ("files/week-1/a.svg", "files/b.svg"):
        shown.page.wait_for_function(
            "(name) => [...document.images].some((one) => one.src.endsWith(name) && one.naturalWidth)",
            arg=name,
        )
    assert not [url for url in asked if re.search(r":\d+/[ab]\.svg", url)]
    file, place, away = shown.area.get_by_role("link").all()
    assert (file.get_attribute("href") or "").endswith("/files/week-1/data.csv")
    assert place.get_attribute("href") == "#place"
    expect(away).to_have_attribute("target", "_blank")


def test_an_isolated_output_has_a_page_of_its_own(shown: OutputsPage) -> None:
    html = "<style>body { color: red }</style><p style='height: 333px'>apart</p>"
    shown.put_out(display({"text/html": html}, {"text/html": {"isolated": True}}))
    inside = shown.area.frame_locator("iframe").get_by_text("apart")
    expect(inside).to_have_css("color", "rgb(255, 0, 0)")
    shown.page.wait_for_function("document.querySelector('iframe').offsetHeight > 333")


@pytest.mark.parametrize("kind", ["text/html", "text/markdown", "image/svg+xml", "application/javascript"])
def test_what_is_not_trusted_is_shown_as_far_as_it_is_harmless(shown: OutputsPage, kind: str) -> None:
    shown.start("{ isTrusted: false }")
    act = "window.harmed = 1"
    values = {
        "text/html": f"<b>seen</b><script>{act}</script><img src='data:,' onerror='{act}'>"
        f"<iframe srcdoc='<script>parent.harmed = 1</script>'></iframe><a href='javascript:{act}'>a</a>"
        "<style>p { display: none }</style><form action='/away'><button>go</button></form>",
        "text/markdown": f"**seen** <script>{act}</script><img src='data:,' onerror='{act}'>",
        "image/svg+xml": f"<svg width='9' height='9' onload='{act}'><script>{act}</script></svg>",
        "application/javascript": act,
    }
    shown.put_out(display({kind: values[kind], "text/plain": "seen"}, {kind: {"isolated": True}}))
    if kind == "image/svg+xml":
        expect(shown.area.get_by_role("img", name="seen")).to_be_visible()
    else:
        expect(shown.area.get_by_text("seen")).to_be_visible()
    assert (
        shown.area.locator("script, iframe, style, form, button, [onerror], [href^=javascript]").count() == 0
    )
    assert shown.page.evaluate("window.harmed") is None
    expect(shown.page.locator("#before")).to_be_visible()


def test_an_update_reaches_every_display_of_its_id(shown: OutputsPage) -> None:
    shown.put_out(
        display({"text/plain": "one"}, display_id="a"),
        display({"text/plain": "two"}, display_id="b"),
        display({"text/plain": "one"}, display_id="a"),
    )
    shown.put_out(update({"text/html": "<b>now</b>"}, "a"), update({"text/plain": "nobody"}, "c"))
    expect(shown.area.locator(".lite-output")).to_have_text(["now", "two", "now"])
    assert [one["data"] for one in shown.outputs()] == [
        {"text/html": "<b>now</b>"},
        {"text/plain": "two"},
        {"text/html": "<b>now</b>"},
    ]
