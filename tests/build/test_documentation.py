"""A documentation of Sphinx that runs: what is built of it, what is told, and what other formats have."""

from __future__ import annotations

import itertools
import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.build.conftest import CommandLine, Finished, files_of_folder
from tests.made_once import made_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Build = Callable[..., Finished]

pytestmark = pytest.mark.registry

DOCUMENTED = Path(__file__).parents[1] / "documented"
_SECONDS = itertools.count(2, 2)
#: Of its sources: what makes no pages.
NO_PAGES = ("_build", "jupyter_execute", "gallery/*.ipynb", "guide/survey.ipynb")
#: A site is there sooner without it, and these tests start no kernel for long.
QUICK = 'lite_build_config = {"LiteBuildConfig": {"apps": ["lab"]}, "BootAddon": {"snapshot": False}}\n'


@pytest.fixture(scope="session")
def built(command_line: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a lock, whose documentation was built. Tests copy it and leave it as it is."""

    def build(project: Path) -> None:
        shutil.copytree(DOCUMENTED, project)
        with (project / "docs/conf.py").open("a", encoding="utf-8") as settings:
            settings.write(QUICK)
        locked = sphinx(command_line, project, "-b", "lite_lock")
        assert locked.status == 0, locked.said
        finished = sphinx(command_line, project, "-W", "-j", "2")
        assert finished.status == 0, finished.said

    return made_once(tmp_path_factory, "built-documentation", build)


@pytest.fixture(scope="module")
def project(built: Path, command_line: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of it that tests change and build once more, one after the other."""
    copy = tmp_path_factory.mktemp("documentation") / "project"
    shutil.copytree(built, copy, ignore=shutil.ignore_patterns("_build"))
    finished = sphinx(command_line, copy)
    assert finished.status == 0, finished.said
    return copy


@pytest.fixture
def build(command_line: CommandLine, project: Path, built: Path) -> Iterator[Build]:
    """Build it once more; what a test changes in its sources is undone afterwards."""

    def run(*arguments: str, output: str = "docs/_build") -> Finished:
        return sphinx(command_line, project, *arguments, output=output)

    yield run
    (project / "docs/try_examples.json").unlink(missing_ok=True)
    for path in [*built.glob("docs/*.*"), *built.glob("docs/guide/*"), *built.glob("src/shoreline/*.py")]:
        copy = project / path.relative_to(built)
        if copy.read_bytes() != path.read_bytes():
            shutil.copyfile(path, copy)
            _age(copy)


def sphinx(
    command_line: CommandLine, project: Path, *arguments: str, output: str = "docs/_build"
) -> Finished:
    return command_line.run(*arguments, "docs", output, cwd=project, command="sphinx-build")


def pages_of(project: Path) -> dict[str, str]:
    pages = project / "docs/_build"
    return {path.name: path.read_text(encoding="utf-8") for path in pages.glob("*.html")}


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    _age(path)


def _age(path: Path) -> None:
    """Date a change after all before it, also where they are done within a second."""
    later = path.stat().st_mtime + next(_SECONDS)
    os.utime(path, (later, later))


def notebooks_of(project: Path) -> set[str]:
    files = project / "docs/_build/lite/files"
    return {path.relative_to(files).as_posix() for path in files.rglob("*.ipynb")}


def test_the_lock_has_the_package_itself_and_what_it_needs(built: Path) -> None:
    lock = (built / "pylock.pyodide.toml").read_text(encoding="utf-8")
    assert 'name = "shoreline"' in lock and 'name = "msgspec"' in lock
    assert "numpydoc" not in lock and "docutils" not in lock


def test_notebooks_of_examples_are_named_by_their_objects(built: Path) -> None:
    assert notebooks_of(built) == {
        "guide/elements/guide.elements-1.ipynb",
        "guide/elements/cells-of-the-page.ipynb",
        "guide/elements/exercise.ipynb",
        "guide/elements/survey.ipynb",
        "guide/elements/widget.ipynb",
        "gallery/draw_from_afar.ipynb",
        "gallery/draw_from_afar/cells-of-the-page.ipynb",
        "gallery/draw_tides.ipynb",
        "gallery/draw_tides/cells-of-the-page.ipynb",
        "notebooks/cruise/cells-of-the-page.ipynb",
        "notebooks/logbook/cells-of-the-page.ipynb",
        "notebooks/measured/cells-of-the-page.ipynb",
        "plots/cells-of-the-page.ipynb",
        "reference/shoreline.tides.Tide-1.ipynb",
        "reference/shoreline.tides.Tide.higher-1.ipynb",
        "reference/shoreline.tides.tide_at-1.ipynb",
        "reference/shoreline.waves.period-1.ipynb",
        "tutorial/cells-of-the-page.ipynb",
    }


def test_a_changed_page_without_code_builds_no_site_and_loses_no_example(project: Path, build: Build) -> None:
    # Other builders have the gallery write its notebooks, which the site has, in another form.
    assert build().status == 0
    before = files_of_folder(project / "docs/_build/lite")
    edit(project / "docs/plain.rst", "never_run()", "never_run(1)")
    finished = build()
    assert finished.status == 0, finished.said
    assert "Assembling the site" not in finished.said
    assert "never_run" in pages_of(project)["plain.html"]
    assert files_of_folder(project / "docs/_build/lite") == before


def test_a_changed_example_keeps_those_of_other_pages(project: Path, build: Build) -> None:
    before = notebooks_of(project)
    edit(project / "docs/tutorial.md", "tide.harbour\n'Brinhaven'", "tide.harbour.upper()\n'BRINHAVEN'")
    assert build().status == 0
    assert notebooks_of(project) == before
    page = project / "docs/_build/lite/files/tutorial/cells-of-the-page.ipynb"
    assert "tide.harbour.upper()" in page.read_text(encoding="utf-8")


def test_another_output_has_the_same_site_and_addresses_of_its_own(
    project: Path, build: Build, built: Path
) -> None:
    finished = build("-b", "dirhtml", output="out-dirhtml")
    assert finished.status == 0, finished.said
    site = project / "out-dirhtml/lite"
    assert files_of_folder(site) == files_of_folder(built / "docs/_build/lite")
    deep = (project / "out-dirhtml/guide/elements/index.html").read_text(encoding="utf-8")
    assert '<script type="module" src="../../lite/lite.js"></script>' in deep
    drawn = (project / "out-dirhtml/gallery/draw_tides/index.html").read_text(encoding="utf-8")
    assert 'href="../../lite/lab/index.html?path=gallery/draw_tides.ipynb"' in drawn
    assert (site / "files/gallery/draw_tides.ipynb").is_file()


@pytest.mark.parametrize(
    ("builder", "page", "has_prompts"),
    [("text", "reference.txt", True), ("latex", "shoreline.tex", True), ("gettext", "tutorial.pot", False)],
)
def test_other_formats_have_plain_code_and_saved_outputs(
    project: Path, build: Build, builder: str, page: str, has_prompts: bool
) -> None:
    # sphinx-gallery's figures have no form as text.
    left_out = ["-D", f"exclude_patterns={','.join([*NO_PAGES, 'gallery'])}"] if builder == "text" else []
    finished = build("-b", builder, *left_out, output=f"out-{builder}")
    assert finished.status == 0, finished.said
    assert "Getting Pyodide" not in finished.said
    text = (project / f"out-{builder}" / page).read_text(encoding="utf-8")
    assert "lite-cell" not in text
    if has_prompts:
        assert "metres=2.5" in text and "launch" in text
    else:
        assert "First the tide of a harbour:" in text


def test_sections_of_napoleon_are_examples_too(project: Path, build: Build) -> None:
    extensions = "sphinx.ext.autodoc,sphinx.ext.napoleon,sphinx.ext.doctest,lite_build.sphinx"
    left_out = ",".join([*NO_PAGES, "gallery", "notebooks", "guide", "tutorial.md", "plots.rst"])
    changed = ["-D", f"extensions={extensions}", "-D", f"exclude_patterns={left_out}"]
    finished = build(*changed, output="out-napoleon")
    assert finished.status == 0, finished.said
    page = (project / "out-napoleon/reference.html").read_text(encoding="utf-8")
    assert 'namespace="shoreline.tides.tide_at-1"' in page
    assert page.count("<lite-example") == 4


def test_an_epub_has_plain_code(project: Path, build: Build) -> None:
    assert build("-b", "epub", output="out-epub").status == 0
    text = (project / "out-epub/reference.xhtml").read_text(encoding="utf-8")
    assert "&gt;&gt;&gt;" in text and "lite-cell" not in text and "lite.js" not in text
    text = (project / "out-epub/notebooks/logbook.xhtml").read_text(encoding="utf-8")
    assert "saved: 7" in text and "cell_output" in text and "lite-cell" not in text


def test_another_version_than_the_documented_one_is_an_error_that_names_both(
    project: Path, build: Build
) -> None:
    edit(project / "docs/conf.py", 'release = "2.1"', 'release = "2.2"')
    finished = build()
    assert finished.status == 0
    assert "ERROR: conf.py: release is 2.2, and the shoreline that the examples would run with is 2.1" in (
        finished.said
    )
    page = pages_of(project)["reference.html"]
    assert "&gt;&gt;&gt;" in page and "lite-cell" not in page and "lite.js" not in page
    assert build("-W", "-E").status == 1


def test_what_was_wrong_is_told_where_it_is_and_its_code_can_be_run_once_it_is_mended(
    project: Path, build: Build
) -> None:
    tutorial = project / "docs/tutorial.md"
    edit(tutorial, "import shoreline\n", "import nosuchthing\n")
    edit(tutorial, "this_stays_as_it_is()\n```", "this_stays_as_it_is()\n```\n\n```python\nno python\n```")
    told = ("-D", "suppress_warnings=config.cache")
    said = build(*told).said
    assert "docs/scripts/draw_from_afar.py:7: WARNING: this example imports harbourmaster" in said
    assert "docs/tutorial.md:30: WARNING: this is no Python" in said
    assert "docs/tutorial.md:9: WARNING: this example imports nosuchthing" in said
    assert "nosuchthing" in pages_of(project)["tutorial.html"]
    edit(tutorial, "import nosuchthing\n", "import numpy\n")
    said = build(*told).said
    assert "docs/tutorial.md:9: WARNING: numpy is asked for, and the lock was made without it" in said
    # Options that nothing knows stand in the way of the site, and not of the documentation.
    settings = project / "docs/conf.py"
    edit(settings, '"BootAddon"', '"BotAddon"')
    finished = build()
    assert (finished.status, "nothing is called BotAddon" in finished.said) == (0, True)
    assert "lite-cell" not in pages_of(project)["tutorial.html"]
    edit(settings, '"BotAddon"', '"BootAddon"')
    assert "nothing is called" not in build().said
    assert "lite-cell" in pages_of(project)["tutorial.html"]


def test_examples_of_ignored_pages_stay_as_they_are(project: Path, build: Build) -> None:
    ignored = project / "docs/try_examples.json"
    ignored.write_text(
        '{\n  "ignore_patterns": [\n    "(",\n    "^/reference.html"\n  ]\n}\n', encoding="utf-8"
    )
    said = build().said
    assert "docs/try_examples.json:3: WARNING: '(' is no regular expression" in said
    assert "lite-example" not in pages_of(project)["reference.html"]
    assert "lite-cell" in pages_of(project)["tutorial.html"]
    assert not any(name.startswith("reference/") for name in notebooks_of(project))


def test_the_check_runs_all_examples_and_lists_what_differs(project: Path, build: Build) -> None:
    edit(project / "src/shoreline/waves.py", "    8.0\n", "    9.0\n")
    edit(project / "docs/guide/measure.py", "depth = 7", "depth = 7 / 0")
    finished = build("-b", "lite_check", output="out-check")
    assert finished.status == 1
    assert "docstring of shoreline.waves.period" in finished.said
    assert "Expected:\n    9.0\nGot:\n    8.0" in finished.said
    assert "elements.rst:6: ERROR: it raises ZeroDivisionError: division by zero" in finished.said
    assert "13 of 15 examples are as they are written" in finished.said


def test_the_commands_see_what_sphinx_sees(project: Path, command_line: CommandLine) -> None:
    told = command_line.run("status", "--docs", "docs", cwd=project)
    assert told.status == 0, told.said
    assert re.search(r"examples  \d+, of 9 documents", told.said), told.said
    assert "shoreline 2.1" in told.said and "Running Sphinx" not in told.said


def test_a_lock_of_a_documentation_is_told_what_may_take_another_version(
    project: Path, command_line: CommandLine
) -> None:
    lock = (project / "pylock.pyodide.toml").read_bytes()
    unknown = command_line.run("lock", "--docs", "docs", "--upgrade", "nosuch", cwd=project)
    assert (unknown.status, "the lock has no package nosuch" in unknown.said) == (1, True)
    assert (project / "pylock.pyodide.toml").read_bytes() == lock
