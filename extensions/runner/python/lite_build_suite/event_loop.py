"""Lets an `asyncio.Runner` run coroutines where an event loop runs already: plugins have one."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from contextvars import Context


def run(runner: Any, coroutine: Coroutine[Any, Any, Any], *, context: Context | None = None) -> Any:
    """Run a coroutine to its end; see `asyncio.Runner.run`, which refuses where a loop runs.

    The engine's stack is switched meanwhile, as for `asyncio.run` here.
    """
    runner._lazy_init()
    task = runner._loop.create_task(coroutine, context=context or runner._context)
    return runner._loop.run_until_complete(task)


def install() -> None:
    """Have every runner do so."""
    asyncio.Runner.run = run  # type: ignore[method-assign, assignment]
