"""Read a project's configuration, as `jupyter lite` does, and refuse what it would let pass."""

from __future__ import annotations

import contextlib
import logging
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from jupyterlite_core.addons import get_addon_implementations
from jupyterlite_core.app import LiteBuildApp
from traitlets import TraitError
from traitlets.config import Config

from lite_build.project.file_names import CONFIG_FILE
from lite_build.project.option_checks import check_arguments, check_configuration, check_options
from lite_build.project.output import check_is_no_site
from lite_build.project.own_settings import check_apps
from lite_build.words.errors import Mistakes, UserMistake

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from jupyterlite_core.manager import LiteManager


def configure(
    root: Path,
    arguments: Sequence[str] = (),
    options: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
) -> LiteManager:
    """Make the manager of a project's build, with every addon in place.

    Args:
        root: the project's folder. Relative paths of the configuration and the arguments start there.
        arguments: as `jupyter lite build` takes them: "--output-dir=site", "--RuntimeAddon.core=npm:314.0.7".
        options: what the configuration says too, in the same form; these hold where both say something.

    Raises:
        UserMistake: the folder is missing, or is a built site; the configuration is not JSON, has a key that
            nothing knows, or a value of the wrong kind; an argument names an option that nothing knows.
    """
    root = root.resolve()
    if not root.is_dir():
        raise UserMistake(
            "there is no such folder", where=str(root), remedy="`lite-build init DIR` makes a new project."
        )
    check_is_no_site(root)
    mistakes = Mistakes()
    with mistakes.collected():
        check_configuration(root / CONFIG_FILE)
    with mistakes.collected():
        check_options(options)
    with mistakes.collected():
        check_arguments(arguments)
    mistakes.raise_all()
    complaints = _Complaints()
    with contextlib.chdir(root):
        app = LiteBuildApp(lite_dir=root, log_level=logging.WARNING)
        for handler in app.log.handlers:
            handler.addFilter(_is_no_complaint)
        app.log.addHandler(complaints)
        try:
            app.initialize(list(arguments))
            if options:
                app.update_config(Config({section: dict(values) for section, values in options.items()}))
            manager: LiteManager = app.lite_manager
            _check_disabled(manager.disable_addons)
            check_apps(manager.apps, manager.app_archive)
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
