from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lite_build.build import exchange
from lite_build.build.exchange import only_build, recover, staged_site
from lite_build.project.output import check_replaceable
from lite_build.words.errors import BuildFailure, UserMistake
from tests.conftest import write_site


def _shown(output: Path) -> str:
    return (output / "index.html").read_text(encoding="utf-8")


def _beside(output: Path) -> list[str]:
    return sorted(path.name for path in output.parent.iterdir() if path.name != output.name)


@pytest.fixture(params=["in one step", "by two renames"])
def output(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if request.param == "by two renames":
        monkeypatch.setattr(exchange, "_exchange", lambda one, other: False)
    return tmp_path / "place" / "dist"


def test_the_first_site_appears_whole(output: Path) -> None:
    with only_build(output), staged_site(output) as staging:
        write_site(staging, "new")
        assert not output.exists()
    assert _shown(output) == "new"
    assert _beside(output) == []


def test_a_new_site_takes_the_last_ones_place_and_nothing_of_it_stays(output: Path) -> None:
    write_site(output, "old")
    (output / "old").touch()
    with only_build(output), staged_site(output) as staging:
        write_site(staging, "new")
    assert _shown(output) == "new"
    assert not (output / "old").exists()
    assert _beside(output) == []


def test_a_build_that_fails_leaves_the_last_good_site(output: Path) -> None:
    write_site(output, "good")

    def build() -> None:
        with only_build(output), staged_site(output) as staging:
            write_site(staging, "half")
            raise BuildFailure("no")

    with pytest.raises(BuildFailure):
        build()
    assert _shown(output) == "good"
    assert _beside(output) == []


def test_a_crash_between_the_two_renames_loses_no_site(tmp_path: Path) -> None:
    output = tmp_path / "dist"
    write_site(tmp_path / ".dist.previous", "good")
    write_site(tmp_path / ".dist.staging", "half")
    recover(output)
    assert _shown(output) == "good"
    assert _beside(output) == []


def test_a_second_build_of_one_site_is_refused_while_the_first_goes_on(output: Path) -> None:
    def second() -> None:
        with only_build(output):
            pass

    with only_build(output), staged_site(output) as staging:
        write_site(staging, "first")
        with pytest.raises(BuildFailure, match="another build"):
            second()
    assert _shown(output) == "first"


def _build_into(output: Path) -> None:
    with only_build(output), staged_site(output) as staging:
        write_site(staging, "new")


def _everything(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_an_empty_folder_becomes_the_site(output: Path) -> None:
    output.mkdir(parents=True)
    _build_into(output)
    assert _shown(output) == "new"
    assert _beside(output) == []


@pytest.mark.parametrize("name", ["thesis.tex", "index.html", "jupyter-lite.json"])
def test_a_folder_that_is_no_site_is_refused_and_stays(output: Path, name: str) -> None:
    output.mkdir(parents=True)
    (output / name).write_text("years of work", encoding="utf-8")
    with pytest.raises(UserMistake, match="files that are no site"):
        _build_into(output)
    assert (output / name).read_text(encoding="utf-8") == "years of work"
    assert _everything(output.parent) == ["dist", f"dist/{name}"]


@pytest.mark.parametrize("name", [".git", "jupyter_lite_config.json"])
def test_a_site_that_is_a_repository_or_a_project_too_is_refused(output: Path, name: str) -> None:
    write_site(output, "good")
    (output / name).touch()
    with pytest.raises(UserMistake, match=name):
        _build_into(output)
    assert (output / name).exists()


def test_a_file_in_the_place_of_the_output_is_refused(output: Path) -> None:
    output.parent.mkdir()
    output.write_text("mine", encoding="utf-8")
    with pytest.raises(UserMistake, match="no folder"):
        _build_into(output)
    assert output.read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(os.name == "nt", reason="there it is a name and no file")
def test_a_device_is_refused() -> None:
    with pytest.raises(UserMistake, match="no folder"):
        check_replaceable(Path(os.devnull))


def test_what_has_only_the_name_of_a_site_moved_aside_is_neither_moved_nor_deleted(tmp_path: Path) -> None:
    (tmp_path / ".dist.previous").mkdir()
    (tmp_path / ".dist.previous" / "letters.txt").touch()
    with pytest.raises(UserMistake):
        _build_into(tmp_path / "dist")
    assert _everything(tmp_path) == [".dist.previous", ".dist.previous/letters.txt"]


def test_a_folder_that_is_filled_while_the_build_goes_on_is_kept(output: Path) -> None:
    def build() -> None:
        with only_build(output), staged_site(output) as staging:
            write_site(staging, "new")
            output.mkdir()
            (output / "letters.txt").touch()

    with pytest.raises(UserMistake):
        build()
    assert _everything(output.parent) == ["dist", "dist/letters.txt"]


@pytest.mark.parametrize("code", [errno.EBUSY, errno.EXDEV])
def test_a_folder_that_cannot_be_moved_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(one: Path, other: Path) -> bool:
        raise OSError(code, os.strerror(code), str(one), None, str(other))

    output = tmp_path / "dist"
    write_site(output, "good")
    monkeypatch.setattr(exchange, "_exchange", refuse)
    with pytest.raises(BuildFailure, match="file system is mounted here"):
        _build_into(output)
    assert _shown(output) == "good"
    assert _beside(output) == []


MOUNTED = """
import sys
from pathlib import Path
from lite_build.words.errors import BuildFailure
from lite_build.build import exchange
from tests.conftest import write_site

output = Path(sys.argv[1])
if sys.argv[2] == "by two renames":
    exchange._exchange = lambda one, other: False
try:
    with exchange.only_build(output), exchange.staged_site(output) as staging:
        write_site(staging, "new")
except BuildFailure as failure:
    print(failure)
"""


@pytest.mark.parametrize("filled", [True, False])
@pytest.mark.parametrize("way", ["in one step", "by two renames"])
@pytest.mark.parametrize("kind", ["--bind", "tmpfs"])
def test_a_mounted_output_is_refused_in_words_and_stays(
    tmp_path: Path, pytestconfig: pytest.Config, kind: str, way: str, filled: bool
) -> None:
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "--mount", "true"], check=False).returncode:
        pytest.skip("no file system may be mounted here")
    output, volume = tmp_path / "place" / "dist", tmp_path / "volume"
    output.mkdir(parents=True)
    if filled:
        write_site(volume, "good")
    volume.mkdir(exist_ok=True)
    mount = f'mount --bind "{volume}"' if kind == "--bind" else "mount -t tmpfs none"
    copy = "" if kind == "--bind" else f'cp -r "{volume}/." "{output}" &&'
    finished = subprocess.run(
        [unshare, "--mount", "sh", "-c", f'{mount} "{output}" && {copy} exec "$@"', "sh",
         sys.executable, "-c", MOUNTED, str(output), way],
        cwd=pytestconfig.rootpath,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert finished.stderr == ""
    assert f"{output}: a file system is mounted here" in finished.stdout
    assert f"--output-dir {output / 'site'}" in finished.stdout
    assert _beside(output) == []
    assert not filled or _shown(volume) == "good"
