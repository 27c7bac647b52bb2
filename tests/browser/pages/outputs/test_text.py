"""Streams, errors and plain text: coloured, overwritten, cut, linked, and always escaped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.pages.outputs.outputs_page import display, error, result, stream

if TYPE_CHECKING:
    from tests.browser.pages.outputs.outputs_page import OutputsPage

pytestmark = pytest.mark.browser

ESC = "\x1b"
CONTRAST = """(element) => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const light = (colour) => {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((byte) => {
      const part = byte / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const isClear = (one) => getComputedStyle(one).backgroundColor === 'rgba(0, 0, 0, 0)';
  let behind = element;
  while (behind && isClear(behind)) behind = behind.parentElement;
  const back = light(behind ? getComputedStyle(behind).backgroundColor : 'white');
  const front = light(getComputedStyle(element).color);
  return (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
}"""


def test_what_both_streams_say_is_told_apart_and_chunks_of_one_are_one_text(shown: OutputsPage) -> None:
    shown.put_out(
        stream("one "), stream("two\n"), stream("wrong\n", "stderr"), stream("three\n"), stream("four\n")
    )
    texts = shown.area.locator(".lite-stream")
    expect(texts).to_have_text(["one two", "wrong", "three\nfour"])
    backs = [text.evaluate("(one) => getComputedStyle(one).backgroundColor") for text in texts.all()]
    assert backs[0] == backs[2] != backs[1]
    assert [(one["name"], one["text"]) for one in shown.outputs()] == [
        ("stdout", "one two\n"),
        ("stderr", "wrong\n"),
        ("stdout", "three\nfour\n"),
    ]


def test_text_is_never_html(shown: OutputsPage) -> None:
    evil = "<img src=x onerror='window.harmed = 1'><script>window.harmed = 1</script>"
    shown.put_out(
        stream(evil),
        stream(f"{ESC}[31m{evil}{ESC}[0m", "stderr"),
        result({"text/plain": evil}),
        error("Error<b>", evil, f"<i>{evil}", f"Error<b>: {evil}"),
    )
    assert shown.area.locator("img, script, b, i").count() == 0
    assert shown.area.inner_text().count(evil) == 4
    assert shown.page.evaluate("window.harmed") is None


def test_a_progress_bar_is_one_line_that_changes(shown: OutputsPage) -> None:
    for done in range(11):
        shown.put_out(stream(f"\r{done * 10:3d}%|{'█' * done:10}| {done}/10 [00:0{done % 10}]", "stderr"))
        expect(shown.area).to_have_text(re.compile(rf"^\s*{done * 10}%\|█*\s*\| {done}/10 \[00:0\d\]$"))
    shown.put_out(stream(f"{ESC}[2K\r", "stderr"), stream("done\n", "stderr"))
    expect(shown.area).to_have_text("done")


def test_the_rows_of_nested_bars_stay_their_own(shown: OutputsPage) -> None:
    shown.put_out(stream("outer 0/2\n\rinner 0/3"), stream(f"{ESC}[A\router 1/2\n"), stream("\rinner 3/3"))
    assert shown.area.inner_text() == "outer 1/2\ninner 3/3"


def test_colours_of_16_of_256_and_of_all_can_be_read_in_light_and_dark(shown: OutputsPage) -> None:
    codes = [*range(30, 38), *range(90, 98), *range(40, 48), *range(100, 108)]
    texts = [f"{ESC}[{code}m{code}{ESC}[0m" for code in codes]
    texts += [f"{ESC}[38;5;{index}mof {index}{ESC}[0m" for index in range(16, 256, 5)]
    texts += [f"{ESC}[48;5;{index}mon {index}{ESC}[0m" for index in range(16, 256, 5)]
    texts += [f"{ESC}[38;2;{c}m{c}{ESC}[0m" for c in ("255;255;0", "0;0;60", "255;255;255", "0;0;0")]
    texts += [f"{ESC}[7minverse{ESC}[0m", f"{ESC}[7;31mred{ESC}[0m"]
    shown.put_out(stream(" ".join(texts)))
    spans = shown.area.locator(".lite-text span[class]")
    assert spans.count() == len(texts)
    for scheme in ("light", "dark"):
        shown.page.evaluate(
            "(colour) => { document.documentElement.style.background = colour; }",
            "#111" if scheme == "dark" else "#fff",
        )
        expect(shown.area).to_have_css("color-scheme", scheme)
        contrasts = {span.inner_text(): span.evaluate(CONTRAST) for span in spans.all()}
        assert {text: ratio for text, ratio in contrasts.items() if ratio < 3} == {}
    shown.page.evaluate("document.documentElement.style.background = ''")


def test_a_page_sets_the_colours_where_it_likes(shown: OutputsPage) -> None:
    shown.put_out(stream(f"{ESC}[31mred{ESC}[0m"))
    red = shown.area.get_by_text("red")
    shown.page.evaluate("document.body.style.setProperty('--lite-ansi-red', 'rgb(1, 2, 3)')")
    expect(red).to_have_css("color", "rgb(1, 2, 3)")
    shown.page.evaluate("document.body.removeAttribute('style')")


def test_styles_of_a_terminal_are_seen(shown: OutputsPage) -> None:
    shown.put_out(
        stream(
            f"{ESC}[1mbold{ESC}[22m {ESC}[3mslanted{ESC}[23m {ESC}[4mlined{ESC}[24m {ESC}[9mstruck{ESC}[0m"
        )
    )
    for text, property_, value in [
        ("bold", "font-weight", "700"),
        ("slanted", "font-style", "italic"),
        ("lined", "text-decoration-line", "underline"),
        ("struck", "text-decoration-line", "line-through"),
    ]:
        expect(shown.area.get_by_text(text)).to_have_css(property_, value)


def test_addresses_are_links_that_leave_the_page_open(shown: OutputsPage) -> None:
    shown.put_out(
        stream("See https://example.org/a?b=1&c=2, or (www.example.org). Not javascript://x%0aalert(1)\n"),
        stream(
            f"htt{ESC}[1mps://example.org/bold{ESC}[0m end {ESC}]8;;https://example.org/8{ESC}\\told{ESC}]8;;{ESC}\\\n"
        ),
    )
    links = shown.area.get_by_role("link")
    addresses = [link.get_attribute("href") for link in links.all()]
    assert addresses == [
        "https://example.org/a?b=1&c=2",
        "https://www.example.org",
        "https://example.org/bold",
        "https://example.org/bold",
        "https://example.org/8",
    ]
    assert {(link.get_attribute("target"), link.get_attribute("rel")) for link in links.all()} == {
        ("_blank", "noopener noreferrer")
    }
    assert "https://example.org/bold end told" in shown.area.inner_text()


def test_an_error_shows_its_own_words_and_unfolds_where_it_happened(shown: OutputsPage) -> None:
    shown.put_out(
        stream("before\n"),
        error(
            "ZeroDivisionError",
            "division by zero",
            f"{ESC}[31m-----{ESC}[39m",
            f"{ESC}[31mZeroDivisionError{ESC}[39m   Traceback (most recent call last)",
            f"{ESC}[36mCell In[1], line 1{ESC}[39m\n----> 1 1/0",
            f"{ESC}[31mZeroDivisionError{ESC}[39m: division by zero",
        ),
    )
    error_shown = shown.area.get_by_role("group", name="Error: ZeroDivisionError")
    expect(error_shown.get_by_text(": division by zero")).to_be_visible()
    where = error_shown.get_by_text("Cell In[1], line 1")
    expect(where).to_be_hidden()
    fold = error_shown.locator("summary")
    fold.focus()
    shown.page.keyboard.press("Enter")
    expect(where).to_be_visible()
    assert error_shown.inner_text().count("division by zero") == 1
    assert shown.outputs()[1]["ename"] == "ZeroDivisionError"
    assert len(shown.outputs()[1]["traceback"]) == 4
    assert shown.summary() == "Error: ZeroDivisionError: division by zero"


@pytest.mark.parametrize(
    ("message", "seen"),
    [
        (error("KeyError", "'name'"), "KeyError: 'name'"),
        (error("NameError", "no such name", "NameError: no such name\nsay it first"), "say it first"),
        (error("Stop", ""), "Stop"),
        (error("", "", "no module of that name"), "no module of that name"),
        (error("TypeError", "x", "Traceback:\n  line 1\nTypeError: x"), "TypeError: x"),
    ],
    ids=["no traceback", "lines of one piece", "no value", "a traceback alone", "one piece"],
)
def test_an_error_of_any_shape_shows_its_words(
    shown: OutputsPage, message: dict[str, object], seen: str
) -> None:
    shown.put_out(message)
    for summary in shown.area.locator("summary").all():
        summary.click()
    expect(shown.area.get_by_text(seen).first).to_be_visible()


def test_a_long_text_is_cut_in_its_middle_until_the_reader_asks(shown: OutputsPage) -> None:
    shown.start("{ limits: { lines: 20 } }")
    shown.put_out(*(stream(f"line {number}\n") for number in range(1, 1001)))
    text = shown.area.inner_text()
    assert "line 1\n" in text
    assert "line 1000" in text
    assert "line 500\n" not in text
    shown.put_out(stream("the last line\n"))
    expect(shown.area.get_by_text("the last line")).to_be_visible()
    more = shown.area.get_by_role("button", name=re.compile(r"Show all 1,001 lines \(981 are hidden\)"))
    more.focus()
    shown.page.keyboard.press("Enter")
    expect(more).to_have_count(0)
    lines = [f"line {number}" for number in range(1, 1001)]
    assert (shown.area.text_content() or "").splitlines() == [*lines, "the last line"]
    shown.put_out(stream("and more\n"))
    assert (shown.area.text_content() or "").splitlines() == [*lines, "the last line", "and more"]


def test_a_text_of_many_lines_that_is_shown_whole_goes_on_as_it_should(shown: OutputsPage) -> None:
    shown.put_out(*(stream("".join(f"{part}.{line}\n" for line in range(1000))) for part in range(5)))
    shown.area.get_by_role("button", name="Show all 5,000 lines").click()
    lines = [f"{part}.{line}" for part in range(5) for line in range(1000)]
    text = shown.area.locator(".lite-text")
    assert (text.text_content() or "").splitlines() == lines
    shown.put_out(stream(f"{ESC}[2000F{ESC}[Kerased{ESC}[9999B"), stream("\rlast\n"))
    lines[3000] = "erased"
    assert (text.text_content() or "").splitlines() == [*lines, "last"]
    shown.put_out(stream(f"{ESC}[2Jcleared"))
    expect(text).to_have_text("cleared")


@pytest.mark.parametrize("kind", ["stream", "result", "error"])
def test_one_line_of_a_million_characters_is_cut_too(shown: OutputsPage, kind: str) -> None:
    text = f"begin{'x' * 1_000_000}end"
    said = {
        "stream": stream(text),
        "result": result({"text/plain": text}),
        "error": error("ValueError", text, "Traceback", f"ValueError: {text}"),
    }
    shown.put_out(said[kind])
    seen = shown.area.inner_text()
    assert "begin" in seen
    assert "end" in seen
    assert len(seen) < 150_000
    shown.area.get_by_role("button", name="Show all").click()
    assert text in shown.area.inner_text()


def test_many_small_chunks_are_drawn_once_a_frame(shown: OutputsPage) -> None:
    writes = shown.page.evaluate(
        """async () => {
          let writes = 0;
          let frames = 0;
          const observer = new MutationObserver(() => { writes += 1; });
          observer.observe(area.element, { childList: true, characterData: true, subtree: true });
          let counting = true;
          const count = () => { frames += 1; if (counting) requestAnimationFrame(count); };
          requestAnimationFrame(count);
          for (let chunk = 0; chunk < 20000; chunk += 1) {
            area.add({ type: 'stream', bundle: { name: 'stdout', text: `${chunk} ` } });
            area.add({ type: 'stream', bundle: { name: 'stdout', text: 'of 20000\\r' } });
            // As messages of a worker come: a task each, many between two frames.
            if (chunk % 50 === 0) await new Promise((resolve) => {
              const { port1, port2 } = new MessageChannel();
              port1.onmessage = resolve;
              port2.postMessage(null);
            });
          }
          await area.settled();
          counting = false;
          await Promise.resolve();
          observer.disconnect();
          return { writes, frames };
        }"""
    )
    assert writes["writes"] <= writes["frames"] + 3
    expect(shown.area).to_have_text("19999 of 20000")


def test_a_stream_that_was_saved_shows_the_same_again(shown: OutputsPage) -> None:
    shown.put_out(stream(f"{ESC}[1;32mgreen{ESC}[0m\n 10%\r100%\n"), stream("oh\n", "stderr"))
    before = shown.area.inner_html()
    kept = shown.outputs()
    shown.restore(kept)
    assert shown.area.inner_html() == before
    assert kept[0]["text"] == f"{ESC}[1;32mgreen{ESC}[0m\n100%\n"


def test_plain_results_have_a_terminals_colours_too(shown: OutputsPage) -> None:
    shown.put_out(display({"text/plain": f"{ESC}[1mRich{ESC}[0m (x=1)"}))
    expect(shown.area.get_by_text("Rich")).to_have_css("font-weight", "700")
