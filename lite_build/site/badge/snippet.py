"""A link with a picture, in the languages of READMEs."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args
from urllib.parse import quote, urlencode, urlsplit

from lite_build.site.badge import BADGE
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Mapping

Language = Literal["markdown", "html", "rst"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
#: The applications that open a document which their address names.
APPLICATIONS = ("lab", "notebooks", "edit")


@dataclass(frozen=True)
class Badge:
    """A picture that leads to a site.

    Args:
        target: the address that it leads to.
        picture: the address of the picture, on the same site.
        words: in the place of the picture.
    """

    target: str
    picture: str
    words: str

    def text(self, language: Language) -> str:
        """The badge as it stands in a README."""
        match language:
            case "markdown":
                words = self.words.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
                return f"[![{words}]({self.picture})]({self.target})"
            case "html":
                target, picture, words = map(html.escape, (self.target, self.picture, self.words))
                return f'<a href="{target}"><img src="{picture}" alt="{words}"></a>'
            case "rst":
                return f".. image:: {self.picture}\n   :target: {self.target}\n   :alt: {self.words}"


def badge_of(address: str, application: str, asked: Mapping[str, str], words: str) -> Badge:
    """Make the badge of a site.

    Args:
        address: of the published site.
        application: that opens what is asked for.
        asked: the parameters that name a document; none lead to the site's first page.
        words: in the place of the picture.

    Raises:
        UserMistake: the address is none of a site.
    """
    try:
        parts = urlsplit(address.strip())
        is_site = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_site = False
    if not is_site or parts.query or parts.fragment:
        raise UserMistake(
            "is no address of a site",
            where=address,
            remedy="It is that of the site's first page, like https://you.github.io/course/",
        )
    site = f"{parts.scheme}://{parts.netloc}{quote(parts.path, safe='/%~')}".removesuffix("index.html")
    site = site.rstrip("/") + "/"
    # What a query may have as it is reads better; brackets would end a link of Markdown.
    query = urlencode(asked, quote_via=quote, safe="/")
    return Badge(f"{site}{application}/index.html?{query}" if asked else site, f"{site}{BADGE}", words)
