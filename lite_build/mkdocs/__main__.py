"""`python -m lite_build.mkdocs TASK mkdocs.yml`: checks, locks, or tells of the examples of a documentation.

It is for `lite-build check`, `lock` and `status` with `--docs`, which start it in a process of its own.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError

from lite_build.mkdocs.plugin import LiteBuildPlugin
from lite_build.mkdocs.tasks import TASKS

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLUGIN = "lite-build"


def main(words: Sequence[str]) -> int:
    """Have MkDocs read a documentation, and do something with its examples; gives the exit status."""
    parser = argparse.ArgumentParser(prog="lite_build.mkdocs")
    parser.add_argument("task", choices=sorted(TASKS))
    parser.add_argument("file", type=Path)
    parser.add_argument("--upgrade", action="append", default=[])
    asked = parser.parse_args(words)
    _show_log(quietly=asked.task == "status")
    with tempfile.TemporaryDirectory(prefix="lite-build-") as output:
        try:
            config = load_config(str(asked.file), site_dir=output, strict=False)
            plugin = config.plugins.get(_PLUGIN)
            if not isinstance(plugin, LiteBuildPlugin):
                print(f"{asked.file}: its plugins have no {_PLUGIN}. Add it to them.", file=sys.stderr)
                return 1
            plugin.task = lambda site: TASKS[asked.task](site, Path(output, "site"), asked.upgrade)
            build(config)
        except ConfigurationError as error:
            print(f"{asked.file}: {error}", file=sys.stderr)
            return 1
        except Abort as abort:
            print(abort, file=sys.stderr)
            return 1
    return 0 if plugin.is_well else 1


def _show_log(*, quietly: bool) -> None:
    """What MkDocs' own command would show: of its work warnings, of ours all that is told."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)-7s - %(message)s"))
    log = logging.getLogger("mkdocs")
    log.addHandler(handler)
    log.setLevel(logging.WARNING)
    logging.getLogger(f"mkdocs.plugins.{_PLUGIN}").setLevel(logging.WARNING if quietly else logging.INFO)


sys.exit(main(sys.argv[1:]))
