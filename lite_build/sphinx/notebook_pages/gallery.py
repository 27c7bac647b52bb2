"""The blocks of an example that sphinx-gallery has made a page of.

Source: `sphinx_gallery.gen_rst`, which writes a comment with the lines of the script before each block.
"""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

from docutils import nodes
from sphinx import addnodes

from lite_build.sphinx.notebook_pages.found_cells import FoundCell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

EXTENSION = "sphinx_gallery.gen_gallery"
_LINES = re.compile(r"GENERATED FROM PYTHON SOURCE LINES (\d+)-\d+")
#: What it has blocks coloured as that it has run, by the name of Pygments' lexer.
_LANGUAGE = "Python"
_EXAMPLE = "sphx-glr-example-title"


def is_example(document: nodes.document) -> bool:
    """Whether a page is an example of a gallery."""
    return any(_EXAMPLE in section["classes"] for section in document.findall(nodes.section))


def galleries(app: Sphinx) -> tuple[tuple[Path, str], ...]:
    """The folders of scripts, absolute, each with the folder of its pages, as documents name it."""
    settings: dict[str, Any] = app.config.sphinx_gallery_conf
    scripts, pages = (_listed(settings[name]) for name in ("examples_dirs", "gallery_dirs"))
    source = Path(app.srcdir)
    return tuple(
        ((source / script).resolve(), Path(page).as_posix().strip("./"))
        for script, page in zip(scripts, pages, strict=False)
    )


def script_of(app: Sphinx, document: str) -> Path | None:
    """The script that a page was made of; None where it was made of none."""
    for folder, page in galleries(app):
        if document.startswith(f"{page}/"):
            script = folder / f"{document.removeprefix(f'{page}/')}.py"
            return script if script.is_file() else None
    return None


def found_cells(document: nodes.document, script: Path) -> Iterator[FoundCell]:
    """The blocks of code, in their order, with what each has put out."""
    for comment in list(document.findall(nodes.comment)):
        lines = _LINES.fullmatch(comment.astext().strip())
        siblings = comment.parent.children
        shown = list(
            itertools.takewhile(lambda node: not _ends(node), siblings[siblings.index(comment) + 1 :])
        )
        if lines is None or not shown:
            continue
        code, saved = _parted(shown)
        if code is not None:
            yield FoundCell(code.astext().strip("\n"), f"{script}:{lines[1]}", shown, saved)


def _parted(shown: list[nodes.Node]) -> tuple[nodes.literal_block | None, list[nodes.Node]]:
    """The code of a block, and its output; no code where it is text.

    Where a script is one block, its output stands above its code, with an empty line between.
    """
    first, *rest = shown
    if _is_code(first):
        return first, rest
    if len(shown) > 2 and _is_code(last := shown[-1]) and isinstance(shown[-2], nodes.line_block):
        return last, shown[:-2]
    return None, []


def _is_code(node: nodes.Node) -> TypeGuard[nodes.literal_block]:
    return isinstance(node, nodes.literal_block) and node.get("language") == _LANGUAGE


def _ends(node: nodes.Node) -> bool:
    """Whether something is no part of a block: the next one, a part of the page, its end."""
    if isinstance(node, nodes.comment | nodes.section | nodes.target | addnodes.only):
        return True
    return isinstance(node, nodes.paragraph) and "sphx-glr-timing" in node["classes"]


def _listed(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]
