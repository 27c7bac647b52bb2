"""`%pip show` and `%pip check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lite_build_pip.answers import refuse, say, warn
from lite_build_pip.command_line import Options
from lite_build_pip.distributions import Installed, all_installed, iterate_requirers
from lite_build_pip.standards import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def show(words: Sequence[str]) -> None:
    """Answer `%pip show`."""
    parser = Options("show", "Show what is known of installed packages.")
    parser.add_argument("-f", "--files", action="store_true", help="list their files")
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.read(words)
    if options.help:
        say(parser.format_help())
        return
    if not options.names:
        warn("Please provide a package name or names.")
        return
    everything = all_installed()
    missing = sorted(name for name in options.names if canonicalize_name(name) not in everything)
    if missing:
        warn(f"Package(s) not found: {', '.join(missing)}")
    found = [everything[canonicalize_name(name)] for name in options.names if name not in missing]
    for number, installed in enumerate(found):
        if number > 0:
            say("---")
        for line in _details(installed, everything, is_verbose=options.verbose > 0):
            say(line)
        if options.files:
            for line in _files(installed):
                say(line)


def check(words: Sequence[str]) -> None:
    """Answer `%pip check`."""
    parser = Options("check", "Verify that what is installed has what it needs.")
    options = parser.read(words)
    if options.help:
        say(parser.format_help())
        return
    broken = list(broken_requirements(all_installed()))
    for line in broken or ["No broken requirements found."]:
        say(line)


def broken_requirements(everything: dict[str, Installed]) -> Iterator[str]:
    """What of the installed packages lacks something, in pip's words.

    Args:
        everything: that is installed, by normalized names.
    """
    for installed in everything.values():
        for requirement in sorted(installed.requirements(), key=str):
            there = everything.get(canonicalize_name(requirement.name))
            if there is None:
                yield (
                    f"{installed.key} {installed.version} requires {canonicalize_name(requirement.name)}, "
                    "which is not installed."
                )
            elif not there.meets(requirement):
                yield (
                    f"{installed.key} {installed.version} has requirement {requirement}, "
                    f"but you have {there.key} {there.version}."
                )


def _details(installed: Installed, everything: dict[str, Installed], *, is_verbose: bool) -> Iterator[str]:
    requires = sorted({requirement.name for requirement in installed.requirements()}, key=str.lower)
    requirers = sorted(
        (other.name for other in iterate_requirers(installed.key, everything)),
        key=str.lower,
    )
    yield f"Name: {installed.name}"
    yield f"Version: {installed.version}"
    yield f"Summary: {installed.header('Summary')}"
    yield f"Home-page: {_home_page(installed)}"
    yield f"Author: {installed.header('Author')}"
    yield f"Author-email: {installed.header('Author-email')}"
    expression = installed.header("License-Expression")
    yield f"License-Expression: {expression}" if expression else f"License: {installed.header('License')}"
    yield f"Location: {installed.location}"
    yield f"Requires: {', '.join(requires)}"
    yield f"Required-by: {', '.join(requirers)}"
    if is_verbose:
        yield from _more(installed)


def _home_page(installed: Installed) -> str:
    """Its own field, or what newer metadata has among the project's URLs."""
    if page := installed.header("Home-page"):
        return page
    for url in installed.headers.get("project-url", ()):
        label, _, address = url.partition(",")
        if "".join(letter for letter in label.lower() if letter.isalnum()) == "homepage":
            return address.strip()
    return ""


def _more(installed: Installed) -> Iterator[str]:
    yield f"Metadata-Version: {installed.header('Metadata-Version')}"
    yield f"Installer: {(installed.distribution.read_text('INSTALLER') or '').strip()}"
    yield "Classifiers:"
    yield from (f"  {classifier}" for classifier in installed.headers.get("classifier", ()))
    yield "Entry-points:"
    entry_points = installed.distribution.read_text("entry_points.txt") or ""
    yield from (f"  {line.strip()}" for line in entry_points.splitlines())
    yield "Project-URLs:"
    yield from (f"  {url}" for url in installed.headers.get("project-url", ()))


def _files(installed: Installed) -> Iterator[str]:
    yield "Files:"
    files = installed.distribution.files
    if files is None:
        refuse("Cannot locate RECORD or installed-files.txt")
        return
    yield from (f"  {path}" for path in sorted(map(str, files)))
