"""What all components have."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from litewidget.base import Widget

if TYPE_CHECKING:
    from typing import Self

FOLDER = Path(__file__).parent


class Component(Widget):
    """A part of a page's interface. Its traits are the attributes of its tag.

    Args:
        traits: the first values.

    Raises:
        TraitError: a value is not allowed.
        TypeError: there is no such trait.
    """

    _css = FOLDER / "components.css"

    @classmethod
    def find(cls, name: str) -> Self:
        """The component that an element of the page is.

            level = Slider.find("level")

        Args:
            name: the element's `id`.

        Raises:
            LookupError: no element of a component has that id.
            TypeError: it is another kind of component.
        """
        of_page = getattr(sys.modules.get("lite_build_components"), "of_page", {})
        name = name.removeprefix("#")
        if name not in of_page:
            near = get_close_matches(name, of_page, n=1)
            if near:
                hint = f"is {near[0]!r} meant?"
            elif of_page:
                hint = f"the page's are {', '.join(map(repr, of_page))}"
            else:
                hint = (
                    "give an element of the page that id. In a script of a page it is "
                    f"litepage.web.page[{name!r}]"
                )
            raise LookupError(f"no component of the page has the id {name!r}: {hint}")
        found = of_page[name].object
        if not isinstance(found, cls):
            raise TypeError(f"{name!r} is a {type(found).__name__}, and not a {cls.__name__}")
        return found


def rounded(value: float) -> float:
    """A number without the dust of binary fractions: steps of 0.1 are 0.3, and not 0.30000000000000004."""
    return float(f"{value:.12g}")


def is_given(value: Any) -> bool:
    """Tell whether a trait has a value that says something."""
    return value is not None and value != ""
