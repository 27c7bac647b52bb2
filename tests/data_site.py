"""A site that ships data files of another host, which is gone once the site is built."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from tests.build.conftest import configure_project
from tests.build.test_check import write_notebook
from tests.conftest import write_wheel
from tests.web_host import WebHost, web_host

if TYPE_CHECKING:
    from pathlib import Path

    from tests.build.conftest import CommandLine

ROWS = "place,depth\nSøndre,12\n"
BINARY = bytes(range(256)) * 1000
#: What the host has, by its path: content and content type.
FILES: dict[str, tuple[bytes, str]] = {
    "/rows.csv": (ROWS.encode(), "text/csv; charset=utf-8"),
    "/deep/grid.bin.gz": (BINARY, "application/gzip"),
    "/v1.0/salinity.txt": (b"35\n", "text/plain"),
    "/v1.0/waves.txt": (b"up and down\n", "text/plain"),
    "/elsewhere/tides.txt": (b"high\n", "text/plain"),
}
#: A package whose registry comes about by code when its module is imported.
OCEANS = """
import pooch
from ._registry import registry, elsewhere

__version__ = "1.0"
GOODS = pooch.create(
    path=pooch.os_cache("oceans"),
    base_url="{host}/v{{version}}/",
    version=__version__,
    registry=registry,
    urls=elsewhere,
)

def fetch(name):
    return GOODS.fetch(name)
"""
OCEANS_REGISTRY = """
registry = {{"salinity.txt": {salinity!r}, "waves.txt": "md5:{waves}", "tides.txt": None, "gone.txt": None}}
elsewhere = {{"tides.txt": "{host}/elsewhere/tides.txt"}}
"""
#: Tells what each way to ask reads of `rows`, printed as JSON.
READ_ROWS = """
import asyncio, csv, hashlib, io, json, pathlib, httpx, pooch, requests, urllib.request, urllib3
from pyodide.http import open_url, pyfetch, pyxhr
async def by_httpx(url):
    async with httpx.AsyncClient() as client:
        return (await client.get(url)).text
async def by_pyfetch(url):
    return await (await pyfetch(url)).text()
pooch.get_logger().setLevel("ERROR")
ways = {
    "requests": lambda url: requests.get(url).text,
    "requests, streamed": lambda url: b"".join(requests.get(url, stream=True).iter_content(4)).decode(),
    "requests, with headers": lambda url: requests.get(url, headers={"X-Mine": "1"}, auth=("a", "b")).text,
    "httpx": lambda url: httpx.get(url).text,
    "urllib": lambda url: urllib.request.urlopen(url).read().decode(),
    "urlretrieve": lambda url: pathlib.Path(urllib.request.urlretrieve(url)[0]).read_text(),
    "urllib3": lambda url: urllib3.request("GET", url).data.decode(),
    "pooch": lambda url: pathlib.Path(pooch.retrieve(url, known_hash=None)).read_text(),
    "open_url": lambda url: open_url(url).read(),
    "pyxhr": lambda url: pyxhr.get(url).text,
    "httpx, awaited": by_httpx,
    "pyfetch": by_pyfetch,
}
found = {}
for way, ask in ways.items():
    try:
        answer = ask(rows)
        found[way] = answer if isinstance(answer, str) else await answer
    except Exception as error:
        found[way] = f"{type(error).__name__}: {error}"
print(json.dumps(found))
"""
WAYS = 12


def write_data_project(project: Path, host: WebHost) -> None:
    """Write a project whose site ships what a host has."""
    host.files |= FILES
    notebooks = project / "notebooks"
    write_notebook(notebooks / "empty.ipynb", ["'begun'"])
    wheel = write_wheel(
        "oceans",
        "1.0",
        folder=project / "wheels",
        requires=["pooch"],
        files={
            "oceans/__init__.py": OCEANS.format(host=host.address),
            "oceans/_registry.py": OCEANS_REGISTRY.format(
                host=host.address,
                salinity=hashlib.sha256(FILES["/v1.0/salinity.txt"][0]).hexdigest(),
                waves=hashlib.md5(FILES["/v1.0/waves.txt"][0]).hexdigest(),
            ),
        },
    )
    configure_project(
        project,
        {
            "BootAddon": {"snapshot": True},
            "PackagesAddon": {"requirements": ["requests", "httpx", f"./{wheel.relative_to(project)}"]},
            "DataAddon": {
                "files": [f"{host.address}/rows.csv", f"{host.address}/deep/grid.bin.gz"],
                "registries": {"Oceans": ["salinity.txt", "wa*", "tides.txt"]},
            },
        },
    )


def build_data_site(command_line: CommandLine, project: Path) -> None:
    """Build it. The host's address is in `host.txt` of the project, and nobody is there any more."""
    with web_host("none") as host:
        write_data_project(project, host)
        command_line.build(project)
        (project / "host.txt").write_text(host.address, encoding="utf-8")
