"""`%pip install`: what is there already is told, and piplite gets the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lite_build_pip.answers import PipFailure, say, warn
from lite_build_pip.asked import Asked, read_asked
from lite_build_pip.command_line import Options
from lite_build_pip.distributions import Installed, find, needed_by_the_kernel
from lite_build_pip.requirements_file import read_files
from lite_build_pip.standards import Requirement, canonicalize_name

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Coroutine, Sequence

    from lite_build_pip.links import LinkedWheels

#: What makes and installs packages, which a page does without.
_NOT_NEEDED = frozenset({"pip", "setuptools", "wheel"})
_NO_FOLDER = "a page has one folder of packages; leave the option out."


def install(words: Sequence[str]) -> Coroutine[Any, Any, None] | None:
    """Answer `%pip install`.

    Raises:
        PipFailure: nothing is asked for, or with an option that makes no sense in a page.
    """
    options = _OPTIONS.read(words)
    if options.help:
        say(_OPTIONS.format_help())
        return None
    if not options.requirements and not options.requirement:
        raise PipFailure("You must give at least one requirement to install (see %pip help install).")
    return _install(options)


def _options() -> Options:
    parser = Options("install", "Install packages, for this kernel.")
    parser.add_argument("requirements", nargs="*", metavar="REQUIREMENT")
    parser.add_argument("-r", "--requirement", "--requirements", action="append", default=[], metavar="FILE")
    parser.add_argument("-c", "--constraint", "--constraints", action="append", default=[], metavar="FILE")
    parser.add_argument("--no-deps", "--no-dependencies", action="store_true", help="without what they need")
    parser.add_argument("--pre", action="store_true", help="also versions before a release")
    parser.add_argument("-U", "--upgrade", action="store_true", help="to the newest version that can be had")
    parser.add_argument("--force-reinstall", action="store_true", help="also what is there already")
    parser.add_argument("-I", "--ignore-installed", action="store_true", dest="force_reinstall")
    parser.add_argument("--dry-run", action="store_true", help="only say what is there, and what is not")
    parser.add_argument("-f", "--find-links", action="append", default=[], metavar="DIR", help="with wheels")
    parser.add_argument("-i", "--index-url", "--pypi-url", metavar="URL", help="of an index")
    parser.add_argument("--extra-index-url", action="append", default=[], metavar="URL", help="of one more")
    parser.without_effect(
        "--user",
        "--no-user",
        "--break-system-packages",
        "--prefer-binary",
        "--no-build-isolation",
        "--use-pep517",
        "--no-use-pep517",
        "--check-build-dependencies",
        "--no-warn-script-location",
        "--no-warn-conflicts",
        "--compile",
        "--no-compile",
        "--no-clean",
        "--require-hashes",
        "--no-index",
    )
    for option in ("--upgrade-strategy", "--only-binary", "--config-settings", "-C", "--implementation"):
        parser.without_effect(option, takes_value=True)
    parser.senseless(
        "-e",
        "--editable",
        reason="a page cannot build a project: put its modules beside the notebook and import them, or its "
        "wheel, and write %pip install ./NAME.whl.",
    )
    for option in ("-t", "--target", "--prefix", "--root", "--src"):
        parser.senseless(option, reason=_NO_FOLDER)
    for option in ("--platform", "--python-version", "--abi"):
        parser.senseless(
            option, reason="packages for other Pythons do not run in a page; leave the option out."
        )
    parser.senseless("--no-binary", reason="a page installs wheels and builds none; leave the option out.")
    parser.senseless("--report", reason="%pip list --format=json tells what is installed.")
    return parser


#: Made with the snapshot: to add so many options takes longer than all else that a first line has to do.
_OPTIONS = _options()


async def _install(options: Namespace) -> None:
    listed = await read_files(options.requirement, options.constraint)
    texts = [*((text, "") for text in options.requirements), *listed.lines]
    selection = _Selection(options)
    for asked in read_asked(texts, listed.constraints):
        selection.add(asked)
    if options.find_links:
        from lite_build_pip.links import LinkedWheels

        links = LinkedWheels(options.find_links)
        selection.take(links, allow_prereleases=options.pre or listed.allow_prereleases)
    if options.dry_run:
        if selection.wanted:
            say(f"Would install {' '.join(selection.wanted)}")
        return
    if selection.wanted:
        from lite_build_pip.getting import get_packages

        await get_packages(
            selection.wanted,
            listed.constraints,
            options,
            allow_prereleases=options.pre or listed.allow_prereleases,
            upgraded=selection.upgraded,
            replaced=selection.replaced,
        )
    for name, requirement in selection.lacking:
        warn(f"{name} requires {requirement}, which is not installed: %pip install {requirement.name}")


class _Selection:
    """What is to be got, of all that is asked for."""

    def __init__(self, options: Namespace) -> None:
        self.wanted: list[str] = []
        self.upgraded: dict[str, Installed] = {}
        self.replaced: list[Installed] = []
        self.lacking: list[tuple[str, Requirement]] = []
        self._options = options
        self._told: set[tuple[str, frozenset[str]]] = set()
        self._kernel: set[str] | None = None

    def add(self, asked: Asked) -> None:
        """Look after one requirement.

        Raises:
            PipFailure: it would replace what the kernel runs on.
        """
        requirement = asked.requirement
        if requirement is None:
            self.wanted.append(asked.text)
            return
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            self._say(
                f"Ignoring {requirement.name}: markers '{requirement.marker}' don't match your environment"
            )
            return
        key = canonicalize_name(requirement.name)
        installed = find(key)
        if installed is None:
            if key in _NOT_NEEDED:
                self._say(f"{requirement.name} is not needed in a page: packages are installed without it.")
            else:
                self.wanted.append(asked.text)
            return
        is_met = installed.meets(requirement) and requirement.url is None
        if is_met and not self._options.force_reinstall:
            if self._options.upgrade and not self._is_of_the_kernel(key):
                self.upgraded[key] = installed
                self.wanted.append(asked.text)
            else:
                self._tell_satisfied(requirement, installed, "")
            return
        if self._is_of_the_kernel(key):
            raise PipFailure(
                f"{requirement.name} {installed.version} cannot be replaced: the kernel runs on it. "
                f"Leave {requirement} out."
            )
        self.replaced.append(installed)
        self.wanted.append(asked.text)

    def take(self, links: LinkedWheels, *, allow_prereleases: bool) -> None:
        """Take wheels of folders for what they are the best for."""
        self.wanted = links.taking(self.wanted, allow_prereleases=allow_prereleases)
        for text in self.wanted:
            key = canonicalize_name(text.partition(" @ ")[0].partition("[")[0])
            if " @ " in text and (installed := self.upgraded.get(key)) is not None:
                # It is put in the place of what is there, and not looked for in an index.
                del self.upgraded[key]
                self.replaced.append(installed)

    def _tell_satisfied(self, requirement: Requirement, installed: Installed, needed_by: str) -> None:
        origin = f" (from {needed_by})" if needed_by else ""
        bare = str(requirement).partition(";")[0].strip()
        self._say(
            f"Requirement already satisfied: {bare} in {installed.location}{origin} ({installed.version})"
        )
        told = _told_as(installed, requirement)
        if self._options.no_deps or told in self._told:
            return
        self._told.add(told)
        chain = f"{bare}->{needed_by}" if needed_by else bare
        asked_for_extras = {str(needed) for needed in installed.requirements(requirement.extras)} - {
            str(needed) for needed in installed.requirements()
        }
        for needed in installed.requirements(requirement.extras):
            there = find(needed.name)
            if there is not None and there.meets(needed):
                if _told_as(there, needed) not in self._told:
                    self._tell_satisfied(needed, there, chain)
            elif str(needed) in asked_for_extras:
                self.wanted.append(str(needed).partition(";")[0].strip())
            elif there is None:
                # What the site ships was resolved as a whole: what is left out there is left out on purpose.
                self.lacking.append((installed.name, needed))

    def _is_of_the_kernel(self, key: str) -> bool:
        self._kernel = self._kernel or needed_by_the_kernel()
        return key in self._kernel

    def _say(self, text: str) -> None:
        if not self._options.quiet:
            say(text)


def _told_as(installed: Installed, requirement: Requirement) -> tuple[str, frozenset[str]]:
    # Extras may refer to each other, and to their own package.
    return installed.key, frozenset(map(canonicalize_name, requirement.extras))
