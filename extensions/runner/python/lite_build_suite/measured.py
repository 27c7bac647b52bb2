"""Tells what coverage has measured as soon as a file of tests has run, lest it be lost if Python ends."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lite_build_suite.shared import tell

if TYPE_CHECKING:
    import pytest

    from lite_build_suite.shared import Host


def tell_measured(config: pytest.Config, host: Host) -> None:
    """Tell it, where pytest-cov measures; else, say nothing.

    Where coverage itself finds the contexts of tests, it is told at the end of the session alone: this way
    would change them.

    Args:
        config: pytest's.
        host: the process around Python.
    """
    controller = getattr(config.pluginmanager.get_plugin("_cov"), "cov_controller", None)
    coverage: Any = getattr(controller, "cov", None)
    if coverage is None or coverage.get_option("run:dynamic_context"):
        return
    # It writes what was measured so far. To save it would have all of the sources looked for each time.
    coverage.switch_context("")
    data = coverage.get_data()
    written = Path(data.data_filename())
    if written.is_file():
        content = base64.b64encode(written.read_bytes()).decode()
        tell(host, "measured", path=data.base_filename(), content=content)
