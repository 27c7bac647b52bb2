"""The lock as a file that the user commits: `pylock.pyodide.toml`.

Source: PEP 751, <https://packaging.python.org/en/latest/specifications/pylock-toml/>. What that has no place
for stands in its `[tool.lite-build]` and `[packages.tool.lite-build]` tables.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from packaging.markers import Marker
from packaging.pylock import (
    Pylock,
    PylockUnsupportedVersionError,
    PylockValidationError,
)
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from lite_build.packages.locked.lock import HeldBack, Lock, LockedFile
from lite_build.packages.locked.lock_entry import TOOL, NotOursError, from_entry, to_entry
from lite_build.packages.locked.toml_layout import toml_text
from lite_build.repository.state import RepositoryState
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: Of the tables under `[tool.lite-build]`. Raised when an older lite-build could no longer read them.
LOCK_FORMAT = 1

HEADER = "Made by `lite-build lock`, to be committed and not to be edited."
REMEDY = "make it again with `lite-build lock`"
#: How a lock is said to lack a requirement, behind its text.
NOT_LOCKED = " is asked for, and the lock was made without it"


def write_lock(lock: Lock, path: Path) -> None:
    """Write a lock. Equal locks give equal bytes.

    Args:
        lock: its URLs may hold a login, which is left out; `file:` URLs become relative to `path`.
        path: usually `pylock.pyodide.toml` in the project's root.

    Raises:
        UserMistake: a wheel lies on another drive than the lock, so that no relative path leads there.
    """
    text = lock_text(lock, path.parent)
    path.write_text(text, encoding="utf-8", newline="\n")


def lock_text(lock: Lock, folder: Path) -> str:
    """The text of the lock file in `folder`; see `write_lock`."""
    ordered = sorted(lock.packages, key=lambda package: package.name)
    pylock = Pylock(
        lock_version=Version("1.0"),
        environments=[Marker("sys_platform == 'emscripten'")],
        requires_python=SpecifierSet(f"=={lock.python_version}"),
        created_by=TOOL,
        packages=[to_entry(package, lock.pyodide_version, folder) for package in ordered],
        tool={TOOL: _to_table(lock)},
    )
    pylock.validate()
    return toml_text(pylock.to_dict(), header=HEADER)


def read_lock(path: Path) -> Lock:
    """Read a lock that `write_lock` wrote.

    Raises:
        UserMistake: it is not there, is not TOML, not a PEP 751 lock, not one of ours, or misses a hash.
    """
    name = path.name
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        pylock = Pylock.from_dict(document)
        table = _own_table(pylock)
        return Lock(
            python_version=table["python"],
            pyodide_version=table["pyodide"]["version"],
            pyodide_integrity=table["pyodide"]["integrity"],
            front_end=dict(table["front-end"]),
            requirements=tuple(table["requirements"]),
            packages=tuple(from_entry(entry, path.parent) for entry in pylock.packages),
            held_back=tuple(
                HeldBack(held["name"], held["version"], held["newest"], tuple(held["held-by"]))
                for held in table["held-back"]
            ),
            npm=dict(table["npm"]),
            data=tuple(map(_data_file, table.get("data", ()))),
            vendored=tuple(map(_data_file, table.get("vendored", ()))),
            repository=_repository_state(table["repository"]) if "repository" in table else None,
        )
    except FileNotFoundError as error:
        raise UserMistake(
            "there is no such lock file", where=name, remedy="make one with `lite-build lock`"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserMistake(f"is not valid TOML: {error}", where=name, remedy=REMEDY) from error
    except PylockUnsupportedVersionError as error:
        raise UserMistake(
            f"is of a lock format that this lite-build does not know: {error}", where=name, remedy=REMEDY
        ) from error
    except PylockValidationError as error:
        raise UserMistake(f"is not a lock as PEP 751 has it: {error}", where=name, remedy=REMEDY) from error
    except KeyError as error:
        raise UserMistake(
            f"is incomplete: {error.args[0]!r} is missing under [tool.{TOOL}]", where=name, remedy=REMEDY
        ) from error
    except (TypeError, ValueError, AttributeError) as error:
        raise UserMistake(
            f"has a value of the wrong kind under [tool.{TOOL}]: {error}", where=name, remedy=REMEDY
        ) from error
    except NotOursError as error:
        raise UserMistake(str(error), where=name, remedy=REMEDY) from error


def not_locked(requirement: str) -> str:
    """The sentence for what is asked for and not in a lock."""
    return f"{requirement}{NOT_LOCKED}: `lite-build lock` adds it"


def compare_lock(
    lock: Lock,
    *,
    requirements: tuple[str, ...],
    pyodide_version: str,
    pyodide_integrity: str,
    front_end: Mapping[str, str],
) -> tuple[str, ...]:
    """Say where the project and the tools disagree with a lock, a sentence each; empty where they agree.

    Each ends with the command that makes them agree.

    Args:
        lock: as it was read.
        requirements: what the project asks for now, as `Lock.requirements` has it.
        pyodide_version: of the core that this build uses.
        pyodide_integrity: of that core.
        front_end: versions of what makes the pages now.
    """
    sentences = [
        *(not_locked(requirement) for requirement in sorted(set(requirements) - set(lock.requirements))),
        *(
            f"{requirement} is in the lock, and nothing asks for it any more: `lite-build lock` takes it out"
            for requirement in sorted(set(lock.requirements) - set(requirements))
        ),
    ]
    if lock.pyodide_version != pyodide_version:
        sentences.append(
            f"the lock was made for Pyodide {lock.pyodide_version}, this is {pyodide_version}: "
            "`lite-build lock` takes this one"
        )
    elif lock.pyodide_integrity != pyodide_integrity:
        sentences.append(
            f"the lock has Pyodide {pyodide_version} with the integrity {lock.pyodide_integrity}, "
            f"this one has {pyodide_integrity}: if that was meant to change, `lite-build lock` takes this one"
        )
    for name in sorted({*lock.front_end, *front_end}):
        locked, present = lock.front_end.get(name), front_end.get(name)
        if locked != present:
            back = (
                f"`pip install {name}=={locked}` goes back" if locked else f"`pip uninstall {name}` goes back"
            )
            sentences.append(
                f"the lock was made with {name} {locked or 'absent'}, here it is {present or 'absent'}: "
                f"{back}, `lite-build lock` keeps what is here"
            )
    return tuple(sentences)


def _to_table(lock: Lock) -> dict[str, Any]:
    return {
        "format": LOCK_FORMAT,
        "python": lock.python_version,
        "pyodide": {"version": lock.pyodide_version, "integrity": lock.pyodide_integrity},
        "requirements": sorted(lock.requirements),
        "held-back": [
            {
                "name": held.name,
                "version": held.version,
                "newest": held.newest,
                "held-by": list(held.held_by),
            }
            for held in sorted(lock.held_back, key=lambda held: held.name)
        ],
        "front-end": dict(sorted(lock.front_end.items())),
        "npm": dict(sorted(lock.npm.items())),
        # Locks of projects that ship none are as they were before there were any.
        **({"data": [_data_entry(file) for file in lock.data]} if lock.data else {}),
        **({"vendored": [_data_entry(file) for file in lock.vendored]} if lock.vendored else {}),
        **({"repository": _repository_entry(lock.repository)} if lock.repository else {}),
    }


def _repository_entry(state: RepositoryState) -> dict[str, Any]:
    known = {"ref": state.ref, "commit": state.commit}
    return {
        "url": state.url,
        **{name: value for name, value in known.items() if value is not None},
        "hashes": {"sha256": state.sha256},
    }


def _repository_state(entry: Mapping[str, Any]) -> RepositoryState:
    return RepositoryState(entry["url"], entry.get("ref"), entry.get("commit"), entry["hashes"]["sha256"])


def _data_entry(file: LockedFile) -> dict[str, Any]:
    content_type = {} if file.content_type is None else {"content-type": file.content_type}
    location = {} if file.location is None else {"location": file.location}
    hashes = {"sha256": file.sha256}
    return {
        "url": file.url,
        "size": file.size,
        "hashes": hashes,
        **content_type,
        **location,
        "asked-by": [*file.asked_by],
    }


def _data_file(entry: Mapping[str, Any]) -> LockedFile:
    return LockedFile(
        url=entry["url"],
        sha256=entry["hashes"]["sha256"],
        size=entry["size"],
        content_type=entry.get("content-type"),
        asked_by=tuple(entry["asked-by"]),
        location=entry.get("location"),
    )


def _own_table(pylock: Pylock) -> Mapping[str, Any]:
    table = (pylock.tool or {}).get(TOOL)
    if table is None:
        raise NotOursError(f"was made by {pylock.created_by}, not by `lite-build lock`")
    if table["format"] != LOCK_FORMAT:
        raise NotOursError(
            f"is of lite-build's lock format {table['format']}, and this one reads format {LOCK_FORMAT}"
        )
    return dict(table)
