"""The site's service worker claims a kernel's worker that has come too late for it."""

from __future__ import annotations

from pathlib import Path

from lite_build.site.isolation import SERVICE_WORKER, put_in_front

_CODE = Path(__file__).with_name("service-worker.js")


def claim_late_workers(output: Path) -> None:
    """Have the service worker claim once more when a page asks for it (extensions/kernel/src/host/claim.ts).

    Args:
        output: the site; with its service worker in place, if it has one.
    """
    script = output / SERVICE_WORKER
    if script.is_file():
        put_in_front(script, _CODE.read_text(encoding="utf-8"))
