"""Which code of a documentation can be run, by its language and by what is said of it."""

from __future__ import annotations

from lite_build.documentation.example_cells import has_prompts

#: What a block says of itself: that it can be run, or that it cannot.
LIVE = "live"
STATIC = "static"
#: Which blocks of code are live, where a page or the configuration says so.
ALL = "all"
LIVE_BLOCKS = ("", "doctest", "python", ALL)
#: What a page may say of itself besides: nothing in it is live.
OFF = "off"
#: By which names a page says it.
PAGE_FIELDS = ("lite-build", "lite_build")
PYTHON = frozenset({"python", "python3", "py", "py3", "ipython", "ipython3"})
#: Languages whose code is a session where it has prompts.
SESSIONS = frozenset({"default", "doctest", "pycon", "pycon3", "none", *PYTHON})
#: Attributes of a cell that are there or not.
CELL_FLAGS = (
    "autorun",
    "folded-code",
    "folded-output",
    "hidden",
    "hidden-code",
    "hidden-controls",
    "hidden-output",
    "raises-exception",
    "readonly",
)
#: When Python is wanted, as an attribute says it.
BOOTS = ("eager", "visible", "interaction", "idle")


def is_session(language: str, text: str) -> bool:
    """Whether code is written as a session with Python."""
    return language in SESSIONS and has_prompts(text)


def is_chosen(language: str, text: str, chosen: str, *, is_doctest: bool = False) -> bool:
    """Whether code that says nothing of itself is live.

    Args:
        language: that the documentation names.
        text: of the code.
        chosen: one of `LIVE_BLOCKS`, or anything else for none.
        is_doctest: it is a session, whatever it looks like.
    """
    session = is_doctest or is_session(language, text)
    is_code = language in PYTHON and not session
    return (chosen in {"doctest", ALL} and session) or (chosen in {"python", ALL} and is_code)
