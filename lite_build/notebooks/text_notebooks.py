"""Notebooks that are written as text: MyST's and jupytext's Markdown, and jupytext's scripts of Python.

Which files are notebooks is told from their text, by us: a project's other files must stay what they are,
whether jupytext is installed or not. What is in one is read by jupytext.

Source: <https://jupytext.org>, <https://myst-nb.readthedocs.io/en/latest/authoring/text-notebooks.html>.
"""

from __future__ import annotations

import importlib.util
import re
import warnings
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: How files of text end that may be notebooks; of two with one name the first is it.
TEXT_SUFFIXES = (".md", ".py")
NOTEBOOK_SUFFIX = ".ipynb"
#: Where a notebook that was text says so: the file's name, and the line of each of its cells.
TEXT_METADATA = "lite_build"
#: What is missing where it is not installed.
INSTALL_JUPYTEXT = "Install jupytext: pip install 'lite-build[text]'"

_CODE_CELL = "{code-cell}"
_HEADER = re.compile(r"\A---[ \t]*\r?\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_COMMENTED_HEADER = re.compile(r"^# ---[ \t]*\r?\n(?P<yaml>(?:^#.*\r?\n)*?)^# ---[ \t]*$", re.MULTILINE)
#: What may stand before a script's first cell.
_BEFORE_CELLS = re.compile(r"\A(?:\s*\n|#!.*\n|#.*coding[:=].*\n)*")
_PERCENT_CELL = re.compile(r"#\s?%%(?:\s|$)")
#: A kernel in a header that is named by its lines.
_KERNEL = re.compile(
    r"^(?P<lead>#?[ ]*)kernelspec:[ \t]*\n(?P<facts>(?:(?P=lead)(?P<indent>[ ]+)\S.*\n)+)", re.MULTILINE
)
_LINK = re.compile(
    r"(?P<before>\]\(\s*<?|^ {0,3}\[[^\]]+\]:\s*<?)(?P<path>[^)\s>#?]+)(?P<suffix>\.(?:md|py))(?=[)\s>#?]|$)",
    re.MULTILINE,
)
_PYTHONS_KERNELS = frozenset({"python", "python3", "pyodide"})
_PYTHONS_LEXER = re.compile(r"i?python")


def is_text_notebook(path: Path) -> bool:
    """Whether a file is a notebook that is written as text; False for what cannot be read."""
    if path.suffix not in TEXT_SUFFIXES:
        return False
    try:
        text = path.read_bytes().decode("utf-8-sig", errors="replace")
    except OSError:
        return False
    return _is_markdown_notebook(text) if path.suffix == ".md" else _is_script_notebook(text)


def can_be_read() -> bool:
    """Whether jupytext is installed."""
    return importlib.util.find_spec("jupytext") is not None


def notebook_from_text(text: str, path: Path) -> dict[str, Any]:
    """Make a notebook out of a text, always the same of the same.

    Args:
        text: of the file.
        path: of the file. Links to text notebooks beside it become links to their notebooks.

    Returns:
        The notebook, as `json` reads it.

    Raises:
        Exception: jupytext cannot read it; it has a kind of its own for each mistake.
    """
    import jupytext

    text = text.replace("\r\n", "\n")
    with warnings.catch_warnings():
        # It warns of cells in another language, which are cells of that kernel's magics.
        warnings.simplefilter("ignore")
        raw: dict[str, Any] = _plain(jupytext.reads(_with_kernels_words(text), _format_of(text, path.suffix)))
    metadata: dict[str, Any] = raw["metadata"]
    cells: list[dict[str, Any]] = raw["cells"]
    # How the author's jupytext keeps files equal is nobody else's business.
    settings = metadata.pop("jupytext", {})
    lexer = str(settings.get("default_lexer", "")) if isinstance(settings, dict) else ""
    kernel = metadata.get("kernelspec", {})
    is_named_for_python = kernel.get("name", "python") in _PYTHONS_KERNELS and not lexer
    if path.suffix == ".py" or _PYTHONS_LEXER.match(lexer) or is_named_for_python:
        # JupyterLab goes by it where it has no kernel of a name, and asks the reader where there is none.
        metadata.setdefault("language_info", {"name": "python"})
    lines = list(_lines_of(cells, text))
    metadata[TEXT_METADATA] = {"source": path.name, "lines": lines}
    for number, cell in enumerate(cells, start=1):
        # jupytext draws them anew each time.
        cell["id"] = str(number)
        if cell["cell_type"] == "markdown":
            cell["source"] = _linked(cell["source"], path.parent)
    return {**raw, "nbformat": 4, "nbformat_minor": 5}


def text_origin(raw: dict[str, Any], name: str) -> tuple[str | None, dict[int, int]]:
    """Tell what a notebook is written as, where it is made of a text.

    Args:
        raw: the notebook, as `json` reads it.
        name: of it.

    Returns:
        The name of the text, None where there is none; and the lines of its cells, by their positions.
    """
    told = raw.get("metadata", {}).get(TEXT_METADATA)
    source, lines = (told.get("source"), told.get("lines")) if isinstance(told, dict) else (None, None)
    if not isinstance(source, str) or not isinstance(lines, list):
        return None, {}
    known = {index: line for index, line in enumerate(lines) if isinstance(line, int)}
    return name.removesuffix(NOTEBOOK_SUFFIX) + PurePath(source).suffix, known


def _is_markdown_notebook(text: str) -> bool:
    if (header := _HEADER.match(text)) is not None and _names_a_notebook(header["yaml"]):
        return True
    if _CODE_CELL not in text:
        return False
    # Imported here: few texts have such a word, and the import takes long.
    from markdown_it import MarkdownIt

    return any(
        token.type == "fence" and token.level == 0 and token.info.startswith(_CODE_CELL)
        for token in MarkdownIt("commonmark").parse(text)
    )


def _is_script_notebook(text: str) -> bool:
    beginning = _BEFORE_CELLS.match(text)
    rest = text[beginning.end() :] if beginning is not None else text
    header = _COMMENTED_HEADER.match(rest)
    if header is not None:
        return _names_a_notebook(re.sub(r"^# ?", "", header["yaml"], flags=re.MULTILINE))
    return _PERCENT_CELL.match(rest) is not None


def _names_a_notebook(header: str) -> bool:
    try:
        facts = yaml.safe_load(header)
    except yaml.YAMLError:
        return False
    if not isinstance(facts, dict):
        return False
    inner = facts.get("jupyter")
    return (
        bool(facts.keys() & {"jupytext", "kernelspec"})
        or (isinstance(inner, dict) and bool(inner.keys() & {"jupytext", "kernelspec"}))
        or facts.get("file_format") == "mystnb"
    )


def _format_of(text: str, suffix: str) -> str:
    """What jupytext is told where the text's header does not say it."""
    if suffix == ".py":
        return "py:percent" if re.search(rf"^{_PERCENT_CELL.pattern}", text, re.MULTILINE) else "py"
    # jupytext has its own header in one key, MyST has keys beside the page's.
    header = _HEADER.match(text)
    is_jupytexts = header is not None and re.search("^jupyter:", header["yaml"], re.MULTILINE)
    return "md:markdown" if is_jupytexts and _CODE_CELL not in text else "md:myst"


def _with_kernels_words(text: str) -> str:
    """The text with words for its kernel, which jupytext demands, and headers by hand often leave out."""
    found = _KERNEL.search(text)
    if found is None or "display_name:" in found["facts"]:
        return text
    words = f"{found['lead']}{found['indent']}display_name: Python\n"
    return f"{text[: found.end()]}{words}{text[found.end() :]}"


def _lines_of(cells: list[dict[str, Any]], text: str) -> Iterator[int | None]:
    """In which line of the text each cell begins, from 1; None where that cannot be told."""
    lines = text.splitlines()
    start = 0
    for cell in cells:
        wanted = cell["source"].splitlines()
        found = next((at for at in range(start, len(lines)) if _stands_at(wanted, lines, at)), None)
        yield None if found is None or not wanted else found + 1
        if found is not None:
            start = found + len(wanted)


def _stands_at(wanted: list[str], lines: list[str], at: int) -> bool:
    """Whether a cell is at a place of the text. Scripts have magics and text as comments."""
    return all(
        line.removeprefix("# ") == cell_line or line == cell_line or (line == "#" and not cell_line)
        for line, cell_line in zip(lines[at : at + len(wanted)], wanted, strict=False)
    ) and at + len(wanted) <= len(lines)


def _linked(source: str, folder: Path) -> str:
    def changed(link: re.Match[str]) -> str:
        path = folder / unquote(link["path"] + link["suffix"])
        is_notebook = "://" not in link["path"] and is_text_notebook(path)
        return f"{link['before']}{link['path']}{NOTEBOOK_SUFFIX if is_notebook else link['suffix']}"

    return _LINK.sub(changed, source)


def _plain(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """JSON's own objects, in the place of nbformat's and of what only YAML has, such as dates."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, str | int | float) else str(value)
