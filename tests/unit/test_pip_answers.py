"""What `%pip` answers, beside what pip itself answers about the same packages."""

from __future__ import annotations

import asyncio
import errno
import importlib
import json
import subprocess
import sys
from importlib.metadata import PathDistribution
from typing import TYPE_CHECKING

import lite_build_pip
import pytest
from lite_build_pip import PipFailure
from lite_build_pip.command_line import read_line
from lite_build_pip.commands import _SENSELESS

if TYPE_CHECKING:
    from importlib.metadata import Distribution
    from pathlib import Path

    Capture = pytest.CaptureFixture[str]
    Patch = pytest.MonkeyPatch


def make_distribution(
    folder: Path, name: str, version: str, *headers: str, files: dict[str, str] | None = None
) -> Path:
    """Write what an installer would have left of a distribution; gives the folder of its metadata."""
    written = {f"{name}.py": f"version = {version!r}\n"} if files is None else files
    for path, text in written.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    metadata = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    metadata.mkdir()
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *headers, "", "A description."]
    (metadata / "METADATA").write_text("\n".join(lines), encoding="utf-8")
    (metadata / "INSTALLER").write_text("pip\n", encoding="utf-8")
    listed = [*written, *(f"{metadata.name}/{name}" for name in ("METADATA", "INSTALLER", "RECORD"))]
    (metadata / "RECORD").write_text("".join(f"{path},,\n" for path in listed), encoding="utf-8")
    return metadata


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: Patch) -> Path:
    """A folder of packages that Python finds before all others, which is the current one as well."""
    packages = tmp_path / "packages"
    packages.mkdir()
    make_distribution(
        packages,
        "Kite_Flyer",
        "1.10",
        "Summary: Flies kites",
        "Author: Ann",
        "Author-email: ann@example.org",
        "Requires-Dist: zz-string>=2",
        "Requires-Dist: zz-wind; extra == 'weather'",
        "Requires-Dist: zz-nothing; sys_platform == 'nowhere'",
    )
    make_distribution(packages, "zz-string", "2.0", "Requires-Dist: zz-knot")
    make_distribution(packages, "zz-knot", "0.1")
    make_distribution(packages, "zz-wind", "3.0", "Requires-Dist: zz-string<1", "Requires-Dist: zz-air")
    monkeypatch.syspath_prepend(str(packages))
    monkeypatch.chdir(tmp_path)
    importlib.invalidate_caches()
    return packages


def answer(line: str) -> None:
    asyncio.run(lite_build_pip.run(line))


