"""What the library adds to a widget class before the first instance: traits for its module, style and id.

They sit on a class made from the author's, once, so that `Counter._esm` stays what the author wrote there.
"""

from __future__ import annotations

from functools import partial
from inspect import getattr_static
from typing import TYPE_CHECKING, Any, TypeVar

from traitlets import Dict, HasTraits, TraitType, Unicode

from litewidget.live_files import LiveFiles, described_files
from litewidget.protocol import CLASS_ID, CSS, ESM, ESM_FILES
from litewidget.sources import Source, source_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

_Class = TypeVar("_Class", bound=type[HasTraits])

#: Shown by a class that says nothing of its own.
DEFAULT_ESM = """
function render({ model, el }) {
  const note = document.createElement("p");
  note.textContent = `${model.get("_anywidget_id")} has no _esm: give the class one, and it shows here.`;
  el.replaceChildren(note);
}
export default { render };
"""

_PREPARED_CLASS = "_litewidget_prepared_class"
_WRITTEN = "_litewidget_written"
_SOURCES = "_litewidget_sources"

_classes_by_name: dict[str, int] = {}


def find_sources(cls: type[HasTraits]) -> None:
    """Make sources of the files that a class being defined names, in place.

    Raises:
        FileNotFoundError: a file is not there.
    """
    for key in (ESM, CSS) & cls.__dict__.keys():
        value = cls.__dict__[key]
        if value is not None and not isinstance(value, TraitType):
            setattr(cls, key, source_of(value))


def prepared_class(cls: _Class) -> _Class:
    """The class to make an instance of: the author's, with what this library adds.

    Raises:
        FileNotFoundError: a file that the class names is not there.
    """
    if _WRITTEN in cls.__dict__:
        return cls
    written = tuple(getattr_static(cls, key, None) for key in (ESM, CSS))
    prepared: _Class | None = cls.__dict__.get(_PREPARED_CLASS)
    if prepared is None or prepared.__dict__[_WRITTEN] != written:
        prepared = _prepare(cls, written)
        setattr(cls, _PREPARED_CLASS, prepared)
    return prepared


def is_prepared(cls: type[HasTraits]) -> bool:
    """Tell whether a class is one that this module made."""
    return _WRITTEN in cls.__dict__


def live_files(widget: HasTraits, given: Collection[str]) -> LiveFiles:
    """The files of an instance of a prepared class.

    Args:
        widget: the instance.
        given: the traits that were given to the constructor; those follow no file.
    """
    sources: dict[str, Source] = getattr(widget, _SOURCES)
    followed = {key: source for key, source in sources.items() if key not in given}
    return LiveFiles(followed, partial(setattr, widget))


def class_id(cls: type) -> str:
    """The name by which the page tells classes apart: module and class, numbered from the second on.

    A notebook cell that is run again makes another class of the same name, whose style may differ.
    """
    name = f"{cls.__module__}.{cls.__name__}"
    count = _classes_by_name[name] = _classes_by_name.get(name, 0) + 1
    return name if count == 1 else f"{name}#{count}"


def _prepare(cls: _Class, written: tuple[object, ...]) -> _Class:
    identifier = getattr(cls.__dict__.get(_PREPARED_CLASS), CLASS_ID, None)
    id_text = identifier.default_value if isinstance(identifier, Unicode) else class_id(cls)
    namespace: dict[str, object] = {
        "__module__": cls.__module__,
        "__qualname__": cls.__qualname__,
        "__doc__": cls.__doc__,
        CLASS_ID: Unicode(id_text).tag(sync=True),
        _WRITTEN: written,
    }
    sources = dict(getattr(cls, _SOURCES, {}))
    for key, value in zip((ESM, CSS), written, strict=True):
        if isinstance(value, TraitType):
            continue
        sources.pop(key, None)
        if value is None:
            if key == ESM:
                namespace[key] = Unicode(DEFAULT_ESM).tag(sync=True)
            continue
        source = source_of(value)
        if isinstance(source, Source):
            sources[key] = source
            namespace[f"_{key}_default"] = _text_of(source)
            namespace[key] = Unicode().tag(sync=True)
        else:
            namespace[key] = Unicode(source).tag(sync=True)
    if ESM in sources:
        namespace[ESM_FILES] = Dict(described_files(sources[ESM])).tag(sync=True)
    namespace[_SOURCES] = sources
    make_class: Any = type(cls)
    prepared: _Class = make_class(cls.__name__, (cls,), namespace)
    return prepared


def _text_of(source: Source) -> Callable[[HasTraits], str]:
    def default(widget: HasTraits) -> str:
        return source.text

    return default
