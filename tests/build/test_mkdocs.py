"""A documentation of MkDocs with its own theme: its addresses, its faults, and its next build."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lite_build.store.cache import user_cache
from tests.build.conftest import CommandLine

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.registry

SETTINGS = """\
site_name: Faults
use_directory_urls: false
plugins:
  - lite-build:
      package: ""
      live_blocks: python
"""
FAULTS = """\
---
title: Faults
---
# Faults

```python
def broken(:
```

```ruby {live}
puts 1
```

```python {live quickly}
print("it runs")
```

```python
import no_such_module_of_anybody
```

- In a list:

    ```python {static}
    stays()
    ```
"""
NOTEBOOK = """\
{"cells": [
  {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# Bells"},
  {"cell_type": "code", "id": "b", "metadata": {}, "execution_count": 1, "source": "import no_such_bell",
   "outputs": [{"output_type": "stream", "name": "stdout", "text": "saved: 8 bells"}]}],
 "metadata": {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}},
 "nbformat": 4, "nbformat_minor": 5}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "docs/notes").mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "docs/index.md").write_text("# Start\n\n```python\n1 + 1\n```\n", encoding="utf-8")
    return tmp_path


def mkdocs(project: Path, *words: str) -> tuple[int, str]:
    finished = CommandLine(user_cache()).run("build", *words, cwd=project, command="mkdocs")
    return finished.status, finished.said


def test_faults_are_told_with_their_lines_fail_a_strict_build_and_leave_their_blocks_as_they_are(
    project: Path,
) -> None:
    (project / "docs/notes/faults.md").write_text(FAULTS, encoding="utf-8")
    (project / "docs/notes/bells.ipynb").write_text(NOTEBOOK, encoding="utf-8")
    status, said = mkdocs(project, "--strict")
    assert status == 1
    assert "Traceback" not in said
    told = [line.partition("lite-build: ")[2] for line in said.splitlines() if line.startswith("WARNING")]
    assert [line.partition(": ")[0] for line in told] == [
        "docs/notes/faults.md:7",
        "docs/notes/faults.md:10",
        "docs/notes/faults.md:14",
        "docs/notes/bells.ipynb, cell 2",
        "docs/notes/faults.md:19",
    ]
    for line, words in zip(
        told,
        (
            "this is no Python",
            "ruby cannot be run",
            "quickly means nothing",
            "no_such_bell",
            "no_such_module",
        ),
        strict=True,
    ):
        assert words in line
    page = (project / "site/notes/faults.html").read_text(encoding="utf-8")
    assert page.count("<lite-cell") == 1
    assert '<script type="module" src="../lite/lite.js"></script>' in page
    assert "import no_such_module_of_anybody" in page
    assert "{static}" not in page
    bells = (project / "site/notes/bells.html").read_text(encoding="utf-8")
    assert "saved: 8 bells" in bells
    assert "lite.js" not in bells


def test_the_next_build_keeps_the_site_and_a_page_that_needs_none_loses_it(project: Path) -> None:
    status, said = mkdocs(project)
    assert status == 0, said
    script = project / "site/lite/lite.js"
    before = script.stat().st_mtime_ns
    (project / "docs/index.md").write_text("# Begin\n\n```python\n1 + 1\n```\n", encoding="utf-8")
    status, said = mkdocs(project)
    assert status == 0, said
    assert "Assembling the site" not in said
    assert script.stat().st_mtime_ns == before
    assert "Begin" in (project / "site/index.html").read_text(encoding="utf-8")
    (project / "docs/index.md").write_text("# Nothing to run\n", encoding="utf-8")
    status, said = mkdocs(project)
    assert status == 0, said
    assert sorted(path.name for path in (project / "site").iterdir() if "lite" in path.name) == [
        "lite-build.css"
    ]


def test_the_check_compares_sessions_by_the_rules_of_doctest_and_the_lock_is_written(project: Path) -> None:
    sums = "# Sums\n\n```pycon {live}\n>>> 1 + 1\n2\n>>> 2 + 2\n5\n```\n"
    (project / "docs/index.md").write_text(sums, encoding="utf-8")
    command_line = CommandLine(user_cache())
    locked = command_line.run("lock", "--docs", project)
    assert locked.status == 0, locked.said
    assert (project / "pylock.pyodide.toml").is_file()
    checked = command_line.run("check", "--docs", project)
    assert checked.status == 1, checked.said
    assert "docs/index.md:6: Expected:\n    5\nGot:\n    4" in checked.said
    assert "0 of 1 examples are as they are written" in checked.said
    assert not (project / "site").exists()


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("site: ..", "is not the name of a folder in the output"),
        ("live_blocks: everything", "'everything'"),
        ("project: nowhere", "there is no folder"),
        ("config: {PackagesAddon: {requirments: [numpy]}}", "requirments"),
    ],
)
def test_a_wrong_setting_is_told_without_a_traceback(project: Path, setting: str, words: str) -> None:
    settings = f"site_name: Faults\nplugins:\n  - lite-build:\n      live_blocks: python\n      {setting}\n"
    settings = settings.replace("      live_blocks: python\n      live_blocks", "      live_blocks")
    (project / "mkdocs.yml").write_text(settings, encoding="utf-8")
    status, said = mkdocs(project, "--strict")
    assert status == 1, said
    assert words in said
    assert "Traceback" not in said
