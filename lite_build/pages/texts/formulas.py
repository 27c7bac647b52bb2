"""Mathematics as MathML, typeset at build time by the same library as in a page."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

from lite_build.files.built_part import require_built
from lite_build.pages.texts.markup import element, escaped
from lite_build.runtime.node import node_executable, scrubbed_environment
from lite_build.words.errors import BuildFailure

#: What `extensions/runner/src/typeset-formulas.ts` is built into.
TYPESETTER = Path(__file__).parents[1] / "typesetter" / "typeset-formulas.mjs"
#: Two characters that no text has: Unicode keeps them for a program's own use.
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_PLACE = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
#: Mathematics among text: JupyterLab's delimiters, and a dollar that is none.
_PIECES = re.compile(
    r"\\\$|\$\$(?P<shown>.+?)\$\$|\$(?P<inline>(?:\\.|[^$\\])+)\$|\\\((?P<inline_too>.+?)\\\)"
    r"|\\\[(?P<shown_too>.+?)\\\]|(?P<environment>\\begin\{(?P<name>[a-zA-Z]+\*?)\}.+?\\end\{(?P=name)\})",
    re.DOTALL,
)
#: Where a dollar is a dollar.
_NO_TEXT = re.compile(
    r"<(script|style|textarea|pre|code|kbd|samp|svg|math)\b.*?</\1\s*>|<!--.*?-->|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>",
    re.DOTALL | re.IGNORECASE,
)


class Formulas:
    """Collects the formulas of pages, to typeset them all at once."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, bool], int] = {}

    def place(self, tex: str, *, is_display: bool) -> str:
        """What stands for a formula until `filled` is given the page."""
        number = self._numbers.setdefault((tex, is_display), len(self._numbers))
        return f"{_OPEN}{number}{_CLOSE}"

    def in_text(self, text: str) -> str:
        """A text, which is escaped, with its mathematics."""
        parts, start = [], 0
        for match in _PIECES.finditer(text):
            parts.append(escaped(text[start : match.start()]))
            start = match.end()
            inline = match["inline"] or match["inline_too"]
            tex = inline or match["shown"] or match["shown_too"] or match["environment"]
            parts.append("$" if tex is None else self.place(tex, is_display=inline is None))
        return "".join([*parts, escaped(text[start:])])

    def in_html(self, source: str) -> str:
        """HTML, with the mathematics that is in its text."""
        parts, start = [], 0
        for match in _NO_TEXT.finditer(source):
            parts += [self._in_escaped(source[start : match.start()]), match[0]]
            start = match.end()
        return "".join([*parts, self._in_escaped(source[start:])])

    def typeset(self) -> dict[int, str]:
        """Typeset all formulas.

        Returns:
            The HTML of each, for `filled`. A mistake in one stands there in red, with its source.

        Raises:
            BuildFailure: what typesets them was not built, or failed.
        """
        if not self._numbers:
            return {}
        asked = [{"tex": tex, "isDisplay": is_display} for tex, is_display in self._numbers]
        found = _typeset(json.dumps(asked))
        return {
            number: element(
                "span", html, {"class": f"lite-formula{' lite-formula-display' if is_display else ''}"}
            )
            for ((_, is_display), number), html in zip(self._numbers.items(), found, strict=True)
        }

    def _in_escaped(self, text: str) -> str:
        def typeset(match: re.Match[str]) -> str:
            inline = match["inline"] or match["inline_too"]
            tex = inline or match["shown"] or match["shown_too"] or match["environment"]
            if tex is None:
                return "$"
            plain = tex.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
            return self.place(plain, is_display=inline is None)

        return _PIECES.sub(typeset, text)


def filled(html: str, typeset: dict[int, str]) -> str:
    """A page with its formulas.

    Args:
        html: with what `Formulas.place` gave.
        typeset: by those `Formulas`.
    """
    return _PLACE.sub(lambda match: typeset.get(int(match[1]), ""), html)


def without_places(text: str) -> str:
    """A text from others, in which nothing stands for a formula."""
    return text.replace(_OPEN, "").replace(_CLOSE, "")


def _typeset(asked: str) -> list[str]:
    require_built(TYPESETTER, "the typesetter of formulas was not built")
    finished = subprocess.run(
        [str(node_executable()), str(TYPESETTER.resolve())],
        input=asked,
        capture_output=True,
        encoding="utf-8",
        env=scrubbed_environment(),
        check=False,
    )
    if finished.returncode != 0:
        raise BuildFailure(f"the formulas could not be typeset: {finished.stderr.strip()}")
    found: list[str] = json.loads(finished.stdout)
    return found
