"""The state of objects that have no traits: dataclasses, pydantic models, msgspec structs, or two methods.

None of those libraries is imported: an object of theirs can only be there where they are.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from traitlets import HasTraits

from litewidget.trait_state import TraitState

if TYPE_CHECKING:
    from litewidget.state import State

#: Finds the object; None where it is gone.
Owner: TypeAlias = Callable[[], Any]

_GET_STATE = "_get_anywidget_state"
_SET_STATE = "_set_anywidget_state"


def state_of(owner: Owner) -> State:
    """How to read and write the state of an object.

    Args:
        owner: finds the object.

    Raises:
        TypeError: the object is of no known kind and lacks the methods that would tell.
    """
    found = owner()
    if hasattr(type(found), _GET_STATE):
        return MethodState(owner)
    if isinstance(found, HasTraits):
        return TraitState(owner)
    if is_dataclass(found):
        return AttributeState(owner, tuple(each.name for each in fields(found)))
    if _is_instance(found, "pydantic", "BaseModel"):
        return PydanticState(owner, tuple(type(found).model_fields))
    if _is_instance(found, "msgspec", "Struct"):
        return MsgspecState(owner, found.__struct_fields__)
    raise TypeError(
        f"{type(found).__name__} does not say what its state is: give it a method "
        f"{_GET_STATE}(self, include) that returns a dict, or make it a dataclass, a pydantic model or a "
        "msgspec struct."
    )


@dataclass(frozen=True)
class AttributeState:
    """Attributes of an object, as a dataclass has them.

    Args:
        owner: finds the object.
        names: the attributes.
    """

    owner: Owner
    names: tuple[str, ...]

    def read(self, names: Collection[str] | None) -> dict[str, object]:
        """The values of some attributes, or of all."""
        owner = self.owner()
        if owner is None:
            return {}
        wanted = self.names if names is None else [name for name in self.names if name in names]
        return {name: self._to_plain(owner, name, getattr(owner, name)) for name in wanted}

    def write(self, state: dict[str, Any]) -> None:
        """Set attributes; names that are none of the object's are left out.

        Raises:
            ValueError: a value is not allowed.
        """
        owner = self.owner()
        if owner is None:
            return
        for name, value in state.items():
            if name in self.names:
                setattr(owner, name, self._from_plain(owner, name, value))

    def is_echoed(self, name: str) -> bool:
        """Tell whether it is one of the attributes."""
        return name in self.names

    def _to_plain(self, owner: Any, name: str, value: Any) -> object:
        return value

    def _from_plain(self, owner: Any, name: str, value: Any) -> object:
        return _replaced(getattr(owner, name, None), value)


class PydanticState(AttributeState):
    """The fields of a pydantic model: what the page sets is validated as pydantic does."""

    def _to_plain(self, owner: Any, name: str, value: Any) -> object:
        if isinstance(value, bytes | bytearray | memoryview):
            return value
        return owner.model_dump(mode="json", include={name})[name]

    def _from_plain(self, owner: Any, name: str, value: Any) -> object:
        # On a copy, so that the value is set by the object's own __setattr__, which observers hear of.
        trial = owner.model_copy()
        given = bytes(value) if isinstance(value, memoryview) else value
        owner.__pydantic_validator__.validate_assignment(trial, name, given)
        return getattr(trial, name)


class MsgspecState(AttributeState):
    """The fields of a msgspec struct: what the page sets is converted to the field's type."""

    def _to_plain(self, owner: Any, name: str, value: Any) -> object:
        msgspec = sys.modules["msgspec"]
        return msgspec.to_builtins(
            value, builtin_types=(bytes, bytearray, memoryview), enc_hook=_as_it_is, str_keys=True
        )

    def _from_plain(self, owner: Any, name: str, value: Any) -> object:
        msgspec = sys.modules["msgspec"]
        kind = next(each.type for each in msgspec.structs.fields(type(owner)) if each.name == name)
        return msgspec.convert(value, kind)


@dataclass(frozen=True)
class MethodState:
    """State that the object gives by `_get_anywidget_state` and takes by `_set_anywidget_state`.

    Args:
        owner: finds the object.
    """

    owner: Owner

    def read(self, names: Collection[str] | None) -> dict[str, object]:
        """What the object's method gives, and no more than was asked for."""
        owner = self.owner()
        if owner is None:
            return {}
        state: Mapping[str, object] = getattr(owner, _GET_STATE)(None if names is None else set(names))
        return {name: value for name, value in state.items() if names is None or name in names}

    def write(self, state: dict[str, Any]) -> None:
        """Hand the state to the object's method, or set attributes where it has none."""
        owner = self.owner()
        if owner is None:
            return
        if hasattr(owner, _SET_STATE):
            getattr(owner, _SET_STATE)(state)
        else:
            AttributeState(self.owner, tuple(self.read(None))).write(state)

    def is_echoed(self, name: str) -> bool:
        """Tell whether the name is in the object's state."""
        return name in self.read((name,))


def _is_instance(value: object, module: str, name: str) -> bool:
    loaded = sys.modules.get(module)
    return loaded is not None and isinstance(value, getattr(loaded, name))


def _as_it_is(value: object) -> object:
    return value


def _replaced(current: Any, value: Any) -> object:
    """The value, as bytes or as a dataclass where the one that it replaces is that."""
    if isinstance(current, bytes) and isinstance(value, memoryview):
        return bytes(value)
    if not is_dataclass(current) or isinstance(current, type) or not isinstance(value, dict):
        return value
    return replace(current, **{name: _replaced(getattr(current, name), item) for name, item in value.items()})
