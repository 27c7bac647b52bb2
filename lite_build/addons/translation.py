"""The addon for the pages' languages, in place of jupyterlite-core's: for English alone it asks nobody."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

from jupyterlite_core.addons.translation import TranslationAddon

if TYPE_CHECKING:
    from jupyterlite_core.manager import LiteManager

    from lite_build.addons.base import Tasks

#: By which language packs, and packages that bring languages of their own, are found (jupyterlab_server).
_GROUPS = ("jupyterlab.languagepack", "jupyterlab.locale")
_ENGLISH = {"en": {"displayName": "English", "nativeName": "English"}}


class BuiltTranslationAddon(TranslationAddon):  # type: ignore[misc]
    """Knows without JupyterLab's server what that says where no language pack is installed.

    To import it takes a third of a build: the library of its schemas compiles the grammars of
    internationalized addresses (rfc3987-syntax, by jsonschema's extra format-nongpl).
    """

    def __init__(self, manager: LiteManager, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(manager, *args, **kwargs)
        self._is_wanted = "translation" not in manager.disable_addons
        manager.disable_addons = (*manager.disable_addons, "translation")

    def build(self, manager: LiteManager) -> Tasks:
        """Write what the pages ask of languages, unless the project wants none of the stock addon's."""
        if self._is_wanted:
            yield from super().build(manager)

    @property
    def translation_data(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """What the pages are told of languages, and each language's texts."""
        if any(entry_points(group=group) for group in _GROUPS):
            data: tuple[dict[str, Any], dict[str, Any]] = super().translation_data
            return data
        return {"data": _ENGLISH, "message": ""}, {"en": {"data": {}, "message": ""}}
