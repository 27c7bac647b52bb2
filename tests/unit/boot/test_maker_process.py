from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lite_build.boot import maker_process
from lite_build.boot.maker_process import run_maker
from lite_build.runtime.core import Core
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from pathlib import Path


def test_a_maker_that_fails_says_what_it_could_not_do_and_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker = tmp_path / "maker.mjs"
    maker.write_text("console.error('no room'); process.exit(1)", encoding="utf-8")
    monkeypatch.setattr(maker_process, "MAKER", maker)
    core = Core("314.0.6", tmp_path, "sha512-AAAA", "a test")
    with pytest.raises(BuildFailure) as caught:
        run_maker(core, {}, tmp_path, {"type": "compile"}, what="compile ant")
    assert "cannot compile ant\n  no room" in str(caught.value)
    assert "BootAddon.snapshot = false" in str(caught.value)
