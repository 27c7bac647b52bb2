"""The tags of ours that any page may have (docs/pages.md, docs/components.md)."""

from __future__ import annotations

#: Those that run code.
ELEMENT_TAGS = ("lite-cell", "lite-example", "lite-exercise", "lite-notebook", "lite-repl", "lite-widget")
#: Those about the page's site.
SITE_TAGS = ("lite-offline",)
#: Those of components.
COMPONENT_TAGS = (
    "lite-button",
    "lite-card",
    "lite-checkbox",
    "lite-container",
    "lite-input",
    "lite-plot",
    "lite-select",
    "lite-slider",
    "lite-table",
    "lite-tabs",
    "lite-textarea",
)
#: All of them.
OUR_TAGS = (*ELEMENT_TAGS, *SITE_TAGS, *COMPONENT_TAGS)
