"""The modules and the styles of widgets, as far as they stand in wheels, in notebooks and beside them."""

from __future__ import annotations

import ast
import re
import zipfile
from dataclasses import dataclass
from itertools import islice, product
from typing import TYPE_CHECKING

from lite_build.code.ipython_syntax import python_of
from lite_build.code.syntax_tree import known_text, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from lite_build.notebooks.reading import Notebook
    from lite_build.vendored.references import Form

MODULE_SUFFIXES = (".js", ".mjs")
STYLE_SUFFIXES = (".css",)
#: From these AFM takes a widget's module and its style: as text, or as an address.
AFM_STATE: dict[str, Form] = {"_esm": "module", "_css": "style"}
#: The same as values of `litewidget.widget(…)`.
_NAMES: dict[str, Form] = {**AFM_STATE, "esm": "module", "css": "style"}
_SPEAKS_OF_WIDGETS = re.compile(r"\b(?:_?esm|_?css|vfile)\b|\bESM\b")
#: So many texts of one expression are read, where the names in it have had several.
_MOST_TEXTS = 64
#: What an import looks like that leads elsewhere, or that only running tells, at first sight.
_FIRST_SIGHT: dict[Form, re.Pattern[str]] = {
    "module": re.compile(
        r"""(?:\bimport|\bfrom)\s*\(?\s*(?:/\*[^*]*\*/\s*)*["'`](?:https?:)?//|\bimport\s*\(\s*(?!["'])"""
    ),
    "style": re.compile(r"""(?:@import\s*|\burl\(\s*)["']?(?:https?:)?//"""),
}


@dataclass(frozen=True)
class WidgetText:
    """A module or a style.

    Args:
        where: in words, such as "shiny-1.0-py3-none-any.whl, shiny/widget.js".
        text: an address, or the text itself.
        is_supposed: whether it only looks like one, so that it may be of no widget.
    """

    where: str
    form: Form
    text: str
    is_supposed: bool = False


def looks_elsewhere(form: Form, text: str) -> bool:
    """Whether a text may name other hosts. Only what does is worth the lexer's time."""
    return _FIRST_SIGHT[form].search(text) is not None


def texts_of_wheel(wheel: Path) -> Iterator[WidgetText]:
    """Find those in a wheel; none where the file is no wheel. JupyterLab's extensions are no widgets."""
    if not zipfile.is_zipfile(wheel):
        return
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            where = f"{wheel.name}, {name}"
            form = _form_of(name)
            if form is not None and "/share/jupyter/labextensions/" not in f"/{name}":
                yield WidgetText(where, form, archive.read(name).decode("utf-8", errors="replace"))
            elif name.endswith(".py"):
                source = archive.read(name).decode("utf-8", errors="replace")
                yield from texts_of_python(source, where)


def texts_of_contents(
    notebooks: Iterable[Notebook], files: Iterable[tuple[str, Path]]
) -> Iterator[WidgetText]:
    """Find those in cells, in modules, and in the files that cells and modules name.

    Args:
        notebooks: of the contents.
        files: of the contents, by their names there.
    """
    sources = [
        (notebook.place(cell), cell.source)
        for notebook in notebooks
        for cell in notebook.cells
        if cell.kind == "code"
    ]
    beside = []
    for name, path in files:
        if name.endswith(".py"):
            sources.append((name, path.read_text(encoding="utf-8", errors="replace")))
        elif _form_of(name) is not None:
            beside.append((name, path))
    for where, source in sources:
        yield from texts_of_python(source, where)
    code = "\n".join(source for _, source in sources)
    for name, path in beside:
        form = _form_of(name)
        if form is not None and name.rpartition("/")[2] in code:
            yield WidgetText(name, form, path.read_text(encoding="utf-8", errors="replace"))


def texts_of_python(source: str, where: str) -> Iterator[WidgetText]:
    """Find those in Python code, put together from constants where they are.

    Args:
        source: a cell of a notebook, or a module.
        where: in words; the line is added.
    """
    if _SPEAKS_OF_WIDGETS.search(source) is None:
        return
    tree = python_of(source) if "%" in source else parse(source)
    if tree is None or isinstance(tree, SyntaxError):
        return
    nodes = _in_order(tree)
    names = _Names()
    values: list[tuple[int, Form, ast.expr, Mapping[str, str]]] = []
    for node in nodes:
        values += [(*value, dict(names.texts)) for value in _values((node,))]
        if isinstance(node, ast.Assign):
            names.assign(node)
    told: dict[tuple[str, Form], int] = {}
    for line, form, value, texts in values:
        # A function may name what is assigned below it.
        text = known_text(value, {**names.texts, **texts})
        if text is not None:
            told.setdefault((text, form), line)
    certain = set(told)
    for line, form, value, _ in values:
        for text in names.texts_of(value):
            told.setdefault((text, form), line)
    passed_over = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    passed_over |= {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in nodes:
        # A text that has a name first, or is handed on, is found by its look. Docstrings are no such texts.
        if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in passed_over:
            text = known_text(node, names.texts)
            if text is not None and "\n" in text and "import" in text and "//" in text:
                told.setdefault((text, "module"), node.lineno)
    for (text, form), line in told.items():
        yield WidgetText(f"{where}, line {line}", form, text, (text, form) not in certain)


class _Names:
    """The texts that names have had, as far as the code has been read."""

    def __init__(self) -> None:
        #: Those that they have.
        self.texts: dict[str, str] = {}
        self._had: dict[str, dict[str, None]] = {}

    def assign(self, node: ast.Assign) -> None:
        """Read an assignment."""
        if (text := known_text(node.value, self.texts)) is not None:
            for target in node.targets:
                if isinstance(target, ast.Name):
                    self.texts[target.id] = text
                    self._had.setdefault(target.id, {})[text] = None

    def texts_of(self, value: ast.expr) -> Iterator[str]:
        """What an expression may be, by each text that its names have had: branches and loops assign too."""
        used = dict.fromkeys(node.id for node in ast.walk(value) if isinstance(node, ast.Name))
        known = [name for name in used if name in self._had]
        for texts in islice(product(*(self._had[name] for name in known)), _MOST_TEXTS):
            text = known_text(value, dict(zip(known, texts, strict=True)))
            if text is not None:
                yield text


def _in_order(tree: ast.AST) -> list[ast.stmt | ast.expr | ast.keyword]:
    """The parts of code in the order in which they are written."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.stmt | ast.expr | ast.keyword)]
    return sorted(nodes, key=lambda node: (node.lineno, node.col_offset))


def _values(nodes: Iterable[ast.AST]) -> Iterator[tuple[int, Form, ast.expr]]:
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in AFM_STATE:
                yield node.lineno, AFM_STATE[name], value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if name in AFM_STATE:
                yield node.lineno, AFM_STATE[name], value
            case ast.keyword(arg=str(name), value=value) if name in _NAMES:
                yield node.lineno, _NAMES[name], value
            case _:
                pass


def _form_of(name: str) -> Form | None:
    if name.endswith(MODULE_SUFFIXES):
        return "module"
    return "style" if name.endswith(STYLE_SUFFIXES) else None
