"""A new widget package, as `lite-build widget new` makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lite_build.templates.package_name import distribution_name, module_name
from lite_build.templates.template import write_template

if TYPE_CHECKING:
    from pathlib import Path


#: What the widget imports.
_IMPORTED = frozenset({"litewidget", "traitlets"})


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
    distribution = distribution_name(name, _IMPORTED)
    module = module_name(distribution)
    return write_template(
        "widget_template",
        parent / distribution,
        {
            "name": distribution,
            "module": module,
            "widget": "".join(word.capitalize() for word in distribution.split("-")),
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
    return parent / distribution_name(name, _IMPORTED)
