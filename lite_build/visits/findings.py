"""What visits say to a page's author: each finding with its file, its line and what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lite_build.check.report import Problem
from lite_build.check.verdict import what_ships
from lite_build.html.named_files import SHIPS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lite_build.html.named_files import PageMistake
    from lite_build.html.page import HtmlPage
    from lite_build.visits.seen import SeenPlace, SeenRequest
    from lite_build.visits.visit import Visit

#: A line of a Python traceback.
_FRAME = re.compile(r'^\s*File "([^"]+)", line (\d+)', re.MULTILINE)
#: How the page's own messages begin that know their place.
_PLACED = re.compile(r"(?P<file>[^\n:]+?), line (?P<line>\d+)(?:, column \d+)?: ")
_MISSING_MODULE = re.compile(r"ModuleNotFoundError: No module named '([^']+)'")
#: Browsers ask for it by themselves.
_ICON = "/favicon.ico"
_CONTENTS = "/files/"


def problems_in_text(mistakes: Collection[PageMistake]) -> tuple[Problem, ...]:
    """Say what is wrong in a page by its text alone."""
    return tuple(Problem(mistake.kind, mistake.where, mistake.what) for mistake in mistakes)


def problems_of(
    page: HtmlPage, visit: Visit, mistakes: Collection[PageMistake], *, seconds: float
) -> tuple[Problem, ...]:
    """Say what went wrong in a page.

    Args:
        page: that was opened.
        visit: what was seen.
        mistakes: what the page's text tells already: it knows the lines better, and nothing is said twice.
        seconds: how long it was watched at most.
    """
    known = {mistake.about for mistake in mistakes if mistake.about}
    found = (
        *_errors(page, visit),
        *_missing_files(page, visit),
        *_other_hosts(page, visit),
        *_ending(page, visit, seconds),
    )
    new = [problem for problem in found if not any(_names(problem.what, about) for about in known)]
    return tuple(dict.fromkeys((*problems_in_text(mistakes), *new)))


def _names(words: str, about: str) -> bool:
    """Whether words are about a file or a thing, and not about another whose name has that name in it."""
    return re.search(rf"(?<![\w.-]){re.escape(about)}(?![\w-])", words) is not None


def _errors(page: HtmlPage, visit: Visit) -> Iterator[Problem]:
    for error in visit.seen.errors:
        # The address is one of the check's own.
        words = error.words.replace(f"{visit.seen.own}{_CONTENTS[1:]}", "").replace(visit.seen.own, "")
        where, words = _placed(page, words, error.place)
        yield Problem("page error", where, words)
    for shown in visit.shown_errors:
        yield Problem("page error", page.name, f"a cell shows an error: {_first_line(shown)}")


def _placed(page: HtmlPage, words: str, place: SeenPlace | None) -> tuple[str, str]:
    """Where an error is, by its own words where these say so, and what is to be said of it."""
    own_name = page.name.rpartition("/")[2]
    if (told := _PLACED.match(words)) is not None and told["file"] == own_name:
        return f"{page.name}:{told['line']}", words[told.end() :]
    frames = _FRAME.findall(words)
    if not frames:
        return _place(page, place), _first_line(words)
    line = next((number for file, number in reversed(frames) if file == own_name), None)
    said = _last_line(words)
    if (missing := _MISSING_MODULE.search(said)) is not None:
        said = f"{said}; {what_ships(missing[1])}"
    if frames and frames[-1][0] != own_name:
        said = f"{said} ({frames[-1][0]}, line {frames[-1][1]})"
    return page.name if line is None else f"{page.name}:{line}", said


def _missing_files(page: HtmlPage, visit: Visit) -> Iterator[Problem]:
    for request in visit.seen.requests.values():
        is_icon = urlsplit(request.url).path == _ICON and request.place is None
        is_told = any(request.url in error.words for error in visit.seen.errors)
        if request.failure is not None and visit.seen.is_own(request.url) and not (is_icon or is_told):
            yield Problem(
                "missing file",
                _place(page, request.place),
                f"{_path(request.url)} cannot be had: {request.failure}. "
                "Put it beside the page, or correct its address",
            )


def _other_hosts(page: HtmlPage, visit: Visit) -> Iterator[Problem]:
    for request in visit.seen.requests.values():
        if not visit.seen.is_own(request.url):
            yield Problem("other host", _place(page, request.place), _asked(request))


def _asked(request: SeenRequest) -> str:
    host = urlsplit(request.url).netloc
    failed = "" if request.failure is None else f", which the check could not get ({request.failure})"
    return f"asks for {request.url}{failed}: readers need {host}; {SHIPS}"


def _ending(page: HtmlPage, visit: Visit, seconds: float) -> Iterator[Problem]:
    match visit.ending:
        case "crashed":
            yield Problem("page error", page.name, "the browser's tab has crashed, as it does without memory")
        case "stands still":
            yield Problem(
                "unfinished page",
                page.name,
                f"it stands still: Python on the page's thread was not through after {seconds:g} s. "
                "Let it await something now and then, or run it beside the page, as in a <lite-cell>",
            )
        case "works":
            yield Problem(
                "unfinished page",
                page.name,
                f"its Python was not ready after {seconds:g} s. CheckAddon.page_seconds is the limit",
            )
        case "not begun" if not visit.seen.errors:
            yield Problem(
                "unfinished page",
                page.name,
                "its scripts do not run. The console of a browser says more",
            )
        case "awaits" if visit.awaiting is not None:
            line = page.scripts[visit.awaiting] if visit.awaiting < len(page.scripts) else None
            yield Problem(
                "waiting script",
                page.name if line is None else f"{page.name}:{line}",
                "it still awaits something: good where that is the reader, or a clock",
            )
        case _:
            pass


def _place(page: HtmlPage, place: SeenPlace | None) -> str:
    """Where something stands, if that is one of the author's files: code of the site tells them nothing."""
    if place is None:
        return page.name
    path = _path(place.url)
    if path == page.name and place.line is not None:
        return f"{page.name}:{place.line}"
    is_contents = _CONTENTS in urlsplit(place.url).path
    return f"{page.name} ({path}:{place.line})" if is_contents and path != page.name else page.name


def _path(url: str) -> str:
    path = unquote(urlsplit(url).path)
    return path.partition(_CONTENTS)[2] or path.lstrip("/")


def _first_line(words: str) -> str:
    return next((line.strip() for line in words.splitlines() if line.strip()), "an error with no words")


def _last_line(words: str) -> str:
    """The last line of a traceback that is not indented; a note of Python's may follow the error itself."""
    lines = [line for line in words.splitlines() if line.strip()]
    indented = max((number for number, line in enumerate(lines) if line.startswith(("  ", "\t"))), default=-1)
    return _first_line("\n".join(lines[indented + 1 :] or lines[-1:]))
