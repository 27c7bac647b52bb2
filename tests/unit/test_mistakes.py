"""Several mistakes of a project are shown at once, each with its place and its own remedy."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from lite_build.project.configuration import configure
from lite_build.project.file_names import CONFIG_FILE
from lite_build.words.errors import BuildFailure, Mistakes, UserMistake

if TYPE_CHECKING:
    from pathlib import Path


def test_a_remedy_follows_the_mistakes_that_it_is_for() -> None:
    mistakes = Mistakes()
    with mistakes.collected():
        raise UserMistake.together(
            [
                ("a.ipynb: no JSON", "Restore it."),
                ("b.ipynb: no text", "Save it."),
                ("c.ipynb: no JSON", "Restore it."),
            ]
        )
    with mistakes.collected():
        raise UserMistake("no such option", where="options.json", remedy="Correct it.")
    with pytest.raises(UserMistake) as raised:
        mistakes.raise_all()

    assert str(raised.value).splitlines() == [
        "a.ipynb: no JSON",
        "c.ipynb: no JSON",
        "→ Restore it.",
        "b.ipynb: no text",
        "→ Save it.",
        "options.json: no such option",
        "→ Correct it.",
    ]


def test_one_mistake_stays_what_it_is_and_none_is_none() -> None:
    mistakes = Mistakes()
    mistakes.raise_all()
    one = UserMistake("no such folder", where="x")
    with mistakes.collected():
        raise one
    with pytest.raises(UserMistake) as raised:
        mistakes.raise_all()

    assert raised.value is one


def test_what_is_no_mistake_is_not_kept_back() -> None:
    with pytest.raises(BuildFailure), Mistakes().collected():
        raise BuildFailure("no network")


def test_keys_values_and_arguments_are_all_told(tmp_path: Path) -> None:
    wrong = {
        "LiteBuildConfig": {"output_dri": "site"},
        "CheckAddon": {"jobs": 0},
        "SiteAddon": {"storage": "disk"},
    }
    (tmp_path / CONFIG_FILE).write_text(json.dumps(wrong), encoding="utf-8")
    with pytest.raises(UserMistake) as raised:
        configure(tmp_path, ["--PackagesAddon.offlin=true", "--PackagesAddon.discover=perhaps"])

    assert str(raised.value).splitlines() == [
        f"{CONFIG_FILE}: LiteBuildConfig has no option output_dri (did you mean output_dir?)",
        "→ Correct or remove these keys.",
        f"{CONFIG_FILE}: line 1: CheckAddon.jobs is 0, and should be a whole number of at least 1",
        f'{CONFIG_FILE}: line 1: SiteAddon.storage is "disk", '
        'and should be "browser" or "memory" or "session"',
        "→ Correct these values.",
        "the arguments: PackagesAddon has no option offlin (did you mean offline?)",
        "→ `lite-build build --help` lists the options of every day.",
        'the arguments: --PackagesAddon.discover is given "perhaps", and should be true or false',
        "→ `lite-build build --help` says what each takes.",
    ]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"files": 5}, "files is 5, and should be an array of strings or an object of strings"),
        ({"registries": {"a": "b"}}, 'is {"a": "b"}, and should be an object of arrays of strings'),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_with_every_kind_that_will_do(
    tmp_path: Path, values: dict[str, object], said: str
) -> None:
    (tmp_path / CONFIG_FILE).write_text(json.dumps({"DataAddon": values}), encoding="utf-8")
    with pytest.raises(UserMistake, match=re.escape(said)):
        configure(tmp_path, [])
