"""Places for other widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from traitlets import Enum, Int, List, TraitError, Unicode, validate

from litewidget.components.component import FOLDER, Component
from litewidget.traits import WidgetTrait

if TYPE_CHECKING:
    from traitlets.utils.bunch import Bunch


class Layout(Component):
    """A place for other widgets.

    Args:
        children: what is in it.
        traits: see `Component`.
    """

    _esm = FOLDER / "layouts.js"
    _kind = Unicode().tag(sync=True)
    children = List(WidgetTrait()).tag(sync=True)

    def __init__(self, children: Any = (), **traits: Any) -> None:
        super().__init__(children=list(children), **traits)


class Container(Layout):
    """Widgets one after the other."""

    _kind = Unicode("container").tag(sync=True)
    direction = Enum(("row", "column"), "row").tag(sync=True)
    #: As CSS has it.
    align_items = Enum(("start", "center", "end", "stretch"), "start").tag(sync=True)
    #: Between them, as CSS has it.
    gap = Unicode("1em").tag(sync=True)


class Card(Layout):
    """Widgets in a frame, below a heading."""

    _kind = Unicode("card").tag(sync=True)
    heading = Unicode().tag(sync=True)
    #: Of the heading, as in `<h3>`.
    level = Int(3, min=1, max=6).tag(sync=True)


class Tabs(Layout):
    """One of several widgets at a time; `selected` counts from 0."""

    _kind = Unicode("tabs").tag(sync=True)
    labels = List(Unicode()).tag(sync=True)
    selected = Int(0, min=0).tag(sync=True)
    #: What all tabs together are called.
    label = Unicode().tag(sync=True)

    def __init__(self, children: Any = (), **traits: Any) -> None:
        held = list(children)
        traits.setdefault("labels", [str(at + 1) for at in range(len(held))])
        super().__init__(held, **traits)

    @validate("children", "labels")
    def _each_tab_has_a_label(self, proposal: Bunch) -> Any:
        given = {"children": self.children, "labels": self.labels, proposal["trait"].name: proposal["value"]}
        children, labels = len(given["children"]), len(given["labels"])
        if labels < children:
            raise TraitError(f"{children} children, and {labels} labels: each needs one. Labels come first")
        return proposal["value"]

    @validate("selected")
    def _there_is_such_a_tab(self, proposal: Bunch) -> Any:
        if self.labels and proposal["value"] >= len(self.labels):
            raise TraitError(f"selected={proposal['value']}, and there are {len(self.labels)} tabs")
        return proposal["value"]
