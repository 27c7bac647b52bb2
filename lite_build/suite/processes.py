"""What the processes of a run are: Node.js, or browsers."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lite_build.files.built_part import require_built
from lite_build.suite.browser_process import BrowserProcess
from lite_build.suite.browser_server import BrowserServer
from lite_build.suite.process import NodeProcess

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lite_build.suite.process import StartProcess
    from lite_build.suite.protocol import Place

_WORKER = Path(__file__).parent / "runner" / "suite-worker.mjs"


@contextmanager
def started_by(place: Place, browser: Path | None) -> Iterator[tuple[Place, StartProcess]]:
    """Tell how the processes of a run are started.

    Args:
        place: what every process starts from, on this machine.
        browser: the program of a browser; None for Node.js.

    Yields:
        The place as the processes see it, and the way to start one.

    Raises:
        BuildFailure: what runs in a browser has not been built.
    """
    if browser is None:
        yield place, partial(NodeProcess, readable=(place.site, place.project))
        return
    worker = require_built(_WORKER, "the worker of test suites was not built")
    with BrowserServer(Path(place.site), Path(place.project), worker) as server:
        seen = replace(place, site="site/", project="project/")
        yield seen, partial(BrowserProcess, browser=browser, server=server)
