"""What code of a kernel has of a page around it: its own tags.

Cells import it as `litepage`. Scripts of a page have more by that name: `litepage/__init__.py`.
"""

from __future__ import annotations

from lite_build_tags import dispatch, element

__all__ = ["dispatch", "element"]
