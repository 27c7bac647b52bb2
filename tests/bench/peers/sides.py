"""All sides of the comparison of pages, written below one host's root."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING
from urllib.parse import quote

from lite_build.words.errors import LiteBuildError
from tests.bench.kernel_project import COUNTED_BUTTON
from tests.bench.kernel_sites import OURS, STOCKS
from tests.bench.peers.page_side import RESTING, SAVED, PageSide, write_page, write_pages
from tests.bench.peers.peers import PEERS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.bench.kernel_sites import KernelSite

#: Stock has no page without an application: its REPL is in a frame of a page.
FRAMES = tuple(f"{name}, in a frame" for name in STOCKS)
_COUNTER = COUNTED_BUTTON.code
_NEEDS = "%pip install -q anywidget\n"


def write_sides(sites: Mapping[str, KernelSite], root: Path) -> tuple[dict[str, PageSide], list[str]]:
    """Write the pages of our site, of stock's, and of the peers.

    Returns:
        The sides by their names, and a remark on each that could not be had.
    """
    sides = {OURS: PageSide("ours")}
    _copy(sites[OURS], root / "ours")
    _write_ours(root / "ours")
    for number, (name, stock) in enumerate(zip(FRAMES, STOCKS, strict=True)):
        side = PageSide(f"stock-{number}", is_framed=True)
        _copy(sites[stock], root / side.folder)
        _write_frame(root / side.folder, installs=sites[stock].installs)
        sides[name] = side
    remarks: list[str] = []
    for peer in PEERS:
        try:
            sides[peer.name] = peer.write(root)
        except LiteBuildError as error:
            remarks.append(f"{peer.name} could not be had: {error.what}.")
    return sides, remarks


def _copy(site: KernelSite, folder: Path) -> None:
    # Links, which are quickly made: nothing that is there is written into.
    shutil.copytree(site.folder, folder, copy_function=os.link)


def _write_ours(folder: Path) -> None:
    cell = f'<script type="text/x-python">{_COUNTER}</script>{SAVED}'
    script = '<script type="module" src="lite.js" boot="{}"></script>'
    write_pages(folder, f"<lite-cell autorun>{cell}</lite-cell>", script.format("eager"))
    write_page(folder / RESTING, f"<lite-cell>{cell}</lite-cell>", script.format("interaction"))


def _write_frame(folder: Path, *, installs: bool) -> None:
    code = quote((_NEEDS if installs else "") + _COUNTER)
    frame = f'<iframe src="repl/index.html?kernel=python&amp;toolbar=1&amp;code={code}&amp;execute=1"'
    write_pages(folder, f'{SAVED}{frame} width="900" height="700"></iframe>')
