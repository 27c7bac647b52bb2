"""Find what notebooks ask other hosts for: readers need those hosts, and their leave."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lite_build.check.report import Problem
from lite_build.code.requests import requested_addresses
from lite_build.code.syntax_tree import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from lite_build.notebooks.reading import Notebook

_REMEDY = "DataAddon.files ships a data file with the site"


def find_other_hosts(
    notebooks: Sequence[Notebook],
    shipped: Collection[str],
    ask: Callable[[Collection[str]], Mapping[str, bool]],
) -> tuple[Problem, ...]:
    """Find requests to other hosts by addresses that stand in the code, but for what the site ships.

    Args:
        notebooks: those whose kernel is the site's.
        shipped: addresses of files that the site ships.
        ask: tells of addresses whether pages of any site may read them, as far as their hosts answer.
    """
    found = [
        (notebook.place(cells[place]), url)
        for notebook in notebooks
        if (cells := [cell for cell in notebook.cells if cell.kind == "code"])
        for place, url in requested_addresses(cell.source for cell in cells)
        if url.partition("#")[0] not in shipped
    ]
    whole = dict.fromkeys(url for _, url in found if UNKNOWN not in url)
    answers = ask(tuple(whole))
    return tuple(Problem("other host", where, _what(url, answers.get(url))) for where, url in found)


def _what(url: str, is_readable: bool | None) -> str:
    host = urlsplit(url).netloc
    if is_readable is None:
        return f"asks for {url}: readers need {host}, and its leave for pages of other sites; {_REMEDY}"
    if is_readable:
        return f"asks for {url}: readers need {host}, which lets pages of other sites read it; {_REMEDY}"
    return f"asks for {url}: {host} does not let pages of other sites read it, so readers cannot; {_REMEDY}"
