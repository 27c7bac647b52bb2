"""What a project says to the traits of JupyterLite and its addons, checked before traitlets reads it.

Traitlets lets a key that nothing knows pass with a warning, and speaks of traits and instances where a value
is of the wrong kind.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from jupyterlite_core.addons import get_addon_implementations, merge_addon_aliases
from jupyterlite_core.app import LiteBuildApp, lite_aliases
from jupyterlite_core.manager import LiteManager
from traitlets import (
    Bool,
    Container,
    Dict,
    Enum,
    Float,
    HasTraits,
    Int,
    TraitError,
    TraitType,
    Unicode,
    Union,
)
from traitlets.config import Configurable

from lite_build.files.json_file import read_json_object
from lite_build.files.json_text import line_of
from lite_build.words.errors import UserMistake
from lite_build.words.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    Traits = dict[str, dict[str, TraitType[Any, Any]]]

#: Classes of other programs that a configuration file may speak to; their traits are theirs to check.
_FOREIGN_CLASSES = {
    "Application",
    "AsyncContentsManager",
    "ContentsManager",
    "FileContentsManager",
    "FileManagerMixin",
    "JupyterApp",
    "LoggingConfigurable",
    "ServerApp",
}
_TRAIT_ARGUMENT = re.compile(r"--(\w+)\.(\w+)(?:=(.*))?", re.DOTALL)
_ALIAS_ARGUMENT = re.compile(r"--([\w-]+)=(.*)", re.DOTALL)


def check_configuration(path: Path) -> None:
    """Refuse keys that nothing knows, and values of the wrong kind, in a configuration file.

    Raises:
        UserMistake: names all of them; also where the file is not JSON, or no object.
    """
    if not path.exists():
        return
    configured = read_json_object(path)
    text = path.read_text(encoding="utf-8")
    _refuse(configured, path.name, lambda keys: f"line {line_of(text, keys)}: ")


def check_options(options: Mapping[str, Any]) -> None:
    """Refuse the same in options that a program gives.

    Raises:
        UserMistake: names all of them.
    """
    _refuse(options, "the options", lambda keys: "")


def _refuse(configured: Mapping[str, Any], where: str, place_of: Callable[[list[str]], str]) -> None:
    known = _known_traits()
    problems = [
        problem
        for section, values in configured.items()
        if section != "version"
        for problem in _section_problems(section, values, known)
    ]
    wrong = [
        f"{place_of([section, key])}{section}.{key} is {_shown(value)}, and should be {kind}"
        for section, values in configured.items()
        if section in known and isinstance(values, dict)
        for key, value in values.items()
        if key in known[section] and (kind := _kind_unmet(known[section][key], value)) is not None
    ]
    told = [(one, "Correct or remove these keys.") for one in problems]
    told += [(one, "Correct these values.") for one in wrong]
    if told:
        raise UserMistake.together((f"{where}: {what}", remedy) for what, remedy in told)


def check_arguments(arguments: Sequence[str]) -> None:
    """Refuse arguments for options that nothing knows, and such with values of the wrong kind.

    Args:
        arguments: as `jupyter lite build` takes them.

    Raises:
        UserMistake: names all of them.
    """
    known = _known_traits()
    named = [found.groups() for word in arguments if (found := _TRAIT_ARGUMENT.fullmatch(word)) is not None]
    problems = [
        problem for section, key, _ in named for problem in _section_problems(section, {key: None}, known)
    ]
    wrong = [
        f"--{name} is given {_shown(text)}, and should be {kind}"
        for name, trait, text in _argument_values(arguments, known)
        if (kind := _kind_unmet_by_text(trait, text)) is not None
    ]
    told = [(one, "`lite-build build --help` lists the options of every day.") for one in problems]
    told += [(one, "`lite-build build --help` says what each takes.") for one in wrong]
    if told:
        raise UserMistake.together((f"the arguments: {what}", remedy) for what, remedy in told)


def _argument_values(
    arguments: Sequence[str], known: Traits
) -> Iterator[tuple[str, TraitType[Any, Any], str]]:
    aliases = merge_addon_aliases(lite_aliases)
    for word in arguments:
        if (found := _TRAIT_ARGUMENT.fullmatch(word)) is not None:
            section, key, text = found.groups()
            if key in known.get(section, {}) and text is not None:
                yield f"{section}.{key}", known[section][key], text
        elif (found := _ALIAS_ARGUMENT.fullmatch(word)) is not None and found[1] in aliases:
            target = aliases[found[1]]
            # An alias may come with its help.
            section, _, key = (target[0] if isinstance(target, tuple) else target).partition(".")
            if key in known.get(section, {}):
                yield found[1], known[section][key], found[2]


def _section_problems(section: str, values: Any, known: Traits) -> Iterator[str]:  # noqa: ANN401
    if section not in known and section not in _FOREIGN_CLASSES:
        yield f"nothing is called {section}{did_you_mean(section, known)}"
    elif not isinstance(values, dict):
        yield f"{section} must be an object of options"
    elif section not in _FOREIGN_CLASSES:
        for key in values:
            if key not in known[section]:
                yield f"{section} has no option {key}{did_you_mean(key, known[section])}"


def _known_traits() -> Traits:
    classes: set[type] = {LiteBuildApp, LiteManager, *get_addon_implementations().values()}
    return {
        cls.__name__: cls.class_traits(config=True)
        for known in classes
        for cls in known.mro()
        if issubclass(cls, Configurable)
    }


def _kind_unmet(trait: TraitType[Any, Any], value: object) -> str | None:
    """What a value should be, in words; None where it is."""
    if value is None and trait.allow_none:
        return None
    validate = getattr(trait, "validate", None)
    try:
        if validate is not None:
            validate(HasTraits(), value)
    except TraitError as error:
        return _kind(trait) or str(error)
    return None


def _kind_unmet_by_text(trait: TraitType[Any, Any], text: str) -> str | None:
    if isinstance(trait, Container | Dict | Union):
        # A word is one element of these; traitlets reads it when it has them all.
        return None
    try:
        value = trait.from_string(text)
    except (ValueError, TraitError):
        return _kind(trait) or "another value"
    return _kind_unmet(trait, value)


def _kind(trait: TraitType[Any, Any]) -> str | None:
    least = getattr(trait, "min", None)
    bounds = "" if least in {None, float("-inf")} else f" of at least {least:g}"
    match trait:
        case Bool():
            return "true or false"
        case Int():
            return f"a whole number{bounds}"
        case Float():
            return f"a number{bounds}"
        case Unicode():
            return "a string"
        case Enum():
            return " or ".join(json.dumps(value) for value in trait.values or ())
        case Union():
            return " or ".join(filter(None, map(_kind, trait.trait_types)))
        case Dict():
            # Traitlets has no public name for it.
            is_of_arrays = isinstance(getattr(trait, "_value_trait", None), Container)
            return "an object of arrays of strings" if is_of_arrays else "an object of strings"
        case Container():
            return "an array of strings"
    return None


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}…"
