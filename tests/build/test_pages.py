"""Notebooks as pages, made on the real kernel: what they show, when they are run, what fails."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from lite_build.notebooks.reading import read_notebook
from lite_build.pages.execution import executed
from lite_build.project.options import CheckSettings
from lite_build.words.errors import BuildFailure
from tests.build.conftest import CONFIG, configure_project, copy_project, files_of_folder, site_of
from tests.conftest import read_until, running
from tests.made_once import made_once

if TYPE_CHECKING:
    from pathlib import Path

    from tests.build.conftest import CommandLine

pytestmark = pytest.mark.registry

FIRST = "pages/week 1/lesson.html"
#: A notebook that is written as text, with a word of the test's.
WRITTEN = """\
# As text

```{{code-cell}} ipython3
:tags: [remove-input]

print("{} said".upper())
```
"""


#: A module that is a notebook too.
MARKS = "# %%\nMARK = '{} mark'\n"


def code(source: str, *tags: str, saved: str | None = None) -> dict[str, Any]:
    outputs = [] if saved is None else [{"output_type": "stream", "name": "stdout", "text": saved}]
    return {
        "cell_type": "code",
        "id": hashlib.sha256(source.encode()).hexdigest()[:8],
        "metadata": {"tags": list(tags)},
        "source": source,
        "execution_count": None,
        "outputs": outputs,
    }


def write_cells(path: Path, *cells: dict[str, Any]) -> None:
    notebook = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def write_project(project: Path) -> None:
    lesson = (
        code("import os\nprint('ran in', os.getcwd())\nwords = open('words.txt').read()"),
        code("words.upper()"),
        code("1 / 0", "raises-exception"),
        code("input('who? ')", "skip-check", saved="saved by its author"),
        code("hidden = 6", "remove-cell"),
        code("hidden * 7", "remove-input"),
    )
    write_cells(project / "notebooks/week 1/lesson.ipynb", *lesson)
    (project / "notebooks/week 1/words.txt").write_text("read me", encoding="utf-8")
    (project / "notebooks/week 1/written.md").write_text(WRITTEN.format("first"), encoding="utf-8")
    write_cells(project / "notebooks/plain.ipynb", code("'no page'"))
    configure_project(
        project,
        {
            "LiteBuildConfig": {"apps": ["lab"]},
            "PagesAddon": {"notebooks": ["week 1/*.ipynb", "**/written.md"], "home": True},
        },
    )


@pytest.fixture(scope="session")
def lessons(command_line: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose lessons have pages, built. Tests read it."""

    def build(project: Path) -> None:
        project.mkdir()
        write_project(project)
        command_line.build(project)

    return made_once(tmp_path_factory, "lessons", build)


def test_pages_show_what_the_site_s_kernel_has_put_out(lessons: Path) -> None:
    html = (lessons / "_output" / FIRST).read_text(encoding="utf-8")
    assert "ran in /drive/week 1" in html
    assert "READ ME" in html
    assert "ZeroDivisionError" in html
    assert "saved by its author" in html
    assert ">42<" in html


def test_the_site_has_pages_for_those_notebooks_alone_and_leads_to_them(lessons: Path) -> None:
    files = set(site_of(lessons))
    pages = {name for name in files if name.startswith("pages/")}
    written = {f"{folder}/week 1/written.{kind}" for folder, kind in (("pages", "html"), ("files", "md"))}
    assert pages == {FIRST, "pages/week 1/written.html", "pages/index.html", "pages/week 1/words.txt"}
    assert files >= {"files/plain.ipynb", "files/week 1/written.ipynb", *written}
    home = (lessons / "_output/index.html").read_text(encoding="utf-8")
    assert "url=pages/index.html" in home


def test_a_notebook_that_is_written_as_text_has_a_page_as_any_other(lessons: Path) -> None:
    html = (lessons / "_output/pages/week 1/written.html").read_text(encoding="utf-8")
    assert ">As text<" in html
    assert "FIRST SAID" in html
    assert "hidden-code" in html


