"""Directives for what runs in a page: cells, examples, prompts, widgets, exercises; in reST and in MyST."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from lite_build.documentation.example_cells import ANY_EXCEPTION, ExampleCell, NoPythonError, cells_of
from lite_build.documentation.live_code import BOOTS, CELL_FLAGS
from lite_build.pages.texts.markup import element, escaped
from lite_build.sphinx.nodes import LiveBlock, LiveElement, LiveExample

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

Options = dict[str, "Callable[[str], Any]"]


def _boot(argument: str) -> str:
    return str(directives.choice(argument, BOOTS))


#: What all elements have.
COMMON_OPTIONS: Options = {
    "kernel": directives.unchanged_required,
    "boot": _boot,
    "class": directives.class_option,
}


class LiteDirective(SphinxDirective):
    """What the directives share: code from their content or a file, and attributes from their options.

    Options:
        class: names of classes, for what builders show that have no elements.
    """

    def attributes(self, *flags: str) -> dict[str, str | bool]:
        """The attributes of the element, as far as the options say them."""
        said: dict[str, str | bool] = {
            name: str(self.options[name]) for name in ("kernel", "boot") if name in self.options
        }
        return {**said, **{flag: True for flag in flags if flag in self.options}}

    def code(self) -> str:
        """The code: of the content, or of the file that the argument names.

        Raises:
            DirectiveError: there is no such file, or there are both.
        """
        if not self.arguments:
            return "\n".join(self.content)
        if self.content:
            raise self.error("name a file, or write the code here: not both")
        relative, absolute = self.env.relfn2path(self.arguments[0])
        self.env.note_dependency(relative)
        try:
            return Path(absolute).read_text(encoding="utf-8").rstrip("\n")
        except OSError as error:
            raise self.error(f"{relative} cannot be read: {error.strerror}") from None
        except UnicodeDecodeError:
            raise self.error(f"{relative} is no UTF-8 text: save it as that") from None

    def placed(self, node: nodes.Element) -> nodes.Element:
        """Give a node its place in the source."""
        self.set_source_info(node)
        return node

    def place(self, line: int = 0) -> str:
        """Where a line of the content is, as Sphinx tells it; counted from 0."""
        source, number = self.get_source_info()
        return f"{source}:{(number or 0) + line}"

    def code_block(self, code: str) -> nodes.literal_block:
        """Some code, as builders show it that have no elements."""
        block = nodes.literal_block(code, code, language="python", classes=self.options.get("class", []))
        self.set_source_info(block)
        return block


class LiteCell(LiteDirective):
    """`.. lite-cell::` - a cell that can be run and edited; a session's cells where it is written as one.

    Its content is the code, or the file that its argument names is.

    Options:
        hidden: the cell is not shown; it runs with the others.
    """

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[Options] = {
        **COMMON_OPTIONS,
        **dict.fromkeys(CELL_FLAGS, directives.flag),
    }

    def run(self) -> list[nodes.Node]:
        """Make the node."""
        code = self.code()
        block = self.code_block(code)
        try:
            cells = cells_of(code)
        except NoPythonError as error:
            line = None if block.line is None else block.line + error.line
            logger.warning(
                "%s", error.what, location=(self.env.docname, line), type="lite_build", subtype="code"
            )
            return [block]
        if "raises-exception" in self.options:
            cells = tuple(replace(cell, exception=cell.exception or ANY_EXCEPTION) for cell in cells)
        attributes = {**self.attributes(*CELL_FLAGS), "in-order": True}
        live = self.placed(LiveBlock("", cells=cells, cell_attributes=attributes))
        # What a page does not show, other formats do not show either.
        inside: nodes.Node = (
            block if not {"hidden", "hidden-code"} & attributes.keys() else nodes.comment(code, code)
        )
        inside.source, inside.line = block.source, block.line
        live += inside
        return [live]


class LiteExamples(LiteDirective):
    """`.. lite-examples::` - text and doctests that are one example, with one button.

    Options:
        button: the words of the button.
        note: a note above the example.
        button_text: as jupyterlite-sphinx calls `button`.
        warning_text: as jupyterlite-sphinx calls `note`.
        height: means nothing: the example is in the page, and in no frame.
        theme: means nothing: the example has the page's.
        example_class: means nothing: the example is styled by the page.
    """

    has_content = True
    option_spec: ClassVar[Options] = {
        "button": directives.unchanged_required,
        "note": directives.unchanged,
        # As jupyterlite-sphinx calls them; a height means nothing to what is in the page.
        "button_text": directives.unchanged_required,
        "warning_text": directives.unchanged,
        "height": directives.unchanged,
        "theme": directives.unchanged,
        "example_class": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Make the node; its code is read when the document was."""
        example = self.placed(LiveExample())
        for option, name in (
            ("button", "label"),
            ("button_text", "label"),
            ("note", "note"),
            ("warning_text", "note"),
        ):
            if option in self.options:
                example[name] = self.options[option]
        self.state.nested_parse(self.content, self.content_offset, example)
        return [example]


