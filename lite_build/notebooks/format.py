"""What the notebook format demands of a notebook, as far as its readers depend on it.

The checks are our own since nbformat's take a second to load, longer than a thousand notebooks take to read,
and answer "is not valid under any of the given schemas".

Source: <https://nbformat.readthedocs.io/en/latest/format_description.html>.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

CELL_KINDS = frozenset({"code", "markdown", "raw"})
OUTPUT_KINDS = frozenset({"display_data", "execute_result", "stream", "error"})

_MEND = "Correct that line, or open the notebook in JupyterLab and save it."


@dataclass(frozen=True)
class Fault:
    """Something that keeps a notebook from being read.

    Args:
        keys: lead to the place, from the outside in.
        what: is wrong there.
    """

    keys: tuple[str | int, ...]
    what: str
    remedy: str = _MEND


def find_faults(raw: dict[str, Any], name: str) -> list[Fault]:
    """Find what keeps a notebook from being read.

    Args:
        raw: the notebook as `json` reads it.
        name: of its file, for the remedies.
    """
    return [*_faults_of_version(raw, name)] or [
        Fault(keys, f"this is JSON, but not a notebook: {what}") for keys, what in _faults(raw)
    ]


def _faults_of_version(raw: dict[str, Any], name: str) -> Iterator[Fault]:
    version = raw.get("nbformat")
    if version is None and "worksheets" not in raw:
        missing = ", ".join(f'"{key}"' for key in ("nbformat", "metadata", "cells") if key not in raw)
        yield Fault(
            (),
            f"this is JSON, but not a notebook: missing {missing or 'a number for nbformat'}",
            'A notebook has "nbformat": 4, "nbformat_minor", "metadata" and "cells" at its top.',
        )
    elif version is not None and (not isinstance(version, int) or isinstance(version, bool)):
        yield Fault(
            ("nbformat",),
            f"this is JSON, but not a notebook: nbformat is {json.dumps(version)}, which is no whole number",
            'Write "nbformat": 4.',
        )
    elif version is None or version < 4:
        yield Fault(
            ("nbformat",),
            f"the notebook has the old format {3 if version is None else version}, and JupyterLab reads 4",
            f'Convert it: jupyter nbconvert --to notebook --inplace "{name}"',
        )
    elif version > 4:
        yield Fault(
            ("nbformat",),
            f"the notebook has the format {version}, which is newer than what JupyterLab reads (4)",
            "Save it as format 4.",
        )


def _faults(raw: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for key, type_, words in (
        ("nbformat_minor", int, "a whole number"),
        ("metadata", dict, "an object"),
        ("cells", list, "an array"),
    ):
        if key not in raw:
            yield (), f'"{key}" is missing'
        elif not isinstance(raw[key], type_):
            yield (key,), f'"{key}" should be {words}'
    metadata, cells = raw.get("metadata"), raw.get("cells")
    if isinstance(metadata, dict):
        for key in ("kernelspec", "language_info"):
            if not isinstance(metadata.get(key, {}), dict):
                yield ("metadata", key), f'"{key}" should be an object'
    if isinstance(cells, list):
        for index, cell in enumerate(cells):
            for keys, what in _faults_of_cell(cell):
                yield ("cells", index, *keys), f"in cell {index + 1}, {what}"


def _faults_of_cell(cell: object) -> Iterator[tuple[tuple[str | int, ...], str]]:
    # The format also requires "id", "metadata", "outputs" and "execution_count": every reader does without.
    if not isinstance(cell, dict):
        yield (), "there is no object"
        return
    kind, metadata, outputs = cell.get("cell_type"), cell.get("metadata", {}), cell.get("outputs", [])
    if "cell_type" not in cell:
        yield (), '"cell_type" is missing'
    elif not (isinstance(kind, str) and kind in CELL_KINDS):
        yield ("cell_type",), f'"cell_type" is {json.dumps(kind)}: it should be "code", "markdown" or "raw"'
    if "source" not in cell:
        yield (), '"source" is missing'
    elif not _is_text(cell["source"]):
        yield ("source",), '"source" should be a string or an array of strings'
    if not isinstance(metadata, dict):
        yield ("metadata",), '"metadata" should be an object'
    elif not (isinstance(metadata.get("tags", []), list) and _is_text(metadata.get("tags", []))):
        yield ("metadata", "tags"), '"tags" should be an array of strings'
    if not isinstance(outputs, list):
        yield ("outputs",), '"outputs" should be an array'
        return
    for index, output in enumerate(outputs):
        if not isinstance(output, dict) or str(output.get("output_type")) not in OUTPUT_KINDS:
            yield ("outputs", index), f"output {index + 1} has no output_type that there is"
        elif not isinstance(output.get("data", {}), dict):
            yield ("outputs", index, "data"), f'"data" of output {index + 1} should be an object'


def _is_text(value: object) -> bool:
    lines = value if isinstance(value, list) else [value]
    return all(isinstance(line, str) for line in lines)
