"""An area of outputs: cleared, updated, cut, restored, ended, and at home in any page."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.pages.outputs.outputs_page import clear, display, error, result, stream, update
from tests.browser.pages.outputs.test_displays import MAKE_PICTURE, TABLE

if TYPE_CHECKING:
    from tests.browser.pages.outputs.outputs_page import OutputsPage

pytestmark = pytest.mark.browser

#: Records the area's height in each frame while it does something.
WATCH_HEIGHTS = """async ([messages, frames]) => {
  const heights = [];
  let watching = true;
  const watch = () => {
    heights.push(area.element.offsetHeight);
    if (watching) requestAnimationFrame(watch);
  };
  requestAnimationFrame(watch);
  for (const group of messages) {
    group.forEach((message) => area.add(message));
    for (let frame = 0; frame < frames; frame += 1) await new Promise(requestAnimationFrame);
  }
  watching = false;
  return heights;
}"""
#: Of a page that styles each element as it likes.
STRICT_PAGE = """
pre, code { background: black; color: white; padding: 40px; border: 9px solid red; }
table { width: 100%; border: 9px solid red; display: block; font-size: 40px; }
td, th, article td { padding: 40px; border: 9px solid red; text-align: center; background: red; }
tr:nth-child(even) { background: red; }
img { width: 100%; border-radius: 50%; float: right; }
button { display: none; }
details, summary { display: none; }
h1 { font-size: 99px; text-transform: uppercase; }
a { color: white; text-decoration: none; }
div { margin: 30px; }
p { font-size: 3px; line-height: 9; }
"""
#: "From the right", in a script that is written from there.
HEBREW = "\u05de\u05d9\u05de\u05d9\u05df"
LOOKS = """(area) => [...area.querySelectorAll('*')].flatMap((element) => {
  const style = getComputedStyle(element);
  const names = ['color', 'background-color', 'padding', 'margin', 'border', 'font-size', 'font-family',
    'display', 'text-align', 'text-transform', 'border-radius', 'float', 'line-height', 'text-decoration'];
  const owner = `${element.localName}.${element.className}`;
  return names.map((name) => `${owner} ${name}: ${style.getPropertyValue(name)}`);
})"""


def test_outputs_stay_until_what_follows_a_waiting_clear(shown: OutputsPage) -> None:
    shown.put_out(stream("first\n"), clear(wait=True))
    expect(shown.area).to_have_text("first")
    shown.put_out(stream("second\n"))
    expect(shown.area).to_have_text("second")
    assert [one["text"] for one in shown.outputs()] == ["second\n"]
    shown.put_out(clear(wait=False))
    expect(shown.area).to_be_empty()
    shown.put_out(stream("third\n"))
    expect(shown.area).to_have_text("third")


def test_nothing_below_jumps_while_pictures_take_each_others_place(shown: OutputsPage) -> None:
    pictures = [shown.page.evaluate(MAKE_PICTURE, ["image/png", 200 + step, 100]) for step in range(6)]
    shown.put_out(display({"image/png": pictures[0]}), stream("text\n"))
    height = shown.area.evaluate("(area) => area.offsetHeight")
    groups = [[clear(wait=True), display({"image/png": one}), stream("text\n")] for one in pictures]
    heights = shown.page.evaluate(WATCH_HEIGHTS, [groups, 3])
    assert set(heights) == {height}
    groups = [
        [clear(wait=False)],
        *([display({"image/png": one}), stream("text\n"), clear(wait=False)] for one in pictures),
    ]
    heights = shown.page.evaluate(WATCH_HEIGHTS, [groups, 1])
    assert min(heights) == height


def test_an_update_of_a_late_kind_keeps_the_height_and_then_lets_it_go(shown: OutputsPage) -> None:
    shown.put_out(display({"text/html": "<div style='height: 200px'>high</div>"}, display_id="a"))
    heights = shown.page.evaluate(WATCH_HEIGHTS, [[[update({"text/markdown": "*low*"}, "a")]], 1])
    assert min(heights) >= 200
    expect(shown.area.locator("em")).to_have_text("low")
    shown.page.wait_for_function("area.element.offsetHeight < 100")


def test_the_height_goes_when_nothing_follows_a_clear(shown: OutputsPage) -> None:
    shown.put_out(display({"text/html": "<div style='height: 200px'>high</div>"}), clear(wait=False))
    shown.page.wait_for_function("area.element.offsetHeight === 0")


def test_what_was_there_stays_until_a_run_puts_something_out_or_ends(shown: OutputsPage) -> None:
    shown.restore([{"output_type": "stream", "name": "stdout", "text": ["saved ", "text\n"]}])
    shown.page.evaluate("area.beginRun()")
    expect(shown.area).to_have_text("saved text")
    shown.put_out(stream("new\n"))
    shown.page.evaluate("area.endRun()")
    expect(shown.area).to_have_text("new")
    shown.page.evaluate("area.beginRun()")
    shown.page.evaluate("area.endRun()")
    expect(shown.area).to_be_empty()


def test_saved_outputs_of_every_kind_come_back_as_they_were(shown: OutputsPage) -> None:
    saved = [
        {"output_type": "stream", "name": "stdout", "text": "text\n"},
        {"output_type": "display_data", "data": {"text/html": "<b>x</b>"}, "metadata": {"tags": ["a"]}},
        {"output_type": "execute_result", "execution_count": 7, "data": {"text/plain": "42"}, "metadata": {}},
        {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["a", "E: v"]},
    ]
    shown.restore(saved)
    assert shown.outputs() == saved
    shown.restore(
        [
            {"output_type": "display_data", "data": {"text/plain": ["in\n", "lines"]}},
            {"output_type": "a later format's"},
        ]
    )
    expect(shown.area).to_have_text("in\nlines")


def test_outputs_that_are_restored_again_stay_and_the_new_ones_follow(shown: OutputsPage) -> None:
    def saved(*texts: str) -> list[dict[str, object]]:
        html = [
            {"text/html": f"<b>{text}</b><script>window.runs = (window.runs ?? 0) + 1</script>"}
            for text in texts
        ]
        return [{"output_type": "display_data", "data": data, "metadata": {}} for data in html]

    def text(said: str) -> dict[str, object]:
        return {"output_type": "stream", "name": "stdout", "text": said}

    shown.page.evaluate("window.runs = 0")
    shown.restore([*saved("one"), text(" 10%")])
    shown.area.locator("b").first.evaluate("(element) => { element.dataset.same = 'yes'; }")
    shown.restore([*saved("one"), text(" 10%\r 20%")])
    shown.restore([*saved("one"), text(" 10%\r 20%\n"), *saved("two")])
    expect(shown.area.locator(".lite-output")).to_have_text(["one", re.compile("^ *20%$"), "two"])
    expect(shown.area.locator("[data-same]")).to_have_text("one")
    assert shown.page.evaluate("window.runs") == 2
    shown.restore([*saved("three"), *saved("two")])
    expect(shown.area.locator(".lite-output")).to_have_text(["three", "two"])
    shown.restore([*saved("three")])
    expect(shown.area.locator(".lite-output")).to_have_text(["three"])
    shown.restore([])
    expect(shown.area).to_be_empty()


def test_saved_outputs_may_be_trusted_less_than_what_python_puts_out(shown: OutputsPage) -> None:
    html = "<script>window.harmed = (window.harmed ?? 0) + 1</script><b>seen</b>"
    saved = [{"output_type": "display_data", "data": {"text/html": html}, "metadata": {}}]
    shown.page.evaluate("window.harmed = 0")
    shown.page.evaluate(
        "async (saved) => { area.restore(saved, false); await area.settled(); }",
        saved,
    )
    expect(shown.area).to_have_text("seen")
    assert shown.page.evaluate("window.harmed") == 0
    shown.put_out(display({"text/html": html}))
    assert shown.page.evaluate("window.harmed") == 1


def test_an_update_reaches_the_displays_of_all_areas_of_a_kernel(shown: OutputsPage) -> None:
    shown.page.evaluate(
        """() => {
          window.kernels = [{}, {}];
          window.others = kernels.concat(kernels[0]).map((kernel) => {
            const element = document.createElement('div');
            element.className = 'other';
            document.getElementById('place').append(element);
            return new area.constructor(element, { kernel });
          });
        }"""
    )
    messages = [display({"text/plain": "before"}, display_id="a"), update({"text/plain": "after"}, "a")]
    shown.page.evaluate(
        """async ([shows, changes]) => {
          others.forEach((area) => area.add(shows));
          others[2].add(changes);
          await Promise.all(others.map((area) => area.settled()));
        }""",
        messages,
    )
    expect(shown.page.locator(".other")).to_have_text(["after", "before", "after"])
    shown.page.evaluate("others.forEach((area) => area.dispose())")


def test_of_many_outputs_the_first_are_shown_and_an_error_always(shown: OutputsPage) -> None:
    shown.start("{ limits: { outputs: 5 } }")
    shown.put_out(
        *(display({"text/html": f"<i>output {n}</i>"}, display_id=f"{n}") for n in range(1, 201)),
        update({"text/html": "<i>output 100, updated</i>"}, "100"),
        error("ValueError", "bad", "Traceback", "ValueError: bad"),
    )
    assert shown.area.locator("i").count() == 5
    expect(shown.area.get_by_text("ValueError: bad")).to_be_visible()
    shown.area.get_by_role("button", name="Show all 201 outputs (195 are hidden)").click()
    texts = shown.area.locator("i").all_inner_texts()
    assert texts[99] == "output 100, updated"
    assert (texts[4], texts[5], texts[199]) == ("output 5", "output 6", "output 200")
    assert shown.area.inner_text().rstrip().endswith("Traceback")
    assert len(shown.outputs()) == 201


def test_a_run_is_told_in_one_sentence_and_chunks_are_not_announced(shown: OutputsPage) -> None:
    assert shown.summary() == "No output."
    shown.put_out(result({"text/plain": "42"}))
    assert shown.summary() == "Output: 42"
    picture = shown.page.evaluate(MAKE_PICTURE, ["image/png", 8, 8])
    shown.put_out(
        *(stream(f"line {number}\n") for number in range(80)),
        display({"image/png": picture, "text/plain": "Figure"}),
        display({"image/png": picture, "text/plain": "Figure"}),
        display({"text/html": TABLE, "text/plain": "a  b"}),
    )
    assert shown.summary() == "Output: 81 lines of text, 2 images, 1 table."
    assert shown.page.locator("[aria-live], [role=status], [role=log], [role=alert]").count() == 0


def test_a_strict_page_leaves_outputs_as_they_are_and_they_leave_the_page(shown: OutputsPage) -> None:
    page = shown.page
    before = page.locator("#before").evaluate("(one) => JSON.stringify({...getComputedStyle(one)})")
    picture = page.evaluate(MAKE_PICTURE, ["image/png", 8, 8])
    shown.start("{ limits: { lines: 10 } }")
    shown.put_out(
        *(stream(f"https://example.org/{number}\n") for number in range(80)),
        display({"text/html": TABLE}),
        display({"image/png": picture}),
        display({"text/markdown": "# Heading\n\ntext with `code`, $x^2$ and [link](#)\n\n```\nblock\n```"}),
        display({"application/json": {"a": 1}}),
        error("ValueError", "bad", "Traceback", "ValueError: bad"),
    )
    assert page.locator("#before").evaluate("(one) => JSON.stringify({...getComputedStyle(one)})") == before
    page.mouse.move(0, 0)
    looks = shown.area.evaluate(LOOKS)
    style = page.add_style_tag(content=STRICT_PAGE)
    strict = shown.area.evaluate(LOOKS)
    style.evaluate("(style) => style.remove()")
    # What a div inside HTML has for margins is the page's to say.
    changed = [
        f"{before} became {after}"
        for before, after in zip(looks, strict, strict=True)
        if before != after and not before.startswith("div. ")
    ]
    assert "\n".join(changed) == ""


def test_outputs_follow_a_page_that_turns_dark_without_saying_so(shown: OutputsPage) -> None:
    page = shown.page
    shown.put_out(stream("text\n"))
    text = shown.area.locator(".lite-text")
    expect(text).to_have_css("color", "rgb(31, 31, 31)")
    page.add_style_tag(content="html.night { background: oklch(0.2 0.02 260) }")
    page.evaluate("document.documentElement.classList.add('night')")
    expect(text).to_have_css("color", "rgb(228, 228, 228)")
    page.evaluate("document.documentElement.classList.remove('night')")
    expect(text).to_have_css("color", "rgb(31, 31, 31)")
    page.add_style_tag(content="html { transition: background-color 0.1s; background: white }")
    page.evaluate("document.documentElement.classList.add('night')")
    expect(text).to_have_css("color", "rgb(228, 228, 228)")
    page.evaluate("[document.documentElement.className = '', document.head.lastElementChild.remove()]")
    expect(text).to_have_css("color", "rgb(31, 31, 31)")
    page.evaluate("document.documentElement.style.colorScheme = 'light dark'")
    page.emulate_media(color_scheme="dark")
    expect(text).to_have_css("color", "rgb(228, 228, 228)")
    page.evaluate("document.documentElement.removeAttribute('style')")


def test_nothing_is_wider_than_a_page_of_320_pixels(shown: OutputsPage) -> None:
    shown.page.set_viewport_size({"width": 320, "height": 640})
    picture = shown.page.evaluate(MAKE_PICTURE, ["image/png", 800, 100])
    word = "w" * 400
    shown.put_out(
        stream(f"{word}\n"),
        display({"text/html": TABLE}),
        display({"text/html": f"<img src='data:image/png;base64,{picture}'><p>{word}</p>"}),
        display({"image/png": picture}, {"image/png": {"width": 800, "height": 100}}),
        display({"text/latex": "$" + "+".join(f"x_{{{number}}}^2" for number in range(60)) + "$"}),
        display({"text/markdown": f"`{word}`\n\n```\n{word}\n```"}),
        display({"application/json": {word: word}}, {"application/json": {"expanded": True}}),
        error(word, word, word),
    )
    assert shown.page.evaluate("document.documentElement.scrollWidth") == 320


def test_in_a_page_from_right_to_left_code_stays_and_text_turns(shown: OutputsPage) -> None:
    page = shown.page
    page.evaluate("document.documentElement.dir = 'rtl'")
    shown.put_out(
        stream(f"left to right\n{HEBREW}\n"),
        display({"text/markdown": f"> {HEBREW}"}),
        error("ValueError", "bad", "Traceback\n  line 1", "ValueError: bad"),
    )
    widths = page.evaluate(
        """() => {
          const text = area.element.querySelector('.lite-text');
          const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
          const edges = [];
          while (walker.nextNode()) {
            const range = document.createRange();
            range.selectNodeContents(walker.currentNode);
            const box = range.getClientRects()[0];
            const room = text.getBoundingClientRect();
            edges.push([box.left - room.left, room.right - box.right]);
          }
          return edges;
        }"""
    )
    assert widths[0][0] < 10 < widths[0][1]
    assert widths[1][1] < 10 < widths[1][0]
    quote = shown.area.locator("blockquote")
    expect(quote).to_have_css("border-right-width", "5px")
    expect(quote).to_have_css("border-left-width", "0px")
    page.evaluate("document.documentElement.removeAttribute('dir')")


def test_in_forced_colours_an_error_is_still_told_apart(shown: OutputsPage) -> None:
    shown.page.emulate_media(forced_colors="active")
    shown.put_out(stream("wrong\n", "stderr"), stream("right\n"))
    first, second = shown.area.locator(".lite-stream").all()
    expect(first).to_have_css("border-left-width", "3px")
    expect(second).to_have_css("border-left-width", "0px")


def test_a_printed_page_has_the_traceback_and_no_buttons(shown: OutputsPage) -> None:
    shown.start("{ limits: { lines: 10 } }")
    shown.put_out(
        *(stream(f"{number}\n") for number in range(80)),
        error("ValueError", "bad", "where it happened", "ValueError: bad"),
    )
    expect(shown.area.get_by_text("where it happened")).to_be_hidden()
    shown.page.emulate_media(media="print")
    expect(shown.area.get_by_text("where it happened")).to_be_visible()
    expect(shown.area.locator("button")).to_be_hidden()


def test_an_area_that_has_ended_leaves_nothing_and_takes_nothing(shown: OutputsPage) -> None:
    shown.put_out(stream("text\n"), display({"text/html": "<b>x</b>"}), display({"text/markdown": "$x$"}))
    shown.page.evaluate(
        "() => { area.dispose(); area.add({ type: 'stream', bundle: { name: 'stdout', text: 'late' } }); }"
    )
    expect(shown.area).to_be_empty()
    assert shown.area.get_attribute("style") in ("", None)


def test_areas_that_have_ended_are_forgotten(shown: OutputsPage) -> None:
    picture = shown.page.evaluate(MAKE_PICTURE, ["image/png", 8, 8])
    messages = [
        stream("text https://example.org\n"),
        display({"text/html": TABLE}),
        display({"image/png": picture}, display_id="a"),
        display({"text/markdown": "# Heading\n\n$x$"}),
        display({"application/json": {"a": 1}}),
        error("ValueError", "bad", "Traceback", "ValueError: bad"),
    ]
    devtools = shown.page.context.new_cdp_session(shown.page)
    devtools.send("Performance.enable")

    def count_after_areas(number: int) -> dict[str, float]:
        shown.page.evaluate(
            """async ([number, messages]) => {
              const kernel = (window.kernel ??= {});
              for (let made = 0; made < number; made += 1) {
                const element = document.createElement('div');
                document.getElementById('place').append(element);
                const own = new area.constructor(element, { kernel });
                messages.forEach((message) => own.add(message));
                await own.settled();
                own.dispose();
                element.remove();
              }
            }""",
            [number, messages],
        )
        devtools.send("HeapProfiler.collectGarbage")
        counts = {one["name"]: one["value"] for one in devtools.send("Performance.getMetrics")["metrics"]}
        return {name: counts[name] for name in ("Nodes", "JSEventListeners")}

    few = count_after_areas(20)
    many = count_after_areas(200)
    assert many["Nodes"] <= few["Nodes"] + 50
    assert many["JSEventListeners"] <= few["JSEventListeners"] + 5
    devtools.detach()


def test_what_a_page_fetches_first_is_small(outputs_address: str, shown: OutputsPage) -> None:
    page = shown.page.context.new_page()
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"{outputs_address}index.html")
    page.wait_for_function("'startArea' in window")
    page.evaluate("startArea()")
    first = {url for url in fetched if url.endswith(".js")}
    assert sum(len(gzip.compress(page.request.get(url).body(), 9)) for url in first) < 17_000
    page.evaluate(
        """async (message) => { area.add(message); await area.settled(); }""",
        display({"text/markdown": "no mathematics"}),
    )
    later = {url for url in fetched if url.endswith(".js")} - first
    assert any(re.search(r"/markdown\.\w+\.js", url) for url in later)
    assert not any("mathematics" in url for url in later)
    page.close()
