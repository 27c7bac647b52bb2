from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from lite_build.boot import compiled
from lite_build.boot.compiled import CompiledPart, compiled_parts
from lite_build.runtime.core import Core
from tests.unit.boot.conftest import shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from lite_build.packages.wheels.package_file import FetchedPackage
    from tests.conftest import WheelFactory


@dataclass
class Compiler:
    """What stands in for the maker, which needs a runtime: a part is its wheel's name, or nothing."""

    core: Core
    cache: Path
    said: list[str] = field(default_factory=list)
    jobs: list[str] = field(default_factory=list)
    empty: frozenset[str] = frozenset()

    def parts(
        self, *packages: FetchedPackage, report: Callable[[str], None] | None = None
    ) -> dict[str, CompiledPart]:
        made = compiled_parts(self.core, packages, self.cache, report or self.said.append)
        return {fetched.package.name: part for fetched, part in made.items()}

    def run(
        self, core: Core, packages: Sequence[FetchedPackage], output: Path, job: dict[str, Any], *, what: str
    ) -> dict[str, Any]:
        self.jobs.append(what)
        parts = []
        for number, fetched in enumerate(packages):
            name = fetched.package.name
            content = b"" if name in self.empty else name.encode()
            (output / f"part-{number}").write_bytes(content)
            places = [[f"{name}.pyc", 0, len(content)]] if content else []
            parts.append({"size": len(content), "places": places})
        return {"type": "compiled", "parts": parts}


@pytest.fixture
def compiler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Compiler:
    maker = Compiler(Core("314.0.6", tmp_path, "sha512-AAAA", "a test"), tmp_path / "cache")
    monkeypatch.setattr(compiled, "run_maker", maker.run)
    return maker


@pytest.fixture
def fetched(wheel_factory: WheelFactory) -> list[FetchedPackage]:
    return [shipped(wheel_factory(name, "1.0")) for name in ("ant", "bee", "cat", "dog")]


def test_only_what_is_new_is_compiled(compiler: Compiler, fetched: list[FetchedPackage]) -> None:
    ant, bee, cat, dog = fetched
    assert list(compiler.parts(ant, bee, cat, dog)) == ["ant", "bee", "cat", "dog"]
    assert compiler.parts(dog)["dog"].places == (("dog.pyc", 0, 3),)
    assert list(compiler.parts(dog, ant)) == ["dog", "ant"]
    assert compiler.said == ["Compiling 4 packages"]


def test_what_another_build_compiles_meanwhile_is_not_compiled_again(
    compiler: Compiler, fetched: list[FetchedPackage]
) -> None:
    ant, bee, cat, dog = fetched

    def let_another_build_begin(said: str) -> None:
        compiler.parts(ant, cat, dog)

    assert list(compiler.parts(ant, bee, cat, report=let_another_build_begin)) == ["ant", "bee", "cat"]
    assert compiler.jobs == ["compile ant, cat, dog", "compile bee"]


def test_a_part_that_is_damaged_or_gone_is_made_again(
    compiler: Compiler, fetched: list[FetchedPackage]
) -> None:
    first = compiler.parts(*fetched)
    first["bee"].file.path.write_bytes(b"")
    first["cat"].file.path.with_name("places.json").unlink()
    first["dog"].file.path.with_name("made.json").write_text("[]", encoding="utf-8")
    second = compiler.parts(*fetched)
    assert list(second) == list(first)
    assert second == first
    assert compiler.said[1:] == ["Compiling bee, cat, dog"]


def test_a_wheel_with_nothing_to_read_later_has_an_empty_part_and_is_not_looked_at_again(
    compiler: Compiler, fetched: list[FetchedPackage]
) -> None:
    compiler.empty = frozenset({"bee"})
    for _ in range(2):
        parts = compiler.parts(*fetched[:3])
        assert [name for name, part in parts.items() if part.places] == ["ant", "cat"]
    assert compiler.said == ["Compiling ant, bee, cat"]
