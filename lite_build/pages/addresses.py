"""Addresses between the pages of a site: a notebook's stays as long as its name does."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from lite_build.notebooks.reading import is_notebook_name, without_notebook_suffix

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The folder of a site that has its notebooks' pages.
PAGES = "pages"
INDEX = f"{PAGES}/index.html"
#: The folder of a site that has its contents.
CONTENTS = "files"


def page_path(notebook: str) -> str:
    """Where a notebook's page lies in a site.

    Args:
        notebook: its path in the contents, with "/".
    """
    return f"{PAGES}/{without_notebook_suffix(notebook)}.html"


@dataclass(frozen=True)
class SiteAddresses:
    """What the pages of a site may lead to.

    Args:
        pages: the path in the site of each notebook's page, by the notebook's path in the contents.
        application: the path in the site of the page that opens notebooks, such as "lab/index.html"; None
            where the site has none.
        texts: the path in the contents of each notebook that is written as text, by the path of that text.
    """

    pages: Mapping[str, str]
    application: str | None = "lab/index.html"
    texts: Mapping[str, str] = field(default_factory=dict)

    def opened(self, path: str) -> str | None:
        """The address, in the site, at which a file of the contents is opened to be worked with."""
        return None if self.application is None else f"{self.application}?path={quote(path, safe='/')}"


@dataclass(frozen=True)
class PageAddresses:
    """Addresses as one page has them: relative to it, so that a site works wherever it is.

    Args:
        page: its path in the site.
        notebook: what its texts are relative to: its notebook's path in the contents.
    """

    site: SiteAddresses
    page: str
    notebook: str

    @property
    def root(self) -> str:
        """The site's root: "" or some "../"."""
        return "../" * self.page.count("/")

    @property
    def opened(self) -> str | None:
        """Where the notebook is opened to be worked with."""
        address = self.site.opened(self.notebook)
        return None if address is None else self.root + address

    def in_site(self, path: str) -> str:
        """A path in the site, as the page names it."""
        return self.root + quote(path, safe="/")

    def resolved(self, address: str) -> str:
        """An address in a text of the notebook, as the page has it.

        One of a notebook leads to its page, or to where it is opened where it has none.
        """
        try:
            parts = urlsplit(address)
        except ValueError:
            return address
        if parts.scheme or parts.netloc or not parts.path:
            return address
        path = unquote(parts.path)
        # JupyterLab opens paths of the contents, whose root a leading "/" means.
        if path.startswith("/"):
            path = posixpath.normpath(path).lstrip("/")
        else:
            path = posixpath.normpath(posixpath.join(posixpath.dirname(self.notebook), path))
        path = self.site.texts.get(path, path)
        ending = f"#{parts.fragment}" if parts.fragment else ""
        if path in self.site.pages:
            return self.in_site(self.site.pages[path]) + ending
        if is_notebook_name(path) and (opened := self.site.opened(path)) is not None:
            return self.root + opened
        # What is above the contents is beside them: pages of the site.
        in_site = posixpath.normpath(posixpath.join(CONTENTS, path))
        slash = "/" if parts.path.endswith("/") else ""
        query = f"?{parts.query}" if parts.query else ""
        return self.in_site(in_site) + slash + query + ending
