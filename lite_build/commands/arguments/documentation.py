"""`--docs DIR`: the same command for the examples of a documentation, which Sphinx or MkDocs reads."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from lite_build.build.locking import UPGRADE_SETTING
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

Task = Literal["check", "lock", "status"]

_SPHINX = "conf.py"
_MKDOCS = ("mkdocs.yml", "mkdocs.yaml")
#: In the documentation's folder: Sphinx's own tools write there, and its settings leave it out.
_OUTPUT = "_build/lite-build"


def add_docs_option(parser: argparse.ArgumentParser, what: str) -> None:
    """Let a command be told of a documentation.

    Args:
        parser: of the command.
        what: the command does with it, for its help.
    """
    parser.add_argument(
        "--docs",
        type=Path,
        metavar="DIR",
        help=f"{what} the documentation in this folder, with its conf.py or mkdocs.yml",
    )


def run_documentation(task: Task, docs: Path, words: Sequence[str], upgraded: Sequence[str] = ()) -> int:
    """Have the documentation's tool read it, and do something with its examples.

    Args:
        task: what is done.
        docs: the folder with `conf.py` or `mkdocs.yml`.
        words: options of the build that were given besides.
        upgraded: what may take another version.

    Returns:
        The exit status.

    Raises:
        UserMistake: there is no documentation, its tool is not installed, or there are such options.
    """
    settings = next((path for name in (_SPHINX, *_MKDOCS) if (path := docs / name).is_file()), None)
    if settings is None:
        raise UserMistake(
            "there is no conf.py and no mkdocs.yml", where=str(docs), remedy="Name the folder that has one."
        )
    is_sphinx = settings.name == _SPHINX
    tool, extra = ("Sphinx", "sphinx") if is_sphinx else ("MkDocs", "mkdocs")
    if find_spec(extra) is None:
        raise UserMistake(
            f"{tool} is not installed",
            where="--docs",
            remedy=f'Install it: pip install "lite-build[{extra}]"',
        )
    if words:
        raise UserMistake(
            f"{' '.join(words)}: options of a documentation's site are said in its {settings.name}",
            where="--docs",
            remedy=f"Set {'lite_build_config' if is_sphinx else 'config of the plugin'} there.",
        )
    command = _sphinx_words(task, docs, upgraded) if is_sphinx else _mkdocs_words(task, settings, upgraded)
    return subprocess.run([sys.executable, "-m", *command], check=False).returncode


def _sphinx_words(task: Task, docs: Path, upgraded: Sequence[str]) -> list[str]:
    given = [f"-D{UPGRADE_SETTING}={','.join(upgraded)}"] if upgraded else []
    # Of a status alone its own words are wanted, and not what Sphinx says of its work.
    quietly = ["-q"] if task == "status" else []
    return ["sphinx", "-b", f"lite_{task}", *given, *quietly, str(docs), str(docs / _OUTPUT)]


def _mkdocs_words(task: Task, settings: Path, upgraded: Sequence[str]) -> list[str]:
    return ["lite_build.mkdocs", task, str(settings), *(f"--upgrade={name}" for name in upgraded)]
