"""The rooms and workspaces are as docs/architecture.md draws them: who knows whom, and how large each is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import grimp
import pytest

REPOSITORY = Path(__file__).parents[2]
PACKAGE = REPOSITORY / "lite_build"
#: The rooms that have rooms, by the heading under which their arrows are drawn.
BUILDINGS = {"lite_build": "## Rooms", "lite_build.packages": "### Rooms of the packages"}
#: The heading under which the arrows of the workspaces in TypeScript are drawn.
WORKSPACES = "### Outside of lite_build"
IMPORTED_WORKSPACE = re.compile(r"""(?:from|import\() ?['"]@lite-build/([\w-]+)""")
MOST_MODULES = 15

Arrows = dict[str, set[str]]


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("lite_build", cache_dir=None)


@pytest.mark.parametrize("building", BUILDINGS)
def test_the_drawing_has_every_room_and_the_arrows_of_their_imports(
    graph: grimp.ImportGraph, building: str
) -> None:
    found = without_implied(arrows_of(graph, building))
    lines = [f"  {room} --> {other}" for room in sorted(found) for other in sorted(found[room])]
    assert drawn(BUILDINGS[building]) == found, "\n".join(["the imports are these:", *lines])


def test_the_drawing_has_every_workspace_and_the_arrows_of_their_imports() -> None:
    sources = {folder.parent.name: folder for folder in (REPOSITORY / "extensions").glob("*/src")}
    found = without_implied({name: imported_workspaces(folder) for name, folder in sources.items()})
    assert drawn(WORKSPACES) == found


@pytest.mark.parametrize("building", BUILDINGS)
def test_every_drawn_arrow_goes_down_the_contract_of_the_linter(building: str) -> None:
    depths = {room: depth for depth, layer in enumerate(layers_of(building)) for room in layer}
    arrows = drawn(BUILDINGS[building])
    assert depths.keys() == arrows.keys()
    assert [(room, other) for room in arrows for other in arrows[room] if depths[room] >= depths[other]] == []


def test_no_room_is_too_large_and_each_says_its_job() -> None:
    sizes = {
        folder: len([path for path in folder.glob("*.py") if path.name != "__init__.py"])
        for folder in (PACKAGE, *(init.parent for init in PACKAGE.rglob("__init__.py")))
    }
    assert {folder: size for folder, size in sizes.items() if size > MOST_MODULES} == {}
    nameless = [
        folder for folder in sizes if not (folder / "__init__.py").read_text("utf-8").startswith('"""')
    ]
    assert nameless == []


def arrows_of(graph: grimp.ImportGraph, building: str) -> Arrows:
    """Tell of each room inside a building the rooms that its modules import from."""
    rooms = graph.find_children(building)
    inside = {module: room for room in rooms for module in (room, *graph.find_descendants(room))}
    arrows: Arrows = {room: set() for room in rooms}
    for module, room in inside.items():
        known = {inside.get(imported) for imported in graph.find_modules_directly_imported_by(module)}
        arrows[room] |= {other for other in known if other not in {None, room}}
    return {last(room): {last(other) for other in known} for room, known in arrows.items()}


def imported_workspaces(folder: Path) -> set[str]:
    """Tell which other workspaces the modules in a folder import from."""
    modules = (path.read_text("utf-8") for path in folder.rglob("*.ts"))
    return {name for text in modules for name in IMPORTED_WORKSPACE.findall(text)}


def without_implied(arrows: Arrows) -> Arrows:
    """Leave out the arrows to what is reached by other arrows, too."""
    below: Arrows = {}

    def reach(room: str) -> set[str]:
        if room not in below:
            below[room] = set().union(*({other} | reach(other) for other in arrows[room]))
        return below[room]

    return {
        room: {other for other in known if not any(other in reach(between) for between in known - {other})}
        for room, known in arrows.items()
    }


def drawn(heading: str) -> Arrows:
    """Read the drawing below a heading: its rooms and arrows."""
    text = (REPOSITORY / "docs/architecture.md").read_text("utf-8")
    chart = re.search(r"```mermaid\nflowchart \w+\n(.*?)```", text.partition(f"{heading}\n")[2], re.S)
    assert chart is not None
    arrows: Arrows = {}
    for line in chart[1].splitlines():
        room, *others = re.split(r"\s*(?:-->|&)\s*", line.strip())
        arrows.setdefault(room, set()).update(others)
        for other in others:
            arrows.setdefault(other, set())
    return arrows


def layers_of(building: str) -> list[list[str]]:
    """Read the linter's contract for a building, from the top down."""
    configured = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    contracts = configured["tool"]["importlinter"]["contracts"]
    (layers,) = [contract["layers"] for contract in contracts if contract.get("containers") == [building]]
    return [layer.split(" | ") for layer in layers]


def last(module: str) -> str:
    """The name of a room inside of its building."""
    return module.rpartition(".")[2]