class LiteRepl(LiteDirective):
    """`.. lite-repl::` - a prompt; its content runs before the first entry."""

    has_content = True
    option_spec: ClassVar[Options] = {
        **COMMON_OPTIONS,
        "banner": directives.unchanged,
        "autorun": directives.flag,
        "hidden-code": directives.flag,
    }

    def run(self) -> list[nodes.Node]:
        """Make the node."""
        attributes: dict[str, str | bool] = {**self.attributes("autorun", "hidden-code")}
        if "banner" in self.options:
            attributes["banner"] = str(self.options["banner"] or "")
        code = self.code()
        content = element("pre", escaped(code), {"slot": "code"}) if code else ""
        live = self.placed(LiveElement("", tag="lite-repl", tag_attributes=attributes, content=content))
        if code:
            live["name"], live["cells"] = "prompt", ((ExampleCell(code, "", 0), self.place()),)
        if code and "hidden-code" not in self.options:
            live += self.code_block(code)
        return [live]


class LiteWidget(LiteDirective):
    """`.. lite-widget:: package.module:Class` - a widget; lines `name=value` in it are its traits."""

    has_content = True
    required_arguments = 1
    option_spec: ClassVar[Options] = COMMON_OPTIONS

    def run(self) -> list[nodes.Node]:
        """Make the node."""
        attributes: dict[str, str | bool] = {**self.attributes(), "src": self.arguments[0]}
        module = self.arguments[0].partition(":")[0].strip()
        if not all(part.isidentifier() for part in module.split(".")):
            raise self.error(f"a widget is written as package.module:Class, and not as {self.arguments[0]!r}")
        for line in self.content:
            name, equals, value = line.partition("=")
            if not equals or not name.strip().replace("-", "_").isidentifier():
                raise self.error(f"a trait is written as name=value, and not as {line!r}")
            attributes[f"trait-{name.strip()}"] = value.strip()
        live = self.placed(LiveElement("", tag="lite-widget", tag_attributes=attributes, content=""))
        live["name"], live["cells"] = "widget", ((ExampleCell(f"import {module}", "", 0), self.place()),)
        return [live]


class LiteExercise(LiteDirective):
    """`.. lite-exercise::` - a task that checks itself: text, and parts in `lite-part` directives.

    Options:
        name: by which what a learner has reached is kept.
    """

    has_content = True
    option_spec: ClassVar[Options] = {**COMMON_OPTIONS, "name": directives.unchanged_required}
    #: The parts that are code and not the learner's, in the order in which they would run.
    _RUN = ("setup", "solution", "check")

    def run(self) -> list[nodes.Node]:
        """Make the node, around its text."""
        inside = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, inside)
        attributes: dict[str, str | bool] = {**self.attributes()}
        if "name" in self.options:
            attributes["id"] = nodes.make_id(self.options["name"])
        live = self.placed(LiveElement("", tag="lite-exercise", tag_attributes=attributes, content=None))
        live += inside.children
        parts = {part["part"]: part for part in live.findall(LiveElement) if part.get("part") in self._RUN}
        cells = tuple(cell for name in self._RUN if name in parts for cell in parts[name]["code"])
        if cells:
            live["name"], live["cells"] = "exercise", cells
        return [live]


class LitePart(LiteDirective):
    """`.. lite-part:: setup | start | hint | solution | check` - a part of an exercise."""

    has_content = True
    required_arguments = 1
    option_spec: ClassVar[Options] = {}
    _CODE = ("setup", "start", "check", "solution")

    def run(self) -> list[nodes.Node]:
        """Make the node: a hint is text, the others are code."""
        part = directives.choice(self.arguments[0], (*self._CODE, "hint"))
        tag_attributes = {"data-part": part}
        if part == "hint":
            live = LiveElement(
                "", tag="template", tag_attributes=tag_attributes, content=None, only_live=True
            )
            self.state.nested_parse(self.content, self.content_offset, live)
            return [self.placed(live)]
        code = "\n".join(self.content)
        shown = element("pre", element("code", escaped(code))) if part == "solution" else escaped(code)
        live = LiveElement("", tag="template", tag_attributes=tag_attributes, content=shown)
        # What a check finds, and what a solution leaves out, is for the learner.
        exception = "" if part == "setup" else ANY_EXCEPTION
        live["part"], live["code"] = part, ((ExampleCell(code, "", 0, exception=exception), self.place()),)
        if part == "start":
            live += self.code_block(code)
        return [self.placed(live)]


#: By their names.
DIRECTIVES: dict[str, type[LiteDirective]] = {
    "lite-cell": LiteCell,
    "lite-examples": LiteExamples,
    "lite-exercise": LiteExercise,
    "lite-part": LitePart,
    "lite-repl": LiteRepl,
    "lite-widget": LiteWidget,
}


def add_directives(app: Sphinx) -> None:
    """Tell Sphinx the directives; that of jupyterlite-sphinx too, where that is not there itself."""
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
    if "jupyterlite_sphinx" not in {*app.config.extensions, *app.extensions}:
        app.add_directive("try_examples", LiteExamples)
