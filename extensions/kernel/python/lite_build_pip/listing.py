"""`%pip list` and `%pip freeze`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lite_build_pip.answers import refuse, say, warn
from lite_build_pip.command_line import Options
from lite_build_pip.distributions import Installed, all_installed
from lite_build_pip.requirements_file import find_file, logical_lines, without_comment
from lite_build_pip.standards import InvalidRequirement, Requirement, canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: What `pip freeze` leaves out unless it is told `--all`.
_NOT_FROZEN = frozenset({"pip"})


def list_packages(words: Sequence[str]) -> None:
    """Answer `%pip list`."""
    parser = _options("list", "List what is installed.")
    parser.add_argument("--format", choices=["columns", "freeze", "json"], default="columns")
    parser.add_argument("--not-required", action="store_true", help="only what nothing else needs")
    parser.add_argument("-o", "--outdated", action="store_true")
    parser.add_argument("-u", "--uptodate", action="store_true")
    parser.add_argument("-e", "--editable", action="store_true")
    parser.without_effect("--include-editable", "--pre", "--no-index")
    parser.without_effect("-i", takes_value=True)
    parser.without_effect("--index-url", takes_value=True)
    parser.without_effect("--extra-index-url", takes_value=True)
    options = parser.read(words)
    if options.help:
        say(parser.format_help())
        return
    if options.outdated or options.uptodate:
        refuse(
            "a site's packages have the versions of its lock, and no index is asked for newer ones. "
            "`lite-build lock` looks for them where the site is built; %pip list has those that are here."
        )
        return
    everything = _chosen(options.path, options.exclude)
    if options.editable or options.user:
        # Nothing is installed so in a page.
        everything = {}
    if options.not_required:
        needed = {
            canonicalize_name(requirement.name)
            for installed in everything.values()
            for requirement in installed.requirements()
        }
        everything = {key: installed for key, installed in everything.items() if key not in needed}
    _show(everything.values(), options.format, is_verbose=options.verbose > 0)


def freeze(words: Sequence[str]) -> None:
    """Answer `%pip freeze`."""
    parser = _options("freeze", "List what is installed as a requirements file.")
    parser.add_argument("-r", "--requirement", action="append", default=[], help="keep this file's order")
    parser.add_argument("--all", action="store_true", help="pip itself too, if it is there")
    options = parser.read(words)
    if options.help:
        say(parser.format_help())
        return
    excluded = options.exclude if options.all else [*options.exclude, *_NOT_FROZEN]
    everything = {} if options.user else _chosen(options.path, excluded)
    for name in options.requirement:
        _freeze_in_order(name, everything)
    if options.requirement and everything:
        say("## The following requirements were added by pip freeze:")
    for installed in everything.values():
        say(_frozen(installed))


def _options(command: str, summary: str) -> Options:
    parser = Options(command, summary)
    parser.add_argument("--exclude", action="append", default=[], metavar="NAME")
    parser.add_argument("--path", action="append", help="look into this folder alone")
    parser.add_argument("--user", action="store_true")
    parser.without_effect("-l", "--local", "--exclude-editable")
    return parser


def _chosen(path: list[str] | None, excluded: Iterable[str]) -> dict[str, Installed]:
    left_out = set(map(canonicalize_name, excluded))
    return {key: installed for key, installed in all_installed(path).items() if key not in left_out}


def _show(packages: Iterable[Installed], form: str, *, is_verbose: bool) -> None:
    if form == "json":
        say(json.dumps([_as_json(package, is_verbose=is_verbose) for package in packages]))
    elif form == "freeze":
        for package in packages:
            say(f"{package.name}=={package.version}")
    else:
        rows = [_row(package, is_verbose=is_verbose) for package in packages]
        if rows:
            _show_columns([["Package", "Version", "Location", "Installer"][: len(rows[0])], *rows])


def _as_json(package: Installed, *, is_verbose: bool) -> dict[str, str]:
    told = {"name": package.name, "version": package.version}
    return told | ({"location": package.location, "installer": _installer(package)} if is_verbose else {})


def _row(package: Installed, *, is_verbose: bool) -> list[str]:
    return [
        package.name,
        package.version,
        *([package.location, _installer(package)] if is_verbose else []),
    ]


def _show_columns(rows: list[list[str]]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    heading, *others = rows
    for row in (heading, ["-" * width for width in widths], *others):
        say(" ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())


def _installer(package: Installed) -> str:
    return (package.distribution.read_text("INSTALLER") or "").strip()


def _frozen(package: Installed) -> str:
    source = package.source
    return f"{package.name} @ {source}" if source else f"{package.name}=={package.version}"


def _freeze_in_order(name: str, everything: dict[str, Installed]) -> None:
    """Write a requirements file with the versions that are here, and take what it names out of the rest."""
    path = find_file(name)
    if path is None:
        refuse(f"Could not open requirements file: there is no {name} here or in a folder above.")
        return
    for line in logical_lines(path.read_text(encoding="utf-8-sig"), keep_comments=True):
        text = without_comment(line)
        try:
            requirement = None if not text or text.startswith("-") else Requirement(text)
        except InvalidRequirement:
            requirement = None
        if requirement is None:
            say(line)
            continue
        installed = everything.pop(canonicalize_name(requirement.name), None)
        if installed is None:
            warn(
                f"Requirement file [{name}] contains {text}, "
                f"but package {requirement.name!r} is not installed"
            )
        else:
            say(_frozen(installed))
