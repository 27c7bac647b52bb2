"""Read a project's configuration, as `jupyter lite` does, and refuse what it would let pass."""

from __future__ import annotations

import contextlib
import difflib
import logging
import re
from typing import TYPE_CHECKING, Any

from jupyterlite_core.addons import get_addon_implementations
from jupyterlite_core.app import LiteBuildApp
from jupyterlite_core.manager import LiteManager
from traitlets import TraitError
from traitlets.config import Configurable

from lite_build.errors import UserMistake
from lite_build.json_file import read_json_object
from lite_build.project import CONFIG_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

#: Classes of other programs that a configuration file may speak to; their traits are theirs to check.
_FOREIGN_CLASSES = {
    "Application",
    "AsyncContentsManager",
    "ContentsManager",
    "FileContentsManager",
    "FileManagerMixin",
    "JupyterApp",
    "LoggingConfigurable",
    "ServerApp",
}
_TRAIT_ARGUMENT = re.compile(r"--(\w+)\.(\w+)(?:=|$)")


def configure(root: Path, arguments: Sequence[str] = ()) -> LiteManager:
    """Make the manager of a project's build, with every addon in place.

    Args:
        root: the project's folder. Relative paths of the configuration and the arguments start there.
        arguments: as `jupyter lite build` takes them: "--output-dir=site", "--RuntimeAddon.core=npm:314.0.7".

    Raises:
        UserMistake: the folder is missing; the configuration is not JSON, has a key that nothing knows, or a
            value of the wrong kind; an argument names an option that nothing knows.
    """
    root = root.resolve()
    if not root.is_dir():
        raise UserMistake(
            "there is no such folder", where=str(root), remedy="`lite-build init DIR` makes a new project."
        )
    _check_keys(root / CONFIG_FILE)
    _check_words(arguments)
    complaints = _Complaints()
    with contextlib.chdir(root):
        app = LiteBuildApp(lite_dir=root, log_level=logging.WARNING)
        for handler in app.log.handlers:
            handler.addFilter(_is_no_complaint)
        app.log.addHandler(complaints)
        try:
            app.initialize(list(arguments))
            manager: LiteManager = app.lite_manager
            _check_disabled(manager.disable_addons)
            manager.initialize()
            # The manager only warns of an addon that cannot be made, and builds a site without it.
            if complaints.fault is not None:
                raise complaints.fault
        except TraitError as error:
            raise UserMistake(
                str(error), where="the configuration", remedy=f"Correct the value in {CONFIG_FILE}."
            ) from error
        except SystemExit:
            raise UserMistake(
                complaints.text or "it cannot be read",
                where="the configuration",
                remedy="`lite-build build --help` lists the options.",
            ) from None
        finally:
            app.log.removeHandler(complaints)
            for handler in app.log.handlers:
                handler.removeFilter(_is_no_complaint)
            LiteBuildApp.clear_instance()
    return manager


def _check_disabled(names: Sequence[str]) -> None:
    ours = {
        name
        for name, addon in get_addon_implementations().items()
        if addon.__module__.startswith("lite_build.")
    }
    if disabled := sorted(ours.intersection(names)):
        raise UserMistake(
            f"the site cannot be made without {', '.join(disabled)}",
            where="LiteBuildConfig.disable_addons",
            remedy="Leave lite-build's own addons on.",
        )


class _Complaints(logging.Handler):
    """Keeps what traitlets logs before it would end the process, and what the manager logs of its addons."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.text = ""
        self.fault: BaseException | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.CRITICAL:
            self.text += record.getMessage()
        elif record.exc_info and record.exc_info[1] is not None:
            self.fault = record.exc_info[1]


def _is_no_complaint(record: logging.LogRecord) -> bool:
    return record.levelno < logging.CRITICAL and not record.exc_info


def _check_keys(path: Path) -> None:
    if not path.exists():
        return
    configured = read_json_object(path)
    known = _known_traits()
    problems = [
        problem
        for section, values in configured.items()
        if section != "version"
        for problem in _section_problems(section, values, known)
    ]
    if problems:
        raise UserMistake("\n".join(problems), where=path.name, remedy="Correct or remove these keys.")


def _check_words(arguments: Sequence[str]) -> None:
    known = _known_traits()
    named = [found.groups() for word in arguments if (found := _TRAIT_ARGUMENT.match(word)) is not None]
    problems = [
        problem for section, key in named for problem in _section_problems(section, {key: None}, known)
    ]
    if problems:
        raise UserMistake(
            "\n".join(problems),
            where="the arguments",
            remedy="`lite-build build --help` lists the options of every day.",
        )


def _section_problems(section: str, values: Any, known: dict[str, set[str]]) -> Iterator[str]:  # noqa: ANN401
    if section not in known and section not in _FOREIGN_CLASSES:
        yield f"nothing is called {section}{_nearest(section, known)}"
    elif not isinstance(values, dict):
        yield f"{section} must be an object of options"
    elif section not in _FOREIGN_CLASSES:
        for key in values:
            if key not in known[section]:
                yield f"{section} has no option {key}{_nearest(key, known[section])}"


def _nearest(name: str, known: Sequence[str] | set[str] | dict[str, set[str]]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1)
    return f" (did you mean {near[0]}?)" if near else ""


def _known_traits() -> dict[str, set[str]]:
    classes: set[type] = {LiteBuildApp, LiteManager, *get_addon_implementations().values()}
    return {
        cls.__name__: set(cls.class_trait_names(config=True))
        for known in classes
        for cls in known.mro()
        if issubclass(cls, Configurable)
    }
