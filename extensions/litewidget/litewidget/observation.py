"""How the library hears that an attribute changed: by psygnal, by traitlets, or by its being set."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from traitlets import HasTraits

if TYPE_CHECKING:
    from traitlets.utils.bunch import Bunch

#: Is called with the name of what changed.
Changed: TypeAlias = Callable[[str], None]
#: Ends it.
Disconnect: TypeAlias = Callable[[], None]

_OBSERVED = "_litewidget_setattr"

#: Who hears of attributes being set, by the object's id; there while the object is.
_listeners: dict[int, list[Changed]] = {}


def observe(target: object, changed: Changed) -> Disconnect:
    """Hear of changes of an object's attributes.

    Changes inside a value, such as an item added to a list, are heard of only where psygnal tells them.
    """
    signals = _signals_of(target)
    if signals is not None:
        return _observe_signals(signals, changed)
    if isinstance(target, HasTraits):
        return _observe_traits(target, changed)
    return _observe_assignments(target, changed)


def _signals_of(target: object) -> Any:
    psygnal = sys.modules.get("psygnal")
    if psygnal is None:
        return None
    candidates = [getattr(target, "events", None), *getattr(target, "__dict__", {}).values()]
    return next((each for each in candidates if isinstance(each, psygnal.SignalGroup)), None)


def _observe_signals(signals: Any, changed: Changed) -> Disconnect:
    def emitted(event: Any) -> None:
        path = getattr(event, "path", ())
        changed(str(path[0].attr) if path and path[0].attr else event.signal.name)

    signals.connect(emitted)
    return lambda: signals.disconnect(emitted, missing_ok=True)


def _observe_traits(target: HasTraits, changed: Changed) -> Disconnect:
    def trait_changed(change: Bunch) -> None:
        changed(change["name"])

    names = list(target.traits(sync=True))
    target.observe(trait_changed, names)
    return lambda: target.unobserve(trait_changed, names)


def _observe_assignments(target: object, changed: Changed) -> Disconnect:
    _tell_of_assignments(type(target))
    key = id(target)
    _listeners.setdefault(key, []).append(changed)

    def disconnect() -> None:
        listening = _listeners.get(key, [])
        if changed in listening:
            listening.remove(changed)
        if not listening:
            _listeners.pop(key, None)

    return disconnect


def _tell_of_assignments(cls: type) -> None:
    if any(hasattr(base.__dict__.get("__setattr__"), _OBSERVED) for base in cls.__mro__):
        return
    set_attribute: Any = cls.__setattr__

    def __setattr__(self: object, name: str, value: object) -> None:  # noqa: N807
        set_attribute(self, name, value)
        for changed in tuple(_listeners.get(id(self), ())):
            changed(name)

    setattr(__setattr__, _OBSERVED, True)
    cls.__setattr__ = __setattr__  # type: ignore[assignment]