def ask_pip(folder: Path, *words: str) -> str:
    finished = subprocess.run(
        [sys.executable, "-m", "pip", *words, "--disable-pip-version-check"],
        env={"PYTHONPATH": str(folder)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return finished.stdout


@pytest.mark.parametrize(
    "line",
    [
        "list",
        "list --format=json",
        "list --format freeze",
        "list --format=columns --exclude zz_wind",
        "list --not-required",
        "list -v",
        "freeze",
        "freeze --exclude Kite-Flyer",
    ],
)
def test_lists_are_those_of_pip(folder: Path, line: str, capsys: Capture) -> None:
    answer(f"{line} --path {folder}")
    assert capsys.readouterr().out == ask_pip(folder, *line.split(), "--path", str(folder))


def test_a_freeze_keeps_the_order_of_a_requirements_file(
    folder: Path, tmp_path: Path, capsys: Capture
) -> None:
    text = "# first\nzz-wind>=1  # why\n\n--pre\nnot-here\nkite.flyer\n"
    (tmp_path / "asked.txt").write_text(text, encoding="utf-8")
    answer(f"freeze -r asked.txt --path {folder}")
    said = capsys.readouterr()
    assert said.out == ask_pip(folder, "freeze", "-r", "asked.txt", "--path", str(folder))
    assert "'not-here' is not installed" in said.err


@pytest.mark.parametrize("names", ["kite-flyer", "zz_string Kite_Flyer", "zz-knot"])
def test_packages_are_shown_as_pip_shows_them(folder: Path, names: str, capsys: Capture) -> None:
    answer(f"show --files {names}")
    # What is beside it differs between pip's releases.
    others = ("Home-page:", "License:", "License-Expression:")
    ours, pips = (
        [line for line in text.splitlines() if not line.startswith(others)]
        for text in (capsys.readouterr().out, ask_pip(folder, "show", "--files", *names.split()))
    )
    assert ours == pips
    assert f"Location: {folder}" in ours


def test_newer_fields_of_metadata_are_shown(folder: Path, capsys: Capture) -> None:
    headers = ("License-Expression: MIT", "Project-URL: Home Page, https://example.org/x")
    make_distribution(folder, "zz-new", "1", *headers)
    answer("show zz-new")
    said = capsys.readouterr().out
    assert "License-Expression: MIT\n" in said
    assert "Home-page: https://example.org/x\n" in said


def test_what_is_not_installed_is_told_and_the_rest_is_shown(folder: Path, capsys: Capture) -> None:
    answer("show zz-nope zz-knot zz-neither")
    said = capsys.readouterr()
    assert said.err == "WARNING: Package(s) not found: zz-neither, zz-nope\n"
    assert said.out.startswith("Name: zz-knot\n")


def test_a_check_names_what_is_missing_and_what_does_not_fit(folder: Path, capsys: Capture) -> None:
    answer("check")
    ours = [line for line in capsys.readouterr().out.splitlines() if line.startswith("zz-")]
    pips = [line for line in ask_pip(folder, "check").splitlines() if line.startswith("zz-")]
    assert ours == [
        "zz-wind 3.0 requires zz-air, which is not installed.",
        "zz-wind 3.0 has requirement zz-string<1, but you have zz-string 2.0.",
    ]
    assert sorted(ours) == sorted(pips)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("install 'a>=1' \"b\"", ["install", "a>=1", "b"]),
        ("install a>=1", ["install", "a>=1"]),
        ("install -q a > /dev/null", ["install", "-q", "a"]),
        ("install a 2>/dev/null | tail -1", ["install", "a"]),
        ("install a &> log.txt", ["install", "a"]),
        ("install a 2>&1 && echo done", ["install", "a"]),
        ("install a; ", ["install", "a"]),
        ("install a > /dev/null; echo done", ["install", "a"]),
        ("install a  # for the course", ["install", "a"]),
        ("install https://x.org/a.whl#sha256=1", ["install", "https://x.org/a.whl#sha256=1"]),
        ("", []),
    ],
)
def test_a_line_is_read_as_a_shell_would(line: str, words: list[str]) -> None:
    assert read_line(line).words == words


@pytest.mark.parametrize("sign", [" > ", " >", ">", " 1> ", " &> "])
def test_a_list_is_written_into_a_file(folder: Path, tmp_path: Path, sign: str, capsys: Capture) -> None:
    answer(f"freeze --path {folder}")
    frozen = capsys.readouterr().out
    (tmp_path / "asked.txt").write_text("old", encoding="utf-8")
    line = f"freeze{sign}asked.txt --path {folder}"
    answer(line)
    assert (tmp_path / "asked.txt").read_text(encoding="utf-8") == frozen
    answer(line.replace(">", ">>"))
    assert (tmp_path / "asked.txt").read_text(encoding="utf-8") == frozen * 2
    assert capsys.readouterr().out == ""


def test_warnings_go_where_a_line_sends_them(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    answer("show zz-nope zz-knot 2> warned.txt")
    assert "not found: zz-nope" in (tmp_path / "warned.txt").read_text(encoding="utf-8")
    assert capsys.readouterr().out.startswith("Name: zz-knot")
    answer("show zz-nope zz-knot > all.txt 2>&1; other")
    told = (tmp_path / "all.txt").read_text(encoding="utf-8")
    assert "not found: zz-nope" in told
    assert "Name: zz-knot" in told
    assert capsys.readouterr() == ("", "")


def test_a_pipe_is_told_to_be_none_and_the_line_goes_on(folder: Path, capsys: Capture) -> None:
    answer("show zz-knot 2>/dev/null | grep Name | sort")
    said = capsys.readouterr()
    assert said.err == "WARNING: nothing is piped in a page: `grep Name | sort` is left out.\n"
    assert said.out.startswith("Name: zz-knot\n")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("list > nowhere/list.txt", "nowhere/list.txt cannot be written: No such file"),
        ("list >", "no file behind >"),
    ],
)
def test_a_file_that_cannot_be_written_is_told(folder: Path, line: str, said: str) -> None:
    with pytest.raises(PipFailure, match=said):
        answer(line)


