"""The parts of a document that can be run, as nodes around what other builders show.

A page of HTML has elements in their place. LaTeX, EPUB, text and all others have what is in the node: the
code and the outputs as they are written, so that links, search and translations know nothing of us.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from docutils import nodes

from lite_build.documentation.static_parts import StaticParts
from lite_build.pages.texts.markup import attributes_of, element, escaped

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.writers.html5 import HTML5Translator

    from lite_build.documentation.example_cells import ExampleCell

#: On the builder: whether the site is there, and what stays as it is written.
SITE_IS_THERE = "lite_build_site_is_there"
STATIC_PARTS = "lite_build_static_parts"
#: Of a block: its place in words, where that is no line of the document.
PLACE = "place"
#: Of a block: it is a cell of a notebook that another extension has made a page of.
IN_NOTEBOOK = "in_notebook"
#: Of a block: it is run where a reader asks for it, and at no other time.
LEFT_OUT = "left_out"

Attributes = dict[str, str | bool]
#: By the first the styles of Pygments know code; no builder of translations changes it.
_CODE_CLASSES = "highlight notranslate"


class LiveBlock(nodes.General, nodes.Element):
    """A block of code that can be run, around the block.

    `cells` are what is run; `cell_attributes` those of each cell's element. A `SavedOutput` in it is what its
    last cell shows until it has run.
    """


class SavedOutput(nodes.General, nodes.Element):
    """What a block has put out when the documentation was made: pictures, tables, text."""


class LiveExample(nodes.General, nodes.Element):
    """An example: text and live blocks that share names and have one button.

    `name` tells it from all others; `setup` is run before it; `label` is on its button and `note`
    above it, where they are not those of the configuration.
    """


class LiveElement(nodes.General, nodes.Element):
    """Another element of a page: `tag`, `tag_attributes`, and `content`, which is HTML.

    A `download` among Sphinx's is what it is made of; `cells` are what that runs, with their places.

    Where the content is None, what is in the node is the element's. It is also what is shown where there are
    no elements, unless the node is `only_live`.
    """


def add_nodes(app: Sphinx) -> None:
    """Have builders show the nodes."""
    inside, plain = (_enter, _leave), (_enter_plain, _leave)
    add = app.add_node
    add(LiveBlock, html=(_visit_block, _leave), latex=inside, text=inside, man=inside, texinfo=inside)
    add(SavedOutput, html=inside, latex=inside, text=inside, man=inside, texinfo=inside)
    example, other = (_visit_example, _depart_example), (_visit_element, _depart_element)
    add(LiveExample, html=example, latex=inside, text=inside, man=inside, texinfo=inside)
    add(LiveElement, html=other, latex=plain, text=plain, man=plain, texinfo=plain)


def shows_elements(builder: Builder) -> bool:
    """Whether a builder makes pages in which code runs: EPUB and the formats of help are no such pages."""
    return builder.format == "html" and not getattr(builder, "embedded", False)


def is_live(translator: HTML5Translator, node: nodes.Element) -> bool:
    """Whether an element is shown for a node now."""
    builder = translator.builder
    if not shows_elements(builder) or not getattr(builder, SITE_IS_THERE, False):
        return False
    static: StaticParts = getattr(builder, STATIC_PARTS, StaticParts())
    document, example = builder.current_docname, example_around(node)
    if example is not None:
        return document not in static.ignored and (document, example["name"]) not in static.examples
    if not isinstance(node, LiveBlock):
        return True
    if node.get(IN_NOTEBOOK, False):
        return document not in static.notebooks
    return not any(place_of_cell(node, cell) in static.places for cell in node["cells"])


def example_around(node: nodes.Node) -> LiveExample | None:
    """The example that a node is, or is in."""
    around: nodes.Node | None = node
    while around is not None and not isinstance(around, LiveExample):
        around = around.parent
    return around


def _visit_block(translator: HTML5Translator, node: LiveBlock) -> None:
    if not is_live(translator, node):
        return
    saved = "".join(_html_of(translator, each) for each in node.findall(SavedOutput))
    # Links lead to what is in the node; what is saved has its own.
    for child in node.findall(nodes.Element):
        identifiers: list[str] = [] if _is_saved(child) else child.get("ids", [])
        for identifier in identifiers:
            translator.body.append(element("span", "", {"id": identifier}))
    *before, last = node["cells"]
    for cell in before:
        translator.body.append(_cell_html(translator, node, cell))
    translator.body.append(_cell_html(translator, node, last, saved))
    raise nodes.SkipNode


def _is_saved(node: nodes.Node) -> bool:
    around: nodes.Node | None = node
    while around is not None and not isinstance(around, SavedOutput):
        around = around.parent
    return around is not None


def _html_of(translator: HTML5Translator, node: nodes.Element) -> str:
    """A node as the builder writes it."""
    start = len(translator.body)
    node.walkabout(translator)
    written = "".join(translator.body[start:])
    del translator.body[start:]
    return written


def place_of(node: nodes.Node, line: int = 0) -> str:
    """Where a line of a block is, as Sphinx tells it; lines of a block are counted from 0."""
    return f"{source_of(node)}:{'' if node.line is None else node.line + line}"


def place_of_cell(block: LiveBlock, cell: ExampleCell) -> str:
    """Where a cell of a live block is, as Sphinx tells it."""
    return str(block.get(PLACE) or place_of(block.children[0], cell.line))


def source_of(node: nodes.Node) -> str:
    """The file that a node is from, or the docstring, in docutils' words."""
    around: nodes.Node | None = node
    while around is not None and not around.source:
        around = around.parent
    return "" if around is None else str(around.source)


