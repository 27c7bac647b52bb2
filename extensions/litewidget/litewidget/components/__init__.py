"""Parts of a page's interface, as widgets: controls of forms, layouts, a table, a plot.

A plain page has each as a tag, `<lite-slider>` and so on, which needs no Python. `Slider.find("level")` is
the object of the one whose `id` is `level`; `Slider(max=10)` makes one that any cell shows.
"""

from litewidget.components.component import Component
from litewidget.components.controls import Button, Checkbox, Input, Select, Slider, TextArea
from litewidget.components.data import Plot, Table
from litewidget.components.layouts import Card, Container, Tabs

__all__ = [
    "Button",
    "Card",
    "Checkbox",
    "Component",
    "Container",
    "Input",
    "Plot",
    "Select",
    "Slider",
    "Table",
    "Tabs",
    "TextArea",
]