@pytest.mark.parametrize("line", ["list", "show zz-knot", "install zz-knot", "check", "freeze"])
def test_a_damaged_file_of_the_site_is_told_without_a_traceback(
    folder: Path, monkeypatch: Patch, line: str
) -> None:
    def fail(distribution: Distribution, name: str) -> None:
        raise OSError(errno.EIO, "I/O error", f"/lib/{name}")

    monkeypatch.setattr(PathDistribution, "read_text", fail)
    with pytest.raises(PipFailure, match="/lib/METADATA cannot be read: a file of the site is missing or"):
        answer(line)


def test_a_quote_that_is_not_closed_is_told() -> None:
    with pytest.raises(PipFailure, match="No closing quotation"):
        read_line("install 'a")


@pytest.mark.parametrize("command", [*_SENSELESS])
def test_what_makes_no_sense_in_a_page_says_so_and_what_to_do_instead(command: str, capsys: Capture) -> None:
    answer(f"{command} something --option")
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"ERROR: %pip {command}: a page ")
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("instal x", "maybe you meant 'install'"),
        ("xyzzy", "unknown command 'xyzzy'"),
        ("install", "at least one requirement to install"),
        ("uninstall -y", "at least one requirement to uninstall"),
        ("install --nope x", "unrecognized arguments: --nope"),
        ("install -e .", "-e: a page cannot build a project"),
        ("install --target there x", "--target: a page has one folder of packages"),
        ("install --no-binary :all: x", "--no-binary: a page installs wheels"),
        ("install .", "cannot build a project from its folder"),
        ("install ./project", "cannot build a project from its folder"),
        ("install x-1.0.tar.gz", "builds no sources"),
        ("install https://example.org/x.zip", "builds no sources"),
        ("install git+https://example.org/x", "cannot get and build a repository"),
        ("install 'x @ git+https://example.org/x'", "cannot get and build a repository"),
        ("install 'x['", "Invalid requirement: 'x['"),
        ("install x-1.0-py3-none-any.whl", "there is no such file"),
        ("install -r nosuch.txt", "there is no nosuch.txt in"),
        ("install -c nosuch.txt x", "there is no nosuch.txt in"),
        ("list --format=yaml", "invalid choice"),
    ],
)
def test_a_mistake_is_told_with_what_to_do(folder: Path, line: str, said: str) -> None:
    with pytest.raises(PipFailure) as caught:
        answer(line)
    assert said in str(caught.value)
    assert caught.value._render_traceback_()[0].startswith("ERROR: ")


@pytest.mark.parametrize("line", ["", "help", "--help", "-h"])
def test_help_lists_the_commands(line: str, capsys: Capture) -> None:
    answer(line)
    said = capsys.readouterr().out
    assert all(
        f"  {command} " in said for command in ("install", "uninstall", "list", "show", "freeze", "check")
    )


@pytest.mark.parametrize("line", ["help install", "install --help", "install -h"])
def test_help_lists_a_commands_options_that_do_something(line: str, capsys: Capture) -> None:
    answer(line)
    said = capsys.readouterr().out
    assert "--upgrade" in said
    assert "--target" not in said


def test_versions_of_json_are_read_back(folder: Path, capsys: Capture) -> None:
    answer(f"list --format=json --path {folder}")
    listed = json.loads(capsys.readouterr().out)
    assert {"name": "Kite_Flyer", "version": "1.10"} in listed
