"""Documentation of Sphinx: how soon an example answers, what pages weigh, and what builds of them take."""

from __future__ import annotations

from time import time
from typing import TYPE_CHECKING

from lite_build.project.file_names import CONFIG_FILE
from tests.bench.builders import Builder, Environments, documentation_environments, lite_build, sphinx
from tests.bench.cold_visit import cold_visit
from tests.bench.kernel_project import write_page_settings
from tests.bench.published import published
from tests.bench.results import Figure
from tests.bench.rounds import take_turns
from tests.bench.say import say
from tests.bench.stock_project import write_stock_project
from tests.bench.traffic import Traffic

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.bench.builders import Timing
    from tests.bench.cold_visit import ColdVisit

PLAIN = "the same pages with no examples that run"
STOCK = "jupyterlite-sphinx"
MIXED = "jupyterlite-sphinx on lite-build's kernel"
OURS = "lite-build"
#: What each is to reach: of stock's time, of the plain pages' time, and bytes more than the plain pages have.
_CLICK, _REBUILD, _MORE_BYTES = 1 / 6, 1.15, 40_000
_PARTS = 200
#: For how long a page may go on to fetch after it was loaded, in milliseconds.
_SETTLING = 3000.0
#: Stock comes with what its kernel needs.
_NOT_IN_STOCK = ("litewidget",)
#: What an example puts out in a browser, and nowhere else.
_ANSWER = "emscripten"
_EXTENSIONS = {
    PLAIN: (),
    STOCK: ("jupyterlite_sphinx",),
    MIXED: ("jupyterlite_sphinx", "lite_build.sphinx"),
    OURS: ("lite_build.sphinx",),
}
_SETTINGS = {
    STOCK: f"global_enable_try_examples = True\njupyterlite_config = {CONFIG_FILE!r}",
    MIXED: "global_enable_try_examples = True",
    OURS: "lite_build_try_examples = True",
}
_PART = '''"""Part {number}."""

import sys


def platform_{number}():
    """Tell where Python runs.

    Returns:
        A name.

    Examples:
        >>> import sys
        >>> print(sys.platform)
        linux
    """
    return sys.platform
'''


def measure_documentation(folder: Path, environments: Environments, rounds: int) -> list[Figure]:
    """Measure a documentation of many modules, each with a page and an example.

    Args:
        folder: for the projects.
        environments: of other groups; this one needs Sphinx in its own.
        rounds: how often each is measured.
    """
    del environments
    say("Building documentations")
    ours = documentation_environments()
    builders = {
        name: sphinx(name, folder / f"documentation-{number}", ours.stock if name == STOCK else ours.ours)
        for number, name in enumerate(_EXTENSIONS)
    }
    for name, builder in builders.items():
        _write(builder.project, name)
    _give_runtime(folder, ours, builders[STOCK].project / "docs")
    for name, builder in builders.items():
        if name in {MIXED, OURS}:
            sphinx(name, builder.project, ours.ours, "-b", "lite_lock").build_clean()
        builder.build_clean()
    return [*_clicks(builders, rounds), *_weights(builders), *_builds(builders, rounds)]


def _clicks(builders: dict[str, Builder], rounds: int) -> list[Figure]:
    say("Clicking on the button of an example")
    sides = {name: builders[name] for name in (STOCK, MIXED, OURS)}
    taken = take_turns(sides, rounds, _click)
    return [
        Figure(
            "click on a docstring's button to its first output",
            "s",
            taken[name],
            taken[OURS],
            against=name,
            at_most=_CLICK if name == STOCK else None,
        )
        for name in (STOCK, MIXED)
    ]


def _click(builder: Builder) -> float:
    with published(builder.site) as address, cold_visit(address) as visit:
        visit.page.add_init_script(f"benchmark.runOpenNotebook({_ANSWER!r})")
        visit.open("part_0.html")
        visit.page.wait_for_load_state("load")
        wait = _wait_in_page if builder.name == OURS else _wait_in_frame
        return wait(visit)


def _wait_in_page(visit: ColdVisit) -> float:
    button = visit.page.get_by_role("button", name="Run this example")
    button.wait_for()
    before = time()
    button.click()
    cells = "[...document.querySelectorAll('lite-cell')]"
    answered = f"{cells}.some(({{ textContent }}) => textContent.includes('{_ANSWER}'))"
    now = "performance.timeOrigin + performance.now()"
    at = visit.page.wait_for_function(f"{answered} && {now}", polling="raf")
    return float(at.json_value()) / 1000 - before


