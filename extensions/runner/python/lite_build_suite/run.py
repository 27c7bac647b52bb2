"""Runs one session of pytest, and gives its files and its exit status back."""

from __future__ import annotations

import base64
import gc
import importlib
import json
import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lite_build_suite import event_loop
from lite_build_suite.impossible import ImpossibleTests
from lite_build_suite.installed_project import InstalledProject
from lite_build_suite.session import SuitePlugin
from lite_build_suite.shared import Session, tell
from lite_build_suite.written import WrittenFiles

if TYPE_CHECKING:
    from collections import deque

    from lite_build_suite.shared import Host

_INTERNAL_ERROR = 3


def run(session_text: str, host: Host, finder: Any, refusals_text: str, refused: deque[str]) -> int:
    """Run it.

    Args:
        session_text: a `Session`, as JSON.
        host: the process around Python.
        finder: changes modules as they are imported (`patched_imports.py`).
        refusals_text: words that the errors of what no page has begin with, by its kind, as JSON.
        refused: the kinds of what was refused last (`programs.py`).

    Returns:
        pytest's exit status.
    """
    session = Session(**json.loads(session_text))
    # A module's bytecode is of no use to the next process, and would lie beside the author's files.
    sys.dont_write_bytecode = True
    # The command `pytest`, unlike `python -m pytest`, has no current folder among its paths.
    sys.path[:] = [entry for entry in sys.path if entry not in ("", str(Path.cwd()))]
    sys.argv = ["pytest", *session.arguments]
    # Tests inside of a package are imported from the wheel where it has them: the same, elsewhere.
    os.environ["PY_IGNORE_IMPORTMISMATCH"] = "1"
    # pytest collects garbage several times as it ends, and all that is there now stays.
    gc.freeze()
    # What was unpacked since the snapshot was made is not known yet.
    importlib.invalidate_caches()
    event_loop.install()
    installed = InstalledProject(set(session.modules), session.sources)
    sys.meta_path.insert(0, installed)
    finder.patch("coverage.inorout", installed.explain_to_coverage)
    written = WrittenFiles()
    impossible = ImpossibleTests(json.loads(refusals_text), refused, session.fails_impossible)
    host.mute(session.resumes or not session.is_teller)
    status = _main(session, [SuitePlugin(session, host, written), impossible])
    sys.stdout.flush()
    sys.stderr.flush()
    host.mute(not session.is_teller)
    for path in written.files():
        content = base64.b64encode(Path(path).read_bytes()).decode()
        tell(host, "file", path=path, content=content)
    return status


def _main(session: Session, plugins: list[object]) -> int:
    try:
        return int(pytest.main(session.arguments, plugins=plugins))
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else int(error.code is not None)
    except BaseException:
        traceback.print_exc()
        return _INTERNAL_ERROR
