"""Tides, by the names of harbours."""

from __future__ import annotations

import math

import msgspec

_MEAN_METRES = {"Aldport": 2.5, "Brinhaven": 4.0}


class NoSuchHarbourError(LookupError):
    """There is no harbour of that name."""


class Tide(msgspec.Struct):
    """A tide.

    Attributes
    ----------
    harbour : str
        Where it is.
    metres : float
        How high.

    Examples
    --------
    >>> Tide("Aldport", 2.5)
    Tide(harbour='Aldport', metres=2.5)
    """

    harbour: str
    metres: float

    def higher(self, metres):
        """The tide, higher by some metres.

        >>> Tide("Aldport", 2.5).higher(1)
        Tide(harbour='Aldport', metres=3.5)
        """
        return Tide(self.harbour, self.metres + metres)


def tide_at(harbour, hour):
    """The tide of a harbour.

    Parameters
    ----------
    harbour : str
        Its name.
    hour : float
        Since midnight.

    Returns
    -------
    Tide

    Raises
    ------
    NoSuchHarbourError
        There is none of that name.

    Examples
    --------
    At midnight the water is at its mean. The package goes by its short name here:

    >>> tide = sh.tide_at("Aldport", 0)
    >>> tide
    Tide(harbour='Aldport', metres=2.5)
    >>> round(tide.metres * 100)
    250

    Later it is higher:

    >>> for hour in (1, 2):
    ...     print(hour, round(sh.tide_at("Aldport", hour).metres, 2))
    1 3.02
    2 3.41

    A harbour that is not there is an error:

    >>> sh.tide_at("Nowhere", 0)
    Traceback (most recent call last):
    ...
    shoreline.tides.NoSuchHarbourError: there is no harbour Nowhere

    >>> sh.launch_a_ship()  # doctest: +SKIP

    Notes
    -----
    The coast is made up.
    """
    if harbour not in _MEAN_METRES:
        raise NoSuchHarbourError(f"there is no harbour {harbour}")
    mean = _MEAN_METRES[harbour]
    return Tide(harbour, mean + math.sin(hour * math.tau / 12.42) * 1.07)
