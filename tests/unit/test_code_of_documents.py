"""The code that the documents show can be typed as it stands: its commands, options and tags are there."""

from __future__ import annotations

import ast
import doctest
import importlib
import json
import re
import shlex
import tomllib
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
import yaml
from IPython.core.inputtransformer2 import TransformerManager

from lite_build.commands import command_line
from lite_build.project.option_checks import check_configuration
from tests.code_blocks import (
    DIRECTIVE,
    DOCUMENTS,
    OPTIONS,
    REPOSITORY,
    Block,
    all_blocks,
    blocks_of,
    commands_of,
)

if TYPE_CHECKING:
    from pathlib import Path

#: Whatever a fence may say, with the test that has it; the last are shown and not run.
KINDS = {
    "commands": ("console",),
    "checked": ("json", "toml", "yaml", "html", "pycon", "python"),
    "blocks within": ("md", "rst"),
    "raw HTML of Quarto": ("{=html}",),
    "run by the engine of drawings, and in the browser's tests of widgets": ("mermaid", "js"),
    "tried by hand": ("nginx", "ini", "text"),
}
#: Directives of Sphinx whose content is code.
CELLS = ("{lite-cell}", "{code-cell}", "{lite-part}")
#: Of an exercise.
PARTS_OF_TEXT = ("hint", "solution")
#: A section of `jupyter_lite_config.json`; other JSON is somebody else's.
SECTION = re.compile(r"[A-Za-z]+Addon|LiteBuildConfig")
PROGRAMS = {
    "lite-build",
    "pip",
    "cd",
    "python",
    "pytest",
    "playwright",
    "sphinx-build",
    "jupyter",
    "make",
    "git",
}
#: A command of a job, as hosts have it.
STEP = re.compile(r"^ +- (?:run: )?((?:lite-build|pip) .*)$", re.MULTILINE)
#: Of TypeScript.
COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)
#: The words in brackets of `pip install "lite-build[text]"`.
EXTRA = re.compile(r"lite-build\[(\w+)\]")


def shown(blocks: list[Block]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("block", blocks, ids=str)


def command_lines() -> list[object]:
    """Each line that is a command, those of workflows too, named by its place."""
    typed = [
        (block, line)
        for block in all_blocks("console", "")
        for line in commands_of(block)
        if block.language or line.split()[0] in PROGRAMS
    ]
    of_workflows = [(block, line) for block in all_blocks("yaml") for line in STEP.findall(block.text)]
    return [pytest.param(line, id=f"{block}: {line}") for block, line in [*typed, *of_workflows]]


def test_every_block_says_its_language() -> None:
    known = {language for languages in KINDS.values() for language in languages}
    blocks = [block for document in DOCUMENTS for block in blocks_of(document)]
    named = {block.language for block in blocks if block.language and not DIRECTIVE.match(block.language)}
    assert named - known == set()


@pytest.mark.parametrize("line", command_lines())
def test_a_command_is_one(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    words = shlex.split(line, comments=True)
    assert words[0] in PROGRAMS
    if words[0] == "lite-build" and "--help" not in words:
        name = words[1]
        command = importlib.import_module(f"lite_build.commands.{name}")
        monkeypatch.setattr(command, "run", lambda arguments, further: 0)
        assert command_line.run(words[1:]) == 0
    if words[0] == "pip":
        extras = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
        assert set(EXTRA.findall(line)) <= set(extras["optional-dependencies"])


@shown(all_blocks("json"))
def test_options_are_options(block: Block, tmp_path: Path) -> None:
    settings = json.loads(block.text)
    if any(SECTION.fullmatch(key) for key in settings):
        configuration = tmp_path / "jupyter_lite_config.json"
        configuration.write_text(block.text, encoding="utf-8")
        check_configuration(configuration)


@shown(all_blocks("toml"))
def test_toml_can_be_read(block: Block) -> None:
    assert tomllib.loads(block.text) != {}


@shown(all_blocks("yaml"))
def test_yaml_can_be_read(block: Block) -> None:
    assert isinstance(yaml.safe_load(block.text), dict)


@shown([block for block in all_blocks("python", *CELLS) if block.argument not in PARTS_OF_TEXT])
def test_python_is_python(block: Block) -> None:
    """By IPython's rules: cells have magics, and await."""
    ast.parse(TransformerManager().transform_cell(OPTIONS.sub("", block.text)))


@shown(all_blocks("pycon"))
def test_examples_give_what_they_say(block: Block) -> None:
    example = doctest.DocTestParser().get_doctest(block.text, {}, str(block), None, None)
    assert example.examples != []
    assert doctest.DocTestRunner().run(example).failed == 0


@shown(all_blocks("html"))
def test_tags_and_attributes_of_ours_are_there(block: Block) -> None:
    unknown = Tags(known_names())
    unknown.feed(block.text)
    assert unknown.found == []


def known_names() -> frozenset[str]:
    """The names of tags and attributes that the page's script has in its code."""
    files = (REPOSITORY / "extensions/page/src").rglob("*.ts")
    text = COMMENT.sub("", "\n".join(file.read_text("utf-8") for file in files))
    return frozenset(re.findall(r"(?<=['\"`\[, ])[a-z]+(?:-[a-z]+)*(?=['\"`\], ])", text))


class Tags(HTMLParser):
    """Finds what is of ours by its name, and is not there."""

    GENERAL = frozenset({"id", "class", "hidden", "title", "lang", "required"})

    def __init__(self, known: frozenset[str]) -> None:
        super().__init__()
        self.known = known
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not tag.startswith(("lite-", "py-")):
            return
        # Of a widget's element other attributes are its traits.
        names = {name for name, _ in attrs} - self.GENERAL if tag != "lite-widget" else set()
        self.found += [name for name in {tag, *names} if name not in self.known]
