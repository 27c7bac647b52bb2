"""The lines of notebooks that install something: magics, and programs."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from packaging.utils import canonicalize_name

from lite_build.code.found import FoundInstall, ShellInstall

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: The installers themselves, which notebooks bring up to date first: a site installs without them.
INSTALLERS = frozenset({"pip", "setuptools", "wheel", "uv", "conda", "mamba", "micropip", "piplite"})

_INSTALL = re.compile(
    r"^\s*(?:sudo\s+)?(?:\S*python[\d.]*\s+-m\s+|[\"']?\{sys\.executable\}[\"']?\s+-m\s+|uv\s+)?"
    r"(?P<tool>pip3?|conda|mamba|piplite|micropip)(?:\s+-\S+)*\s+install\s+(?P<arguments>.+)$",
    re.DOTALL,
)
#: Ends a command of a shell.
_END = re.compile(r"\s*(?:&&|\|\|?|;|\s#)")
_CONDA = frozenset({"conda", "mamba"})
_REQUIREMENT_FILE = frozenset({"-r", "--requirement", "--requirements"})
_NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*")
#: Options of installers that take the next word.
_OPTIONS_WITH_VALUE = frozenset(
    {"-c", "--constraint", "--constraints", "-i", "--index-url", "--extra-index-url", "-f", "--find-links"}
    | {"--target", "-t", "--channel", "-n", "--name", "--upgrade-strategy", "--trusted-host"}
    | {"--root", "--prefix", "--python", "--platform", "--proxy", "--timeout", "--retries", "--cache-dir"}
)


def is_bare_install(line: str) -> bool:
    """Whether a line is an installer's command, with no sign that it is one."""
    return _INSTALL.match(line) is not None


def installs_of_magic(line: str, number: int) -> Iterator[FoundInstall]:
    """What `%pip install …` or `%conda install …` installs.

    Args:
        line: without the percent sign.
        number: of the line, in its cell or file.
    """
    found = _INSTALL.match(line)
    if found is None:
        return
    conda = found["tool"] in _CONDA
    words = iter(words_of(found["arguments"]))
    for word in words:
        option, _, value = word.partition("=")
        if word in _REQUIREMENT_FILE:
            yield FoundInstall(f"-r {next(words, '')}", False, number)
        elif option in _REQUIREMENT_FILE and value:
            yield FoundInstall(f"-r {value}", False, number)
        elif word in _OPTIONS_WITH_VALUE or (conda and word == "-c"):
            next(words, None)
        elif word.startswith("#") or word in ("&&", ";", "|", "||"):
            return
        elif word.startswith("-r") and len(word) > 2:
            yield FoundInstall(f"-r {word[2:]}", False, number)
        elif not word.startswith("-") and not re.search(r"[{}$]", word) and not is_installer(word):
            yield FoundInstall(word, conda, number)


def install_by_program(command: str, line: str) -> ShellInstall | None:
    """What a command of a shell would install; None where it installs nothing.

    Args:
        command: without the exclamation mark.
        line: what messages show.
    """
    for part in re.split(r"\s*(?:&&|\|\|?|;)\s*", command):
        found = _INSTALL.match(part)
        if found is not None:
            words = words_of(_END.split(found["arguments"])[0].strip())
            wanted = [word for word in words if not is_installer(word)]
            is_for_more = any(not word.startswith("-") for word in wanted)
            return ShellInstall(line, f"%pip install {shlex.join(wanted)}" if is_for_more else "")
    return None


def install_by_call(words: Sequence[str], line: str) -> ShellInstall | None:
    """What a program would install that Python starts with these words; None where it installs nothing."""
    return install_by_program(shlex.join(words), line)


def is_installer(requirement: str) -> bool:
    """Whether a requirement is of an installer, whatever its version."""
    found = _NAME.match(requirement)
    return found is not None and canonicalize_name(found[0]) in INSTALLERS


def words_of(text: str) -> list[str]:
    """The words of a command line; those of one whose quotes do not match, as well as can be."""
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()
