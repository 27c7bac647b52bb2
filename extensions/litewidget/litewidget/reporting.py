"""Where an exception goes that has no caller: one that was raised while a message of the page was handled."""

from __future__ import annotations

import logging
import sys


def report_exception(doing: str) -> None:
    """Show the exception that is being handled where the user looks: in the notebook, else in the log.

    In a notebook it is written to the error stream, in one piece: our page shows it in the widget's cell,
    other pages in their log. The `showtraceback` of stock JupyterLite is silent while no cell runs.

    Args:
        doing: what was being done, for the log.
    """
    ipython = sys.modules.get("IPython")
    if ipython is not None and ipython.get_ipython() is not None:
        import traceback

        sys.stderr.write(f"Exception in {doing}\n{traceback.format_exc()}")
        sys.stderr.flush()
    else:
        logging.getLogger("litewidget").error("Exception in %s", doing, exc_info=True)
