"""Notebooks with what their cells put out on the site's own kernel, at build time."""

from __future__ import annotations

import copy
import hashlib
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from msgspec import Struct, convert, to_builtins
from msgspec.json import decode, encode
from rich.text import Text

from lite_build.check.notebook_run import RUNNER
from lite_build.check.report import FAILURES
from lite_build.check.site_check import run_notebooks
from lite_build.check.site_kernel import read_site_kernel
from lite_build.check.traceback_part import notebook_part
from lite_build.notebooks.text_notebooks import NOTEBOOK_SUFFIX, is_text_notebook
from lite_build.pages.named_files import named_files
from lite_build.pages.widget_state import WIDGET_STATE, saved_state, widget_state, with_saved_models
from lite_build.store.bucket import Bucket
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from lite_build.check.report import CheckedCell, CheckedNotebook
    from lite_build.check.site_kernel import SiteKernel
    from lite_build.notebooks.reading import Cell, Notebook
    from lite_build.project.options import CheckSettings

#: What notebooks have put out, by what they and their site were.
_BUCKET = "page-runs-2"
_CONTENTS = "files"
#: How cells fared that have put out what a reader is to see.
_RAN = "passed"


class KeptRun(Struct, frozen=True):
    """What a notebook has put out.

    Args:
        outputs: of each cell that ran, as nbformat has them, by its place among the cells of code.
        widgets: the state of its widgets, as a notebook's metadata has it; None for none.
    """

    outputs: dict[int, list[dict[str, Any]]]
    widgets: dict[str, Any] | None


def executed(
    notebooks: Sequence[Notebook],
    site: Path,
    settings: CheckSettings,
    cache: Path,
    report: Callable[[str], None],
) -> tuple[Notebook, ...]:
    """Run notebooks on the kernel of a site, but for those that have run on the same already.

    A cell that is left out or needs a browser keeps the outputs that it was saved with.

    Args:
        notebooks: their names are paths below the site's `files/`.
        site: with everything that its kernels need.
        settings: the time limit of a cell, and how many notebooks run at once.
        cache: the user's, which keeps what notebooks have put out.
        report: is told, in one line, how each notebook fared.

    Returns:
        The notebooks, with the outputs that they have now.

    Raises:
        BuildFailure: a cell fails; tells of each that does. Or the runner has not been built.
    """
    kernel = read_site_kernel(site)
    bucket = Bucket(cache, _BUCKET)
    keys = {notebook.name: key for notebook, key in zip(notebooks, _keys(notebooks, kernel), strict=True)}
    kept = {
        name: bucket.recall(key, lambda data: convert(data, KeptRun, str_keys=True))
        for name, key in keys.items()
    }
    missing = [notebook for notebook in notebooks if kept[notebook.name] is None]
    if missing:
        report("Running the notebooks that have pages")
    ran = run_notebooks(kernel, missing, settings, report)
    if failed := [notebook for notebook in ran if notebook.failed]:
        raise BuildFailure(
            "\n".join(line for notebook in failed for line in _what_failed(notebook)),
            remedy="Correct the cells. One that is meant to fail has the tag raises-exception, "
            "one that only a reader can run skip-check.",
        )
    by_name = {notebook.name: notebook for notebook in notebooks}
    for checked in ran:
        new = kept[checked.name] = _run_to_keep(checked, by_name[checked.name])
        bucket.remember(keys[checked.name], to_builtins(new, str_keys=True))
    return tuple(
        notebook if (run := kept[notebook.name]) is None else _with_outputs(notebook, run)
        for notebook in notebooks
    )


def _run_to_keep(checked: CheckedNotebook, notebook: Notebook) -> KeptRun:
    places = {cell.number: place for place, cell in enumerate(_code_cells(notebook))}
    outputs = {places[cell.number]: list(cell.outputs) for cell in checked.cells if cell.outcome == _RAN}
    return _with_own_names(checked.name, KeptRun(outputs, widget_state(checked.comms)))


def _with_own_names(name: str, run: KeptRun) -> KeptRun:
    """The same with widgets called by their order: Python calls them by chance, which no two pages share."""
    if run.widgets is None:
        return run
    text = encode(run).decode()
    for number, identifier in enumerate(run.widgets["state"]):
        # These are 32 digits long: nothing else is called so.
        if re.fullmatch(r"[0-9a-f]{32}", identifier):
            own = hashlib.sha256(f"{name}\0{number}".encode()).hexdigest()[:32]
            text = text.replace(identifier, own)
    return decode(text, type=KeptRun)


