"""Builders of Sphinx that write no pages: they run every example, lock the packages of all, or tell.

All builds of pages import this module, so each builder imports what it does when it does it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders import Builder
from sphinx.util import logging

from lite_build.build.locking import UPGRADE_SETTING
from lite_build.sphinx.collected import collected_examples
from lite_build.sphinx.ignored import ignored_documents, without_ignored
from lite_build.words.errors import LiteBuildError

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from docutils import nodes

    from lite_build.documentation.examples import CollectedExample

logger = logging.getLogger(__name__)


class ExamplesBuilder(Builder):
    """Reads a documentation, and then does something with its examples."""

    # Documents need not be read anew for it.
    allow_parallel = True

    def get_outdated_docs(self) -> AbstractSet[str]:
        """All documents, so that there is something to do; those that were read before are not read again."""
        return self.env.found_docs

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """No document has a page."""
        return ""

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Write nothing."""

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write nothing."""

    def act(self, examples: tuple[CollectedExample, ...]) -> bool:
        """Do it; gives whether all is well.

        Raises:
            LiteBuildError: whatever stands in the way.
        """
        raise NotImplementedError

    def finish(self) -> None:
        """Called when the documents were read."""
        every = collected_examples(self.env)
        examples = without_ignored(every, ignored_documents(self.app, every))
        try:
            is_well = self.act(examples)
        except LiteBuildError as error:
            from lite_build.sphinx.site import tell_error

            tell_error(error, examples)
            is_well = False
        if not is_well:
            self.app.statuscode = 1


class CheckBuilder(ExamplesBuilder):
    """`sphinx-build -b lite_check` - runs every example on the kernel that readers have."""

    name = "lite_check"
    epilog = "Every example has run."

    def act(self, examples: tuple[CollectedExample, ...]) -> bool:
        """Build the site, run the examples, and tell what differs."""
        from lite_build.sphinx.check.examples import check_examples

        return check_examples(self.app, examples, Path(self.outdir, "site"))


class LockBuilder(ExamplesBuilder):
    """`sphinx-build -b lite_lock` - writes the lock of the packages that examples need into the project."""

    name = "lite_lock"
    epilog = "The packages are locked."

    def act(self, examples: tuple[CollectedExample, ...]) -> bool:
        """Resolve, and write the lock."""
        from lite_build.build.locking import lock_anew
        from lite_build.sphinx.site import sphinx_project

        session = sphinx_project(self.app, examples, Path(self.outdir, "site")).session
        session.report = lambda text: logger.info("lite-build: %s", text)
        for line in lock_anew(session, getattr(self.config, UPGRADE_SETTING)):
            logger.info("%s", line)
        return True


class StatusBuilder(ExamplesBuilder):
    """`sphinx-build -b lite_status` - tells what a build would do with the examples, and does nothing."""

    name = "lite_status"

    def act(self, examples: tuple[CollectedExample, ...]) -> bool:
        """Print it."""
        from rich.console import Console

        from lite_build.build.status_text import print_status
        from lite_build.sphinx.site import sphinx_project

        session = sphinx_project(self.app, examples, Path(self.outdir, "site")).session
        session.report = lambda text: None
        documents = len({example.document for example in examples})
        print_status(Console(), session, {"examples": f"{len(examples)}, of {documents} documents"})
        return True
