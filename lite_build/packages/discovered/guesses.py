"""What notebooks import and nothing that is known provides, in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Guess:
    """Something that no known package provides, or more than one.

    Args:
        name: the module that is imported, or the name that conda is asked for.
        distributions: of which one may be meant; the module's own name where nothing is known.
        where: in words: "tour.ipynb, cell 2".
        verb: what is done with it there.
        is_told: whether the one distribution is known to provide it, and only nobody has confirmed it.
    """

    name: str
    distributions: tuple[str, ...]
    where: str
    verb: str = "imports"
    is_told: bool = False

    def __str__(self) -> str:
        if len(self.distributions) > 1:
            adds = ", or ".join(f"lite-build add {name}" for name in self.distributions)
            return f"{self.where} {self.verb} {self.name}, which several packages provide. Choose one: {adds}"
        [name] = self.distributions
        if self.is_told:
            return (
                f"{self.where} {self.verb} {self.name}, which is usually the package {name}'s. "
                f"If that is meant: lite-build add {name}"
            )
        return (
            f"{self.where} {self.verb} {self.name}, which no known package provides. "
            f"If the distribution is called {name}: lite-build add {name}"
        )


@dataclass(frozen=True)
class Unavailable:
    """A module that no package brings into a page.

    Args:
        name: of the module.
        where: in words: "tour.ipynb, cell 2".
        reason: a sentence, beginning with the module's name.
    """

    name: str
    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where} imports {self.name}. {self.reason}"
