"""The repository that a project's notebooks come from: of its lock, or of now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lite_build.packages.locked.lock_file import read_lock
from lite_build.project.file_names import BROUGHT_FOLDER, LOCK_FILE
from lite_build.repository.address import NamedRepository, parse_repository
from lite_build.repository.kept import KeptRepository, get_repository, place_repository
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lite_build.network.reach import Reach
    from lite_build.project.options import ContentOptions
    from lite_build.repository.state import RepositoryState

#: What a process has got of other hosts: `serve` builds again on each save, and asks them once.
_ASKED: dict[tuple[NamedRepository, Path], KeptRepository] = {}


@dataclass(frozen=True)
class BroughtRepository:
    """A repository as a project has it.

    Args:
        files: the folder of all its files, in the project.
        contents: the folder whose files are published: the same, or one inside.
        state: of it.
    """

    files: Path
    contents: Path
    state: RepositoryState


def bring_repository(
    options: ContentOptions,
    root: Path,
    reach: Reach,
    report: Callable[[str], None],
    *,
    use_lock: bool,
) -> BroughtRepository | None:
    """Bring the repository that a project names into the project; None where it names none.

    Args:
        options: name the repository and the ref.
        root: the project's folder.
        reach: how far the build may reach.
        report: told what is being done.
        use_lock: whether the commit of a lock is taken, where there is one of this repository and ref.

    Raises:
        UserMistake: the address is none, there is no such repository, ref or folder.
        BuildFailure: it cannot be reached, or is another than was locked.
    """
    if options.repository is None:
        if options.ref is not None:
            raise UserMistake(
                f"{options.ref} is the ref of no repository", where="--ref", remedy="Name it by --from-repo."
            )
        return None
    named = parse_repository(options.repository, options.ref, root)
    pinned = _locked_state(root, reach, named) if use_lock else None
    kept = _ASKED.get((named, reach.cache)) if pinned is None else None
    if kept is None:
        kept = get_repository(named, pinned, reach, report)
        if named.path is None:
            _ASKED[named, reach.cache] = kept
    files = place_repository(kept, root / BROUGHT_FOLDER / "repository", reach.cache)
    contents = files / named.folder
    if not contents.is_dir():
        raise UserMistake(
            f"has no folder {named.folder}",
            where=str(kept.state),
            remedy="Correct the address. Where a branch has / in its name, give it by --ref too.",
        )
    return BroughtRepository(files, contents, kept.state)


def _locked_state(root: Path, reach: Reach, named: NamedRepository) -> RepositoryState | None:
    """The state that a project's lock has of a repository; None where it has none of this one and its ref."""
    offline = reach.collected(LOCK_FILE)
    path = root / LOCK_FILE if (root / LOCK_FILE).exists() else offline
    state = read_lock(path).repository if path is not None else None
    return state if state is not None and state.is_of(named.name, named.ref) else None
