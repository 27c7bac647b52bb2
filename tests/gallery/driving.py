"""Show each widget of a site in a page of plain HTML, and change it from Python."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from playwright.sync_api import Error, expect
from playwright.sync_api import TimeoutError as TooLate

from tests.browser.pages.test_cells import cell

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from tests.browser.reader import Reader
    from tests.gallery.entries import Entry

_HEAD = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>A widget</title>'
    '<script type="module" src="../lite.js"></script>'
)
#: In milliseconds; Python starts within it.
_PATIENCE = 120_000
_LEFT = re.compile(r"left the origin: (\S+)")
#: In pixels: an element that shows something.
_SMALLEST = 4


def drive(reader: Reader, site: Path, entry: Entry) -> tuple[list[str], list[str]]:
    """Show a widget, and set one of its traits.

    Args:
        reader: of the site.
        site: where the page is written.
        entry: its lines make the widget.

    Returns:
        What is wrong, in words, none where it works; and the addresses of other hosts that were asked.
    """
    reader.take_complaints()
    change = f"widget.{entry.trait} = {entry.value!r}"
    body = f'{cell(entry.lines)}{cell(change)}<lite-widget from="widget"></lite-widget>'
    path = f"gallery/{entry.package}.html"
    (site / "gallery").mkdir(exist_ok=True)
    (site / path).write_text(f"{_HEAD}<body>{body}</body></html>", encoding="utf-8")
    page = reader.open(path)
    try:
        problems = _watch(page, entry)
    except Error as error:
        problems = [str(error).splitlines()[0]]
    finally:
        page.close()
    complaints = reader.take_complaints()
    addresses = [found[1] for one in complaints if (found := _LEFT.match(one))]
    told = [one for one in complaints if not one.startswith(("left the origin", "asked elsewhere"))]
    asked = list(dict.fromkeys(address.partition("#")[0] for address in addresses))
    # Where a host is not there, all else follows from that.
    return [*problems, *told] if not asked else problems or told, asked


def _watch(page: Page, entry: Entry) -> list[str]:
    cells, shown = page.locator("lite-cell"), page.locator("lite-widget")
    cells.first.get_by_role("button", name="Run").click()
    outputs = cells.first.locator(".lite-outputs")
    expect(cells.first.get_by_role("button", name="Stop")).to_have_count(0, timeout=_PATIENCE)
    if outputs.locator(".lite-error").count():
        return [_words(outputs.locator(".lite-error").first)]
    try:
        page.wait_for_function(
            f"""() => {{
                const box = document.querySelector("lite-widget").getBoundingClientRect();
                return box.width > {_SMALLEST} && box.height > {_SMALLEST};
            }}""",
            timeout=_PATIENCE // 4,
        )
    except TooLate:
        return ["it shows nothing that has a size"]
    alert = shown.get_by_role("alert")
    if alert.count():
        return [_words(alert.first)]
    cells.nth(1).get_by_role("button", name="Run").click()
    expected = json.dumps(entry.value, sort_keys=True)
    try:
        page.wait_for_function(
            f"""() => JSON.stringify(document.querySelector("lite-widget").getTrait({entry.trait!r}))
                === JSON.stringify({expected})""",
            timeout=_PATIENCE // 4,
        )
    except TooLate:
        return [f"{entry.trait} of Python did not arrive"]
    alert = shown.get_by_role("alert")
    return [_words(alert.first)] if alert.count() else []


def _words(box: Locator) -> str:
    """What a box says, but for its buttons and what is folded up."""
    lines = [line.strip() for line in box.inner_text().splitlines()]
    return " ".join(line for line in lines if line not in ("", "Try again", "Traceback"))
