"""`lite-build init`: make a project, and say what to type next."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from lite_build.templates.new_documentation import create_documentation
from lite_build.templates.new_project import create_project

if TYPE_CHECKING:
    import argparse

    from lite_build.templates.new_documentation import NewDocumentation

#: What a `conf.py` that was there lacks.
_FOR_SETTINGS = """\
    extensions += ["lite_build.sphinx"]
    lite_build_try_examples = "all"
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="the project's folder")
    kinds = parser.add_mutually_exclusive_group()
    kinds.add_argument(
        "--pages",
        action="store_const",
        dest="kind",
        const="pages",
        default="notebooks",
        help="notebooks have pages of their own: read with no JavaScript",
    )
    kinds.add_argument(
        "--html",
        action="store_const",
        dest="kind",
        const="html",
        help="pages of plain HTML with Python in them, and no notebooks",
    )
    kinds.add_argument(
        "--docs",
        action="store_const",
        dest="kind",
        const="docs",
        help="documentation of a library, by Sphinx, whose examples run: for the library in DIR, whose files "
        "stay as they are, or with a new one where there is none",
    )


def run(arguments: argparse.Namespace, further: list[str]) -> int:
    """Make the project and return the exit status."""
    folder: Path = arguments.folder
    if arguments.kind == "docs":
        _tell(create_documentation(folder), folder)
        return 0
    written = create_project(folder, arguments.kind)
    print(f"Made a project in {folder}:")
    for path in written:
        print(f"  {path.as_posix()}")
    print(f"Next:\n  lite-build serve {_as_typed(folder)}")
    return 0


def _tell(made: NewDocumentation, folder: Path) -> None:
    docs = made.docs.as_posix()
    width = len(f"--docs {docs}")
    print(f"{'Made a library with documentation' if made.is_library else 'Added documentation'} in {folder}:")
    for path in made.written:
        print(f"  {path.as_posix()}")
    if not made.written:
        print("  nothing: all of it was there")
    if made.kept:
        print("These were there, and stay as they are:")
        for path in made.kept:
            print(f"  {path.as_posix()}")
    if made.lacks_extension:
        print(f"Add to {docs}/conf.py:\n{_FOR_SETTINGS}", end="")
    if made.lacks_tool:
        print(f"Add to {docs}/requirements.txt:\n  lite-build[sphinx]")
    print(f"""Next:
  cd {_as_typed(folder)}
  pip install --editable . --requirement {docs}/requirements.txt
  sphinx-build {docs} public
  python -m http.server --directory public
Then:
  lite-build test {"":<{width}}  the tests, in the Python that readers have
  lite-build check --docs {docs}   every example of the documentation
  lite-build lock --docs {docs}    keep the versions of all packages: commit the lock""")
    if any(path.parts[0] == ".github" for path in made.written):
        print("On GitHub, choose Settings > Pages > Source: GitHub Actions once.")


def _as_typed(folder: Path) -> str:
    if os.name == "nt":
        return subprocess.list2cmdline([str(folder)])
    return shlex.quote(str(folder))
