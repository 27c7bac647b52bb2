"""The check of a documentation: every example runs on the kernel that readers have, and is compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util import logging

from lite_build.documentation.judgement import judge_examples
from lite_build.sphinx.site import build_documentation_site

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx

    from lite_build.documentation.examples import CollectedExample

logger = logging.getLogger(__name__)


def check_examples(app: Sphinx, examples: tuple[CollectedExample, ...], site: Path) -> bool:
    """Build the site, run the examples, and tell what differs.

    Args:
        app: of the documentation.
        examples: of it.
        site: the folder for the site.

    Returns:
        Whether all are as they are written.

    Raises:
        LiteBuildError: whatever stands in the way.
    """
    result, project = build_documentation_site(app, examples, site)
    flags = int(getattr(app.config, "doctest_default_flags", 0) or 0)

    def tell(text: str) -> None:
        logger.info("lite-build: %s", text)

    judgement = judge_examples(examples, result, project.session.check, flags, tell)
    for place, what in judgement.problems:
        logger.error("%s", what, location=place, type="lite_build", subtype="check")
    for line in judgement.summary:
        logger.info("%s", line)
    return judgement.is_well
