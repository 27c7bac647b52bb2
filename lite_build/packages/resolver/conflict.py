"""Requirements that cannot be met together, told as chains of who asked for what."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lite_build.packages.resolver.wanted import IMPOSSIBLE, Identifier, Pick, Wanted
from lite_build.words.errors import LiteBuildError, UserMistake

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


#: How many chains are shown for one name. More than this nobody reads.
MAXIMUM_CHAINS = 6


@dataclass(frozen=True)
class Link:
    """One step of a chain: a want, and the pick that has it; None for what a person asked for."""

    parent: Pick | None
    want: Wanted


class Chains:
    """Tells how each pick came to be considered.

    Args:
        asked: what a person asked for.
        required: what each pick that was tried requires.
    """

    def __init__(self, asked: Iterable[Wanted], required: Mapping[Pick, Sequence[Wanted]]) -> None:
        picks: dict[Identifier, list[Pick]] = {}
        for pick in required:
            picks.setdefault(pick.identifier, []).append(pick)
        self._came_by: dict[Pick, Link] = {}
        waiting = deque(Link(None, want) for want in asked)
        while waiting:
            link = waiting.popleft()
            for pick in picks.get(link.want.identifier, ()):
                if pick in self._came_by or not link.want.accepts(pick.candidate):
                    continue
                self._came_by[pick] = link
                waiting.extend(Link(pick, want) for want in required[pick])

    def words(self, link: Link) -> str:
        """The chain that ends in a want: "tour.ipynb, cell 2 → wigglystuff 0.5.36 → anywidget>=0.11".

        That an extra wants its own package is left out: what wanted the extra says it.
        """
        step: Link | None = link
        while step is not None and step.want.exactly is not None and step.parent is not None:
            step = self._came_by.get(step.parent)
        steps = [(step or link).want.text]
        while step is not None and step.parent is not None:
            steps.append(str(step.parent))
            step = self._came_by.get(step.parent)
        if step is not None:
            steps.append(step.want.asked_by)
        return " → ".join(dict.fromkeys(reversed(steps)))

    def asked_for(self, link: Link) -> Wanted | None:
        """What a person asked for that a chain begins with."""
        step: Link | None = link
        while step is not None and step.parent is not None:
            step = self._came_by.get(step.parent)
        return None if step is None else step.want


def root_cause(link: Link, hopeless: Mapping[Pick, Wanted]) -> Link:
    """Follow a want to what is missing in the end, where all that would meet it is hopeless.

    Args:
        link: a want that could not be met.
        hopeless: the picks that no solution can have, each with what it requires in vain.
    """
    seen: set[Pick] = set()
    while True:
        meeting = [
            pick
            for pick in hopeless
            if pick.identifier == link.want.identifier
            and link.want.accepts(pick.candidate)
            and pick not in seen
        ]
        if not meeting:
            return link
        newest = max(meeting, key=lambda pick: pick.candidate.version)
        seen.add(newest)
        link = Link(newest, hopeless[newest])


def explain_conflict(
    causes: Sequence[Link], chains: Chains, absences: Mapping[Link, LiteBuildError]
) -> UserMistake:
    """The error for requirements that exclude each other.

    Args:
        causes: what the resolver ended with.
        chains: tell who asked.
        absences: why nothing meets those of the causes that nothing does, even alone.
    """
    groups: dict[str, list[Link]] = {}
    for cause in causes:
        name = cause.want.name
        if name == IMPOSSIBLE and cause.parent is not None:
            name = cause.parent.candidate.name
        groups.setdefault(name, []).append(cause)
    are_unusable = all(cause.want.name == IMPOSSIBLE for cause in causes)
    lines = ["no usable version was found" if are_unusable else "these requirements cannot be met together"]
    roots: dict[str, None] = {}
    for name, links in groups.items():
        reasons = dict.fromkeys(absences[link].what for link in links if link in absences)
        lines.append(f"  {name}: {'; '.join(reasons)}".rstrip())
        shown = newest_of_each(links)
        for link in shown[:MAXIMUM_CHAINS]:
            versions = {other.parent for other in links if _source(other) == _source(link)}
            alike = len(versions) - 1
            others = f" (and {alike} other version{'s' if alike > 1 else ''} of it alike)" if alike else ""
            lines.append(f"    {chains.words(link)}{others}")
            asked = chains.asked_for(link)
            if asked is not None:
                roots[f"{asked.text} ({asked.asked_by})"] = None
        if len(shown) > MAXIMUM_CHAINS:
            lines.append(f"    … and {len(shown) - MAXIMUM_CHAINS} more")
    remedy = f"loosen or leave out one of: {', '.join(roots)}" if roots else "loosen one of them"
    return UserMistake("\n".join(lines), remedy=remedy)


def _source(link: Link) -> str:
    return link.want.asked_by if link.parent is None else link.parent.candidate.name


def newest_of_each(links: Iterable[Link]) -> list[Link]:
    """One link for each package that asks: that of its newest version; all that a person asked for."""
    newest: dict[tuple[str, str], Link] = {}
    for link in links:
        key = (_source(link), link.want.text if link.parent is None else "")
        known = newest.get(key)
        if (
            known is None
            or known.parent is None
            or (link.parent is not None and link.parent.candidate.version > known.parent.candidate.version)
        ):
            newest[key] = link
    return list(newest.values())
