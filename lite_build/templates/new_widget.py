"""A new widget package, as `lite-build widget new` makes it."""

from __future__ import annotations

import keyword
import re
import sys
from typing import TYPE_CHECKING

from packaging.utils import canonicalize_name, is_normalized_name

from lite_build.templates.template import write_template
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from pathlib import Path


def create_widget(name: str, parent: Path) -> tuple[Path, ...]:
    """Write a package with one widget: class, module, style, test, README, pyproject.toml.

    Args:
        name: the distribution's: `my-counter` has the module `my_counter` and the class `MyCounter`.
        parent: the folder in which the package's own is made.

    Returns:
        The files that were written, relative to the package's folder.

    Raises:
        UserMistake: the name is none for a distribution and a module, or its folder is not empty.
    """
    distribution = _distribution_name(name)
    words = distribution.split("-")
    module = "_".join(words)
    return write_template(
        "widget_template",
        parent / distribution,
        {
            "name": distribution,
            "module": module,
            "widget": "".join(word.capitalize() for word in words),
            "tag": _tag(distribution),
        },
        names={"package": module},
        remedy="give another name, or move what is there",
    )


def _tag(distribution: str) -> str:
    """The tag that pages have it by: with a hyphen, and none of those that begin as ours do."""
    is_own = "-" in distribution and not distribution.startswith(("lite-", "py-", "mpy-", "script-"))
    return distribution if is_own else f"my-{distribution}"


def widget_folder(name: str, parent: Path) -> Path:
    """The folder of the package that `create_widget` makes.

    Raises:
        UserMistake: the name is none for a distribution and a module.
    """
    return parent / _distribution_name(name)


def _distribution_name(name: str) -> str:
    distribution = canonicalize_name(name)
    module = distribution.replace("-", "_")
    if not is_normalized_name(distribution) or re.match(r"[a-z]", distribution) is None:
        raise UserMistake(
            "a package's name has Latin letters, digits and hyphens, and starts with a letter.",
            where=repr(name),
            remedy="give another name, such as my-counter",
        )
    if (
        keyword.iskeyword(module)
        or module in sys.stdlib_module_names
        or module in {"litewidget", "traitlets"}
    ):
        raise UserMistake(
            f"a module named {module} would stand in the way of Python's own or of what the widget imports.",
            where=repr(name),
            remedy=f"give another name, such as {distribution}-widget",
        )
    return distribution
