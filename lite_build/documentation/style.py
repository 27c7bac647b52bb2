"""The styles of pages whose code runs: the elements take their colours from the documentation's theme."""

from __future__ import annotations

from pathlib import Path

from lite_build.files.built_part import require_built
from lite_build.site.page_script import ELEMENTS

STYLE = "lite-build.css"
#: Has it, and nothing else.
STATIC_FOLDER = Path(__file__).with_name("static")
_OUTPUTS = "outputs.css"


def style_text() -> str:
    """The styles, with those of outputs that a notebook was saved with.

    Raises:
        BuildFailure: the pages' elements were not built.
    """
    outputs = require_built(ELEMENTS / _OUTPUTS, "the styles of pages were not built")
    own = STATIC_FOLDER / STYLE
    return "\n".join(path.read_text(encoding="utf-8") for path in (outputs, own))
