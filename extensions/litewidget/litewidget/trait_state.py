"""The state of an object with traits: those that are tagged with `sync=True`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from traitlets import Bytes, HasTraits, TraitType

if TYPE_CHECKING:
    from collections.abc import Callable, Collection


class TraitState:
    """Reads and writes synced traits, through the `to_json` and `from_json` of their tags.

    Args:
        owner: finds the object; None where it is gone.
    """

    def __init__(self, owner: Callable[[], HasTraits | None]) -> None:
        self._owner = owner

    def read(self, names: Collection[str] | None) -> dict[str, object]:
        """The values of some traits, or of all."""
        owner = self._owner()
        if owner is None:
            return {}
        return {
            name: _to_json(trait, getattr(owner, name), owner)
            for name in (owner.traits(sync=True) if names is None else names)
            if (trait := _synced_trait(owner, name)) is not None
        }

    def write(self, state: dict[str, Any]) -> None:
        """Set traits. Who observes them hears of it when all are set.

        Raises:
            TraitError: a value is not allowed.
        """
        owner = self._owner()
        if owner is None:
            return
        with owner.hold_trait_notifications():
            for name, value in state.items():
                trait = _synced_trait(owner, name)
                if trait is not None:
                    owner.set_trait(name, _from_json(trait, value, owner))

    def is_echoed(self, name: str) -> bool:
        """Tell whether a trait is synced and not tagged with `echo_update=False`."""
        owner = self._owner()
        trait = None if owner is None else _synced_trait(owner, name)
        return trait is not None and trait.metadata.get("echo_update", True) is not False


def _synced_trait(owner: HasTraits, name: str) -> TraitType[Any, Any] | None:
    # `traits(sync=True)` looks at every trait, and this is asked for each message.
    trait = getattr(type(owner), name, None)
    return trait if isinstance(trait, TraitType) and trait.metadata.get("sync") is True else None


def _to_json(trait: TraitType[Any, Any], value: object, owner: HasTraits) -> object:
    convert = trait.metadata.get("to_json")
    return value if convert is None else convert(value, owner)


def _from_json(trait: TraitType[Any, Any], value: object, owner: HasTraits) -> object:
    convert = trait.metadata.get("from_json")
    if convert is not None:
        return convert(value, owner)
    if isinstance(trait, Bytes) and isinstance(value, memoryview | bytearray):
        return bytes(value)
    return value
