"""Names of a new package: of its distribution, and of its module."""

from __future__ import annotations

import keyword
import re
import sys
from typing import TYPE_CHECKING

from packaging.utils import canonicalize_name, is_normalized_name

from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Collection


def distribution_name(name: str, imported: Collection[str]) -> str:
    """Tell the name of a distribution, as indexes have it.

    Args:
        name: as a person gives it.
        imported: modules that the package imports, whose names it cannot have.

    Raises:
        UserMistake: the name is none for a distribution and a module.
    """
    distribution = canonicalize_name(name)
    module = module_name(distribution)
    if not is_normalized_name(distribution) or re.match(r"[a-z]", distribution) is None:
        raise UserMistake(
            "a package's name has Latin letters, digits and hyphens, and starts with a letter.",
            where=repr(name),
            remedy="give another name, such as my-counter",
        )
    if keyword.iskeyword(module) or module in sys.stdlib_module_names or module in imported:
        raise UserMistake(
            f"a module named {module} would stand in the way of Python's own or of what the package imports.",
            where=repr(name),
            remedy=f"give another name, such as my-{distribution}",
        )
    return distribution


def module_name(distribution: str) -> str:
    """Tell the name of a distribution's module, by habit."""
    return distribution.replace("-", "_")
