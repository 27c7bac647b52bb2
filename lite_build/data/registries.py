"""Read the pooch registries that packages bring: by importing them in the site's own runtime.

A registry comes about by code, from a version, a base address and lists in other modules: no text has it.
"""

from __future__ import annotations

import hashlib
import json
import os
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, ValidationError, convert

from lite_build.data.asked import REGISTRIES, AskedFile, AskedRegistry, address_problem, read_digest
from lite_build.files.digest import Digest
from lite_build.runtime.node_answer import ask_node
from lite_build.store.bucket import Bucket, parsed
from lite_build.words.errors import UserMistake
from lite_build.words.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lite_build.packages.wheels.package_file import FetchedPackage
    from lite_build.runtime.core import Core

POOCH = "pooch"
#: How long the packages may take to be imported, in seconds. scikit-image takes about five.
TIME_LIMIT = 300.0
_SCRIPT = Path(__file__).with_name("read_registries.mjs")
_IN_PYTHON = Path(__file__).with_name("registries_in_python.py")
_NAME_A_FILE = 'Name the addresses of the files instead: {"DataAddon": {"files": ["https://…"]}}.'


class RegisteredFile(Struct, frozen=True):
    """A file in a registry: its address, and its hash as pooch writes it, where the registry has one."""

    url: str
    hash: str | None


class Registry(Struct, frozen=True):
    """What a package was found to bring.

    Args:
        files: by their names.
        failures: of modules that could not be imported, in words.
    """

    files: dict[str, RegisteredFile]
    failures: tuple[str, ...]


def registered_files(
    asked: Sequence[AskedRegistry], core: Core, packages: Sequence[FetchedPackage], cache: Path
) -> tuple[AskedFile, ...]:
    """Find the files that a project asks for in the registries of its packages.

    Args:
        asked: packages, with names of files.
        core: the runtime, which imports the packages.
        packages: all that are locked.
        cache: the user's, which keeps what was read.

    Raises:
        UserMistake: the site has no such package, the package has no registry, or that no such file.
        BuildFailure: the runtime does not start.
    """
    by_name = {fetched.package.name: fetched for fetched in packages}
    for one in asked:
        for name in (one.package, POOCH):
            if name not in by_name:
                raise UserMistake(
                    f"no package {name} is locked, and the registry of {one.package} is asked for",
                    where=REGISTRIES,
                    remedy=f"Add it with `lite-build add {name}`, or correct the name.",
                )
    names = [one.package for one in asked]
    found = _registries(names, core, _with_requirements([*names, POOCH], by_name), cache)
    return tuple(file for one in asked for file in _chosen(one, found[one.package]))


def _chosen(asked: AskedRegistry, registry: Registry) -> Iterator[AskedFile]:
    if not registry.files:
        reasons = "".join(f"\n  {failure}" for failure in registry.failures)
        raise UserMistake(
            f"no registry of pooch comes about when the modules of {asked.package} are imported{reasons}",
            where=REGISTRIES,
            remedy=_NAME_A_FILE,
        )
    for name in asked.names:
        matching = [known for known in sorted(registry.files) if known == name or fnmatchcase(known, name)]
        if not matching:
            raise UserMistake(
                f"the registry of {asked.package} has no file {name}{did_you_mean(name, registry.files)}",
                where=REGISTRIES,
                remedy=f"It has {', '.join(sorted(registry.files)[:10])}{' …' * (len(registry.files) > 10)}",
            )
        for known in matching:
            file = registry.files[known]
            if (problem := address_problem(file.url)) is not None:
                raise UserMistake(f"{known}: {problem}", where=REGISTRIES, remedy=_NAME_A_FILE)
            digest = read_digest(file.hash) if file.hash is not None else None
            yield AskedFile(file.url, digest, asked.asked_by(name))


def _with_requirements(
    names: Sequence[str], by_name: Mapping[str, FetchedPackage]
) -> tuple[FetchedPackage, ...]:
    waiting = list(names)
    found: dict[str, FetchedPackage] = {}
    while waiting:
        name = waiting.pop()
        if name not in found and name in by_name:
            found[name] = by_name[name]
            waiting += found[name].package.requires
    return tuple(found[name] for name in sorted(found))


def _registries(
    names: Sequence[str], core: Core, packages: Sequence[FetchedPackage], cache: Path
) -> Mapping[str, Registry]:
    parts = [core.integrity, *sorted(names), *(fetched.sha256 for fetched in packages)]
    parts += [Digest.of_file(path).hexdigest for path in (_SCRIPT, _IN_PYTHON)]
    key = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]

    def make(folder: Path) -> Path:
        answer = folder / "answer.json"
        answer.write_text(json.dumps(_ask(names, core, packages)), encoding="utf-8")
        return answer

    return Bucket(cache, "registries-1").keep(f"{key}.json", lambda path: parsed(path, _read), make)


def _read(answer: object) -> dict[str, Registry]:
    try:
        return convert(answer, dict[str, Registry])
    except ValidationError as error:
        raise ValueError(str(error)) from error


def _ask(names: Sequence[str], core: Core, packages: Sequence[FetchedPackage]) -> dict[str, Any]:
    job = {
        "core": f"{core.folder.resolve()}{os.sep}",
        "code": str(_IN_PYTHON.resolve()),
        "archives": [str(fetched.path.resolve()) for fetched in packages],
        "packages": list(names),
    }
    return ask_node(
        core,
        _SCRIPT,
        job,
        what=f"read the registries of {', '.join(names)}",
        seconds=TIME_LIMIT,
        remedy=_NAME_A_FILE,
    )
