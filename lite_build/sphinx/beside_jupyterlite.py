"""Beside jupyterlite-sphinx: its directives stay, and the site that they lead to is ours, built once.

It builds a site of its own when Sphinx has finished, whatever has changed, and takes away before each build
what its directives have staged. Neither has a setting. Its listener is disconnected, and what it stages is
kept.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from docutils import nodes
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.util import logging

from lite_build.documentation.settings import DEFAULT_SITE
from lite_build.documentation.site import Additions
from lite_build.files.json_file import read_json_object
from lite_build.sphinx.notebook_pages.gallery_notebooks import badge_settings
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

EXTENSION = "jupyterlite_sphinx"
#: Its listener that builds, and that of sphinx-gallery which puts notebooks where no badge looks for them.
_BUILDS = (EXTENSION, "jupyterlite_build")
_COPIES = ("sphinx_gallery", "create_jupyterlite_contents")
_APPS = ("consoles", "edit", "lab", "notebooks", "repl", "tree")
#: How an address names a notebook, that of Voici by its page, and where the environment has those in use.
_PATH = re.compile(r"[?&]path=([^\s&\"'\\]+)")
_RENDERED = re.compile(r"/voici/render/([^\s?\"'\\]+)\.html")
_NAMED = "lite_build_staged_notebooks_2"


def is_there(app: Sphinx) -> bool:
    """Whether the documentation uses it."""
    return EXTENSION in app.extensions


def take_over(app: Sphinx, config: Config) -> None:
    """Have it build no site."""
    if not is_there(app):
        return
    if config.lite_build_site != DEFAULT_SITE:
        logger.warning(
            "lite_build_site has to be %r beside jupyterlite-sphinx", DEFAULT_SITE, type="lite_build"
        )
    if not _disconnect(app, *_BUILDS):
        logger.warning("this jupyterlite-sphinx builds in a way that is not known here", type="lite_build")
    _disconnect(app, *_COPIES)


def _disconnect(app: Sphinx, package: str, name: str) -> bool:
    """Take away a listener of another extension; tells whether it was there."""
    found = [
        listener.id
        for listener in app.events.listeners["build-finished"]
        if listener.handler.__module__.startswith(package) and listener.handler.__name__ == name
    ]
    for identifier in found:
        app.disconnect(identifier)
    return bool(found)


def read_jupyterlite_settings(app: Sphinx, kept: Path, given: Path) -> Additions:
    """Read its settings, and keep what its directives have staged.

    Args:
        app: with its settings.
        kept: our folder for that.
        given: our folder for the folders that its settings name; made anew.

    Raises:
        UserMistake: a file that they name is not there.
    """
    config, source = app.config, Path(app.srcdir)
    _keep_staged(app, kept)
    folders, files = _given(app)
    shutil.rmtree(given, ignore_errors=True)
    given.mkdir(parents=True)
    for folder in folders:
        shutil.copytree(folder, given / folder.name, dirs_exist_ok=True)
    overrides = config.jupyterlite_overrides
    further: dict[str, Any] = config.jupyterlite_build_command_options or {}
    return Additions(
        contents=(kept, given, *files),
        ignored=_listed(config.jupyterlite_ignore_contents),
        arguments=(
            *(f"--apps={name}" for name in _APPS),
            *([f"--settings-overrides={_present(source / overrides)}"] if overrides else []),
            *(f"--{name}={value}" for name, value in further.items()),
        ),
        options=_options(_present(source / config.jupyterlite_config)) if config.jupyterlite_config else {},
    )


def _keep_staged(app: Sphinx, kept: Path) -> None:
    """Keep all that its directives lead to; documents that are not read anew have staged theirs before."""
    staged = Path(app.srcdir) / app.config.jupyterlite_content_dir
    kept.mkdir(parents=True, exist_ok=True)
    if staged.is_dir():
        shutil.copytree(staged, kept, dirs_exist_ok=True)
    named = {name for names in _named(app.env).values() for name in names}
    for path in kept.rglob("*.ipynb"):
        if path.relative_to(kept).as_posix() not in named:
            path.unlink()


def _given(app: Sphinx) -> tuple[list[Path], list[Path]]:
    """The folders and files that its setting names, but for those that sphinx-gallery has added."""
    paths = [*_matching(app.config.jupyterlite_contents, Path(app.srcdir))]
    theirs = Path((badge_settings(app) or {}).get("jupyterlite_contents", app.srcdir)).resolve()
    folders = [path for path in paths if path.is_dir() and path.resolve() != theirs]
    return folders, [path for path in paths if path.is_file()]


def _matching(patterns: object, source: Path) -> Iterator[Path]:
    for pattern in _listed(patterns):
        folder = source / Path(pattern).parent
        yield from sorted(folder.glob(Path(pattern).name))


def _listed(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(map(str, value))  # type: ignore[call-overload]


def _present(path: Path) -> Path:
    if not path.is_file():
        raise UserMistake("there is no such file", where=str(path), remedy="Correct the path in conf.py.")
    return path


def _options(path: Path) -> dict[str, Any]:
    return read_json_object(path)


class StagedCollector(EnvironmentCollector):
    """Keeps to which of the notebooks that it stages each document leads."""

    def process_doc(self, app: Sphinx, document: nodes.document) -> None:
        """Note those of a document."""
        texts = "\n".join(_addresses(document))
        _named(app.env)[app.env.docname] = frozenset(
            unquote(path)
            for path in (
                *_PATH.findall(texts),
                *(f"{name}.ipynb" for name in _RENDERED.findall(texts)),
            )
        )

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a document."""
        _named(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: AbstractSet[str], other: BuildEnvironment
    ) -> None:
        """Take what another process has read."""
        theirs = _named(other)
        _named(env).update({name: theirs[name] for name in docnames if name in theirs})


def _addresses(document: nodes.document) -> Iterator[str]:
    """The texts in which addresses of notebooks are: raw HTML, and its nodes for frames and buttons."""
    for node in document.findall(nodes.Element):
        if isinstance(node, nodes.raw):
            yield node.astext()
        elif type(node).__module__.startswith(EXTENSION):
            yield str(node.get("iframe_src", ""))
            yield str(getattr(node, "lab_src", ""))


def _named(environment: BuildEnvironment) -> dict[str, frozenset[str]]:
    named: dict[str, frozenset[str]] | None = getattr(environment, _NAMED, None)
    if named is None:
        named = {}
        setattr(environment, _NAMED, named)
    return named
