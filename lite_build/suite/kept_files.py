"""What pytest and its plugins write, on this machine: reports, the cache of pytest, coverage."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lite_build.suite.place import machine_path
from lite_build.words.errors import BuildFailure


@dataclass(frozen=True)
class KeptFiles:
    """Writes files of the runtime's at the same paths on this machine.

    Args:
        root: the project's folder; what is in it is kept.
        working_folder: where the person is.
        arguments: pytest's; what they name outside of the project is kept too.
    """

    root: Path
    working_folder: Path
    arguments: tuple[str, ...]

    def keep(self, path: str, content: bytes) -> None:
        """Write a file, if it is one to keep: a plugin may write into the runtime's own folders as well.

        Args:
            path: in the runtime, absolute.
            content: of the file.

        Raises:
            BuildFailure: it cannot be written.
        """
        target = Path(machine_path(path))
        if not any(target.is_relative_to(place) for place in (self.root, *self._named())):
            return
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        except OSError as error:
            raise BuildFailure(
                f"what the tests report cannot be written ({error.strerror})",
                where=str(target),
                remedy="Name another place, or have this one writable.",
            ) from error

    def _named(self) -> list[Path]:
        """The places outside that an argument may mean: `--junitxml=PATH`, `--cov-report=html:DIR`."""
        words = (word.rpartition("=")[2].rpartition(":")[2] for word in self.arguments)
        places = [(self.working_folder / word).resolve() for word in words if word]
        return [place for place in places if not self.root.is_relative_to(place)]
