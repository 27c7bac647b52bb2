"""Files of the applications that have one name in all of upstream's releases: named here by their content."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from lite_build.files.json_file import read_json_object, write_json
from lite_build.site.settings import CONFIG_DATA, SETTINGS_FILE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

#: The scripts that an application's page begins with, as its page names them.
_SCRIPT = re.compile(r"(?P<up>(?:\.\./)+)(?P<path>config-utils|build/[\w-]+/bundle)\.js\?_=\w+")
_SCHEMAS = PurePosixPath("build/schemas")
_SETTINGS_URL = "settingsUrl"


def name_by_content(output: Path, own_pages: Collection[PurePosixPath]) -> None:
    """Have each application's page and settings name its scripts and schemas by their content.

    A page of an earlier build then asks for files that are gone, and never for those of another build.

    Args:
        output: the site, with its settings in place.
        own_pages: paths in the site of what the project brings, which stays as it is.
    """
    renamed: set[Path] = set()
    for page in application_pages(output, own_pages):
        text = page.read_text(encoding="utf-8")

        def named(found: re.Match[str]) -> str:
            script = output / f"{found['path']}.js"
            name = f"{found['path']}.{_short_digest(script.read_bytes())}.js"
            (output / name).write_bytes(script.read_bytes())
            renamed.add(script)
            return f"{found['up']}{name}"

        page.write_text(_SCRIPT.sub(named, text), encoding="utf-8", newline="\n")
    # A folder is known as a site by `config-utils.js`, and pages of the project's own may name a bundle.
    if not any(path.name == "index.html" and len(path.parts) == 2 for path in own_pages):
        for script in renamed:
            if script.parent != output:
                script.unlink()
    _name_schemas(output)


def application_pages(output: Path, own_pages: Collection[PurePosixPath]) -> Iterator[Path]:
    """The pages of a site's applications, but for those that the project brings."""
    for page in sorted(output.glob("*/index.html")):
        folder = PurePosixPath(page.parent.relative_to(output))
        if folder / page.name not in own_pages and (page.parent / SETTINGS_FILE).is_file():
            yield page


def _name_schemas(output: Path) -> None:
    """Put the lists of all schemas where no other build has others, and have the settings name that place."""
    lists = sorted((output / _SCHEMAS).glob("all*.json"))
    contents = {path.name: path.read_bytes() for path in lists}
    place = f"{_SCHEMAS}/{_short_digest(b''.join(contents.values()))}"
    for settings in sorted(output.glob(f"*/{SETTINGS_FILE}")):
        data = read_json_object(settings)
        if data.get(CONFIG_DATA, {}).get(_SETTINGS_URL) == f"../{_SCHEMAS}":
            data[CONFIG_DATA][_SETTINGS_URL] = f"../{place}"
            write_json(settings, data)
            for name, content in contents.items():
                (output / place).mkdir(exist_ok=True)
                (output / place / name).write_bytes(content)


def _short_digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
