"""What a page's configuration says: packages, files, modules, each with the line on which it stands."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: How a text begins that is meant to be JSON, as the page tells it too.
_JSON = re.compile(r"\s*[{\[]\s*([\"{}\]]|$)")
_TOML_PLACE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")
_VARIABLE = re.compile(r"\{\w+\}")
_WHEEL = re.compile(r"\.whl([?#].*)?$")


@dataclass(frozen=True)
class ConfiguredFile:
    """A file that Python is to have.

    Args:
        key: of the configuration, which has it.
        address: relative to the configuration.
        target: its path in Python: "" keeps its name; before a `*` it is the folder of an archive.
        line: on which it stands.
    """

    key: str
    address: str
    target: str
    line: int


@dataclass(frozen=True)
class Configuration:
    """A configuration of a page.

    Args:
        name: the path in the contents of the file that it stands in.
        text: its own.
        line: of that file, on which it begins.
        is_environment: whether it is a list, as `<py-env>` has it.
        tag_line: of the page, on which its tag begins.
        is_of_worker: whether it is that of a script in a worker, for that worker alone.
    """

    name: str
    text: str
    line: int = 1
    is_environment: bool = False
    tag_line: int = 1
    is_of_worker: bool = False

    @cached_property
    def mistake(self) -> tuple[int, str] | None:
        """Why it cannot be read, with the line; None where it can."""
        return self._read[1]

    @cached_property
    def packages(self) -> tuple[str, ...]:
        """Requirements; wheels that are named by their addresses are among the files."""
        return tuple(text for text in self._texts("packages") if not _WHEEL.search(text) and "/" not in text)

    @cached_property
    def files(self) -> tuple[ConfiguredFile, ...]:
        """All that it names by addresses: files, modules of JavaScript, wheels."""
        return tuple(self._files())

    @cached_property
    def mistakes(self) -> tuple[tuple[int, str], ...]:
        """What cannot be as it is written, with the lines."""
        return tuple(self._mistakes())

    def line_of(self, word: str) -> int:
        """The line on which a word stands; that of the beginning where it is written otherwise."""
        for quoted in (f'"{word}"', f"'{word}'", word):
            if (at := self.text.find(quoted)) >= 0:
                return self.line + self.text.count("\n", 0, at)
        return self.line

    @cached_property
    def _read(self) -> tuple[Mapping[str, Any], tuple[int, str] | None]:
        try:
            value = _environment(self.text) if self.is_environment else _parsed(self.text)
        except _Unreadable as unreadable:
            return {}, (self.line + unreadable.line - 1, f"cannot be read, {unreadable.what}")
        return value, None

    def _files(self) -> Iterator[ConfiguredFile]:
        variables: dict[str, str] = {}

        def expanded(text: str) -> str:
            return _VARIABLE.sub(lambda name: variables.get(name[0], name[0]), text)

        for address, target in self._table("files").items():
            if not isinstance(target, str):
                continue
            if _VARIABLE.fullmatch(address):
                variables[address] = expanded(target)
            else:
                yield ConfiguredFile("files", expanded(address), expanded(target), self.line_of(address))
        for address in self._texts("paths"):
            yield ConfiguredFile("paths", address, "", self.line_of(address))
        modules = self._table("js_modules")
        for place in ("main", "worker"):
            for address in modules[place] if isinstance(modules.get(place), dict) else ():
                yield ConfiguredFile("js_modules", address, "", self.line_of(address))
        for address in self._texts("packages"):
            if _WHEEL.search(address):
                yield ConfiguredFile("packages", address, "", self.line_of(address))

    def _mistakes(self) -> Iterator[tuple[int, str]]:
        if self.mistake is not None:
            yield self.mistake
        for key, form in (("files", dict), ("js_modules", dict), ("packages", list)):
            if not isinstance(self._read[0].get(key, form()), form):
                needed = "table" if form is dict else "list"
                yield self.line_of(key), f"has no {needed} in {key}"
        known = {name for name in self._table("files") if _VARIABLE.fullmatch(name)}
        for name, target in self._table("files").items():
            for used in _VARIABLE.findall(f"{name}{target}"):
                if used not in known:
                    yield (
                        self.line_of(name),
                        f'uses {used} in files, which has no value. Write "{used}": "…" above it',
                    )

    def _texts(self, key: str) -> list[str]:
        value = self._read[0].get(key, [])
        return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []

    def _table(self, key: str) -> dict[str, Any]:
        value = self._read[0].get(key, {})
        return value if isinstance(value, dict) else {}


class _Unreadable(Exception):
    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line = line
        self.what = what


def _parsed(text: str) -> dict[str, Any]:
    if not text.strip():
        return {}
    if _JSON.match(text):
        try:
            value = json.loads(text)
        except json.JSONDecodeError as error:
            raise _Unreadable(error.lineno, f"it is no JSON: {error.msg}") from None
        if not isinstance(value, dict):
            raise _Unreadable(1, "it is no object of JSON")
        return value
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        words = str(error)
        place = _TOML_PLACE.search(words)
        line = text.rstrip().count("\n") + 1 if place is None or place[1] is None else int(place[1])
        raise _Unreadable(line, f"it is no TOML: {_TOML_PLACE.sub('', words)}") from None


def _environment(text: str) -> dict[str, Any]:
    """A list of packages, which may have a list of paths in it."""
    try:
        items = yaml.safe_load(text) or []
    except yaml.MarkedYAMLError as error:
        line = 1 if error.problem_mark is None else error.problem_mark.line + 1
        raise _Unreadable(line, f"it is no list: {error.problem}") from None
    except yaml.YAMLError as error:
        raise _Unreadable(1, f"it is no list: {str(error).splitlines()[0]}") from None
    if not isinstance(items, list):
        raise _Unreadable(1, "it is no list. Write each package in a line of its own, after a dash")
    lists = [item.get("paths") or [] for item in items if isinstance(item, dict)]
    if not all(isinstance(each, list) for each in lists):
        raise _Unreadable(1, "paths is no list. Write each path in a line of its own, after a dash")
    paths = [path for each in lists for path in each]
    return {"packages": [item for item in items if isinstance(item, str)], "paths": paths}
