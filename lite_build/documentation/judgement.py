"""All examples of a documentation, run on the kernel of its site and compared with what is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lite_build.check.site_kernel import read_site_kernel
from lite_build.documentation.example_runs import run_examples
from lite_build.documentation.lacking import static_parts, without_static
from lite_build.documentation.problems import problems_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lite_build.build.site_build import BuildResult
    from lite_build.documentation.examples import CollectedExample
    from lite_build.project.options import CheckSettings


@dataclass(frozen=True)
class Judgement:
    """How examples have fared.

    Args:
        problems: where something differs, and what.
        summary: lines for people.
    """

    problems: tuple[tuple[str, str], ...]
    summary: tuple[str, ...]

    @property
    def is_well(self) -> bool:
        """Whether all that has run is as it is written."""
        return not self.problems


def judge_examples(
    every: Iterable[CollectedExample],
    built: BuildResult,
    settings: CheckSettings,
    flags: int,
    tell: Callable[[str], None],
) -> Judgement:
    """Run all examples that the site can run.

    Args:
        every: of a documentation.
        built: its site.
        settings: of the check.
        flags: of doctest, where an example says nothing else.
        tell: is told how far it is.

    Raises:
        LiteBuildError: whatever stands in the way.
    """
    asked = tuple(every)
    examples = without_static(asked, static_parts(frozenset(), asked, built.report.unmet, {}))
    lines = []
    if lacking := len(asked) - len(examples):
        lines.append(f"{lacking} examples are not run: the site has not the packages")
    if not examples:
        return Judgement((), (*lines, "There is no example to run."))
    kernel = read_site_kernel(built.output)
    runs = run_examples(
        examples, kernel, settings, lambda count: tell(f"{count} of {len(examples)} examples have run")
    )
    wrong = [tuple(problems_of(run, flags, settings.cell_seconds)) for run in runs]
    right = sum(not problems for problems in wrong)
    lines.append(f"{right} of {len(examples)} examples are as they are written")
    return Judgement(tuple(problem for problems in wrong for problem in problems), tuple(lines))