def test_jupyterlab_is_told_which_notebooks_have_pages(lessons: Path) -> None:
    settings = json.loads((lessons / "_output/jupyter-lite.json").read_text(encoding="utf-8"))
    told = settings["jupyter-config-data"]["litePluginSettings"]["@lite-build/jupyterlite:page-link"]
    assert told["pages"] == {
        "week 1/lesson.ipynb": FIRST,
        "week 1/written.ipynb": "pages/week 1/written.html",
    }


@pytest.fixture
def site(lessons: Path, tmp_path: Path) -> Path:
    """The test's own copy of the site."""
    # Links, which are quickly made: nothing that is there is written into.
    return shutil.copytree(lessons / "_output", tmp_path / "site", copy_function=os.link)


def test_a_notebook_is_run_again_when_its_code_or_a_file_changes_and_not_else(
    site: Path, tmp_path: Path
) -> None:
    drawn = code("import random\nprint('drawn', random.SystemRandom().random(), open('f.txt').read())")
    words = {"cell_type": "markdown", "metadata": {}, "source": "new words"}
    (site / "files/f.txt").write_text("one", encoding="utf-8")

    def drawn_by(*cells: dict[str, Any]) -> list[str]:
        write_cells(site / "files/lesson.ipynb", *cells)
        notebooks = [read_notebook(site / "files/lesson.ipynb")]
        [notebook] = executed(notebooks, site, CheckSettings(), tmp_path / "cache", lambda line: None)
        text: str = notebook.raw["cells"][len(cells) - 1]["outputs"][0]["text"]
        return text.split()

    first = drawn_by(drawn)
    assert first[2] == "one"
    assert drawn_by(words, drawn) == first
    (site / "files/f.txt").write_text("two", encoding="utf-8")
    second = drawn_by(words, drawn)
    assert (second[1] != first[1], second[2]) == (True, "two")


def test_a_cell_that_fails_fails_the_pages_with_its_place(site: Path, tmp_path: Path) -> None:
    write_cells(site / "files/lesson.ipynb", code("x = 1"), code("undefined + x"))
    notebooks = [read_notebook(site / "files/lesson.ipynb")]
    with pytest.raises(BuildFailure) as raised:
        executed(notebooks, site, CheckSettings(), tmp_path / "cache", lambda line: None)
    assert "lesson.ipynb, cell 2: NameError: name 'undefined' is not defined" in str(raised.value)
    assert "raises-exception" in str(raised.value)


def test_a_failure_in_a_text_names_its_line(site: Path, tmp_path: Path) -> None:
    text = site / "files/lesson.md"
    text.write_text("# Words\n\n```{code-cell}\nx = 1\n\nundefined + x\n```\n", encoding="utf-8")
    notebook = read_notebook(text, "lesson.ipynb")
    with pytest.raises(BuildFailure, match=r"lesson\.md, line 6: NameError: name 'undefined'"):
        executed([notebook], site, CheckSettings(), tmp_path / "cache", lambda line: None)


def test_a_cell_that_is_left_out_is_not_run(site: Path, tmp_path: Path) -> None:
    left_out = [code(f"raise SystemError({tag!r})", tag) for tag in ("skip-check", "skip-execution")]
    write_cells(site / "files/lesson.ipynb", *left_out, code("print('goes on')"))
    notebooks = [read_notebook(site / "files/lesson.ipynb")]
    [notebook] = executed(notebooks, site, CheckSettings(), tmp_path / "cache", lambda line: None)
    assert [len(cell["outputs"]) for cell in notebook.raw["cells"]] == [0, 0, 1]


