"""The options of the addons, out of their traits."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import traitlets
from jupyterlite_core.addons import get_addon_implementations

from generated_reference.markdown import Described, prose, section

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What JSON calls the kinds of values.
_KINDS = {
    traitlets.Bool: "true or false",
    traitlets.Dict: "an object",
    traitlets.Float: "a number",
    traitlets.Int: "a whole number",
    traitlets.List: "a list",
    traitlets.Unicode: "a text",
}


@dataclass(frozen=True)
class Option:
    """One option of an addon.

    Args:
        addon: its name.
        name: of the trait.
        kind: of its value, in words.
        default: as JSON.
        arguments: of the command line that set it.
        words: of its help.
    """

    addon: str
    name: str
    kind: str
    default: str
    arguments: tuple[str, ...]
    words: str


def options() -> Iterator[Option]:
    """All options of our addons."""
    for addon in _addons():
        for name, trait in addon.class_own_traits(config=True).items():
            yield Option(
                addon.__name__,
                name,
                _kind(trait),
                json.dumps(trait.default()),
                tuple(_arguments(addon, name, trait)),
                trait.help,
            )


def options_text() -> str:
    """The page's Markdown: a section for each addon."""
    found = list(options())
    return "".join(
        section(
            addon.__name__,
            prose((addon.__doc__ or "").partition("\n")[0]),
            *(_described(option) for option in found if option.addon == addon.__name__),
        )
        for addon in _addons()
    )


def _described(option: Option) -> Described:
    facts = [("type", option.kind), ("default", f"`{option.default}`")]
    argument = f"\n\nAs an argument: {', '.join(option.arguments)}." if option.arguments else ""
    return Described("confval", f"{option.addon}.{option.name}", prose(option.words) + argument, tuple(facts))


def _addons() -> list[Any]:
    ours = [
        each for each in get_addon_implementations().values() if each.__module__.startswith("lite_build.")
    ]
    return sorted(
        (each for each in ours if each.class_own_traits(config=True)), key=lambda each: str(each.__name__)
    )


def _arguments(addon: Any, name: str, trait: traitlets.TraitType[Any, Any]) -> Iterator[str]:  # noqa: ANN401
    for alias, target in getattr(addon, "aliases", {}).items():
        if target == f"{addon.__name__}.{name}":
            yield f"`--{alias} {trait.metadata['metavar']}`"
    for flag, (values, _) in getattr(addon, "flags", {}).items():
        if name in values.get(addon.__name__, {}):
            yield f"`--{flag}`"


def _kind(trait: Any) -> str:  # noqa: ANN401
    if isinstance(trait, traitlets.Enum):
        said = ", ".join(f"`{json.dumps(value)}`" for value in trait.values or ())
    elif isinstance(trait, traitlets.Union):
        said = " or ".join(_kind(each) for each in trait.trait_types)
    else:
        said = next(words for kind, words in _KINDS.items() if isinstance(trait, kind))
    return f"{said} or null" if trait.allow_none else said
