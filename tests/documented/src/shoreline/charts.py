"""Charts of tides: by matplotlib where it is there, and else as they are drawn here."""

from __future__ import annotations

from shoreline.tides import tide_at

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 6" width="240" role="img" aria-label="{label}">{line}</svg>'


def draw(harbour):
    """Draw the tides of a day.

    Parameters
    ----------
    harbour : str
        Its name.
    """
    heights = [tide_at(harbour, hour).metres for hour in range(24)]
    try:
        from matplotlib import pyplot
    except ImportError:
        from IPython.display import SVG, display

        points = " ".join(f"{hour},{6 - height}" for hour, height in enumerate(heights))
        line = f'<polyline points="{points}" fill="none" stroke="teal" stroke-width="0.2"/>'
        display(SVG(_SVG.format(label=f"Tides of {harbour}", line=line)))
    else:
        pyplot.plot(heights)
