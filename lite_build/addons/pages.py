"""The addon for notebooks that have pages of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from traitlets import Bool, List, Unicode

from lite_build.addons.base import LiteBuildAddon, Tasks
from lite_build.project.options import PageOptions

if TYPE_CHECKING:
    from jupyterlite_core.manager import LiteManager


class PagesAddon(LiteBuildAddon):
    """Makes pages of plain HTML out of notebooks: with what their cells put out, and alive on demand."""

    __all__ = ["pre_build", "post_build"]

    notebooks = List(
        Unicode(),
        help="Notebooks that have a page each: patterns of paths in the contents, such as 'lessons/*.ipynb'",
    ).tag(config=True)
    execute = Bool(True, help="Whether the notebooks are run; else their saved outputs are shown").tag(
        config=True
    )
    app = Bool(False, help="Whether pages hide the code, and cells run by themselves once seen").tag(
        config=True
    )
    template = Unicode(
        allow_none=True,
        default_value=None,
        help="The template of the pages: article, app, part, or one of the project's folder 'templates'",
    ).tag(config=True)
    address = Unicode(
        allow_none=True, default_value=None, help="Where the site is published; social cards need it"
    ).tag(config=True)
    home = Bool(False, help="Whether the site's first page leads to the pages").tag(config=True)

    def __init__(self, manager: LiteManager, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(manager, *args, **kwargs)
        self.session.pages = PageOptions(
            notebooks=tuple(self.notebooks),
            executes=self.execute,
            is_app=self.app,
            template=self.template,
            address=self.address,
            is_home=self.home,
        )

    def pre_build(self, manager: LiteManager) -> Tasks:
        """Refuse pages that cannot be made."""
        yield self.step("pages", "look for the notebooks that have pages", self._check)

    def post_build(self, manager: LiteManager) -> Tasks:
        """Run the notebooks on the site that is whole but for their pages, and write those."""
        yield self.step("pages", "make the pages of notebooks", lambda: self._make(manager))

    def _check(self) -> None:
        # Imported where it is used: every build imports this module, also one that finds nothing to do.
        from lite_build.pages.making import check_pages

        check_pages(self.session.pages, self.session.contents.notebooks, self.session.root)

    def _make(self, manager: LiteManager) -> None:
        session = self.session
        if session.pages.notebooks:
            from lite_build.pages.making import make_pages

            make_pages(
                session.pages,
                session.contents.notebooks,
                manager.output_dir,
                root=session.root,
                settings=session.check,
                cache=session.origins.cache,
                own={str(override.path) for override in session.overrides},
                report=session.report,
            )
