"""Code, highlighted by classes. What the HTML says is the code, character for character."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ipython_pygments_lexers import IPython3Lexer
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from lite_build.pages.texts.markup import escaped

if TYPE_CHECKING:
    from pygments.lexer import Lexer

#: Before each of Pygments' short names, so that no page's styles mean them.
CLASS_PREFIX = "hl-"
#: Languages whose code IPython reads.
_PYTHON = frozenset({"", "python", "python3", "py", "py3", "ipython", "ipython3"})
#: Leave each line break where it is.
_AS_IT_IS = {"stripnl": False, "ensurenl": False}


def highlighted_python(code: str, prefix: str = CLASS_PREFIX) -> str:
    """A cell's code: Python, magics and shell lines.

    Args:
        code: of a cell.
        prefix: of the classes; "" where the page's own styles are for those of Pygments.
    """
    return _highlighted(code, IPython3Lexer(**_AS_IT_IS), prefix)


def highlighted(code: str, language: str) -> str:
    """Code of a language, by one of the names that it has; plain where nobody knows it."""
    if language.lower() in _PYTHON - {""}:
        return highlighted_python(code)
    try:
        lexer = get_lexer_by_name(language, **_AS_IT_IS)
    except ClassNotFound:
        return escaped(code)
    return _highlighted(code, lexer)


def _highlighted(code: str, lexer: Lexer, prefix: str = CLASS_PREFIX) -> str:
    # The form of a line's end is Pygments' own; a carriage return is none in HTML.
    marked: str = highlight(code.replace("\r\n", "\n").replace("\r", "\n"), lexer, _formatter(prefix))
    # The formatter ends each line.
    return marked if code.endswith("\n") else marked.removesuffix("\n")


@lru_cache
def _formatter(prefix: str) -> HtmlFormatter[str]:
    return HtmlFormatter(nowrap=True, classprefix=prefix)
