"""The reference of the documentation is made of the code: all that it has to tell of has words there."""

from __future__ import annotations

import importlib
import re
from typing import TYPE_CHECKING

import litewidget
import pytest

from generated_reference.commands import arguments
from generated_reference.components import class_words, components_text, described_components, trait_words
from generated_reference.documentation import DIRECTIVES, directive_options, directives_text, settings
from generated_reference.elements import ALL, described_elements
from generated_reference.markdown import prose
from generated_reference.options import options
from lite_build.commands.command_line import COMMANDS
from tests.code_blocks import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

ELEMENTS = REPOSITORY / "extensions/page/src/elements"
READ = re.compile(r"\b(?:has|get)Attribute\('([^']+)'\)")
SAID = re.compile(r"'(lite-[a-z]+)'")


def test_every_argument_of_every_command_has_words() -> None:
    found = list(arguments())
    assert {argument.command.split()[1] for argument in found if argument.command} >= set(COMMANDS) - {
        "cache"
    }
    assert ("lite-build cache prune", "--days N") in {(each.command, each.name) for each in found}
    assert ("", "--offline") in {(each.command, each.name) for each in found}
    assert [argument for argument in found if not argument.words.strip()] == []


def test_every_option_of_an_addon_has_words_a_type_and_its_argument() -> None:
    found = {f"{option.addon}.{option.name}": option for option in options()}
    assert [name for name, option in found.items() if not option.words or not option.kind] == []
    assert found["PackagesAddon.find_links"].arguments == ("`--find-links DIR|URL`",)
    assert found["PackagesAddon.use_lock"].arguments == ("`--no-lock`",)
    assert found["SiteAddon.storage"].default == '"browser"'
    assert found["BootAddon.imports"].kind == "a list or null"


def test_every_setting_of_sphinx_has_words() -> None:
    assert len(settings()) > 10
    assert [name for name, _, _, words in settings() if not words.strip()] == []


def test_every_option_of_a_directive_has_words() -> None:
    without = [
        (name, option)
        for name in DIRECTIVES
        for option, words in directive_options(name).items()
        if not words
    ]
    assert without == []
    assert "The code is not shown." in directives_text()


def test_every_directive_of_the_extension_is_told_of() -> None:
    source = (REPOSITORY / "lite_build/sphinx/__init__.py").read_text("utf-8")
    assert set(re.findall(r'add_directive\("([^"]+)"', source)) <= DIRECTIVES.keys()
    page = (REPOSITORY / "docs/sphinx.md").read_text("utf-8")
    assert [name for name in DIRECTIVES if f"`{name}`" not in page] == []


def test_every_tag_that_is_defined_is_told_of() -> None:
    defined = (REPOSITORY / "extensions/page/src/index.ts").read_text("utf-8")
    tags = set(re.findall(r"^  '(lite-\w+)': Lite", defined, re.M))
    assert len(tags) > 5
    assert described_elements().keys() == tags | {ALL}


def test_every_component_is_told_of_with_its_attributes() -> None:
    tags = (ELEMENTS.parent / "components/component-tags.ts").read_text("utf-8")
    known = described_components()
    assert known.keys() == set(re.findall(r"'(lite-\w+)'", tags))
    assert [tag for tag, each in known.items() if not class_words(each["class"])] == []
    text = components_text()
    told = {f"{tag}[{name.replace('_', '-')}]" for tag, each in known.items() for name in each["traits"]}
    assert set(re.findall(r"\{tag-attribute\} (\S+)", text)) == told
    assert trait_words("Slider")["label"] == "What stands beside it, and is its name."
    assert "Value: one of `line`, `bar`, `scatter`. Without it: `line`." in text
    assert "Value: a number. Without it: `0`." in text


@pytest.mark.parametrize("file", sorted(ELEMENTS.glob("lite-*.ts")), ids=lambda file: str(file.stem))
def test_every_attribute_that_an_element_reads_is_told_of(file: Path) -> None:
    """Of each element's own module: of others' attributes it reads those of a cell."""
    described = described_elements()
    tag = file.stem if file.stem != "lite-element" else ALL
    told = {
        attribute["name"] for each in (ALL, tag, "lite-cell") for attribute in described[each]["attributes"]
    }
    assert set(READ.findall(file.read_text("utf-8"))) - told == set()


def test_every_attribute_and_event_that_is_told_of_is_there_in_the_code() -> None:
    code = "".join(path.read_text("utf-8") for path in (REPOSITORY / "extensions/page/src").rglob("*.ts"))
    told = [each["name"] for parts in described_elements().values() for each in parts["attributes"]]
    assert len(told) > 20
    read = {*READ.findall(code), *re.findall(r"closest\('\[([a-z]+)\]'\)", code), "trait-…"}
    assert [name for name in told if name not in read] == []
    events = {each["name"] for parts in described_elements().values() for each in parts["events"]}
    assert events == {"lite-run", "lite-check", "lite-ready", "lite-change"}
    assert events <= set(SAID.findall(code))


def test_every_name_of_litewidget_has_a_docstring() -> None:
    named = {name: getattr(litewidget, name) for name in litewidget.__all__ if name[0] != "_"}
    described = {name: value for name, value in named.items() if callable(value)}
    assert len(described) > 8
    assert [name for name, value in described.items() if not value.__doc__] == []


def test_every_name_of_litepage_is_in_the_table_of_its_page() -> None:
    source = (REPOSITORY / "extensions/page/python/litepage/__init__.py").read_text("utf-8")
    [names] = re.findall(r"^__all__ = \[(.*?)\]", source, re.M | re.S)
    table = (REPOSITORY / "docs/scripts.md").read_text("utf-8").partition("## The module")[2]
    told = set(re.findall(r"\b\w+\b", " ".join(re.findall(r"`([^`]+)`", table))))
    assert set(re.findall(r'"(\w+)"', names)) - told == set()


def test_attributes_of_script_tags_are_told_of_or_only_known() -> None:
    source = (REPOSITORY / "extensions/page/src/scripts/script-tag.ts").read_text("utf-8")
    known = set(re.findall(r"'([a-z-]+)'", source.partition("const ATTRIBUTES = [")[2].partition("]")[0]))
    table = (REPOSITORY / "docs/scripts.md").read_text("utf-8").partition("| attribute | meaning |")[2]
    told = set(re.findall(r"^\| `([a-z-]+)` \|", table.partition("\n\n")[0], re.M))
    # PyScript's own words, which change little or nothing here.
    others = {"async", "auto-generate", "output", "service-worker", "setup", "std-err", "std-out", "stderr"}
    assert told == known - others - {"type", "version"}


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("open no connection", "Open no connection."),
        ("by 'memory', or --from", "By `memory`, or `--from`."),
        ("Python's, and pages' own", "Python's, and pages' own."),
        ("{path: 'NAME'} of <all> a*b", r"`{path: 'NAME'}` of \<all> a\*b."),
        ("`*` stays. Does it?", "`*` stays. Does it?"),
        ("", ""),
    ],
)
def test_words_of_the_code_become_sentences(words: str, shown: str) -> None:
    assert prose(words) == shown


def test_modules_of_the_reference_can_be_read() -> None:
    page = (REPOSITORY / "docs/reference/python.md").read_text("utf-8")
    modules = set(re.findall(r"automodule:: (\S+)", page)) - {"litepage"}
    assert [module for module in modules if not importlib.import_module(module).__doc__] == []
