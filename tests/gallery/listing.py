"""The dated list of the gallery, as a page of the documentation, and what changed in it."""

from __future__ import annotations

import re
from textwrap import fill, shorten
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from tests.gallery.entries import Tried

_BEGIN = """# Gallery

AFM widgets of others, as their authors publish them: pure wheels from the index, with nothing changed. Each
was built into a site of lite-build's and shown in a page of plain HTML. Then Python set one of its traits,
and the page heard of it. `make gallery` does so, with the list in `docs/gallery/widgets.toml`, and writes
this page. Those that work are alive here: press *Run*.

A result means:

- *works*: it was shown, and heard of the change.
- *other host*: its module or its style is on another host, which was not reached where this list was made.
  `PackagesAddon.vendor_imports` ships that ([widgets.md](widgets.md#modules-of-other-hosts)).
- *not fetched*: a package that it needs is on such a host.
- *no wheel*: a package that it needs is not made for browsers, or what it needs does not fit together.
- *fails*: the reason stands below.

Tried on {day}.

| package | version | licence | result |
|---|---|---|---|
"""
_ROW = re.compile(
    r"^\| `(?P<package>[^`]+)` \| (?P<version>\S+) \| .* \| (?P<result>[^|]+) \|$", re.MULTILINE
)
#: In characters.
_LONGEST_REASON = 500


def page_of(tried: Iterable[Tried], day: date) -> str:
    """Write the page."""
    results = tuple(tried)
    rows = "\n".join(
        f"| `{one.entry.package}` | {one.version or '-'} | {one.licence or '-'} | {one.status} |"
        for one in results
    )
    return "\n".join([_BEGIN.format(day=day.isoformat()) + rows, "", *_sections(results)])


def changes(before: str, after: str) -> list[str]:
    """Tell what is another in one page than in an earlier one, a line a package."""
    old, new = _rows(before), _rows(after)
    return [
        f"{package}: {old.get(package, 'not tried')} → {new.get(package, 'not tried')}"
        for package in sorted({*old, *new})
        if old.get(package) != new.get(package)
    ]


def _rows(page: str) -> dict[str, str]:
    return {found["package"]: f"{found['version']} {found['result']}" for found in _ROW.finditer(page)}


def _sections(results: Iterable[Tried]) -> Iterator[str]:
    for one in results:
        yield f"## {one.entry.package}\n"
        if one.reason:
            yield f"{fill(shorten(one.reason, _LONGEST_REASON), 100, break_long_words=False)}\n"
        change = f"widget.{one.entry.trait} = {one.entry.value!r}"
        if one.status == "works":
            yield f"```{{lite-cell}}\n{one.entry.lines}\nwidget\n```\n"
            yield f"{fill(f'Then `{change}` was heard of.', 100, break_long_words=False)}\n"
        else:
            yield f"```python\n{one.entry.lines}\n{change}\n```\n"
