from __future__ import annotations

import io

from rich.console import Console

from lite_build.words.progress import Progress


def _said(*, terminal: bool) -> str:
    stream = io.StringIO()
    progress = Progress(Console(file=stream, force_terminal=terminal, width=60))
    with progress.shown():
        progress("Resolving [packages]")
        progress.note("Built a/very/long/path/that/no/terminal/of/sixty/columns/could/hold/in/one/line")
    return stream.getvalue()


def test_elsewhere_than_on_a_terminal_every_step_is_a_plain_line() -> None:
    assert _said(terminal=False) == (
        "Resolving [packages]\n"
        "Built a/very/long/path/that/no/terminal/of/sixty/columns/could/hold/in/one/line\n"
    )


def test_on_a_terminal_the_step_moves_and_what_matters_stays() -> None:
    said = _said(terminal=True)
    assert "Resolving [packages]" in said
    assert "\x1b[" in said
    assert "in/one/line" in said
