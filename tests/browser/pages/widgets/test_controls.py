"""ipywidgets' controls in a page, with no JupyterLab: boxes, links, `interact`, `Output`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.pages.widgets.cells import COUNTER, cell
from tests.browser.pages.widgets.conftest import FOREIGN, FOREIGN_MODULE

if TYPE_CHECKING:
    from tests.browser.pages.conftest import OpenPage
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]


def test_boxes_hold_controls_and_afm_widgets_and_links_join_them(open_page: OpenPage) -> None:
    page = open_page(
        cell(
            COUNTER + "counter = Counter(value=2)\nslider = w.IntSlider(description='How many', max=20)\n"
            "link = w.jslink((counter, 'value'), (slider, 'value'))\n"
            "heard = w.Label()\n"
            "def hear(change):\n    heard.value = f'Python heard {change.new}'\n"
            "slider.observe(hear, 'value')\n"
            "w.VBox([w.HBox([counter, slider]), heard])"
        )
    )
    button = page.get_by_role("button", name="counted")
    readout = page.locator(".widget-readout")
    expect(readout).to_have_text("2")
    button.click()
    expect(readout).to_have_text("3")
    expect(page.get_by_text("Python heard 3")).to_be_visible()
    page.get_by_role("slider").press("ArrowRight")
    expect(button).to_have_text("counted 4")
    expect(page.get_by_text("Python heard 4")).to_be_visible()


def test_interact_answers_and_shows_what_it_returns(open_page: OpenPage) -> None:
    page = open_page(
        cell(
            "import ipywidgets as w\n"
            "@w.interact(x=(0, 10), name='abc', exact=True)\n"
            "def shown(x=3, name='', exact=False):\n"
            "    print(f'{name} is {x}')\n"
            "    if x == 5:\n        raise ValueError('not five')\n"
            "    return x * 100"
        )
    )
    expect(page.get_by_text("abc is 3")).to_be_visible()
    expect(page.get_by_text("300")).to_be_visible()
    page.get_by_role("slider").press("ArrowRight")
    expect(page.get_by_text("abc is 4")).to_be_visible()
    expect(page.get_by_text("abc is 3")).to_have_count(0)
    page.get_by_role("slider").press("ArrowRight")
    expect(page.get_by_text("ValueError: not five")).to_be_visible()
    page.get_by_role("textbox", name="name").fill("x")
    page.get_by_role("slider").press("ArrowRight")
    expect(page.get_by_text("x is 6")).to_be_visible()
    expect(page.get_by_text("ValueError")).to_have_count(0)


def test_an_output_takes_what_is_put_out_in_it_and_nothing_else(open_page: OpenPage) -> None:
    page = open_page(
        cell(
            "import ipywidgets as w\nfrom IPython.display import HTML, clear_output, display\n"
            "out = w.Output()\n"
            "print('be' + 'fore')\n"
            "with out:\n    print('within')\n    display(HTML('<b>bold</b>'))\n    1 / 0\n"
            "print('be' + 'hind')\n"
            "display(out)\n"
            "button = w.Button(description='Go')\n"
            "@out.capture(clear_output=True)\n"
            "def go(button):\n    print('gone')\n"
            "button.on_click(go)\n"
            "button"
        )
        + cell("out", "id=second")
        + cell("[output['output_type'] for output in out.outputs]", "id=asking")
    )
    area = page.locator("lite-cell .jupyter-widget-output").first
    expect(area).to_contain_text("within")
    expect(area.locator("b")).to_have_text("bold")
    expect(area).to_contain_text("ZeroDivisionError")
    whole = page.locator("lite-cell").first
    expect(whole).to_contain_text("before")
    expect(whole).to_contain_text("behind")
    expect(area).not_to_contain_text("before")
    expect(area).not_to_contain_text("behind")
    # Python has them too, and another view shows the same.
    page.evaluate("asking.run()")
    expect(page.locator("#asking")).to_contain_text("['stream', 'display_data', 'error']")
    page.evaluate("second.run()")
    expect(page.locator("#second .jupyter-widget-output")).to_contain_text("within")
    page.get_by_role("button", name="Go").click()
    for each in (area, page.locator("#second .jupyter-widget-output")):
        expect(each).to_contain_text("gone")
        expect(each).not_to_contain_text("within")


def test_outputs_that_python_gives_and_takes_are_shown(open_page: OpenPage) -> None:
    page = open_page(
        cell(
            "import ipywidgets as w\nout = w.Output()\nout.append_stdout('given\\n')\n"
            "out.append_display_data('data')\nout"
        )
        + cell("out.clear_output()", "id=clearing")
        + cell("print('kept in the cell')\nwith out:\n    print('later')", "id=more")
    )
    area = page.locator(".jupyter-widget-output")
    expect(area).to_contain_text("given")
    expect(area).to_contain_text("'data'")
    page.evaluate("clearing.run()")
    expect(area).not_to_contain_text("given")
    page.evaluate("more.run()")
    expect(area).to_have_text("later")
    expect(page.locator("#more")).to_contain_text("kept in the cell")


CONTROLS = """
import ipywidgets as w
controls = dict(
    text=w.Text(description='text'), area=w.Textarea(description='area'),
    number=w.FloatText(description='number'),
    choice=w.Dropdown(options=['a', 'b'], description='choice'), several=w.SelectMultiple(options=['c', 'd']),
    radio=w.RadioButtons(options=['e', 'f']), tick=w.Checkbox(description='tick'),
    toggle=w.ToggleButton(description='toggle'), one=w.ToggleButtons(options=['g', 'h']),
    colour=w.ColorPicker(description='colour', concise=True), day=w.DatePicker(description='day'),
    tabs=w.Tab([w.Label('in one'), w.Label('in two')], titles=['one', 'two']),
    fold=w.Accordion([w.Label('folded')], titles=['more']),
    file=w.FileUpload(description='file'), play=w.Play(max=3, interval=50),
    math=w.HTMLMath('$x^2$'), bar=w.IntProgress(value=3, max=10),
)
w.VBox(list(controls.values()))
"""
SAID = """
read = lambda name: getattr(controls[name], 'selected_index' if name in ('tabs', 'fold') else 'value')
names = 'text number choice several radio tick toggle one colour day tabs fold play'.split()
[*map(read, names), [(each.name, bytes(each.content)) for each in controls['file'].value]]
"""


def test_each_kind_of_control_tells_python_what_a_reader_does(open_page: OpenPage) -> None:
    page = open_page(cell(CONTROLS) + cell(SAID, "id=asking"))
    page.get_by_label("text", exact=True).fill("typed")
    page.get_by_label("number").fill("2.5")
    page.get_by_label("number").press("Enter")
    page.get_by_label("choice").select_option("b")
    page.locator(".widget-select-multiple select").select_option(["c", "d"])
    page.get_by_role("radio").nth(1).check()
    page.get_by_label("tick").check()
    page.get_by_role("button", name="toggle").click()
    page.get_by_role("button", name="h", exact=True).click()
    page.locator("input[type=color]").fill("#112233")
    page.locator("input[type=date]").fill("2026-05-04")
    page.get_by_role("tab", name="two").click()
    expect(page.get_by_text("in two")).to_be_visible()
    expect(page.get_by_text("in one")).to_be_hidden()
    expect(page.get_by_text("folded")).to_be_hidden()
    page.get_by_text("more", exact=True).click()
    expect(page.get_by_text("folded")).to_be_visible()
    file = {"name": "note.txt", "mimeType": "text/plain", "buffer": b"bytes"}
    with page.expect_file_chooser() as chooser:
        page.get_by_text("file (0)").click()
    chooser.value.set_files(files=[file])
    expect(page.get_by_text("file (1)")).to_be_visible()
    page.locator(".jupyter-widget-play button, .widget-play button").first.click()
    expect(page.locator("math msup")).to_be_visible()
    asking = page.locator("#asking .lite-outputs")
    for _ in range(20):
        page.evaluate("asking.run()")
        if "3,\n [" in (asking.text_content() or ""):
            break
    expect(asking).to_have_text(
        "['typed',\n 2.5,\n 'b',\n ('c', 'd'),\n 'f',\n True,\n True,\n 'h',\n '#112233',\n"
        " datetime.date(2026, 5, 4),\n 1,\n 0,\n 3,\n [('note.txt', b'bytes')]]"
    )


def test_layout_and_style_hold_for_afm_widgets_alone_and_in_boxes(open_page: OpenPage) -> None:
    page = open_page(
        cell(
            COUNTER + "counter = Counter(layout=w.Layout(width='200px', border='3px solid red'))\n"
            "button = w.Button(description='b', layout=dict(width='77px'))\n"
            "button.style.button_color = 'rgb(1, 2, 3)'\n"
            "display(counter)\nw.HBox([counter, button])"
        )
        + cell("counter.layout.width = '120px'\nbutton.layout = w.Layout(width='88px')", "id=changing")
    )
    alone = page.locator(".lite-widget-place > :nth-child(2)").first
    boxed = page.locator(".lite-afm-view")
    for each in (alone, boxed):
        expect(each).to_have_css("width", "200px")
        expect(each).to_have_css("border-top-width", "3px")
    button = page.get_by_role("button", name="b", exact=True)
    expect(button).to_have_css("background-color", "rgb(1, 2, 3)")
    expect(button).to_have_css("width", "77px")
    page.evaluate("changing.run()")
    for each in (alone, boxed):
        expect(each).to_have_css("width", "120px")
    expect(button).to_have_css("width", "88px")


def test_what_needs_an_extension_of_jupyterlab_says_so_beside_what_works(open_page: OpenPage) -> None:
    page = open_page(cell(FOREIGN + "import ipywidgets as w\nw.VBox([Figure(), w.Label('beside')])"))
    expect(page.get_by_text("This page cannot show Figure")).to_contain_text(FOREIGN_MODULE)
    expect(page.get_by_text("beside")).to_be_visible()


def test_the_page_s_styles_and_the_controls_leave_each_other_alone(open_page: OpenPage) -> None:
    page = open_page(
        "<style>button { padding: 40px; text-transform: uppercase; border: 9px solid red }"
        "label { display: block; color: red }</style><button class='jupyter-button'>page's</button>"
        + cell(
            "import ipywidgets as w\n"
            "w.VBox([w.Button(description='control', icon='check'), w.Text(description='t')])"
        )
    )
    control = page.locator(".lite-ipywidgets").get_by_role("button", name="control")
    expect(control).to_have_css("height", "28px")
    expect(control).to_have_css("text-transform", "none")
    expect(control.locator("i")).to_have_css("font-weight", "900")
    expect(page.get_by_role("button", name="page's")).to_have_css("padding-top", "40px")
    expect(page.locator(".lite-ipywidgets label")).not_to_have_css("color", "rgb(255, 0, 0)")
    assert page.evaluate("document.querySelectorAll('head style, head link').length") == 0


def test_what_controls_are_made_of_is_fetched_by_pages_that_have_one(
    open_page: OpenPage, page_reader: Reader
) -> None:
    asked: list[str] = []
    page_reader.context.on("request", lambda request: asked.append(request.url))
    page = open_page(cell(COUNTER + "Counter()") + cell("w.IntSlider()", "id=controls"))
    expect(page.get_by_role("button", name="counted")).to_be_visible()
    assert not [url for url in asked if "page-manager" in url]
    page.evaluate("controls.run()")
    expect(page.get_by_role("slider")).to_be_visible()
    assert [url for url in asked if "page-manager" in url]
