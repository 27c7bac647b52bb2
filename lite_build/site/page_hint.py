"""The script that tells readers of a built page why its cells cannot run, where no other of ours does."""

from __future__ import annotations

import hashlib
from pathlib import Path

from lite_build.supply.addresses import PAGE_FOLDER

#: No module, since browsers load none from files; and no inline script, which a policy may forbid.
_SCRIPT = Path(__file__).with_name("page_hint.js")


def write_page_hint(output: Path) -> str:
    """Write the script into a site.

    Returns:
        Its path in the site, which is another one whenever it says something else.
    """
    text = _SCRIPT.read_text(encoding="utf-8")
    name = f"{_SCRIPT.stem}.{hashlib.sha256(text.encode()).hexdigest()[:12]}.js"
    target = output / PAGE_FOLDER / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")
    return f"{PAGE_FOLDER}/{name}"
