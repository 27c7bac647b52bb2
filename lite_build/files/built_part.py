"""The parts of this package that its front ends' build makes: a checkout may lack them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from pathlib import Path


def require_built(path: Path, words: str) -> Path:
    """Give a file that was built.

    Args:
        path: where it is.
        words: what is wrong where it is not there, such as "the kernel of the site was not built".

    Raises:
        BuildFailure: it is not there.
    """
    if not path.is_file():
        raise BuildFailure(
            words,
            where=str(path),
            remedy="In a checkout of lite-build, run `make build`; else install lite-build again.",
        )
    return path
