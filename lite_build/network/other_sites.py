"""Whether hosts let pages of other sites read what they have (CORS)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx2

from lite_build.network.client import open_client

if TYPE_CHECKING:
    from collections.abc import Collection

    from unearth.fetchers.sync import PyPIClient

    from lite_build.network.reach import Reach

#: A page's origin that no host knows; RFC 2606 keeps `.invalid` free.
_ORIGIN = "https://site.invalid"
#: For how long a host may be silent, in seconds.
_PATIENCE = 5.0
_AT_ONCE = 8


def readable_elsewhere(reach: Reach, urls: Collection[str]) -> dict[str, bool]:
    """Ask whether pages of any site may read what is at addresses.

    Args:
        reach: how far may be asked; offline nobody is.
        urls: http(s): addresses.

    Returns:
        The answers of those hosts that gave one.
    """
    if reach.offline or not urls:
        return {}
    network = replace(reach.network, timeout=_PATIENCE, retries=0)
    with open_client(network) as client, ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = pool.map(lambda url: _ask(client, url), urls)
        return {url: answer for url, answer in zip(urls, answers, strict=True) if answer is not None}


def _ask(client: PyPIClient, url: str) -> bool | None:
    try:
        # Of the answer no more than its head is read.
        with client.get_stream(url, headers={"Origin": _ORIGIN}) as response:
            return response.headers.get("access-control-allow-origin") in ("*", _ORIGIN)
    except (httpx2.HTTPError, httpx2.InvalidURL):
        return None
