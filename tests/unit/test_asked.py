from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lite_build.packages.asked.requirement_files import Asked, LocalProject, read_requirements
from lite_build.project.options import PackageOptions
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import WheelFactory


class Ask(Protocol):
    def __call__(self, *requirements: str) -> Asked: ...


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    return tmp_path


@pytest.fixture
def ask(project: Path) -> Ask:
    def ask(*requirements: str) -> Asked:
        return read_requirements(PackageOptions(requirements), project, [project / "content"])

    return ask


def written(asked: Asked) -> list[tuple[str, str]]:
    return [(str(entry.requirement), entry.asked_by) for entry in asked.requirements]


def test_requirements_of_the_options_say_which_entry_they_are(ask: Ask) -> None:
    assert written(ask("ipywidgets>=8", "plotly[express] ; sys_platform == 'emscripten'")) == [
        ("ipywidgets>=8", "requirements, entry 1"),
        ('plotly[express]; sys_platform == "emscripten"', "requirements, entry 2"),
    ]


def test_files_beside_the_notebooks_and_in_the_root_are_read(project: Path, ask: Ask) -> None:
    (project / "requirements.txt").write_text("# for the course\n\nbqplot  # charts\n", encoding="utf-8")
    (project / "content" / "requirements.txt").write_text("drawdata \\\n  >=0.3\nmopad\n", encoding="utf-8")
    assert written(ask()) == [
        ("bqplot", "requirements.txt, line 3"),
        ("drawdata>=0.3", "content/requirements.txt, line 1"),
        ("mopad", "content/requirements.txt, line 3"),
    ]


def test_a_nested_file_is_found_relative_to_the_file_that_names_it(project: Path, ask: Ask) -> None:
    (project / "course").mkdir()
    (project / "course" / "all.txt").write_text("-r week1.txt\n--requirement=../base.txt\n", encoding="utf-8")
    (project / "course" / "week1.txt").write_text("numpy\n", encoding="utf-8")
    (project / "base.txt").write_text("-rcourse/all.txt\nattrs\n", encoding="utf-8")
    assert written(ask("-r course/all.txt")) == [
        ("numpy", "course/week1.txt, line 1"),
        ("attrs", "base.txt, line 2"),
    ]


def test_a_file_that_the_options_name_too_counts_once(project: Path, ask: Ask) -> None:
    (project / "requirements.txt").write_text("attrs\n", encoding="utf-8")
    assert written(ask("-r requirements.txt")) == [("attrs", "requirements.txt, line 1")]


def test_utf_16_as_powershell_writes_it_is_read(project: Path, ask: Ask) -> None:
    (project / "requirements.txt").write_text("attrs\n", encoding="utf-16")
    assert written(ask()) == [("attrs", "requirements.txt, line 1")]


def test_a_local_wheel_becomes_a_requirement_with_its_url(
    project: Path, ask: Ask, wheel_factory: WheelFactory
) -> None:
    wheel = wheel_factory("Fancy.Widget", "1.2", folder=project / "wheels #1 é")
    [entry] = ask(f"wheels #1 é/{wheel.name}[plots]").requirements
    assert entry.requirement.name == "fancy-widget"
    assert entry.requirement.extras == {"plots"}
    assert entry.requirement.url == wheel.as_uri()


def test_a_wheel_that_is_not_there_is_told_with_those_that_are(
    project: Path, ask: Ask, wheel_factory: WheelFactory
) -> None:
    wheel_factory("example", "1.2", folder=project / "wheels")
    with pytest.raises(UserMistake, match=r"In that folder there is: example-1\.2-py3-none-any\.whl"):
        ask("./wheels/example-1.1-py3-none-any.whl")


@pytest.mark.parametrize("text", ["widgets/fancy", "./widgets/fancy/", "-e widgets/fancy"])
def test_a_project_folder_is_to_be_built(project: Path, ask: Ask, text: str) -> None:
    folder = project / "widgets" / "fancy"
    folder.mkdir(parents=True)
    (folder / "pyproject.toml").touch()
    assert ask(text).projects == (LocalProject(folder, "requirements, entry 1"),)
    assert ask(f"{text}[b, a]").projects[0].extras == ("a", "b")


def test_a_folder_that_is_no_project_is_refused(project: Path, ask: Ask) -> None:
    with pytest.raises(UserMistake, match=r"the folder \./content is no Python project"):
        ask("./content")


