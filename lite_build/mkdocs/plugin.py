"""The plugin: called by MkDocs while it reads the documents, before it writes the pages, and when it is done.

Source: <https://www.mkdocs.org/dev-guide/plugins/#events>.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File
from mkdocs.utils import get_relative_url

from lite_build.documentation.lacking import static_parts
from lite_build.documentation.live_code import LIVE_BLOCKS, OFF, PAGE_FIELDS
from lite_build.documentation.style import STYLE, style_text
from lite_build.mkdocs.live_parts import LivePage
from lite_build.mkdocs.markdown_extension import LiveBlocks
from lite_build.mkdocs.notebook_pages import NotebookFile, notebook_markdown
from lite_build.mkdocs.own_folder import OwnFolder
from lite_build.mkdocs.page_html import has_elements, page_html, part_html
from lite_build.mkdocs.settings import PluginSettings, documentation_folder
from lite_build.mkdocs.site import MkDocsSite
from lite_build.mkdocs.written_tags import without_scripts, written_tags
from lite_build.notebooks.reading import is_notebook_name, read_notebook
from lite_build.site.page_script import PAGE_SCRIPT
from lite_build.words.errors import LiteBuildError, UserMistake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from lite_build.documentation.examples import CollectedExample
    from lite_build.documentation.static_parts import StaticParts
    from lite_build.mkdocs.live_parts import LivePart, WrittenBlock

logger = get_plugin_logger("lite-build")


class LiteBuildPlugin(BasePlugin[PluginSettings]):  # type: ignore[no-untyped-call]
    """`plugins: [lite-build]` - blocks of code and notebooks that run in their pages."""

    def __init__(self) -> None:
        self._extension = LiveBlocks()
        self._pages: dict[str, LivePage] = {}
        self._blocks: dict[str, Mapping[str, WrittenBlock]] = {}
        self._own: OwnFolder | None = None
        #: Done with the examples in the place of the pages' site; gives whether all is well.
        self.task: Callable[[MkDocsSite], bool] | None = None
        self.is_well = True

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Be the same plugin for all builds of a server."""

    def on_config(self, config: MkDocsConfig) -> None:
        """Have Markdown know live blocks."""
        self._pages.clear()
        self._blocks.clear()
        config.markdown_extensions.append(self._extension)  # type: ignore[arg-type]

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Keep the last site from the broom: it is built anew where it has to be, and no sooner."""
        self._own = OwnFolder(Path(config.site_dir), self.config.site)
        self._own.keep_site()

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Make pages of notebooks, and add our styles."""
        for file in list(_notebooks_in(files)) if self.config.live_notebooks else ():
            files.remove(file)
            files.append(
                NotebookFile(
                    file.src_uri,
                    file.src_dir,
                    file.dest_dir,
                    file.use_directory_urls,
                    inclusion=file.inclusion,
                )
            )
        files.append(File.generated(config, STYLE, content=style_text()))
        return files

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        """Write a notebook as Markdown."""
        if not isinstance(page.file, NotebookFile):
            return None
        place = _place(page, config)
        try:
            notebook = read_notebook(Path(page.file.abs_src_path or ""), place)
        except UserMistake as mistake:
            raise PluginError(str(mistake)) from None
        written = notebook_markdown(notebook, place)
        self._blocks[page.file.src_uri] = written.blocks
        return written.text

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Know the page that is read from here on."""
        uri, place = page.file.src_uri, _place(page, config)
        word = self._word(page, place)
        self._extension.page = self._pages[uri] = LivePage(
            path=uri,
            place=place,
            source=markdown if uri in self._blocks else page.file.content_string,
            chosen=self.config.live_blocks if word is None else word,
            warn=lambda what, where: logger.warning("%s: %s", where, what),
            blocks=self._blocks.get(uri, {}),
            is_notebook=uri in self._blocks,
        )

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Know the tags of a page that was read."""
        self._extension.page = None
        if (live := self._pages.get(page.file.src_uri)) is not None:
            live.tags = written_tags(html)
        return without_scripts(html)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Build the site that the pages need, if they need one, and put cells into them."""
        pages = {
            uri: (file.page, live)
            for uri, live in self._pages.items()
            if (file := files.get_file_from_path(uri)) is not None and file.page is not None
        }
        needing = [
            uri for uri, (page, live) in pages.items() if live.parts or has_elements(page.content or "")
        ]
        if not needing and self.task is None:
            return
        examples = tuple(example for uri in sorted(pages) for example in pages[uri][1].examples())
        static = self._build(config, examples)
        for uri in needing:
            page, live = pages[uri]
            self._complete(page, live, config, static)

    def on_build_error(self, *, error: Exception) -> None:
        """Put the last site back."""
        if self._own is not None:
            self._own.restore_site()
            self._own.remove()

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Leave nothing behind."""
        if self._own is not None:
            self._own.remove()

    def _build(self, config: MkDocsConfig, examples: tuple[CollectedExample, ...]) -> StaticParts | None:
        """Build the site, and tell what it cannot run; None where there is none."""
        assert self._own is not None
        self._own.restore_site()
        site = MkDocsSite(self.config, config, examples, self._own.notebooks)
        try:
            if self.task is not None:
                self.is_well = self.task(site)
                return None
            built, _ = site.build(self._own.site)
        except LiteBuildError as error:
            self.is_well = False
            logger.error("%s", site.error_text(error))
            if self.task is None:
                logger.info("the pages are written without code that runs")
            return None
        return static_parts(frozenset(), examples, built.report.unmet, {})

    def _complete(self, page: Page, live: LivePage, config: MkDocsConfig, static: StaticParts | None) -> None:
        """Put cells into a page, or leave it as it is where there is no site."""
        is_coloured = not config.theme.get("highlightjs")

        def shown(part: LivePart) -> str | None:
            return part_html(part, is_coloured=is_coloured) if _is_live(live, part, static) else None

        content = live.filled(page.content or "", shown)
        if static is not None and has_elements(content):
            content = page_html(
                content,
                get_relative_url(f"{self.config.site}/{PAGE_SCRIPT}", page.url),
                get_relative_url(STYLE, page.url),
                page.file.src_uri if "navigation.instant" in config.theme.get("features", ()) else None,
            )
        page.content = content

    def _word(self, page: Page, place: str) -> str | None:
        """What a page says of its own blocks; None for nothing."""
        said = next((str(page.meta[name]).strip() for name in PAGE_FIELDS if name in page.meta), None)
        # YAML takes the word for a value of its own.
        if said is not None and said.lower() == "false":
            return OFF
        known = (*filter(None, LIVE_BLOCKS), OFF)
        if said is None or said in known:
            return said
        logger.warning("%s: lite_build: %s is none of %s", place, said, ", ".join(known))
        return None


def _notebooks_in(files: Files) -> Iterator[File]:
    """The notebooks that no other plugin has made pages of."""
    for file in files:
        is_theirs = file.is_documentation_page() or file.src_dir is None
        if is_notebook_name(file.src_uri) and not is_theirs:
            yield file


def _is_live(live: LivePage, part: LivePart, static: StaticParts | None) -> bool:
    if static is None or live.is_off:
        return False
    if live.is_notebook:
        return not any(example.document in static.notebooks for example in live.examples())
    return not any(cell.place in static.places for cell in part.cells)


def _place(page: Page, config: MkDocsConfig) -> str:
    """Where a page's source is, from the folder of `mkdocs.yml`."""
    path = Path(config.docs_dir, page.file.src_path)
    folder = documentation_folder(config)
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)
