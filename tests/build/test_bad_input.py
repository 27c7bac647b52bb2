"""What is wrong with a project is said in words: what, where, and what to do; and the last site stays."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.build.conftest import (
    CONFIG,
    LOCK,
    CommandLine,
    configuration_of,
    configure_project,
    left_behind,
    site_of,
    write_notebook,
)

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.registry


def refused(command_line: CommandLine, project: Path, *options: str) -> str:
    """Build what cannot be built because of a user's mistake, and tell what was said."""
    before = site_of(project)
    finished = command_line.run("build", project, *options)

    assert finished.status == 2, finished.said
    assert "Traceback" not in finished.said
    assert "CRITICAL" not in finished.said
    assert site_of(project) == before
    assert left_behind(project) == []
    return finished.said


def written(name: str, text: str | bytes) -> Callable[[Path], None]:
    """A change that writes a file of the project."""

    def change(project: Path) -> None:
        path = project / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    return change


def configured(section: str, **values: object) -> Callable[[Path], None]:
    """A change that sets options in the project's configuration."""

    def change(project: Path) -> None:
        configuration = configuration_of(project)
        configuration.setdefault(section, {}).update(values)
        configure_project(project, configuration)

    return change


NO_NOTEBOOK = json.dumps({"cells": [], "metadata": {}, "nbformat": "four"}, indent=1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(
            written("notebooks/broken.ipynb", '{"cells": [\n  oops\n'),
            ("broken.ipynb, line 2, column 3: this is not JSON", "→ Restore it"),
            id="a notebook that is not JSON",
        ),
        pytest.param(
            written("notebooks/broken.ipynb", NO_NOTEBOOK),
            ("broken.ipynb, line 4", "not a notebook", "nbformat", "→ "),
            id="a notebook that is JSON and no notebook",
        ),
        pytest.param(
            written("notebooks/broken.ipynb", b'{"cells": "\xff"}'),
            ("broken.ipynb, line 1: the file is not UTF-8 text", "→ Save it as UTF-8"),
            id="a notebook that is not UTF-8",
        ),
        pytest.param(
            configured("LiteBuildConfig", output_dri="site"),
            (
                f"{CONFIG}: LiteBuildConfig has no option output_dri (did you mean output_dir?)",
                "→ Correct or",
            ),
            id="an unknown key",
        ),
        pytest.param(
            configured("PackageAddon", requirements=[]),
            (
                f"{CONFIG}: nothing is called PackageAddon (did you mean PackagesAddon?)",
                "→ Correct or remove",
            ),
            id="an unknown section",
        ),
        pytest.param(
            configured("LiteBuildConfig", apps=["lab", "labb"]),
            ("LiteBuildConfig.apps: there is no app called labb", "→ There are consoles, edit, lab"),
            id="an unknown app",
        ),
        pytest.param(
            configured("LiteBuildConfig", extra_ignore_contents=["("]),
            ("the contents: the rule ( is no regular expression", "→ Correct it in ignore_contents"),
            id="a rule that is no regular expression",
        ),
        pytest.param(
            written(CONFIG, '{"LiteBuildConfig": {},\n}'),
            (f"{CONFIG}, line 2: not JSON", "→ Correct this line"),
            id="a configuration that is not JSON",
        ),
        pytest.param(
            written(CONFIG, b'{"LiteBuildConfig": "\xff"}'),
            (f"{CONFIG}: not UTF-8 text (byte 22)", "→ Save it as UTF-8"),
            id="a configuration that is not UTF-8",
        ),
        pytest.param(
            written("jupyter-lite.json", "{\n,}"),
            ("jupyter-lite.json, line 2: not JSON", "→ Correct this line"),
            id="settings that are not JSON",
        ),
        pytest.param(
            written("lab/jupyter-lite.json", "[]"),
            ("lab/jupyter-lite.json: not a JSON object", "→ Write the settings between"),
            id="an app's settings that are no object",
        ),
        pytest.param(
            written("overrides/overrides.json", "{\n,}"),
            ("overrides/overrides.json, line 2: not JSON", "→ Correct this line"),
            id="overrides that are not JSON",
        ),
        pytest.param(
            written("workspaces/first.jupyterlab-workspace", "{"),
            ("workspaces/first.jupyterlab-workspace, line 1: not JSON", "→ Correct this line"),
            id="a workspace that is not JSON",
        ),
        pytest.param(
            written(LOCK, "packages = ["),
            (f"{LOCK}: is not valid TOML", "→ make it again with `lite-build lock`"),
            id="a lock that is not TOML",
        ),
        pytest.param(
            written(
                CONFIG,
                '{"LiteBuildConfig": {\n"contents": "book"},\n"CheckAddon": {"jobs": 0, "report": true},\n'
                '"PackagesAddon": {"offline": "maybe", "requirements": [1]},\n'
                '"SiteAddon": {"npm_assets": []}}',
            ),
            (
                f'{CONFIG}: line 2: LiteBuildConfig.contents is "book", and should be an array of strings',
                "line 3: CheckAddon.jobs is 0, and should be a whole number of at least 1",
                "line 3: CheckAddon.report is true, and should be a string",
                'line 4: PackagesAddon.offline is "maybe", and should be true or false',
                "line 4: PackagesAddon.requirements is [1], and should be an array of strings",
                "line 5: SiteAddon.npm_assets is [], and should be an object of strings",
                "→ Correct these values",
            ),
            id="values of the wrong kind",
        ),
        pytest.param(
            configured("LiteBuildConfig", apps=["lab", "notebok"]),
            ("LiteBuildConfig.apps: there is no app called notebok (did you mean notebooks?)", "→ There are"),
            id="an app that there is not",
        ),
        pytest.param(
            configured("LiteBuildConfig", contents=["nowhere"]),
            ("the contents: ", "nowhere: there is no such file or folder", "→ "),
            id="contents that are not there",
        ),
    ],
)
def test_a_mistake_is_said_with_its_place_and_its_remedy(
    command_line: CommandLine, built_project: Path, change: Callable[[Path], None], said: tuple[str, ...]
) -> None:
    change(built_project)
    message = refused(command_line, built_project)

    assert [words for words in said if words not in message] == []


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--LiteBuildConfig.aps=lab", "LiteBuildConfig has no option aps (did you mean apps?)"),
        ("--aps=lab", "unknown: --aps=lab"),
        (
            "--PackagesAddon.offline=maybe",
            '--PackagesAddon.offline is given "maybe", and should be true or false',
        ),
        ("--jobs=none", '--jobs is given "none", and should be a whole number of at least 1'),
        ("--apps=labb", "there is no app called labb (did you mean lab?)"),
        ("--from=nowhere", "nowhere: there is no such folder"),
        ("--overrides=nowhere", "--overrides nowhere: there is no such folder"),
        ("--core=nowhere", "nowhere: there is no such folder or archive"),
    ],
)
def test_a_mistaken_argument_is_said(
    command_line: CommandLine, built_project: Path, option: str, said: str
) -> None:
    assert said in refused(command_line, built_project, option)


