"""The version of a site, told by its digest, in all that keeps its name.

A browser, a service worker or a host's cache may hold a file of one build while it gets another of the next.
What has a hash in its name cannot be mixed up. What keeps its name says of which build it is: pages compare
(`extensions/page/src/site-version`).
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from lite_build.files.built_part import require_built
from lite_build.files.digest import Digest
from lite_build.files.json_file import read_json_object
from lite_build.site.listings import LISTINGS, NO_VERSION, SITE_VERSION
from lite_build.site.page_script import ELEMENTS, PAGE_SCRIPT
from lite_build.site.settings import CONFIG_DATA, SETTINGS_FILE
from lite_build.site.version.named_by_content import application_pages

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

#: The file that tells of the version alone: pages ask the host for it, past all caches.
VERSION_FILE = "site-version.json"
#: The script of an application's page that looks after its version: `extensions/page/src/site-version`.
_WATCH = "site-version.iife"
_NOTEBOOK_SETTINGS = "jupyter-lite.ipynb"
#: Browsers look for the encoding in the first 1024 bytes alone, so it stays in front.
_HEAD = re.compile(r"<head>\n(?:.*?<meta charset=[^>]*>[ ]*\n)?", re.DOTALL)
_META = '<meta name="lite-build-version" content="{version}">\n'
_WATCHING = "<script data-lite-build-root="
#: What an earlier build has put there.
_MARK = re.compile(
    rf'<meta name="lite-build-version" content="[\w-]+">\n(?:{_WATCHING}.*?</script>\n)?', re.DOTALL
)


def stamp_version(output: Path, own_pages: Collection[PurePosixPath], pages_folder: str) -> str:
    """Write into a whole site of which version it is; a site that has a version gets it anew.

    Args:
        output: the site.
        own_pages: paths in the site of what the project brings: pages among them stay as they are.
        pages_folder: the folder of notebooks' pages, relative to the site.

    Returns:
        The version: the same for the same site.

    Raises:
        BuildFailure: a part of ours was not built.
    """
    last = _last_version(output)
    (output / VERSION_FILE).unlink(missing_ok=True)
    stamped = [
        *_without_version(_settings_of(output), last),
        *_without_version(sorted(output.joinpath(*LISTINGS).rglob("all.json")), last),
        *_without_version([output / PAGE_SCRIPT], last),
    ]
    _name_settings(output)
    watch = require_built(ELEMENTS / _WATCH, "the elements for pages were not built").read_text("utf-8")
    for page in application_pages(output, own_pages):
        _mark_page(page, _watching_script(output, page, watch))
        stamped.append(page)
    for page in sorted((output / pages_folder).rglob("*.html")):
        if PurePosixPath(page.relative_to(output)) not in own_pages:
            _mark_page(page, "")
            stamped.append(page)
    version = _digest(output)
    for path in stamped:
        _rewrite(path, path.read_text("utf-8").replace(NO_VERSION, version))
    (output / VERSION_FILE).write_text(
        json.dumps({SITE_VERSION: version}) + "\n", encoding="utf-8", newline="\n"
    )
    return version


def _last_version(output: Path) -> str:
    path = output / VERSION_FILE
    last = read_json_object(path).get(SITE_VERSION) if path.is_file() else None
    return last if isinstance(last, str) else NO_VERSION


def _settings_of(output: Path) -> list[Path]:
    folders = (output, *sorted(path.parent for path in output.glob(f"*/{SETTINGS_FILE}")))
    paths = (folder / name for folder in folders for name in (SETTINGS_FILE, _NOTEBOOK_SETTINGS))
    return [path for path in paths if path.is_file()]


def _without_version(paths: list[Path], last: str) -> Iterator[Path]:
    for path in paths:
        if path.is_file():
            text = path.read_text("utf-8")
            if last in text:
                _rewrite(path, text.replace(last, NO_VERSION))
            yield path


def _name_settings(output: Path) -> None:
    """Give each file of settings a key of its own, since a page merges them to one."""
    for path in _settings_of(output):
        content = read_json_object(path)
        place: Any = content
        if path.name == _NOTEBOOK_SETTINGS:
            place = content.get("metadata", {}).get("jupyter-lite", {})
        data = place.get(CONFIG_DATA) if isinstance(place, dict) else None
        if isinstance(data, dict):
            data[f"{SITE_VERSION} {path.relative_to(output).as_posix()}"] = NO_VERSION
            _rewrite(path, json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n")


def _watching_script(output: Path, page: Path, watch: str) -> str:
    folder = page.parent.relative_to(output)
    settings = [
        path.relative_to(output).as_posix()
        for path in _settings_of(output)
        if path.parent in {output, page.parent} and SITE_VERSION in path.read_text("utf-8")
    ]
    root = "../" * len(folder.parts)
    return f'{_WATCHING}"{root}" data-settings="{" ".join(settings)}">{watch.strip()}</script>\n'


def _mark_page(page: Path, script: str) -> None:
    """Put the place of the version into a page, in front of all that it loads."""
    mark = _META.format(version=NO_VERSION) + script
    text = _MARK.sub("", page.read_text("utf-8"))
    _rewrite(page, _HEAD.sub(lambda head: head[0] + mark, text, count=1))


def _digest(output: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(output.rglob("*"), key=lambda each: each.relative_to(output).as_posix()):
        if path.is_file():
            digest.update(f"{path.relative_to(output).as_posix()}\0{Digest.of_file(path)}\n".encode())
    return digest.hexdigest()[: len(NO_VERSION)]


def _rewrite(path: Path, text: str) -> None:
    """Write a file anew: the present one may be another site's too, by a link."""
    path.unlink()
    path.write_text(text, encoding="utf-8", newline="\n")
