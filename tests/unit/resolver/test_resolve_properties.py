"""What holds for every index, however its packages require each other."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packaging.requirements import Requirement
from packaging.version import Version

from lite_build.packages.asked.requirement import AskedRequirement
from lite_build.packages.index.settings import IndexSettings
from lite_build.packages.resolver.resolve import PackageSources, resolve
from lite_build.words.errors import UserMistake
from tests.conftest import write_wheel
from tests.unit.resolver.conftest import IMPATIENT

if TYPE_CHECKING:
    from unearth.fetchers.sync import PyPIClient

    from lite_build.runtime.core import Interpreter

NAMES = ("ant", "bee", "cat")
VERSIONS = ("1", "2", "3")

#: A package's requirements, by its name and version.
Packages = dict[tuple[str, str], tuple[str, ...]]

requirements = st.builds(
    "{}{}".format,
    st.sampled_from(NAMES),
    st.sampled_from(["", "==1", "==2", ">=2", "<3", "!=2", "<=1", ">3"]),
)
packages = st.dictionaries(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(VERSIONS)),
    st.lists(requirements, max_size=2).map(tuple),
    max_size=9,
)


def is_solution(versions: dict[str, str], asked: list[str], packages: Packages) -> bool:
    """Whether these packages meet what is asked for and each other's requirements."""
    wanted = [*asked, *(text for item in versions.items() for text in packages[item])]
    return all(
        requirement.name in versions and requirement.specifier.contains(Version(versions[requirement.name]))
        for requirement in map(Requirement, wanted)
    )


def has_solution(asked: list[str], packages: Packages) -> bool:
    """Whether any set of versions is a solution, tried one by one."""
    choices = ([None, *(version for name, version in packages if name == wanted)] for wanted in NAMES)
    return any(
        is_solution(
            {name: version for name, version in zip(NAMES, chosen, strict=True) if version}, asked, packages
        )
        for chosen in itertools.product(*choices)
    )


@given(packages=packages, asked=st.lists(requirements, min_size=1, max_size=2))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_solution_is_found_where_there_is_one_and_meets_every_requirement(
    packages: Packages, asked: list[str], interpreter: Interpreter, client: PyPIClient
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for (name, version), requires in packages.items():
            write_wheel(name, version, requires=requires, folder=Path(folder, "wheels"))
        Path(folder, "wheels").mkdir(exist_ok=True)
        try:
            resolution = resolve(
                [AskedRequirement(Requirement(text), "the test") for text in asked],
                PackageSources(IndexSettings((), (str(Path(folder, "wheels")),), IMPATIENT)),
                interpreter,
                client=client,
                cache=Path(folder, "cache"),
            )
        except UserMistake:
            assert not has_solution(asked, packages)
        else:
            chosen = {package.name: package.version for package in resolution.packages}
            assert is_solution(chosen, asked, packages)
            assert all(held.held_by for held in resolution.held_back)
