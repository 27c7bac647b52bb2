"""The templates of pages: those that we ship, and over them those of the project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import jinja2

from lite_build.project.file_names import TEMPLATES_FOLDER
from lite_build.words.errors import UserMistake
from lite_build.words.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_TEMPLATE = "article"
APP_TEMPLATE = "app"
#: Before the name of a template, it is ours, whatever the project has.
_OURS = "lite-build"
_SHIPPED = Path(__file__).with_name("templates")
_SUFFIX = ".html"
#: What others extend or include, and no page is made of by itself.
_PARTS = frozenset({"base", "index"})


class PageTemplates:
    """Fills templates.

    A template of the project takes the place of ours with the same name. It may build on it:
    `{% extends "lite-build/article.html" %}`.

    Args:
        root: the project's folder.
    """

    def __init__(self, root: Path) -> None:
        self._own = root / TEMPLATES_FOLDER
        shipped = jinja2.FileSystemLoader(_SHIPPED)
        self._environment = jinja2.Environment(
            loader=jinja2.ChoiceLoader(
                [jinja2.FileSystemLoader(self._own), jinja2.PrefixLoader({_OURS: shipped}), shipped]
            ),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all templates that pages can be made of."""
        found = {path.stem for folder in (self._own, _SHIPPED) for path in folder.glob(f"*{_SUFFIX}")}
        return tuple(sorted(found - _PARTS))

    def check(self, name: str) -> None:
        """Refuse a template that is not there.

        Raises:
            UserMistake: names those that there are.
        """
        if name not in self.names:
            raise UserMistake(
                f"there is no template called {name}{did_you_mean(name, self.names)}",
                where=str(self._own),
                remedy=f"There are {', '.join(self.names)}; {name}{_SUFFIX} in that folder adds one.",
            )

    def filled(self, name: str, values: Mapping[str, object]) -> str:
        """Fill a template.

        Args:
            name: of the template, without its ending.
            values: by the names that it has for them.

        Raises:
            UserMistake: the template is wrong: names its file and the line.
        """
        try:
            return self._environment.get_template(name + _SUFFIX).render(values)
        except jinja2.TemplateSyntaxError as error:
            raise UserMistake(
                f"the template cannot be read: {error.message}",
                where=f"{error.filename or error.name}, line {error.lineno}",
                remedy="Correct that line.",
            ) from None
        except jinja2.TemplateNotFound as error:
            raise UserMistake(
                f"there is no template {error.name}, which it builds on",
                where=f"{self._own / name}{_SUFFIX}",
                remedy=f"Ours are called {_OURS}/article.html and so on.",
            ) from None
        except jinja2.TemplateError as error:
            raise UserMistake(
                f"the template cannot be filled: {error}",
                where=f"{self._own / name}{_SUFFIX}",
                remedy="It has the names that docs/static-pages.md lists.",
            ) from None
