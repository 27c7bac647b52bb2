"""`lite-build badge`: print a badge for a README: it opens a site, or a notebook."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from lite_build.site.badge.snippet import APPLICATIONS, LANGUAGES, badge_of
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    import argparse

_WORDS = "Open in your browser"
#: As an address of a site has it: owner/name of GitHub, else with the host before.
_REPOSITORY = re.compile(r"^(?:[\w.-]+\.[\w-]+(?::\d+)?/)?[\w.+~-]+/[\w.+~-]+(?:/[\w.+~-]+)*$")
_GIST = "gist.github.com/"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("address", metavar="ADDRESS", help="of the published site")
    parser.add_argument(
        "notebook",
        nargs="?",
        metavar="NOTEBOOK",
        help="the notebook that is opened, by its path in the contents",
    )
    parser.add_argument(
        "--repo",
        metavar="REPOSITORY",
        help="the notebook is of this repository, as owner/name of GitHub or gitlab.com/group/name: for a "
        "site with SiteAddon.open_from_other_hosts",
    )
    parser.add_argument("--ref", metavar="REF", help="the branch, tag or commit of --repo")
    parser.add_argument(
        "--app", choices=APPLICATIONS, default=APPLICATIONS[0], help="what opens it (%(default)s)"
    )
    parser.add_argument(
        "--format", choices=LANGUAGES, default=LANGUAGES[0], help="the language of the README (%(default)s)"
    )
    parser.add_argument("--words", default=_WORDS, help="said where the picture is not shown (%(default)s)")


def run(arguments: argparse.Namespace, further: list[str]) -> int:
    """Print the badge, and return the exit status."""
    badge = badge_of(arguments.address, arguments.app, _asked(arguments), " ".join(arguments.words.split()))
    print(badge.text(arguments.format))
    if arguments.repo is not None:
        print(
            "The site has to have SiteAddon.open_from_other_hosts; readers are asked before the host is.",
            file=sys.stderr,
        )
    return 0


def _asked(arguments: argparse.Namespace) -> dict[str, str]:
    notebook, repository, ref = arguments.notebook, arguments.repo, arguments.ref
    path = None if notebook is None else notebook.strip("/")
    if path == "" or (path is not None and ".." in path.split("/")):
        raise UserMistake(
            "is no path of a notebook in the contents", where=notebook, remedy="It is like week/lesson.ipynb."
        )
    if repository is None:
        if ref is not None:
            raise UserMistake(
                "is the ref of no repository", where=f"--ref {ref}", remedy="Name it by --repo."
            )
        return {} if path is None else {"path": path}
    repository = (
        repository.removeprefix("https://").removeprefix("github.com/").strip("/").removesuffix(".git")
    )
    if not _REPOSITORY.match(repository) or ".." in repository:
        raise UserMistake(
            "is no repository",
            where=f"--repo {arguments.repo}",
            remedy="It is owner/name at GitHub, gitlab.com/group/name, or gist.github.com/owner/0123abcd.",
        )
    if path is None and not repository.startswith(_GIST):
        raise UserMistake(
            "says no notebook",
            where=f"--repo {repository}",
            remedy="Name it by its path: "
            f"lite-build badge {arguments.address} week/lesson.ipynb --repo {repository}",
        )
    named = {"repo": repository, "path": path, "ref": ref}
    return {name: value for name, value in named.items() if value is not None}
