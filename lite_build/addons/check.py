"""The addon that holds the check's options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from traitlets import Bool, Float, Int, Unicode

from lite_build.addons.base import LiteBuildAddon
from lite_build.project.options import CheckSettings

if TYPE_CHECKING:
    from jupyterlite_core.manager import LiteManager


class CheckAddon(LiteBuildAddon):
    """Says how the notebooks of the site are run before anyone reads them; `lite-build check` runs them."""

    __all__: list[str] = []

    aliases = {
        "cell-seconds": "CheckAddon.cell_seconds",
        "jobs": "CheckAddon.jobs",
        "json": "CheckAddon.report",
        "page-seconds": "CheckAddon.page_seconds",
    }
    flags = {
        "check": (
            {"CheckAddon": {"after_build": True}},
            "Check the site before it takes the last one's place",
        ),
        "no-browser": (
            {"CheckAddon": {"opens_pages": False}},
            "Check HTML pages that run Python in no browser",
        ),
    }

    after_build = Bool(False, help="Whether a build ends with the check").tag(config=True)
    cell_seconds = Float(60.0, min=0.1, help="The check's time limit for one cell, in seconds").tag(
        config=True, metavar="SECONDS"
    )
    jobs = Int(
        None,
        allow_none=True,
        min=1,
        help="How many notebooks the check runs, or pages it opens, at once; one on each core if not said",
    ).tag(config=True, metavar="NUMBER")
    report = Unicode(allow_none=True, default_value=None, help="Where the check's report goes as JSON").tag(
        config=True, metavar="FILE"
    )

    opens_pages = Bool(
        True, help="Whether the check opens HTML pages that run Python in a browser, where there is one"
    ).tag(config=True)
    page_seconds = Float(60.0, min=0.1, help="How long the check watches a page at most, in seconds").tag(
        config=True, metavar="SECONDS"
    )

    def __init__(self, manager: LiteManager, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(manager, *args, **kwargs)
        self.session.check = CheckSettings(
            after_build=self.after_build,
            cell_seconds=self.cell_seconds,
            jobs=self.jobs,
            report=self.session.root / self.report if self.report else None,
            opens_pages=self.opens_pages,
            page_seconds=self.page_seconds,
        )
