"""What our addons share: the session of their build, and tasks whose known errors become messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from doit.exceptions import TaskFailed
from jupyterlite_core.addons.base import BaseAddon

from lite_build.build.session import session_of
from lite_build.words.errors import LiteBuildError

if TYPE_CHECKING:
    from jupyterlite_core.manager import LiteManager

Task = dict[str, Any]
Tasks = Iterator[Task]


class LiteBuildAddon(BaseAddon):  # type: ignore[misc]
    """An addon of ours: puts its options into the session, and turns known errors into messages."""

    __all__: list[str] = []

    def __init__(self, manager: LiteManager, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(manager, *args, **kwargs)
        self.session = session_of(manager)

    def is_configured(self, trait: str) -> bool:
        """Whether the project says anything of a trait of `LiteBuildConfig`."""
        return self.configured(trait) is not None

    def configured(self, trait: str) -> Any:  # noqa: ANN401
        """What the project says of a trait of `LiteBuildConfig`, in its own words; None for nothing."""
        for name in _configurable_names(self.manager):
            if trait in self.manager.config.get(name, {}):
                return self.manager.config[name][trait]
        return None

    def step(self, name: str, doc: str, action: Callable[[], None]) -> Task:
        """A doit task that is always run, and that fails with a message and no traceback on a known error."""

        def run() -> TaskFailed | None:
            try:
                action()
            except LiteBuildError as error:
                self.session.failure = error
                return TaskFailed(str(error))
            except Exception as fault:
                # doit keeps an exception's words and loses the exception.
                self.session.failure = fault
                raise
            return None

        task: Task = self.task(name=name, doc=doc, actions=[run], uptodate=[False])
        return task


def _configurable_names(manager: LiteManager) -> set[str]:
    classes = [*type(manager).mro()]
    if manager.parent is not None:
        classes += type(manager.parent).mro()
    return {cls.__name__ for cls in classes}
