"""The reference, made of the code itself when the documentation is built.

An extension of Sphinx, for `docs/reference`. A page has its part by the directive `lite-reference`, whose
argument is one of `PARTS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from generated_reference.commands import commands_text
from generated_reference.components import components_text
from generated_reference.documentation import directives_text, settings_text
from generated_reference.elements import elements_text
from generated_reference.options import options_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

#: What makes the Markdown of each part.
PARTS: dict[str, Callable[[], str]] = {
    "commands": commands_text,
    "components": components_text,
    "directives": directives_text,
    "elements": elements_text,
    "options": options_text,
    "settings": settings_text,
}
#: What elements have, as objects that the index lists and the search finds.
_OBJECTS = ("attribute", "event", "method", "property")


class GeneratedReference(SphinxDirective):
    """One part of the reference, in the place of the directive."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Callable[[str], str]]] = {}

    def run(self) -> list[nodes.Node]:
        """Parse the part's Markdown."""
        text = PARTS[directives.choice(self.arguments[0], tuple(PARTS))]()
        # Pages are read anew where the code has changed since.
        self.env.note_reread()
        return self.parse_text_to_nodes(text, allow_section_headings=True)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.add_directive("lite-reference", GeneratedReference)
    for name in _OBJECTS:
        app.add_object_type(
            f"tag-{name}", f"tag-{name}", indextemplate=f"single: %s ({name})", objname=f"{name} of a tag"
        )
    return {"parallel_read_safe": True, "parallel_write_safe": True}
