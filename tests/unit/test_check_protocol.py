from __future__ import annotations

import json

import pytest

from lite_build.check.protocol import (
    BootFailed,
    CellFinished,
    CellStarted,
    CellToRun,
    CommMessage,
    Job,
    KernelReady,
    OutputsShown,
    RunEnded,
    RunnerMessage,
    parse_message,
)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"type":"ready","seconds":2.5}', KernelReady(2.5)),
        ('{"type":"boot-failed","error":"no wasm"}', BootFailed("no wasm")),
        ('{"type":"started","cell":3}', CellStarted(3)),
        ('{"type":"finished","cell":3,"status":"error","seconds":1}', CellFinished(3, "error", 1.0)),
        ('{"type":"ended","cells":4,"failed":1,"seconds":9}', RunEnded(4, 1, 9.0)),
        (
            '{"type":"outputs","cell":0,"outputs":[{"output_type":"stream","name":"stdout","text":"a"}]}',
            OutputsShown(0, ({"output_type": "stream", "name": "stdout", "text": "a"},)),
        ),
        (
            '{"type":"comm","kind":"comm_open","content":{"comm_id":"1"},"metadata":{},"buffers":["AA=="]}',
            CommMessage("comm_open", {"comm_id": "1"}, {}, ("AA==",)),
        ),
    ],
)
def test_each_message_of_the_runner_is_read(line: str, message: RunnerMessage) -> None:
    assert parse_message(line) == message


@pytest.mark.parametrize(
    "line",
    ["{", "[]", '{"type":"finished","cell":3,"status":"odd","seconds":1}', '{"type":"ready","seconds":[]}'],
)
def test_what_is_no_message_is_refused(line: str) -> None:
    with pytest.raises(ValueError):
        parse_message(line)


def test_a_job_is_written_with_the_names_that_the_runner_reads() -> None:
    cells = (CellToRun(2, "1 + 1", namespace="one"),)
    job = Job(
        "/site",
        "a/b.ipynb",
        {"pyodideUrl": "./p.mjs"},
        "all.json",
        None,
        {"imports": []},
        {"url": "c"},
        cells,
        {"https://host/a": {"file": "static/data/a"}},
    )
    assert json.loads(job.to_json()) == {
        "site": "/site",
        "notebook": "a/b.ipynb",
        "settings": {"pyodideUrl": "./p.mjs"},
        "pluginWheels": {"index": "all.json", "piplite": None},
        "boot": {"imports": []},
        "catalogue": {"url": "c"},
        "shipped": {"https://host/a": {"file": "static/data/a"}},
        "cells": [{"index": 2, "source": "1 + 1", "namespace": "one"}],
    }
