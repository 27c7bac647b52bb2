"""What `%pip install` and `%pip uninstall` do, as far as no file has to be fetched."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import logging
import sys
from importlib.metadata import PackageNotFoundError, distribution, version
from typing import TYPE_CHECKING

import pytest
from IPython.core.inputtransformer2 import TransformerManager
from lite_build_pip import PipFailure
from lite_build_pip.getting import Removal, _explain
from lite_build_pip.requirements_file import read_files
from pip_magic import PipLine

from tests.conftest import write_wheel
from tests.unit.test_pip_answers import answer, folder, make_distribution

if TYPE_CHECKING:
    from pathlib import Path

    Capture = pytest.CaptureFixture[str]
    Patch = pytest.MonkeyPatch

__all__ = ["folder"]


def test_what_is_there_is_told_with_what_it_needs(folder: Path, capsys: Capture) -> None:
    answer("install kite-flyer 'zz-knot>=0.1'")
    assert capsys.readouterr().out.splitlines() == [
        f"Requirement already satisfied: kite-flyer in {folder} (1.10)",
        f"Requirement already satisfied: zz-string>=2 in {folder} (from kite-flyer) (2.0)",
        f"Requirement already satisfied: zz-knot in {folder} (from zz-string>=2->kite-flyer) (0.1)",
        f"Requirement already satisfied: zz-knot>=0.1 in {folder} (0.1)",
    ]


@pytest.mark.parametrize("option", ["-q", "-qq", "--quiet"])
def test_a_quiet_line_says_nothing_of_what_is_there(folder: Path, option: str, capsys: Capture) -> None:
    answer(f"{option} install zz-knot")
    answer(f"install {option} zz-knot")
    assert capsys.readouterr().out == ""


def test_what_an_extra_needs_is_looked_for_too(folder: Path, capsys: Capture) -> None:
    answer("install 'kite-flyer[weather]' --dry-run")
    assert f"zz-wind in {folder} (from kite-flyer[weather]) (3.0)" in capsys.readouterr().out
    make_distribution(folder, "zz-extra", "1", "Requires-Dist: zz-gone>=2; extra == 'more'")
    answer("install 'zz-extra[more]' --dry-run")
    assert "Would install zz-gone>=2" in capsys.readouterr().out


def test_extras_that_refer_to_each_other_are_looked_for_once(folder: Path, capsys: Capture) -> None:
    make_distribution(
        folder,
        "zz-ring",
        "1",
        "Requires-Dist: zz-ring[two]; extra == 'one'",
        "Requires-Dist: zz-ring[one]; extra == 'two'",
        "Requires-Dist: zz-other[all]; extra == 'two'",
    )
    make_distribution(folder, "zz-other", "1", "Requires-Dist: zz-ring[one,two]; extra == 'all'")
    answer("install 'zz-ring[one]'")
    said = capsys.readouterr().out
    for name in ("zz-ring[one]", "zz-ring[two]", "zz-other[all]"):
        assert said.count(f"already satisfied: {name} in") == 1


def test_without_what_it_needs(folder: Path, capsys: Capture) -> None:
    answer("install --no-deps kite-flyer")
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_what_installs_packages_is_not_needed_and_the_rest_goes_on(
    folder: Path, monkeypatch: Patch, capsys: Capture
) -> None:
    monkeypatch.setattr(sys, "path", [str(folder)])
    monkeypatch.setattr("lite_build_pip.distributions.getsitepackages", lambda: [str(folder)])
    answer("install --upgrade-strategy eager pip setuptools wheel zz-knot")
    said = capsys.readouterr().out
    for name in ("pip", "setuptools", "wheel"):
        assert f"{name} is not needed in a page: packages are installed without it." in said
    assert f"Requirement already satisfied: zz-knot in {folder} (0.1)" in said


def test_what_is_not_there_or_of_another_version_would_be_installed(folder: Path, capsys: Capture) -> None:
    answer("install --dry-run zz-new 'zz-knot>=7' zz-string \"zz-no; sys_platform == 'nowhere'\"")
    said = capsys.readouterr().out
    assert "Would install zz-new zz-knot>=7" in said
    assert "Ignoring zz-no: markers" in said


@pytest.mark.parametrize(
    ("text", "missing", "added"),
    [
        ("humanize==1.0", "humanize", "'humanize==1.0'"),
        ("humanize[x]>=7; python_version > '3'", "humanize", "'humanize[x]>=7'"),
        ("nosuch", "nosuch", "nosuch"),
        ("zz-knot", "nosuch", "nosuch"),
    ],
)
def test_what_is_not_shipped_is_told_with_the_command_that_ships_it(
    text: str, missing: str, added: str
) -> None:
    error = ValueError(f"{missing} could not be installed: PyPI fallback is disabled")
    assert _explain(text, error).endswith(f"adds a package with: lite-build add {added}")


def test_what_the_kernel_runs_on_is_neither_replaced_nor_uninstalled(folder: Path, capsys: Capture) -> None:
    with pytest.raises(PipFailure, match="the kernel runs on it"):
        answer("install ipython==1.0")
    answer("uninstall -y traitlets")
    assert "Cannot uninstall traitlets" in capsys.readouterr().err
    assert version("traitlets")


def test_what_the_kernel_runs_on_makes_no_room_for_what_another_package_needs(folder: Path) -> None:
    removal = Removal()
    with pytest.raises(PipFailure, match="the kernel runs on it"):
        removal.replace_distributions(
            [distribution("zz-knot"), distribution("traitlets")], logging.getLogger("test")
        )
    assert version("traitlets")
    assert version("zz-knot")


def test_an_uninstalled_package_is_gone_and_its_neighbours_stay(folder: Path, capsys: Capture) -> None:
    files = {
        "zz_space/one/__init__.py": "",
        "zz_space/one/part.py": "import zz_space.one",
        "zz_data/x.txt": "",
    }
    make_distribution(folder, "zz-one", "1.0", files=files)
    make_distribution(folder, "zz-two", "1.0", files={"zz_space/two.py": ""})
    importlib.import_module("zz_space.one.part")
    (folder / "zz_space/one/__pycache__").mkdir(exist_ok=True)
    (folder / "zz_space/one/__pycache__/part.cpython-399.pyc").touch()
    answer("uninstall -y zz-one zz-nope")
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "Found existing installation: zz-one 1.0",
        "Uninstalling zz-one-1.0:",
        "  Successfully uninstalled zz-one-1.0",
    ]
    assert said.err == "WARNING: Skipping zz-nope as it is not installed.\n"
    with pytest.raises(PackageNotFoundError):
        version("zz-one")
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("zz_space.one")
    assert sorted(path.name for path in (folder / "zz_space").iterdir()) == ["two.py"]
    assert not (folder / "zz_data").exists()
    assert importlib.util.find_spec("zz_space.two") is not None


def test_a_requirements_file_names_what_is_uninstalled(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "gone.txt").write_text("zz-knot==0.1  # no more\n", encoding="utf-8")
    answer("uninstall -r gone.txt")
    assert "Successfully uninstalled zz-knot-0.1" in capsys.readouterr().out


def test_requirements_files_are_followed_and_what_makes_no_sense_is_told(
    tmp_path: Path, monkeypatch: Patch, capsys: Capture
) -> None:
    (tmp_path / "deep/er").mkdir(parents=True)
    monkeypatch.setenv("WHICH", "7")
    wheel = "own-1.0-py3-none-any.whl"
    texts = {
        "asked.txt": "\ufeff# all\na>=1 \\\n  ,<2\n-r deep/more.txt\n--pre\n-e .\n--index-url https://x.org\n",
        "deep/more.txt": f"b  --hash=sha256:1\n-c bounds.txt\n-r ../asked.txt\nc==${{WHICH}}\n{wheel}\n",
        "deep/bounds.txt": "b<3\n",
        f"deep/{wheel}": "",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    # A project's own lies above the notebook.
    monkeypatch.setattr("lite_build_pip.requirements_file._CONTENTS", tmp_path)
    monkeypatch.chdir(tmp_path / "deep/er")
    found = asyncio.run(read_files(["asked.txt"], []))
    assert [line for line, _ in found.lines] == ["a>=1 ,<2", "b", "c==7", str(tmp_path / "deep" / wheel)]
    assert found.constraints == ["b<3"]
    assert found.allow_prereleases
    said = capsys.readouterr().err
    assert "-e . is left out: a page cannot build a project" in said
    assert "--index-url https://x.org is left out" in said


def test_no_file_above_the_contents_is_read(tmp_path: Path, monkeypatch: Patch) -> None:
    (tmp_path / "contents/deep").mkdir(parents=True)
    (tmp_path / "asked.txt").write_text("a\n", encoding="utf-8")
    monkeypatch.setattr("lite_build_pip.requirements_file._CONTENTS", tmp_path / "contents")
    for place in (tmp_path / "contents/deep", tmp_path / "contents"):
        monkeypatch.chdir(place)
        with pytest.raises(PipFailure, match=r"there is no asked\.txt in"):
            asyncio.run(read_files(["asked.txt"], []))


def test_an_option_that_pip_does_not_know_is_told_with_its_file(tmp_path: Path, monkeypatch: Patch) -> None:
    (tmp_path / "asked.txt").write_text("--nope\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PipFailure, match=r"asked\.txt: pip knows no option --nope"):
        asyncio.run(read_files(["asked.txt"], []))


@pytest.fixture
def transformers(monkeypatch: Patch) -> TransformerManager:
    monkeypatch.setattr(PipLine, "is_awaited", True)
    manager = TransformerManager()
    manager.token_transformers.insert(0, PipLine)
    return manager


@pytest.mark.parametrize(
    ("cell", "transformed"),
    [
        ("%pip list\n", "await get_ipython().answer_pip('list')\n"),
        ("  %pip list\n", "await get_ipython().answer_pip('list')\n"),
        ("if x:\n    %pip install a\n", "if x:\n    await get_ipython().answer_pip('install a')\n"),
        ("%pip install \\\na \\\n'b>=1'\nx\n", "await get_ipython().answer_pip(\"install  a  'b>=1'\")\nx\n"),
        ("pip install a\n", "await get_ipython().answer_pip('install a')\n"),
        ("%pip\n", "await get_ipython().answer_pip('')\n"),
        ("% pip install a\n", "get_ipython().run_line_magic('', 'pip install a')\n"),
        ("x = '''\n%pip list\n'''\n", "x = '''\n%pip list\n'''\n"),
        ("pip = 1\npip + 1\n", "pip = 1\npip + 1\n"),
        ("a %pip\n", "a %pip\n"),
    ],
)
def test_lines_that_are_for_pip_are_awaited_and_no_others(
    transformers: TransformerManager, cell: str, transformed: str
) -> None:
    assert transformers.transform_cell(cell) == transformed


def test_within_a_magic_a_line_is_a_magic(transformers: TransformerManager, monkeypatch: Patch) -> None:
    monkeypatch.setattr(PipLine, "is_awaited", False)
    assert transformers.transform_cell("%pip list\n") == "get_ipython().run_line_magic('pip', 'list')\n"


def test_wheels_of_a_folder_are_found_with_what_they_need(
    folder: Path, tmp_path: Path, monkeypatch: Patch, capsys: Capture
) -> None:
    wheels = tmp_path / "wheels"
    for number in ("0.9", "1.0", "2.0b1"):
        write_wheel(
            "zz-boat", number, folder=wheels, requires=["zz-sail>=1", "zz-knot", "zz-mast; extra == 'big'"]
        )
    sail = write_wheel("zz-sail", "1.5", folder=wheels)
    write_wheel("zz-boat", "3.0", folder=wheels, tag="cp314-cp314-win_amd64")
    monkeypatch.chdir(tmp_path)
    answer("install --dry-run --find-links wheels zz-boat")
    assert capsys.readouterr().out.strip() == (
        f"Would install zz-sail @ emfs:{sail} zz-boat @ emfs:{wheels}/zz_boat-1.0-py3-none-any.whl"
    )
    answer("install --dry-run --find-links=wheels 'zz-boat[big]<1'")
    assert f"zz-boat[big] @ emfs:{wheels}/zz_boat-0.9-py3-none-any.whl" in capsys.readouterr().out
    answer("install --dry-run --pre -f wheels zz-boat")
    assert "zz_boat-2.0b1-" in capsys.readouterr().out


def test_what_is_there_stays_unless_a_folder_has_a_newer_one(
    folder: Path, tmp_path: Path, capsys: Capture
) -> None:
    for number in ("0.1", "0.2"):
        write_wheel("zz-knot", number, folder=tmp_path / number)
    answer(f"install --dry-run -f {tmp_path / '0.2'} zz-knot")
    assert "Requirement already satisfied: zz-knot" in capsys.readouterr().out
    answer(f"install --dry-run -U -f {tmp_path / '0.1'} zz-knot")
    assert "emfs:" not in capsys.readouterr().out
    answer(f"install --dry-run -U -f {tmp_path / '0.2'} zz-knot")
    assert "zz-knot @ emfs:" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("place", "said"), [("none", "there is no such folder in"), ("https://host/simple", "looks into folders")]
)
def test_links_that_lead_nowhere_are_told(folder: Path, place: str, said: str) -> None:
    with pytest.raises(PipFailure, match=said):
        answer(f"install --find-links {place} zz-boat")
