"""Python in a page: its document, its events, and places for what Python shows.

Pages that were written for PyScript import the same as `pyscript`.
"""

from __future__ import annotations

import js

from litepage.displays import HTML, display
from litepage.events import Event, when
from litepage.modules import js_import, js_modules
from litepage.places import current_target

__all__ = [
    "HTML",
    "RUNNING_IN_WORKER",
    "Event",
    "current_target",
    "display",
    "document",
    "js_import",
    "js_modules",
    "when",
    "window",
]

#: The page's own objects.
window = js.window
document = js.document
#: Whether Python is on another thread than the page.
RUNNING_IN_WORKER = False
