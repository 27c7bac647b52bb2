"""`lite-build serve`: build, serve, build again on save, and have the open pages reload."""

from __future__ import annotations

import time
from contextlib import closing
from threading import Event
from typing import TYPE_CHECKING

from rich.console import Console

from lite_build.build.inputs import read_files
from lite_build.build.session import session_of
from lite_build.commands.arguments.options import add_project_argument, add_trait_options, trait_arguments
from lite_build.commands.build import build_project
from lite_build.pages.renewal import renew_site
from lite_build.project.configuration import configure
from lite_build.serve.inputs import project_inputs
from lite_build.serve.rebuild import rebuild_on_save
from lite_build.serve.reload import ReloadChannel
from lite_build.serve.server import LOOPBACK, serve_site
from lite_build.words.progress import Progress

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from pathlib import Path

    from lite_build.serve.inputs import Inputs
    from lite_build.serve.rebuild import Outcome

DEFAULT_PORT = 8000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_project_argument(parser)
    parser.add_argument(
        "--host",
        default=LOOPBACK,
        metavar="ADDRESS",
        help="the address to listen on (%(default)s: this machine alone; 0.0.0.0: the whole network)",
    )
    parser.add_argument(
        "--port",
        type=int,
        default=DEFAULT_PORT,
        metavar="PORT",
        help="the port (%(default)s); 0 takes one that is free",
    )
    parser.add_argument(
        "--prefix",
        default="/",
        metavar="PATH",
        help="the path under which the site appears, as it will be published: /my-repo/",
    )
    add_trait_options(parser)


def run(arguments: argparse.Namespace, further: list[str]) -> int:
    """Serve until Ctrl-C, and return the exit status."""
    words = trait_arguments(arguments, further)
    console = Console()

    def build(saved: frozenset[Path] | None) -> bool:
        return renewed(saved) or build_project(arguments.project, words, Progress(console)).is_new

    def renewed(saved: frozenset[Path] | None) -> bool:
        """Have only that made anew which follows from notebooks' texts, where nothing else was saved."""
        if not saved:
            return False
        started = time.monotonic()
        progress = Progress(console)
        with progress.shown():
            notebooks = renew_site(configure(arguments.project, words), saved, progress)
        if notebooks is not None:
            progress.note(f"Renewed {', '.join(notebooks)} in {time.monotonic() - started:.1f} s")
        return notebooks is not None

    def inputs() -> Inputs:
        manager = configure(arguments.project, words)
        session = session_of(manager)
        return project_inputs(session.project, session.asked, read_files(manager, session))

    return serve(
        session_of(configure(arguments.project, words)).project.output,
        build,
        inputs,
        host=arguments.host,
        port=arguments.port,
        prefix=arguments.prefix,
        console=console,
    )


def serve(
    site: Path,
    build: Callable[[frozenset[Path] | None], bool],
    inputs: Callable[[], Inputs],
    *,
    host: str,
    port: int,
    prefix: str,
    console: Console,
) -> int:
    """Build, serve the site and build it again on save, until Ctrl-C.

    The address is printed once there is a site to see: after the first build, or after its failure where an
    earlier one left a site.

    Args:
        site: the folder that `build` writes.
        build: as `rebuild_on_save` takes it.
        inputs: as `rebuild_on_save` takes it.
        host: as `serve_site` takes it.
        port: as `serve_site` takes it.
        prefix: as `serve_site` takes it.
        console: where to say what happens.

    Returns:
        0, the exit status of a server that was stopped.

    Raises:
        LiteBuildError: the server cannot listen, or the first build failed and there is no site.
    """
    channel = ReloadChannel()
    with (
        serve_site(site, host=host, port=port, prefix=prefix, reload=channel) as address,
        closing(rebuild_on_save(build, inputs, stop=Event())) as outcomes,
    ):
        first = next(outcomes)
        if first.failure is not None and not (site / "index.html").is_file():
            raise first.failure
        _tell(first, channel, console)
        _say(console, f"Serving at {address}")
        _say(console, "What you save is built again, and open pages reload. Ctrl-C ends.")
        try:
            for outcome in outcomes:
                _tell(outcome, channel, console)
        except KeyboardInterrupt:
            _say(console, "\nStopped.")
    return 0


def _tell(outcome: Outcome, channel: ReloadChannel, console: Console) -> None:
    if outcome.failure is not None:
        _say(console, f"{outcome.failure}\nThe last good site is still served.")
        channel.failed(str(outcome.failure))
    elif outcome.is_new:
        channel.succeeded()
    else:
        channel.unchanged()


def _say(console: Console, line: str) -> None:
    console.print(line, highlight=False, markup=False, soft_wrap=True)
