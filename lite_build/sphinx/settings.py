"""What a documentation's `conf.py` says to lite-build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.errors import ConfigError
from sphinx.util import logging

from lite_build.build.locking import UPGRADE_SETTING
from lite_build.documentation.live_code import ALL, LIVE_BLOCKS, OFF, PAGE_FIELDS
from lite_build.documentation.settings import (
    DEFAULT_SITE,
    Settings,
    is_folder_in_output,
    nearest_project,
    settings_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

logger = logging.getLogger(__name__)

TRY_EXAMPLES = (False, True, ALL)
#: The extensions whose pages can be live, as the setting calls them.
LIVE_NOTEBOOKS = ("myst_nb", "nbsphinx", "sphinx_gallery")
#: What a page may say of itself besides: that its cells are live.
NOTEBOOK = "notebook"
#: Comments that leave what they stand in as it is; the first is jupyterlite-sphinx's.
OFF_COMMENTS = frozenset({"disable_try_examples", "no-lite-build"})


def declare_settings(app: Sphinx) -> None:
    """Tell Sphinx the names of the settings."""
    add = app.add_config_value
    add(
        "lite_build_project",
        "",
        "",
        str,
        "The project's folder, from that of conf.py on; the nearest with a pyproject.toml above it",
    )
    add(
        "lite_build_package",
        ".",
        "",
        (str, type(None)),
        "What is documented: a folder, a wheel, or a requirement; None for nothing",
    )
    add("lite_build_config", {}, "", dict, "Options of the site, as jupyter_lite_config.json has them")
    add("lite_build_site", DEFAULT_SITE, "html", str, "The site's folder in the documentation's output")
    add(
        "lite_build_try_examples",
        False,
        "env",
        (bool, str),
        "Whether examples of docstrings can be run: True; 'all' for doctests outside of sections too",
    )
    add(
        "lite_build_live_blocks",
        "",
        "env",
        str,
        "Which blocks of all pages can be run: 'doctest', 'python', 'all'",
    )
    add(
        "lite_build_live_notebooks",
        False,
        "env",
        (bool, list, tuple, str),
        "Whether cells of pages of notebooks and galleries can be run: True, or a list of some of them: "
        "'myst_nb', 'nbsphinx', 'sphinx_gallery'",
    )
    add("lite_build_live_plots", False, "env", bool, "Whether code of `.. plot::` can be run")
    add("lite_build_preamble", "", "env", str, "Code that runs before each example")
    add(
        "lite_build_button",
        "",
        "html",
        str,
        "The words of an example's button; where there are none, those of the page's language",
    )
    add(UPGRADE_SETTING, [], "", list, "Names of packages that `-b lite_lock` lets take another version")
    add("lite_build_note", "", "html", str, "A note above each example")
    app.connect("config-inited", _check)


def read_settings(app: Sphinx) -> Settings:
    """Read what the site follows from.

    Raises:
        ConfigError: the project's folder is not there.
    """
    config = app.config
    source = Path(app.srcdir)
    project = source / config.lite_build_project if config.lite_build_project else nearest_project(source)
    if not project.is_dir():
        raise ConfigError(f"lite_build_project: there is no folder {project}")
    return settings_of(project, config.lite_build_package, config.lite_build_config)


def has_live_notebooks(config: Config, kind: str) -> bool:
    """Whether the cells of all pages of a kind are live: one of `LIVE_NOTEBOOKS`."""
    wanted: bool | list[str] = config.lite_build_live_notebooks
    return wanted if isinstance(wanted, bool) else kind in wanted


def page_word(metadata: Mapping[str, Any], document: nodes.document) -> str | None:
    """What a page says of its own blocks: one of `LIVE_BLOCKS`, `NOTEBOOK` or `OFF`; None for nothing.

    Args:
        metadata: of the page, or of the notebook that it is made of.
        document: where a word is told that means nothing.
    """
    said = next((str(metadata[name]).strip() for name in PAGE_FIELDS if name in metadata), None)
    # YAML takes the word for a value of its own.
    if said is not None and said.lower() == "false":
        return OFF
    known = (*(each for each in LIVE_BLOCKS if each), NOTEBOOK, OFF)
    if said is None or said in known:
        return said
    logger.warning(
        "lite-build: %s is none of %s", said, ", ".join(known), location=document, type="lite_build"
    )
    return None


def _check(app: Sphinx, config: Config) -> None:
    if isinstance(config.lite_build_live_notebooks, str):
        raise ConfigError('lite_build_live_notebooks is True, False, or a list, such as ["myst_nb"]')
    if not isinstance(config.lite_build_live_notebooks, bool):
        unknown = [each for each in config.lite_build_live_notebooks if each not in LIVE_NOTEBOOKS]
        if unknown:
            known = ", ".join(f'"{each}"' for each in LIVE_NOTEBOOKS)
            raise ConfigError(f"lite_build_live_notebooks has {unknown[0]!r}; there are {known}")
    if config.lite_build_live_blocks not in LIVE_BLOCKS:
        known = ", ".join(f'"{each}"' for each in LIVE_BLOCKS)
        raise ConfigError(
            f"lite_build_live_blocks is {config.lite_build_live_blocks!r}; it is one of {known}"
        )
    if config.lite_build_try_examples not in TRY_EXAMPLES:
        raise ConfigError(
            f'lite_build_try_examples is {config.lite_build_try_examples!r}; it is False, True or "all"'
        )
    if not is_folder_in_output(config.lite_build_site):
        raise ConfigError(
            f"lite_build_site is {config.lite_build_site!r}; it is the name of a folder in the output"
        )
