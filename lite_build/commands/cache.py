"""`lite-build cache`: the size and the place of the cache; remove what is of no more use."""

from __future__ import annotations

import argparse
import re
import time
from collections import defaultdict
from contextlib import suppress
from math import inf
from typing import TYPE_CHECKING

from rich.filesize import decimal

from lite_build.store.cache import user_cache
from lite_build.store.contents import entries, prune

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lite_build.store.contents import Entry

_DAY = 24 * 60 * 60
_DAYS = 30
#: The kinds of entries, without the number of their format.
_WORDS = {
    "boot": "snapshots of Python, and what kernels start with",
    "builds": "what sites were last built from",
    "built": "wheels built from project folders",
    "compiled": "packages, compiled",
    "data": "data files of other hosts",
    "data-addresses": "what hosts tell of data files",
    "interpreter": "what runtimes tell of themselves",
    "metadata": "what packages require",
    "metadata-archives": "what packages tell of themselves",
    "npm": "npm packages",
    "packages": "packages, as they were fetched",
    "pages": "pages of package indexes",
    "pyodide": "Pyodide, unpacked",
    "pyodide-archives": "Pyodide, as it was fetched",
    "registries": "what packages tell of their data files",
    "repositories": "repositories of notebooks, unpacked",
    "repository-addresses": "what repositories were when they were last asked for",
    "slim-wheels": "packages, without what a browser needs not",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, text in (("path", "print where the cache is"), ("size", "print what it holds, by kind")):
        actions.add_parser(name, help=text, description=f"{text.capitalize()}.", allow_abbrev=False)
    pruning = actions.add_parser(
        "prune",
        help="remove what no build has used for some time",
        description="Remove what no build has used for some time. What a running build uses stays. Later "
        "builds make anew what they need.",
        allow_abbrev=False,
    )
    chosen = pruning.add_mutually_exclusive_group()
    chosen.add_argument("--days", type=_days, default=_DAYS, metavar="N", help=f"for how long ({_DAYS})")
    chosen.add_argument("--all", action="store_true", help="remove what was used just now, too")


def run(arguments: argparse.Namespace, further: list[str]) -> int:
    """Do what was asked for and return the exit status."""
    cache = user_cache()
    match arguments.action:
        case "path":
            print(cache)
        case "size":
            found = tuple(entries(cache))
            _print_kinds(found)
            print(f"{_total(found)} in {cache}")
        case _:
            pruned = prune(cache, before=inf if arguments.all else time.time() - arguments.days * _DAY)
            _print_kinds(pruned.removed)
            unused = "" if arguments.all else f" that no build used for {arguments.days:g} days"
            print(f"Removed {_total(pruned.removed)}{unused}.")
            if pruned.in_use:
                print(f"Left {_total(pruned.in_use)} that a running build uses.")
    return 0


def _days(text: str) -> float:
    with suppress(ValueError):
        if 0 <= float(text) < inf:
            return float(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no number of days")


def _print_kinds(found: Iterable[Entry]) -> None:
    kinds = defaultdict(list)
    for entry in found:
        kinds[re.sub(r"-\d+$", "", entry.bucket)].append(entry)
    for kind, there in sorted(kinds.items(), key=lambda item: -_size(item[1])):
        print(f"{decimal(_size(there)):>10}  {_WORDS.get(kind, kind)} ({len(there)})")


def _total(found: Sequence[Entry]) -> str:
    return f"{len(found)} {'entry' if len(found) == 1 else 'entries'}, {decimal(_size(found))}"


def _size(found: Iterable[Entry]) -> int:
    return sum(entry.size for entry in found)
