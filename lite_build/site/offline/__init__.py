"""What was opened works again without a network: the site's service worker keeps it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lite_build.files.digest import Digest
from lite_build.files.json_file import merged, read_json_object, write_json
from lite_build.site.isolation import SERVICE_WORKER
from lite_build.site.listings import SITE_VERSION
from lite_build.site.settings import CONFIG_DATA, OFFLINE, SETTINGS_FILE
from lite_build.site.version.stamps import VERSION_FILE

if TYPE_CHECKING:
    from collections.abc import Collection

    from lite_build.project.options import OfflineKind

#: All files of a site by their digests, as the service worker reads them.
FILE_LIST = "offline-files.json"
#: By which a browser installs the site as an application.
_MANIFEST = "manifest.webmanifest"

_CODE = Path(__file__).with_name("service-worker.js")
#: Of a digest in hex, for files of one site.
_DIGEST_LENGTH = 24


def keep_offline(kind: OfflineKind, output: Path) -> None:
    """Have the service worker of a site keep its files, and browsers offer to install the site.

    Args:
        kind: what is kept.
        output: the site, with its settings in place.
    """
    settings = output / SETTINGS_FILE
    write_json(settings, merged(read_json_object(settings), {CONFIG_DATA: {OFFLINE: kind}}))
    script, code = output / SERVICE_WORKER, _CODE.read_text(encoding="utf-8")
    present = script.read_text(encoding="utf-8")
    if code not in present:
        script.write_text(f"{code}\n{present}", encoding="utf-8", newline="\n")
    manifest = output / _MANIFEST
    if manifest.is_file():
        write_json(manifest, _application(output, read_json_object(manifest)))


def keep_nothing(output: Path) -> None:
    """Take out of a site what an earlier build has put there to keep it.

    Args:
        output: the site, with its settings in place.
    """
    (output / FILE_LIST).unlink(missing_ok=True)
    settings = output / SETTINGS_FILE
    content = read_json_object(settings)
    if content.get(CONFIG_DATA, {}).pop(OFFLINE, None) is not None:
        write_json(settings, content)
    script = output / SERVICE_WORKER
    if script.is_file():
        code, present = _CODE.read_text(encoding="utf-8"), script.read_text(encoding="utf-8")
        if code in present:
            script.write_text(present.replace(f"{code}\n", ""), encoding="utf-8", newline="\n")


def write_file_list(kind: OfflineKind, output: Path, python: Collection[str] | None = None) -> None:
    """Write the list of a whole site's files.

    Args:
        kind: what is kept.
        output: the site, which has its version.
        python: the files that Python needs in any page, relative to the site; None for those of the list that
            is there.
    """
    path = output / FILE_LIST
    if python is None:
        python = read_json_object(path)["python"]
    path.unlink(missing_ok=True)
    left_out = {output / VERSION_FILE, output / SERVICE_WORKER}
    files = {
        file.relative_to(output).as_posix(): {
            "digest": Digest.of_file(file).hexdigest[:_DIGEST_LENGTH],
            "size": file.stat().st_size,
        }
        for file in sorted(output.rglob("*"))
        if file.is_file() and file not in left_out
    }
    version = read_json_object(output / VERSION_FILE)[SITE_VERSION]
    content = {"version": version, "kind": kind, "python": sorted(set(python) & set(files)), "files": files}
    path.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8", newline="\n")


def _application(output: Path, manifest: dict[str, Any]) -> dict[str, Any]:
    """Upstream's manifest with the site's own name, and without addresses that leave the site."""
    data = read_json_object(output / SETTINGS_FILE).get(CONFIG_DATA, {})
    name = data.get("appName") or manifest.get("name")
    shortcuts = [
        {**each, "url": f".{each['url']}"}
        for each in manifest.get("shortcuts", ())
        if each["url"].startswith("/") and (output / each["url"].split("?")[0].strip("/")).is_dir()
    ]
    # An identity would be relative to the host's root, and sites of one host would be one application.
    named = {**manifest, "name": name, "short_name": name, "shortcuts": shortcuts}
    named.pop("id", None)
    return named