def test_serve_makes_only_what_follows_from_a_notebook_s_text_and_that_as_a_build_would(
    command_line: CommandLine, lessons: Path, tmp_path: Path
) -> None:
    project = copy_project(lessons, tmp_path / "project")
    folder = project / "notebooks/week 1"
    (folder / "marks.py").write_text(MARKS.format("first"), encoding="utf-8")
    (folder / "through.py").write_text("import marks\n", encoding="utf-8")
    write_cells(folder / "using.ipynb", code("import through\nprint(through.marks.MARK)"))
    words = command_line.words("lite-build", "serve", project, "--port", "0")
    with running(words, env=command_line.environment()) as process:
        read_until(process, "Serving at ")
        raw = json.loads((folder / "lesson.ipynb").read_text(encoding="utf-8"))
        heading = {"cell_type": "markdown", "metadata": {}, "source": "# A new heading"}
        write_cells(folder / "lesson.ipynb", heading, *raw["cells"])
        assert "Renewed week 1/lesson.ipynb in" in read_until(process, "Renewed")
        (folder / "written.md").write_text(WRITTEN.format("second"), encoding="utf-8")
        said = read_until(process, "Renewed")
        assert "Renewed week 1/written.ipynb in" in said
        assert "Resolving" not in said
        (folder / "marks.py").write_text(MARKS.format("second"), encoding="utf-8")
        assert "Renewed week 1/marks.ipynb in" in read_until(process, "Renewed")
        assert "second mark" in (project / "_output/pages/week 1/using.html").read_text(encoding="utf-8")
        assert "Nothing has changed" in command_line.build(project)
        clean = command_line.build(project, "--output-dir=clean")
        assert "Built" in clean
        assert files_of_folder(project / "clean") == site_of(project)
        write_cells(folder / "lesson.ipynb", code("import textwrap"))
        assert "Renewed" not in read_until(process, "Built")
    assert "A new heading" in (project / "clean/pages/index.html").read_text(encoding="utf-8")
    assert "SECOND SAID" in (project / "clean/pages/week 1/written.html").read_text(encoding="utf-8")


def test_the_command_makes_a_site_of_a_notebook_in_no_project(
    command_line: CommandLine, tmp_path: Path
) -> None:
    folder = tmp_path / "papers"
    write_cells(folder / "paper one.ipynb", code("len(open('data.csv').read())", saved="as saved"))
    (folder / "data.csv").write_text("12345", encoding="utf-8")
    (folder / "secret.txt").write_text("secret", encoding="utf-8")
    finished = command_line.run("page", "paper one.ipynb", "-o", "out", "--app", cwd=folder)
    assert finished.status == 0, finished.said
    html = (folder / "out/pages/paper one.html").read_text(encoding="utf-8")
    assert ">5<" in html
    assert "hidden-code" in html
    files = {path.name for path in (folder / "out/files").rglob("*")}
    assert files == {"paper one.ipynb", "data.csv"}


def test_the_command_makes_a_site_of_a_text(command_line: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "lesson.md").write_text(WRITTEN.format("third"), encoding="utf-8")
    (tmp_path / "secret.md").write_text(WRITTEN.format("secret"), encoding="utf-8")
    finished = command_line.run("page", "lesson.md", cwd=tmp_path)
    assert finished.status == 0, finished.said
    assert "THIRD SAID" in (tmp_path / "_output/pages/lesson.html").read_text(encoding="utf-8")
    files = {path.name for path in (tmp_path / "_output/files").rglob("*")}
    assert files == {"lesson.ipynb", "lesson.md"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nothing.ipynb"], "there is no notebook nothing.ipynb"),
        (["."], ". is a folder, and no notebook"),
        (["r.ipynb"], "r.ipynb: its kernel is ir, and not the site's Python"),
        (["n.ipynb", "--template", "artikle"], "there is no template called artikle (did you mean article?)"),
        (["words.txt"], "words.txt is no notebook: its name does not end with .ipynb"),
        (["words.md"], "words.md is no notebook: its name does not end with .ipynb, and its text is none"),
        (["broken.ipynb", "--no-execute"], "broken.ipynb, line 1, column 2: this is not JSON"),
    ],
)
def test_mistakes_are_told_before_anything_is_made(
    command_line: CommandLine, tmp_path: Path, words: list[str], said: str
) -> None:
    write_cells(tmp_path / "n.ipynb", code("1"))
    (tmp_path / "broken.ipynb").write_text("{", encoding="utf-8")
    (tmp_path / "words.txt").touch()
    (tmp_path / "words.md").touch()
    kernel = {"kernelspec": {"name": "ir", "language": "R", "display_name": "R"}}
    raw = {"cells": [], "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "r.ipynb").write_text(json.dumps(raw), encoding="utf-8")
    finished = command_line.run("page", *words, cwd=tmp_path)
    assert finished.status == 2, finished.said
    assert said in finished.said
    assert "Traceback" not in finished.said
    assert not (tmp_path / "_output").exists()
    assert not (tmp_path / CONFIG).exists()