def _cell_html(translator: HTML5Translator, node: LiveBlock, cell: ExampleCell, shown: str = "") -> str:
    """One cell: its code, coloured as the theme has it, and its saved output, with what is shown besides."""
    language = "none" if _has_magics(cell.source) else "python"
    highlight = translator.highlighter.highlight_block
    saved = (highlight(cell.want.rstrip("\n"), "none") if cell.want else "") + shown
    output = element("div", saved, {"class": "lite-saved-output notranslate"}) if saved else ""
    if cell.is_skipped:
        return highlight(cell.source, language, location=node, force=True) + output + "\n"
    code = highlight(cell.source, language, location=node, force=True, nowrap=True)
    slot = element("pre", element("code", code.rstrip("\n")), {"slot": "code", "class": _CODE_CLASSES})
    own: Attributes = {**node["cell_attributes"], "raises-exception": cell.exception != ""}
    return element("lite-cell", slot + output, own) + "\n"


def _has_magics(code: str) -> bool:
    return any(line.lstrip().startswith(("%", "!")) for line in code.splitlines())


def _visit_example(translator: HTML5Translator, node: LiveExample) -> None:
    if not is_live(translator, node):
        return
    # The configuration's may be others than when the document was read. Without any the element says it in
    # the page's language.
    label: str = node.get("label") or translator.config.lite_build_button
    note: str = node.get("note") or translator.config.lite_build_note
    attributes: Attributes = {
        "namespace": node["name"],
        "label": label or False,
        "class": "lite-example",
    }
    translator.body.append(f"<lite-example{attributes_of(attributes)}>\n")
    if node["setup"]:
        translator.body.append(setup_html(node["setup"]))
    if note:
        translator.body.append(element("p", escaped(note), {"class": "lite-note"}) + "\n")


def _depart_example(translator: HTML5Translator, node: LiveExample) -> None:
    if is_live(translator, node):
        translator.body.append("</lite-example>\n")


def _visit_element(translator: HTML5Translator, node: LiveElement) -> None:
    if not is_live(translator, node):
        _enter_plain(translator, node)
    elif node["content"] is None:
        attributes: Attributes = dict(node["tag_attributes"])
        if "download" in node:
            # Sphinx says where downloads are, from the page that it writes.
            attributes["src"] = f"{translator.builder.dlpath}/{quote(node['download'])}"
        translator.body.append(f"<{node['tag']}{attributes_of(attributes)}>\n")
    else:
        translator.body.append(element(node["tag"], node["content"], node["tag_attributes"]) + "\n")
        raise nodes.SkipNode


def _depart_element(translator: HTML5Translator, node: LiveElement) -> None:
    if is_live(translator, node):
        translator.body.append(f"</{node['tag']}>\n")


def _enter_plain(translator: nodes.NodeVisitor, node: LiveElement) -> None:
    if node.get("only_live", False):
        raise nodes.SkipNode


def setup_html(code: str) -> str:
    """Code that an element runs before its own. In a script it could not have all that Python writes."""
    return element("template", escaped(code), {"data-part": "setup"}) + "\n"


def _enter(translator: nodes.NodeVisitor, node: nodes.Element) -> None:
    """Show what is inside."""


def _leave(translator: nodes.NodeVisitor, node: nodes.Element) -> None:
    """Show nothing more."""


def live_nodes(document: nodes.document) -> list[nodes.Element]:
    """All nodes of ours in a document."""
    return [
        node
        for node in document.findall(nodes.Element)
        if isinstance(node, LiveBlock | LiveExample | LiveElement)
    ]