def test_a_project_that_is_not_there_is_said(command_line: CommandLine, tmp_path: Path) -> None:
    finished = command_line.run("build", tmp_path / "nowhere")

    assert finished.status == 2
    assert f"{tmp_path / 'nowhere'}: there is no such folder" in finished.said
    assert "→ `lite-build init DIR` makes a new project" in finished.said


def test_an_unknown_package_to_upgrade_is_said_with_a_lock_and_without(
    command_line: CommandLine, project: Path
) -> None:
    for _ in ("with a lock", "without"):
        finished = command_line.run("lock", project, "--upgrade", "ipythno")
        assert finished.status == 2, finished.said
        assert "--upgrade: the lock has no package ipythno" in finished.said
        (project / LOCK).unlink(missing_ok=True)


def test_contents_outside_of_the_project_are_refused(command_line: CommandLine, built_project: Path) -> None:
    write_notebook(built_project.parent / "others" / "private.ipynb", "'mine'")
    configured("LiteBuildConfig", contents=["notebooks", "../others"])(built_project)

    assert "../others: leads out of the project by '..'" in refused(command_line, built_project)


def test_contents_elsewhere_may_be_named_in_full(
    command_line: CommandLine, project: Path, tmp_path: Path
) -> None:
    write_notebook(tmp_path / "others" / "shared.ipynb", "'ours'")
    configured("LiteBuildConfig", contents=["notebooks", str(tmp_path / "others")])(project)
    command_line.build(project)

    assert (project / "_output/files/shared.ipynb").is_file()
    assert (project / "_output/files/welcome.ipynb").is_file()


def test_a_link_that_leads_out_of_the_contents_is_refused(
    command_line: CommandLine, built_project: Path
) -> None:
    secret = built_project.parent / "secret.txt"
    secret.write_text("mine", encoding="utf-8")
    try:
        (built_project / "notebooks" / "link.txt").symlink_to(secret)
    except OSError:
        pytest.skip("links need a right that this account does not have")

    message = refused(command_line, built_project)
    assert f"link.txt: a link that leads out of the contents, to {secret.resolve()}" in message


def test_two_files_that_would_land_on_one_path_are_both_named(
    command_line: CommandLine, built_project: Path
) -> None:
    (built_project / "more").mkdir()
    shutil.copy(built_project / "notebooks" / "welcome.ipynb", built_project / "more")
    configured("LiteBuildConfig", contents=["notebooks", "more"])(built_project)
    message = refused(command_line, built_project)

    first, second = (Path(built_project, folder, "welcome.ipynb") for folder in ("notebooks", "more"))
    assert f"welcome.ipynb: both {first} and {second} would land on this path" in message


def test_all_notebooks_that_cannot_be_read_are_named_at_once(
    command_line: CommandLine, built_project: Path
) -> None:
    written("notebooks/one.ipynb", "{")(built_project)
    written("notebooks/two.ipynb", "[]")(built_project)
    message = refused(command_line, built_project)

    assert "one.ipynb" in message
    assert "two.ipynb" in message
