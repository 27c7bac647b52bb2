"""The values that flow into the resolver: who asks for which distribution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packaging.requirements import Requirement


@dataclass(frozen=True)
class AskedRequirement:
    """A requirement, and who asks for it.

    Args:
        requirement: as PEP 508 has it. Its `url` may be a `file:` URL of a local wheel.
        asked_by: in words for messages: "the kernel", "requirements.txt, line 3", "tour.ipynb, cell 2".
    """

    requirement: Requirement
    asked_by: str
