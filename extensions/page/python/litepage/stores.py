"""Keeps values in the browser from one visit to the next."""

from __future__ import annotations

import asyncio
import json
from base64 import b64decode, b64encode
from collections.abc import MutableMapping
from typing import Any, Self

from litepage import page

#: Says of an object in a text what Python had there; no key of a dict of a page is like it.
_KIND = "litepage:kind"


class Storage(dict[str, Any]):
    """A dict that is kept in the browser, by `storage`.

    Values are what JSON can hold, and tuples, bytes, bytearrays and memoryviews, also within each other.

    Args:
        name: by which it is kept.
        kept: what was kept until now: texts, by their keys.
    """

    def __init__(self, name: str, kept: dict[str, str]) -> None:
        super().__init__({key: _read(text) for key, text in kept.items()})
        self._name = name
        self._kept = kept
        self._writing: list[asyncio.Future[None]] = []

    def __setitem__(self, key: str, value: Any) -> None:
        text = _written(value)
        super().__setitem__(key, value)
        self._write({key: text}, [])

    def __delitem__(self, key: str) -> None:
        super().__delitem__(key)
        self._write({}, [key])

    def __ior__(self, others: Any) -> Self:  # type: ignore[override, misc]
        self.update(others)
        return self

    # A dict's own would change it, and nothing would be kept.
    popitem = MutableMapping.popitem
    setdefault = MutableMapping.setdefault
    update = MutableMapping.update

    def pop(self, key: str, *default: Any) -> Any:
        """Take one away, and give its value; see `dict.pop`."""
        if key not in self and default:
            return default[0]
        value = self[key]
        del self[key]
        return value

    def clear(self) -> None:
        """Take all away."""
        gone = list(self)
        super().clear()
        self._write({}, gone)

    async def sync(self) -> None:
        """Wait until all is kept, also what has changed within values.

        Raises:
            pyodide.ffi.JsException: the browser cannot keep it.
        """
        now = {key: _written(value) for key, value in self.items()}
        changed = {key: text for key, text in now.items() if self._kept.get(key) != text}
        if changed:
            self._write(changed, [])
        writing, self._writing = self._writing, []
        for failure in await asyncio.gather(*writing, return_exceptions=True):
            if failure is not None:
                raise failure

    def _write(self, texts: dict[str, str], gone: list[str]) -> None:
        # Those that are through and have not failed are of no interest any more.
        self._writing = [each for each in self._writing if not each.done() or each.exception() is not None]
        self._writing.append(asyncio.ensure_future(self._keep(texts, gone)))

    async def _keep(self, texts: dict[str, str], gone: list[str]) -> None:
        await page.host.store(self._name, json.dumps(texts), json.dumps(gone))
        self._kept |= texts
        for key in gone:
            self._kept.pop(key, None)


async def storage(name: str = "", storage_class: type[Storage] = Storage) -> Storage:
    """A dict that the browser keeps for this site.

    Args:
        name: by which it is kept: each has another content.
        storage_class: of what is given.

    Raises:
        ValueError: it has no name.
        pyodide.ffi.JsException: the browser keeps nothing.
    """
    if not name:
        raise ValueError("a storage has a non-empty name, as in storage('settings')")
    return storage_class(name, json.loads(await page.host.stored(name)))


def _written(value: Any) -> str:
    return json.dumps(_plain(value), ensure_ascii=False)


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case tuple():
            return {_KIND: "tuple", "items": [_plain(item) for item in value]}
        case list():
            return [_plain(item) for item in value]
        case dict():
            return {_key(key): _plain(item) for key, item in value.items()}
        case bytes() | bytearray() | memoryview():
            return {_KIND: type(value).__name__, "base64": b64encode(value).decode()}
    raise TypeError(
        f"a storage cannot keep {value!r}, which is of type {type(value).__name__}: "
        "keep numbers, texts, bytes, and lists, tuples and dicts of these"
    )


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a dict in a storage has texts as keys, and {key!r} is of type {type(key).__name__}")
    return key


def _read(text: str) -> Any:
    return json.loads(text, object_hook=_restored)


def _restored(content: dict[str, Any]) -> Any:
    match content.get(_KIND):
        case "tuple":
            return tuple(content["items"])
        case "bytes":
            return b64decode(content["base64"])
        case "bytearray":
            return bytearray(b64decode(content["base64"]))
        case "memoryview":
            return memoryview(b64decode(content["base64"]))
    return content
