"""`--docs DIR`: the same command for the examples of a documentation, which Sphinx reads."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

#: In the documentation's folder: Sphinx's own tools write there, and its settings leave it out.
_OUTPUT = "_build/lite-build"


def add_docs_option(parser: argparse.ArgumentParser, what: str) -> None:
    """Let a command be told of a documentation.

    Args:
        parser: of the command.
        what: the command does with it, for its help.
    """
    parser.add_argument(
        "--docs", type=Path, metavar="DIR", help=f"{what} the documentation in this folder, with its conf.py"
    )


def run_builder(
    builder: str,
    docs: Path,
    words: Sequence[str],
    *,
    settings: Mapping[str, str] | None = None,
    quietly: bool = False,
) -> int:
    """Have Sphinx read a documentation, and one of our builders do the rest.

    Args:
        builder: its name.
        docs: the folder with `conf.py`.
        words: options of the build that were given besides.
        settings: of `conf.py`, which these take the place of; none that is empty.
        quietly: leave out what Sphinx says of its own work.

    Returns:
        The exit status.

    Raises:
        UserMistake: there is no documentation, no Sphinx, or there are such options.
    """
    if not (docs / "conf.py").is_file():
        raise UserMistake("there is no conf.py", where=str(docs), remedy="Name the folder that has it.")
    if find_spec("sphinx") is None:
        raise UserMistake(
            "Sphinx is not installed", where="--docs", remedy='Install it: pip install "lite-build[sphinx]"'
        )
    if words:
        raise UserMistake(
            f"{' '.join(words)}: options of a documentation's site are said in its conf.py",
            where="--docs",
            remedy="Set lite_build_config there.",
        )
    given = [f"-D{name}={value}" for name, value in (settings or {}).items() if value]
    options = ["-b", builder, *given, *(["-q"] if quietly else [])]
    command = [sys.executable, "-m", "sphinx", *options, str(docs), str(docs / _OUTPUT)]
    return subprocess.run(command, check=False).returncode
