"""One visit to a page: it is opened, and watched until it is through or the time is up."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

from lite_build.visits.devtools import BrowserGone, NoAnswer
from lite_build.visits.seen import Seen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from lite_build.visits.devtools import DevTools

#: How a visit ended: the page does nothing more; a script of it awaits something; Python has not begun; it
#: works, or its thread stands still, when the time is up; it has crashed.
Ending = Literal["still", "awaits", "not begun", "works", "stands still", "crashed"]

_STATE = "globalThis[Symbol.for('lite-build.visit')]?.() ?? null"
#: How often a page is asked, and how long an answer may take where its thread is free, in seconds.
_GLANCE = 0.1
#: For how long nothing may be under way until a page is through, by what it still waits for, in seconds.
_STILL = 0.5
_NOT_BEGUN = 5.0
_AWAITS = 10.0
_DOMAINS = ("Runtime", "Log", "Network")


@dataclass(frozen=True)
class Visit:
    """What came of a visit.

    Args:
        seen: all that happened.
        awaiting: which of the page's scripts awaits something, from 0; None for none.
        shown_errors: the errors that stand among the outputs of the page's elements.
    """

    seen: Seen
    ending: Ending
    seconds: float
    awaiting: int | None = None
    shown_errors: tuple[str, ...] = ()


async def visit(tools: DevTools, address: str, own: str, seconds: float) -> Visit:
    """Open a page in a profile of its own, and watch it.

    Args:
        tools: of the browser.
        address: of the page.
        own: the address of the site.
        seconds: how long at most.

    Raises:
        BrowserGone: the browser has ended.
    """
    seen = Seen(own)
    started = time.monotonic()
    async with _tab(tools, seen) as session:
        answer = await tools.ask("Page.navigate", session, url=address)
        if "errorText" in answer:
            raise NoAnswer(answer["errorText"])
        state: dict[str, Any] = {}
        ending: Ending | None = None
        while ending is None:
            if seen.has_crashed:
                # Nobody would answer.
                ending = "crashed"
                break
            remaining = started + seconds - time.monotonic()
            try:
                said = await asyncio.wait_for(_state(tools, session), max(remaining, _GLANCE))
                state = said or state
            except TimeoutError:
                ending = "crashed" if seen.has_crashed else "stands still"
            else:
                ending = _ending(state, seen, is_late=remaining <= 0)
                if ending is None:
                    await asyncio.sleep(_GLANCE)
    awaiting = state.get("awaiting", -1)
    return Visit(
        seen,
        ending,
        time.monotonic() - started,
        awaiting if ending == "awaits" else None,
        tuple(state.get("errors", ())),
    )


def _ending(state: dict[str, Any], seen: Seen, *, is_late: bool) -> Ending | None:
    quiet = seen.quiet_seconds
    if seen.has_crashed:
        return "crashed"
    if not state or state["isWorking"]:
        return "works" if is_late else None
    if state["awaiting"] >= 0:
        return "awaits" if is_late or quiet > _AWAITS else None
    if state["isUnbegun"]:
        return "not begun" if is_late or quiet > _NOT_BEGUN else None
    return "still" if is_late or quiet > _STILL else None


async def _state(tools: DevTools, session: str) -> dict[str, Any] | None:
    """How far a page is; None while one document gives way to the next."""
    try:
        asked = {"expression": _STATE, "returnByValue": True}
        answer = await tools.request("Runtime.evaluate", asked, session, limit=None)
    except NoAnswer:
        return None
    value: dict[str, Any] | None = answer.get("result", {}).get("value")
    return value


@asynccontextmanager
async def _tab(tools: DevTools, seen: Seen) -> AsyncIterator[str]:
    """Have a tab with a profile of its own, while the block runs; gives its session."""
    context = (await tools.ask("Target.createBrowserContext"))["browserContextId"]
    try:
        target = await tools.ask("Target.createTarget", url="about:blank", browserContextId=context)
        attached = await tools.ask("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        session = attached["sessionId"]

        def listen(event: str, said: dict[str, Any], at: str) -> None:
            if event == "Target.attachedToTarget":
                # A worker, or a frame of another site: it waits until it is listened to.
                tools.listen(said["sessionId"], listen)
                watch(said["sessionId"])
            elif event == "Page.javascriptDialogOpening":
                # Nobody is there who would answer; the page stands still until somebody does.
                tools.tell("Page.handleJavaScriptDialog", at, accept=said["type"] == "beforeunload")
            else:
                seen.take(event, said)

        def watch(at: str) -> None:
            for domain in _DOMAINS:
                tools.tell(f"{domain}.enable", at)
            tools.tell("Target.setAutoAttach", at, autoAttach=True, waitForDebuggerOnStart=True, flatten=True)
            tools.tell("Runtime.runIfWaitingForDebugger", at)

        tools.listen(session, listen)
        watch(session)
        for domain in ("Page", "Inspector"):
            await tools.ask(f"{domain}.enable", session)
        await tools.ask("Page.addScriptToEvaluateOnNewDocument", session, source=_page_state())
        yield session
    finally:
        # It may have gone with the browser.
        with suppress(BrowserGone, NoAnswer):
            await tools.ask("Target.disposeBrowserContext", browserContextId=context)


@cache
def _page_state() -> str:
    return files("lite_build.visits").joinpath("page_state.js").read_text(encoding="utf-8")
