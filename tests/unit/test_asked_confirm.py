from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lite_build.files.json_text import line_of, with_added
from lite_build.packages.added.confirm import add_requirement
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from pathlib import Path


def add(root: Path, requirement: str) -> str:
    return add_requirement(root, root / "jupyter_lite_config.json", requirement)


def config(root: Path, text: str) -> Path:
    path = root / "jupyter_lite_config.json"
    path.write_bytes(text.encode())
    return path


def test_a_requirement_is_appended_to_the_requirements_file(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_bytes(b"# course\r\nattrs")
    assert add(tmp_path, "ipywidgets>=8") == "Added ipywidgets>=8 to requirements.txt."
    assert (tmp_path / "requirements.txt").read_bytes() == b"# course\r\nattrs\r\nipywidgets>=8\r\n"
    assert not (tmp_path / "jupyter_lite_config.json").exists()


def test_without_a_requirements_file_it_goes_into_the_configuration_which_keeps_its_layout(
    tmp_path: Path,
) -> None:
    before = '{\n\t"PackagesAddon": {"requirements": [\n\t\t"attrs"\n\t], "discover": true},\n\t"Z": [1,2]\n}'
    path = config(tmp_path, before)
    assert add(tmp_path, "idna") == "Added idna to PackagesAddon.requirements in jupyter_lite_config.json."
    after = before.replace('"attrs"', '"attrs",\n\t\t"idna"')
    assert path.read_text(encoding="utf-8") == after


def test_a_missing_section_comes_last_in_the_file_s_own_indent(tmp_path: Path) -> None:
    path = config(tmp_path, '{\r\n    "LiteBuildConfig": {}\r\n}\r\n')
    add(tmp_path, "idna")
    assert path.read_bytes().decode() == (
        '{\r\n    "LiteBuildConfig": {},\r\n    "PackagesAddon": {\r\n        "requirements": [\r\n'
        '            "idna"\r\n        ]\r\n    }\r\n}\r\n'
    )


def test_a_missing_configuration_is_written(tmp_path: Path) -> None:
    add(tmp_path, "idna")
    text = (tmp_path / "jupyter_lite_config.json").read_text(encoding="utf-8")
    assert json.loads(text) == {"PackagesAddon": {"requirements": ["idna"]}}


@pytest.mark.parametrize("with_file", [True, False])
def test_adding_twice_changes_nothing(tmp_path: Path, with_file: bool) -> None:
    path = tmp_path / ("requirements.txt" if with_file else "jupyter_lite_config.json")
    if with_file:
        path.touch()
    add(tmp_path, "Foo.Bar>=2")
    before = path.read_bytes()
    for again in ("Foo.Bar>=2", "foo-bar >= 2", "foo_bar"):
        assert add(tmp_path, again) == f"{path.name} asks for {again} already."
    assert path.read_bytes() == before


def test_other_versions_of_what_is_asked_for_are_refused(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("attrs==24.1\n", encoding="utf-8")
    with pytest.raises(UserMistake, match=r"requirements\.txt: attrs==24\.1 is asked for already"):
        add(tmp_path, "attrs>=25")


@pytest.mark.parametrize(
    "text", ["", "not a name", "--pre", "-r other.txt", "a\nb", "./gone", "git+https://a/b"]
)
def test_nonsense_is_refused_and_nothing_is_written(tmp_path: Path, text: str) -> None:
    with pytest.raises(UserMistake):
        add(tmp_path, text)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{\n  oops\n}", "line 2: not JSON"),
        ("[]", "not a JSON object"),
        ('{"PackagesAddon": {"requirements": "attrs"}}', "should be an array of strings"),
    ],
)
def test_a_configuration_that_cannot_be_added_to_is_refused(tmp_path: Path, text: str, what: str) -> None:
    path = config(tmp_path, text)
    with pytest.raises(UserMistake, match=what):
        add(tmp_path, "idna")
    assert path.read_text(encoding="utf-8") == text


VALUES = st.recursive(
    st.none() | st.integers() | st.text(), lambda inner: st.dictionaries(st.text(), inner) | st.lists(inner)
)


@given(
    config=st.dictionaries(st.text(), VALUES),
    there=st.none() | st.lists(st.text()),
    indent=st.sampled_from([None, 0, 1, 2, 4, "\t"]),
    value=st.text(),
)
def test_what_is_added_is_the_only_change(
    config: dict[str, object], there: list[str] | None, indent: int | str | None, value: str
) -> None:
    expected = {**config, "Addon": {"list": [*(there or []), value]}}
    before = {**config, "Addon": {} if there is None else {"list": there}}
    text = json.dumps(before, indent=indent)
    assert list(json.loads(with_added(text, ("Addon", "list"), value)).items()) == list(expected.items())


def test_the_line_of_a_value_is_found_with_the_last_of_duplicate_keys() -> None:
    text = '{"a": {"b": [1,\n 2]},\n"a": {"b": [1,\n\n 2]}}'
    assert line_of(text, ["a", "b", 1]) == 5
    assert line_of(text, ["a", "gone", 1]) == 3


def test_a_project_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere"
    with pytest.raises(UserMistake, match="there is no such folder"):
        add_requirement(missing, missing / "jupyter_lite_config.json", "numpy")


def test_a_configuration_that_is_not_utf_8_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    config = tmp_path / "jupyter_lite_config.json"
    config.write_bytes(b'{"a": "\xe9"}')
    with pytest.raises(UserMistake, match="not UTF-8"):
        add_requirement(tmp_path, config, "numpy")
    assert config.read_bytes() == b'{"a": "\xe9"}'


def test_a_configuration_is_whole_even_where_it_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "jupyter_lite_config.json"
    config.write_bytes(b'{\r\n  "LiteBuildConfig": {}\r\n}\r\n')

    def refuse(*_: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr("pathlib.Path.replace", refuse)
        with pytest.raises(OSError, match="full"):
            add_requirement(tmp_path, config, "numpy")
    assert list(tmp_path.iterdir()) == [config]
    assert config.read_bytes() == b'{\r\n  "LiteBuildConfig": {}\r\n}\r\n'
    add_requirement(tmp_path, config, "numpy")
    assert b"numpy" in config.read_bytes() and b"\r\r" not in config.read_bytes()


def test_a_login_is_not_repeated_where_an_entry_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserMistake) as error:
        add_requirement(tmp_path, tmp_path / "config.json", "https://ada:secret@host.example/tool.zip")
    assert "secret" not in str(error.value)