def test_every_broken_line_is_named_at_once(project: Path, ask: Ask) -> None:
    (project / "requirements.txt").write_text("attrs\nnot a name\n-r gone.txt\n", encoding="utf-8")
    with pytest.raises(UserMistake) as raised:
        ask("numpy>>2")
    lines = raised.value.what.splitlines()
    assert lines[0].startswith("requirements, entry 1: 'numpy>>2' is not a requirement")
    assert lines[1].startswith("requirements.txt, line 2: 'not a name' is not a requirement")
    assert lines[2].startswith("requirements.txt, line 3: gone.txt cannot be read")


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ("-c bounds.txt", "lite-build lock"),
        ("--index-url https://example.org/simple", "pip's own configuration"),
        ("--extra-index-url=https://example.org/simple", "pip's own configuration"),
        ("-f wheels", "PackagesAddon.find_links"),
        ("--pre", "Name the version"),
        ("attrs --config-settings=a=b", "Remove --config-settings"),
        ("--unheard-of", "-r and -e are used"),
        ("-", "-r and -e are used"),
    ],
)
def test_options_of_pip_that_cannot_be_honoured_are_refused(
    project: Path, ask: Ask, line: str, remedy: str
) -> None:
    (project / "requirements.txt").write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(UserMistake, match=r"requirements\.txt, line 1: .* is not supported") as raised:
        ask()
    assert remedy in str(raised.value)


def test_hashes_for_other_platforms_are_remarked_upon_once(project: Path, ask: Ask) -> None:
    pinned = "attrs==25.1 \\\n    --hash=sha256:00 \\\n    --hash=sha256:11\nidna==3.1 --hash=sha256:22\n"
    (project / "requirements.txt").write_text(pinned, encoding="utf-8")
    asked = ask()
    assert [text for text, _ in written(asked)] == ["attrs==25.1", "idna==3.1"]
    [remark] = asked.remarks
    assert remark.startswith("requirements.txt: hashes are not used")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("git+https://example.org/a/b", "is a repository"),
        ("b @ git+https://example.org/a/b", "is a repository"),
        ("b@https://example.org/b-1.0.tar.gz", "is not a wheel"),
        ("https://example.org/b-1.0.zip", "is not a wheel"),
        ("https://example.org/b.whl", "Invalid wheel filename"),
    ],
)
def test_what_would_have_to_be_built_from_others_source_is_refused(ask: Ask, text: str, what: str) -> None:
    with pytest.raises(UserMistake, match=what):
        ask(text)


def test_the_url_of_a_wheel_gets_its_name_from_the_file(ask: Ask) -> None:
    url = "https://example.org/b-1.0-py3-none-any.whl"
    assert written(ask(url))[0][0] == f"b @ {url}"


def test_what_builds_the_site_is_not_put_into_it(project: Path, ask: Ask) -> None:
    (project / "requirements.txt").write_text("jupyterlite_core==0.8.6\nattrs\n", encoding="utf-8")
    asked = ask()
    assert [text for text, _ in written(asked)] == ["attrs"]
    assert asked.remarks == (
        "requirements.txt, line 1: jupyterlite_core makes sites and is not put into one.",
    )


def test_the_pip_list_of_a_conda_environment_counts_and_its_own_names_are_remarked_upon(
    project: Path, ask: Ask
) -> None:
    (project / "content" / "environment.yml").write_text(
        "name: course\ndependencies:\n  - python=3.11\n  - conda-forge::numpy>=2\n  - py-xgboost\n  - pip\n"
        "  - pip:\n    - drawdata\n    - ipywidgets>=8\n",
        encoding="utf-8",
    )
    asked = ask()
    assert written(asked) == [
        ("drawdata", "content/environment.yml, line 8"),
        ("ipywidgets>=8", "content/environment.yml, line 9"),
    ]
    assert asked.remarks == (
        "content/environment.yml: conda packages not used: numpy, py-xgboost. "
        "What the notebooks need of them is added with: lite-build add numpy py-xgboost",
    )


def test_what_conda_s_own_python_is_made_with_is_nothing_to_add(project: Path, ask: Ask) -> None:
    names = ("python", "readline", "tk", "libgcc-ng", "_libgcc_mutex", "setuptools", "wheel", "librosa")
    listed = "".join(f"  - {name}\n" for name in names)
    (project / "environment.yml").write_text(f"dependencies:\n{listed}", encoding="utf-8")

    assert ask().remarks == (
        "environment.yml: conda packages not used: librosa. "
        "What the notebooks need of them is added with: lite-build add librosa",
    )


def test_an_environment_that_is_not_yaml_is_named_with_its_line(project: Path, ask: Ask) -> None:
    (project / "environment.yaml").write_text("dependencies:\n  - pip: [\n", encoding="utf-8")
    with pytest.raises(UserMistake, match=r"environment\.yaml, line 3: this is not YAML"):
        ask()


@given(text=st.text())
def test_any_text_is_a_requirement_or_a_mistake(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.getbasetemp()
    try:
        asked = read_requirements(PackageOptions((text,)), folder, [])
    except UserMistake as mistake:
        assert mistake.what.startswith("requirements, entry 1")
    else:
        assert len(asked.requirements) + len(asked.projects) <= 1
