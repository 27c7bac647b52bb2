"""Where an exception goes that has no caller: one that was raised while a message of the page was handled."""

from __future__ import annotations

import logging
import sys


def report_exception(doing: str) -> None:
    """Show the exception that is being handled where the user looks: in the notebook, else in the log.

    Args:
        doing: what was being done, for the log.
    """
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is not None:
        shell.showtraceback()
    else:
        logging.getLogger("litewidget").error("Exception in %s", doing, exc_info=True)
