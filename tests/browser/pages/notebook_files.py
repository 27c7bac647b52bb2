"""Notebooks that pages name, as their authors write them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.pages.conftest import WriteFile

#: A picture of one dot.
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def text(source: str, *tags: str, attachments: dict[str, Any] | None = None) -> dict[str, Any]:
    """A Markdown cell."""
    cell = {
        "cell_type": "markdown",
        "metadata": {"tags": [*tags]},
        "source": source.splitlines(keepends=True),
    }
    return cell if attachments is None else {**cell, "attachments": attachments}


def code(source: str, *tags: str, outputs: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """A code cell."""
    return {
        "cell_type": "code",
        "metadata": {"tags": [*tags]},
        "execution_count": None,
        "source": source.splitlines(keepends=True),
        "outputs": outputs or [],
    }


def raw(source: str, **metadata: object) -> dict[str, Any]:
    """A cell for the program that its metadata name."""
    return {"cell_type": "raw", "metadata": metadata, "source": source}


def printed(words: str) -> dict[str, Any]:
    """What a cell has printed."""
    return {"output_type": "stream", "name": "stdout", "text": [words]}


def shown(data: dict[str, Any]) -> dict[str, Any]:
    """What a cell has shown."""
    return {"output_type": "display_data", "data": data, "metadata": {}}


def notebook(*cells: dict[str, Any], language: str = "python", nbformat: int = 4) -> str:
    """A notebook's text."""
    metadata = {"language_info": {"name": language}}
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": nbformat, "nbformat_minor": 5})


def write_notebook(write_file: WriteFile, name: str, *cells: dict[str, Any]) -> Path:
    """Write a notebook beside the pages."""
    return write_file(name, notebook(*cells))
