"""A plain page with an area for outputs, and what a kernel would say to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from playwright.sync_api import Locator, Page

Message = dict[str, Any]
#: Has no style sheet: whatever the outputs look like is their own.
PLAIN_PAGE = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<title>Outputs</title>
<p id="before">Before</p><div id="place"></div><p id="after">After</p>
<script type="module">
  import { OutputArea } from './outputs.js';
  window.startArea = (options) => {
    window.area?.dispose();
    const element = document.createElement('div');
    document.getElementById('place').replaceChildren(element);
    window.area = new OutputArea(element, options);
  };
</script>
</html>
"""


class OutputsPage:
    """A page, and the area in it that a test fills."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.wait_for_function("'startArea' in window")
        self.start()

    @property
    def area(self) -> Locator:
        return self.page.locator("#place > .lite-outputs")

    def start(self, options: str = "{}") -> None:
        """Begin anew, with an empty area; its options are JavaScript."""
        self.page.evaluate(f"startArea({options})")

    def put_out(self, *messages: Message) -> None:
        """Have a kernel say this, and wait until it is shown."""
        self.page.evaluate(
            "async (messages) => { messages.forEach((one) => area.add(one)); await area.settled(); }",
            list(messages),
        )

    def restore(self, outputs: Sequence[Mapping[str, object]]) -> None:
        """Show what a notebook was saved with."""
        self.page.evaluate(
            "async (outputs) => { area.restore(outputs); await area.settled(); }", list(outputs)
        )

    def outputs(self) -> list[dict[str, Any]]:
        """What a notebook would keep."""
        kept: list[dict[str, Any]] = self.page.evaluate("area.outputs")
        return kept

    def summary(self) -> str:
        return str(self.page.evaluate("area.summary"))


def stream(text: str, name: str = "stdout") -> Message:
    return {"type": "stream", "bundle": {"name": name, "text": text}}


def display(
    data: Mapping[str, object], metadata: Mapping[str, object] | None = None, display_id: str | None = None
) -> Message:
    transient = {} if display_id is None else {"display_id": display_id}
    return {
        "type": "display_data",
        "bundle": {"data": dict(data), "metadata": dict(metadata or {}), "transient": transient},
    }


def update(data: Mapping[str, object], display_id: str) -> Message:
    return {**display(data, display_id=display_id), "type": "update_display_data"}


def result(data: Mapping[str, object], count: int = 1) -> Message:
    return {
        "type": "execute_result",
        "bundle": {"execution_count": count, "data": dict(data), "metadata": {}},
    }


def clear(*, wait: bool) -> Message:
    return {"type": "clear_output", "bundle": {"wait": wait}}


def error(name: str, value: str, *traceback: str) -> Message:
    return {"type": "execute_error", "bundle": {"ename": name, "evalue": value, "traceback": list(traceback)}}
