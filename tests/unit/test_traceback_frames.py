"""Where a traceback begins that the page shows."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import pytest
from lite_build_frames import HIDDEN, without_ours

if TYPE_CHECKING:
    from pathlib import Path


def test_it_begins_with_the_first_frame_of_the_author_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "authors_module.py").write_text("1 / 0\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    ours: dict[str, Any] = {HIDDEN: True}
    exec("def call(act, *values): return act(*values)", ours)
    with pytest.raises(ZeroDivisionError) as raised:
        ours["call"](importlib.import_module, "authors_module")
    first = without_ours(raised.tb.tb_next)
    assert first is not None
    assert first.tb_frame.f_code.co_filename == str(tmp_path / "authors_module.py")
    assert without_ours(None) is None
