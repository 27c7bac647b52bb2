"""Python in other threads: the workers of a page, by their names."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

from pyodide.ffi import JsProxy, create_proxy

from litepage import page
from litepage.ffi import to_js, to_py

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine


class NamedWorker:
    """A worker of the page: the functions that its script names in `__export__`, each of them awaited.

    Args:
        worker: what the page's script has for it.
    """

    def __init__(self, worker: Any) -> None:
        self._worker = worker

    @property
    def sync(self) -> Sync:
        """Functions that the page and the worker give each other."""
        return Sync(self._worker.sync)

    def __getattr__(self, name: str) -> Callable[..., Coroutine[Any, Any, Any]]:
        if name.startswith("_"):
            raise AttributeError(name)

        async def call(*values: Any) -> Any:
            return to_py(await self._worker.call(name, to_js(values)))

        return call

    def interrupt(self) -> None:
        """Interrupt what it runs, as Ctrl+C does."""
        self._worker.interrupt()

    def terminate(self) -> None:
        """End it, in whatever it does."""
        self._worker.terminate()


class Sync:
    """Functions that the page gives a worker, by their names, and those that the worker gives the page.

    Args:
        functions: an object of JavaScript that has them; in a worker None.
    """

    def __init__(self, functions: Any = None) -> None:
        object.__setattr__(self, "_functions", functions)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if self._functions is None:
            return lambda *values: _given(page.host.callSync(name, to_js(values), page.AT_ONCE))
        return getattr(self._functions, name)

    def __setattr__(self, name: str, value: Any) -> None:
        given = create_proxy(value) if callable(value) and not isinstance(value, JsProxy) else to_js(value)
        if self._functions is None:
            page.host.setSync(name, given)
        else:
            setattr(self._functions, name, given)


class Workers:
    """The workers of the page: `await workers["name"]`, or `await workers.name`."""

    def __getitem__(self, name: str) -> Coroutine[Any, Any, NamedWorker]:
        return _named(name)

    def __getattr__(self, name: str) -> Coroutine[Any, Any, NamedWorker]:
        if name.startswith("_"):
            raise AttributeError(name)
        return _named(name)


workers = Workers()


def _given(value: Any) -> Any:
    """What a function of the page's has given; where that comes later, what is awaited."""
    return to_py(value) if page.AT_ONCE else value


async def _named(name: str) -> NamedWorker:
    return NamedWorker(await page.host.worker(name))


async def create_named_worker(src: str, name: str, config: Any = None, type: str = "py") -> NamedWorker:  # noqa: A002
    """Start a worker that runs a file, and wait until that has ended, if only by an error, or itself waits.

    Args:
        src: the file, relative to the page.
        name: of the worker, for `workers`.
        config: what it needs: a dict, or a text of JSON.
        type: `py`; `mpy` means the same.

    Raises:
        pyodide.ffi.JsException: Python cannot be started there.
    """
    text = config if isinstance(config, str) else json.dumps(config or {})
    worker = page.host.startWorker(src, name, text)
    await worker.ready
    return NamedWorker(worker)


class PyWorker(NamedWorker):
    """A worker that is started now; `await worker.ready` waits as `create_named_worker` does.

    Args:
        src: the file that it runs, relative to the page.
        options: `config`, as a dict or a text of JSON; PyScript's others mean nothing here.
    """

    def __init__(self, src: str, **options: Any) -> None:
        config = options.get("config") or {}
        text = config if isinstance(config, str) else json.dumps(config)
        super().__init__(page.host.startWorker(src, f"worker {uuid.uuid4()}", text))
        self.ready = self._wait()

    async def _wait(self) -> PyWorker:
        await self._worker.ready
        return self