def _wait_in_frame(visit: ColdVisit) -> float:
    """In the notebook that the button opens, all cells are run as soon as that has an effect."""
    before = time()
    visit.page.get_by_role("button", name="Try it with JupyterLite!").click()
    frame = visit.page.wait_for_selector("iframe")
    content = frame.content_frame() if frame is not None else None
    if content is None:
        raise RuntimeError("the button has opened no frame")
    at = content.wait_for_function("globalThis.benchmark?.marks.output", polling=50)
    return float(at.json_value()) / 1000 - before


def _weights(builders: dict[str, Builder]) -> list[Figure]:
    plain, theirs, ours = (_weight(builders[name]) for name in (PLAIN, STOCK, OURS))
    return [
        Figure(
            "page before a click, transferred more than without examples that run",
            "bytes",
            [theirs - plain],
            [ours - plain],
            against=STOCK,
            ours_at_most=_MORE_BYTES,
        )
    ]


def _weight(builder: Builder) -> float:
    with published(builder.site) as address, cold_visit(address) as visit:
        traffic = Traffic()
        traffic.watch(visit.page)
        visit.open("part_0.html")
        visit.page.wait_for_load_state("load")
        visit.page.wait_for_timeout(_SETTLING)
        return traffic.bytes


def _builds(builders: dict[str, Builder], rounds: int) -> list[Figure]:
    sides = {name: builders[name] for name in (PLAIN, OURS)}
    say("Building anew")
    clean = take_turns(sides, rounds, Builder.build_clean)
    say("Building after one page has changed")
    changed = take_turns(sides, rounds, _build_changed)
    figures = []
    for what, taken, at_most in (
        ("build of all pages", clean, None),
        ("build after one page has changed", changed, _REBUILD),
    ):
        measures: tuple[tuple[str, Callable[[Timing], float]], ...] = (
            (what, lambda timing: timing.wall),
            (f"{what}, processor time", lambda timing: timing.cpu),
        )
        figures += [
            Figure(
                name,
                "s",
                [seconds(timing) for timing in taken[PLAIN]],
                [seconds(timing) for timing in taken[OURS]],
                against=PLAIN,
                at_most=at_most,
            )
            for name, seconds in measures
        ]
    return figures


def _build_changed(builder: Builder) -> Timing:
    """Build where a page without examples has changed."""
    page = builder.project / "docs" / "words.rst"
    page.write_text(f"{page.read_text(encoding='utf-8')}\nOne more line.\n", encoding="utf-8")
    return builder.build()


def _give_runtime(folder: Path, environments: Environments, docs: Path) -> None:
    """Give stock the same core and wheels beside its pages: else it asks hosts elsewhere for them."""
    project = folder / "documentation-runtime"
    fetched = folder / "documentation-fetched"
    (project / "content").mkdir(parents=True)
    (project / CONFIG_FILE).write_text('{"LiteBuildConfig": {"output_dir": "dist"}}', encoding="utf-8")
    builder = lite_build(project, environments.ours)
    lite_build(project, environments.ours, "lock").build()
    builder.build()
    lite_build(project, environments.ours, "fetch", f"--output={fetched}").build()
    write_stock_project(project, builder.site, fetched, docs, without=_NOT_IN_STOCK)


def _write(project: Path, name: str) -> None:
    """Write a library and its documentation."""
    package, docs = project / "src" / "measured", project / "docs"
    package.mkdir(parents=True)
    docs.mkdir()
    (project / "pyproject.toml").write_text(
        '[project]\nname = "measured"\nversion = "1.0"\n\n'
        '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n',
        encoding="utf-8",
    )
    (package / "__init__.py").write_text('"""What is documented."""\n', encoding="utf-8")
    extensions = ["sphinx.ext.autodoc", "sphinx.ext.napoleon", *_EXTENSIONS[name]]
    (docs / "conf.py").write_text(
        "import sys\nfrom pathlib import Path\n\n"
        'sys.path.insert(0, str(Path(__file__).parents[1] / "src"))\n'
        f'project = "measured"\nrelease = "1.0"\nextensions = {extensions}\n{_SETTINGS.get(name, "")}\n',
        encoding="utf-8",
    )
    for place in (project, docs):
        write_page_settings(place, {})
    names = [f"part_{number}" for number in range(_PARTS)]
    pages = "".join(f"   {page}\n" for page in ("words", *names))
    (docs / "index.rst").write_text(f"Measured\n========\n\n.. toctree::\n\n{pages}", encoding="utf-8")
    (docs / "words.rst").write_text("Words\n=====\n\nOf a page with no example.\n", encoding="utf-8")
    for number, part in enumerate(names):
        (package / f"{part}.py").write_text(_PART.format(number=number), encoding="utf-8")
        title = f"Part {number}"
        text = f"{title}\n{'=' * len(title)}\n\n.. automodule:: measured.{part}\n   :members:\n"
        (docs / f"{part}.rst").write_text(text, encoding="utf-8")
