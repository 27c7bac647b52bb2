"""Waves."""

from __future__ import annotations

import math


def period(metres):
    """The period of a wave in deep water, in seconds.

    Parameters
    ----------
    metres : float
        Its length.

    Examples
    --------
    >>> tide = period(100)
    >>> round(tide, 1)
    8.0
    """
    return math.sqrt(metres * math.tau / 9.81)