def _with_outputs(notebook: Notebook, run: KeptRun) -> Notebook:
    raw = copy.deepcopy(notebook.raw)
    cells = _code_cells(notebook)
    for place, outputs in run.outputs.items():
        raw["cells"][cells[place].index]["outputs"] = outputs
    if run.widgets is not None:
        left = [raw["cells"][cell.index] for place, cell in enumerate(cells) if place not in run.outputs]
        widgets = with_saved_models(run.widgets, saved_state(notebook), left)
        raw["metadata"] = {**raw.get("metadata", {}), "widgets": {WIDGET_STATE: widgets}}
    return replace(notebook, raw=raw)


def _what_failed(notebook: CheckedNotebook) -> Iterator[str]:
    if notebook.fault is not None:
        yield f"{notebook.called}: {notebook.fault}"
    for cell in notebook.cells:
        if cell.outcome in FAILURES:
            yield from _what_failed_in(cell, notebook.place(cell))


def _what_failed_in(cell: CheckedCell, place: str) -> Iterator[str]:
    said = cell.outcome if cell.error is None else f"{cell.error.name}: {cell.error.message}"
    yield f"{place}: {said}"
    if cell.remark is not None:
        yield f"  {cell.remark}"
    if cell.error is not None and cell.error.traceback:
        for line in Text.from_ansi(notebook_part(cell.error.traceback)).plain.splitlines():
            yield f"    {line}"


def _keys(notebooks: Sequence[Notebook], kernel: SiteKernel) -> Iterator[str]:
    """What each notebook's outputs follow from, in one hash: its code, the kernel, the site's files."""
    surroundings = _surroundings(kernel) if notebooks else ""
    contents = kernel.site / _CONTENTS
    dependent = dependent_on_others(notebooks, contents)
    for notebook in notebooks:
        code = _code_of(notebook)
        # One that runs or reads others depends on all of them.
        around = _notebooks_below(contents) if notebook.name in dependent else ""
        yield hashlib.sha256("\n".join([surroundings, notebook.name, code, around]).encode()).hexdigest()


def dependent_on_others(notebooks: Sequence[Notebook], contents: Path) -> frozenset[str]:
    """The names of those whose outputs may follow from other notebooks, which they run, read or import.

    Args:
        notebooks: to choose from.
        contents: the folder of the site that has them.
    """
    texts = [path for path in contents.rglob("*") if is_text_notebook(path)]
    names = {path.stem if path.suffix == ".py" else path.name for path in texts}
    telling = re.compile("|".join(map(re.escape, (".ipynb", "%run", *sorted(names)))))

    def is_dependent(notebook: Notebook) -> bool:
        return telling.search(_code_of(notebook)) is not None or any(
            is_text_notebook(file) or telling.search(file.read_text(encoding="utf-8", errors="replace"))
            for file in _modules_of(notebook, contents.resolve())
        )

    return frozenset(notebook.name for notebook in notebooks if is_dependent(notebook))


def _modules_of(notebook: Notebook, contents: Path) -> Iterator[Path]:
    """The modules of the contents that a notebook's code imports or names, and those that these do."""
    path = (contents / notebook.name).resolve()
    named = named_files([path], contents, in_links=False) if path.is_file() else frozenset()
    for each in sorted(named):
        yield from sorted(each.rglob("*.py")) if each.is_dir() else [each] if each.suffix == ".py" else []


def _code_of(notebook: Notebook) -> str:
    return json.dumps([[cell.source, sorted(cell.tags)] for cell in _code_cells(notebook)])


def _code_cells(notebook: Notebook) -> list[Cell]:
    return [cell for cell in notebook.cells if cell.kind == "code"]


def _surroundings(kernel: SiteKernel) -> str:
    told = json.dumps([kernel.settings, kernel.boot, kernel.catalogue, kernel.shipped], sort_keys=True)
    digest = hashlib.sha256(told.encode())
    digest.update(RUNNER.read_bytes() if RUNNER.is_file() else b"")
    contents = kernel.site / _CONTENTS
    for path in sorted(contents.rglob("*")):
        if path.is_file() and not _is_a_notebooks(path):
            digest.update(f"\n{path.relative_to(contents).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _is_a_notebooks(path: Path) -> bool:
    """Whether a file is a notebook, or the text that one of the site is made of."""
    made = path.with_suffix(NOTEBOOK_SUFFIX)
    return path.suffix == NOTEBOOK_SUFFIX or (is_text_notebook(path) and made.is_file())


def _notebooks_below(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(filter(_is_a_notebooks, folder.rglob("*"))):
        digest.update(f"\n{path.relative_to(folder).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
