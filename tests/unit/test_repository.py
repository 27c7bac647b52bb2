"""Repositories of notebooks at other places: their addresses, their archives, what is kept of them."""

from __future__ import annotations

import gzip
import io
import stat
import tarfile
import zipfile
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler
from typing import TYPE_CHECKING

import pytest

from lite_build.network.client import NetworkSettings
from lite_build.network.reach import Reach
from lite_build.packages.asked.requirement_files import read_requirements
from lite_build.project.options import PackageOptions
from lite_build.repository import archive as archives
from lite_build.repository.address import NamedRepository, parse_repository
from lite_build.repository.archive import unpack_repository
from lite_build.repository.kept import KeptRepository, get_repository, place_repository
from lite_build.words.errors import BuildFailure, UserMistake
from tests.conftest import serve_on_loopback
from tests.git_repository import committed, run_git
from tests.web_host import web_host

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.web_host import WebHost

COMMIT = "0123456789" * 4
FILES = {"name-main/lesson.ipynb": b"{}", "name-main/week 1/rows.csv": b"1,2\n"}


def packed(files: Mapping[str, bytes], commit: str | None = COMMIT) -> bytes:
    """A tar archive as hosts of git make them."""
    buffer = io.BytesIO()
    headers = {"comment": commit} if commit is not None else {}
    with tarfile.open(fileobj=buffer, mode="w:gz", format=tarfile.PAX_FORMAT, pax_headers=headers) as opened:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            opened.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def zipped(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        for name, content in files.items():
            opened.writestr(name, content)
        opened.comment = COMMIT.encode()
    return buffer.getvalue()


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def host() -> Iterator[WebHost]:
    with web_host("none") as serving:
        yield serving


@pytest.fixture
def reach(tmp_path: Path) -> Reach:
    return Reach(tmp_path / "cache", NetworkSettings(retries=0))


def got(address: str, reach: Reach, root: Path, ref: str | None = None) -> KeptRepository:
    return get_repository(parse_repository(address, ref, root), None, reach, lambda doing: None)


@pytest.mark.parametrize(
    ("address", "ref", "archive", "folder"),
    [
        ("https://github.com/owner/name", None, "https://github.com/owner/name/archive/HEAD.tar.gz", ""),
        ("https://github.com/owner/name.git/", "v1", "https://github.com/owner/name/archive/v1.tar.gz", ""),
        ("owner/name@v1", None, "https://github.com/owner/name/archive/v1.tar.gz", ""),
        ("https://github.com/owner/name@a/b", None, "https://github.com/owner/name/archive/a/b.tar.gz", ""),
        (
            "https://github.com/owner/name/tree/main/week%201/a",
            None,
            "https://github.com/owner/name/archive/main.tar.gz",
            "week 1/a",
        ),
        (
            "https://github.com/owner/name/tree/a/b/week",
            "a/b",
            "https://github.com/owner/name/archive/a/b.tar.gz",
            "week",
        ),
        (
            "https://github.com/owner/name/blob/main/week/lesson.ipynb",
            None,
            "https://github.com/owner/name/archive/main.tar.gz",
            "week",
        ),
        (
            "https://gitlab.com/group/sub/name",
            None,
            "https://gitlab.com/api/v4/projects/group%2Fsub%2Fname/repository/archive.tar.gz",
            "",
        ),
        (
            "https://git.example.org/group/name/-/tree/main/week",
            None,
            "https://git.example.org/api/v4/projects/group%2Fname/repository/archive.tar.gz?sha=main",
            "week",
        ),
        ("https://gist.github.com/owner/0a1b", None, "https://codeload.github.com/gist/0a1b/tar.gz/HEAD", ""),
        ("https://gist.github.com/0a1b", "0c", "https://codeload.github.com/gist/0a1b/tar.gz/0c", ""),
        ("https://host.example/a/b.zip?x=1", None, "https://host.example/a/b.zip?x=1", ""),
    ],
)
def test_an_address_of_a_browser_stands_for_the_archive_of_its_host(
    address: str, ref: str | None, archive: str, folder: str, tmp_path: Path
) -> None:
    named = parse_repository(address, ref, tmp_path)
    assert (named.archive_url(), named.folder) == (archive, folder)


@pytest.mark.parametrize(
    ("address", "location", "ref", "folder"),
    [
        ("git@host.example:owner/name.git", "git@host.example:owner/name.git", None, ""),
        ("ssh://git@host.example/owner/name.git@v1", "ssh://git@host.example/owner/name.git", "v1", ""),
        ("git+https://host.example/owner/name@v1", "https://host.example/owner/name", "v1", ""),
        ("https://host.example/owner/name.git", "https://host.example/owner/name.git", None, ""),
        (
            "https://host.example/owner/name/src/branch/main/week",
            "https://host.example/owner/name",
            "main",
            "week",
        ),
    ],
)
def test_git_gets_what_has_no_archive_that_is_known(
    address: str, location: str, ref: str | None, folder: str, tmp_path: Path
) -> None:
    named = parse_repository(address, None, tmp_path)
    assert (named.form, named.location, named.ref, named.folder) == ("git", location, ref, folder)


@pytest.mark.parametrize(
    ("address", "ref", "words"),
    [
        ("nowhere", None, "is no address of a repository"),
        ("https://[x/a/b", None, "is no address of a repository"),
        ("", None, "is no address of a repository"),
        ("../nowhere", None, "is no address of a repository"),
        ("./nowhere/at/all", None, "is no address of a repository"),
        ("ftp://host.example/a/b", None, "is no address of a repository"),
        ("https://github.com/owner", None, "is no address of a repository"),
        ("owner/name", "--upload-pack=x", "can be no branch, tag or commit"),
        ("owner/name", "a..b", "can be no branch, tag or commit"),
        ("https://host.example/a.zip", "main", "an archive has one state"),
        ("https://github.com/owner/name/tree/main/../../x", None, "can be no folder"),
    ],
)
def test_what_names_no_repository_is_told_in_words(
    address: str, ref: str | None, words: str, tmp_path: Path
) -> None:
    with pytest.raises(UserMistake, match=words):
        parse_repository(address, ref, tmp_path)


def test_a_login_is_neither_told_nor_locked(tmp_path: Path) -> None:
    named = parse_repository("https://ann:pear@host.example/owner/name.zip", None, tmp_path)
    assert named.name == "https://host.example/owner/name.zip"


@pytest.mark.parametrize("content", [packed(FILES), gzip.decompress(packed(FILES)), zipped(FILES)])
def test_an_archive_is_unpacked_without_the_folder_around_it(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "archive").write_bytes(content)
    assert unpack_repository(tmp_path / "archive", tmp_path / "files", where="here") == COMMIT
    assert files_of(tmp_path / "files") == {"lesson.ipynb": b"{}", "week 1/rows.csv": b"1,2\n"}


@pytest.mark.parametrize("name", ["../out", "/out", "a/../../out", "a\\..\\..\\out", "c:out"])
@pytest.mark.parametrize("pack", [packed, zipped])
def test_no_file_of_an_archive_lands_outside(name: str, pack: type[object], tmp_path: Path) -> None:
    (tmp_path / "archive").write_bytes(pack({name: b"x"}))  # type: ignore[arg-type,call-arg]
    with pytest.raises(UserMistake, match="outside of its folder"):
        unpack_repository(tmp_path / "archive", tmp_path / "inside" / "files", where="here")


def test_links_of_archives_are_left_out(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "archive", "w") as opened:
        for name, kind in (
            ("a/link", tarfile.SYMTYPE),
            ("a/hard", tarfile.LNKTYPE),
            ("a/pipe", tarfile.FIFOTYPE),
        ):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/passwd"
            opened.addfile(member)
        opened.addfile(tarfile.TarInfo("a/lesson.ipynb"))
    unpack_repository(tmp_path / "archive", tmp_path / "of tar", where="here")
    assert files_of(tmp_path / "of tar") == {"lesson.ipynb": b""}
    with zipfile.ZipFile(tmp_path / "zip", "w") as opened_zip:
        link = zipfile.ZipInfo("a/link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        opened_zip.writestr(link, "/etc/passwd")
        opened_zip.writestr("a/lesson.ipynb", "")
    unpack_repository(tmp_path / "zip", tmp_path / "of zip", where="here")
    assert files_of(tmp_path / "of zip") == {"lesson.ipynb": b""}


@pytest.mark.parametrize("pack", [packed, zipped])
def test_an_archive_that_becomes_too_much_is_refused(
    pack: type[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "LARGEST", 2**20)
    monkeypatch.setattr(archives, "MOST_FILES", 3)
    bombs = ({"zeros": bytes(2**20 + 1)}, {str(number): b"" for number in range(4)})
    for number, files in enumerate(bombs):
        archive = tmp_path / f"archive-{number}"
        archive.write_bytes(pack(files))  # type: ignore[arg-type,call-arg]
        with pytest.raises(UserMistake, match="holds more than"):
            unpack_repository(archive, tmp_path / f"files-{number}", where="here")


def test_sparse_files_of_an_archive_are_counted_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "LARGEST", 2**20)
    size = str(2**20 - 1)
    with tarfile.open(tmp_path / "archive", "w", format=tarfile.PAX_FORMAT) as opened:
        for name in ("a", "b"):
            member = tarfile.TarInfo(name)
            member.pax_headers = {"GNU.sparse.map": f"{size},0", "GNU.sparse.size": size}
            opened.addfile(member)
    with pytest.raises(UserMistake, match="holds more than"):
        unpack_repository(tmp_path / "archive", tmp_path / "files", where="here")


def test_a_tar_that_ends_with_a_zip_is_unpacked_as_a_tar(tmp_path: Path) -> None:
    files = {"name/lesson.ipynb": b"{}", "name/table.xlsx": zipped({"sheet": b"1"})}
    (tmp_path / "archive").write_bytes(gzip.decompress(packed(files)))
    unpack_repository(tmp_path / "archive", tmp_path / "files", where="here")
    assert set(files_of(tmp_path / "files")) == {"lesson.ipynb", "table.xlsx"}


@pytest.mark.parametrize("files", [{"r/a": b"", "r/a/b": b""}, {f"r/{'n' * 300}": b""}])
def test_names_that_do_not_go_together_are_the_archive_s_fault(
    files: Mapping[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "archive").write_bytes(packed(files))
    with pytest.raises(UserMistake, match="is no archive that can be read"):
        unpack_repository(tmp_path / "archive", tmp_path / "files", where="name")


def test_a_header_that_claims_much_memory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "archive").write_bytes(packed({"a": b""}, "x" * 2**22))
    with pytest.raises(UserMistake, match="holds more than"):
        unpack_repository(tmp_path / "archive", tmp_path / "files", where="here")


@pytest.mark.parametrize("content", [b"", b"<html>Log in</html>", packed(FILES)[:-40], zipped(FILES)[:-90]])
def test_what_is_no_whole_archive_is_told_in_words(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "archive").write_bytes(content)
    with pytest.raises(UserMistake, match="is no archive that can be read"):
        unpack_repository(tmp_path / "archive", tmp_path / "files", where="here")


def test_a_host_of_gitlabs_kind_gives_a_commit_which_is_kept(
    host: WebHost, reach: Reach, tmp_path: Path
) -> None:
    path = "/api/v4/projects/group%2Fname/repository/archive.tar.gz"
    host.files[path] = (packed(FILES), "application/gzip")
    address = f"{host.address}/group/name/-/tree/main/week%201"
    kept = got(address, reach, tmp_path)
    assert kept.state.commit == COMMIT
    assert host.asked == [f"GET {path}?sha=main"]
    # A pinned state is here, and no host is asked; offline neither.
    named = parse_repository(address, None, tmp_path)
    assert get_repository(named, kept.state, reach, print).files == kept.files
    assert got(address, replace(reach, offline=True), tmp_path).state == kept.state
    assert len(host.asked) == 1


def test_a_pinned_commit_is_asked_for_by_itself_and_has_to_be_the_same(
    host: WebHost, reach: Reach, tmp_path: Path
) -> None:
    path = "/api/v4/projects/group%2Fname/repository/archive.tar.gz"
    host.files[path] = (packed(FILES), "application/gzip")
    address = f"{host.address}/group/name/-/tree/main"
    kept, named = got(address, reach, tmp_path), parse_repository(address, None, tmp_path)
    # On another machine, after the branch has gone on; another archive of the same commit is the same.
    elsewhere = replace(reach, cache=tmp_path / "another cache")
    host.files[path] = (zipped(FILES), "application/zip")
    assert get_repository(named, kept.state, elsewhere, print).state == kept.state
    assert host.asked[-1] == f"GET {path}?sha={COMMIT}"
    host.files[path] = (packed({**FILES, "name-main/lesson.ipynb": b"[]"}), "application/gzip")
    third = replace(reach, cache=tmp_path / "third cache")
    with pytest.raises(BuildFailure, match="not what was locked"):
        get_repository(named, kept.state, third, print)


def test_what_is_not_there_is_told_from_what_has_no_such_ref(
    host: WebHost, reach: Reach, tmp_path: Path
) -> None:
    with pytest.raises(UserMistake, match="no such file, or it is private"):
        got(f"{host.address}/a.zip", reach, tmp_path)
    with pytest.raises(UserMistake, match="no such repository, or it is private"):
        got(f"{host.address}/group/name/-/tree/main", reach, tmp_path)
    host.files["/owner/name/archive/HEAD.tar.gz"] = (packed(FILES), "application/gzip")
    there = NamedRepository("github", f"{host.address}/owner/name", "nope", "")
    with pytest.raises(UserMistake, match="no branch, tag or commit nope"):
        get_repository(there, None, reach, print)


def test_git_tells_what_is_not_there(reach: Reach, tmp_path: Path) -> None:
    commit = committed(tmp_path / "theirs", {"lesson.ipynb": "{}"})
    with pytest.raises(UserMistake, match="no branch, tag or commit nope"):
        got("theirs", reach, tmp_path, "nope")
    with pytest.raises(UserMistake, match="no such repository"):
        got(f"git+{(tmp_path / 'not theirs').as_uri()}", reach, tmp_path)
    (tmp_path / "folder").mkdir()
    with pytest.raises(UserMistake, match="is a folder, and no repository of git"):
        got("folder", reach, tmp_path)
    assert got(f"{(tmp_path / 'theirs').as_uri()}@main", reach, tmp_path).state.commit == commit


def test_a_build_in_a_hook_of_git_reads_the_repository_that_is_named(
    reach: Reach, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = committed(tmp_path / "theirs", {"lesson.ipynb": "{}"})
    committed(tmp_path / "own", {"own.ipynb": "{}"})
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "own" / ".git"))
    assert got("theirs", reach, tmp_path).state.commit == commit


def test_git_gets_a_repository_of_a_host_of_plain_files(reach: Reach, tmp_path: Path) -> None:
    first = committed(tmp_path / "theirs", {"lesson.ipynb": "{}"})
    run_git(tmp_path / "theirs", "branch", "old")
    second = committed(tmp_path / "theirs", {"rows.csv": "1"})
    run_git(tmp_path / "theirs", "update-server-info")
    handler = partial(_Silent, directory=str(tmp_path))
    with serve_on_loopback(handler) as address:
        old = got(f"{address}/theirs/.git", reach, tmp_path, "old")
        assert old.state.commit == first
        kept = got(f"{address}/theirs/.git", reach, tmp_path)
        assert kept.state.commit == second
        assert files_of(kept.files) == {"lesson.ipynb": b"{}", "rows.csv": b"1"}
        # A lock's commit is had when the branch has gone on.
        named = parse_repository(f"{address}/theirs/.git", None, tmp_path)
        pinned = replace(kept.state, commit=first, sha256=old.state.sha256)
        elsewhere = replace(reach, cache=tmp_path / "another cache")
        assert files_of(get_repository(named, pinned, elsewhere, print).files) == {"lesson.ipynb": b"{}"}
        with pytest.raises(UserMistake, match="no branch, tag or commit nope"):
            got(f"{address}/theirs/.git@nope", reach, tmp_path)
        with pytest.raises(UserMistake, match="no such repository"):
            got(f"{address}/nowhere/.git", reach, tmp_path)


def test_a_repository_of_this_machine_is_taken_as_it_is_committed(reach: Reach, tmp_path: Path) -> None:
    first = committed(tmp_path / "theirs", {"lesson.ipynb": "{}", "rows.csv": "1"})
    run_git(tmp_path / "theirs", "tag", "v1")
    second = committed(tmp_path / "theirs", {"rows.csv": "2"})
    (tmp_path / "theirs" / "rows.csv").write_text("not committed", encoding="utf-8")
    newest = got("theirs", reach, tmp_path)
    assert newest.state.commit == second
    assert files_of(newest.files) == {"lesson.ipynb": b"{}", "rows.csv": b"2"}
    assert got("theirs@v1", reach, tmp_path).state.commit == first
    assert got("theirs", reach, tmp_path, first[:8]).state.commit == first


def test_an_archive_of_this_machine_is_locked_by_the_path_that_was_written(
    reach: Reach, tmp_path: Path
) -> None:
    (tmp_path / "theirs.tgz").write_bytes(packed(FILES, None))
    kept = got("./theirs.tgz", replace(reach, offline=True), tmp_path)
    assert (kept.state.url, kept.state.commit) == ("./theirs.tgz", None)
    assert got((tmp_path / "theirs.tgz").as_uri(), reach, tmp_path).state.sha256 == kept.state.sha256
    (tmp_path / "theirs.tgz").write_bytes(packed({"lesson.ipynb": b"[]"}, None))
    named = parse_repository("./theirs.tgz", None, tmp_path)
    elsewhere = replace(reach, cache=tmp_path / "another cache")
    with pytest.raises(BuildFailure, match="not what was locked"):
        get_repository(named, kept.state, elsewhere, print)


def test_the_copy_in_a_project_is_replaced_and_made_whole(reach: Reach, tmp_path: Path) -> None:
    committed(tmp_path / "theirs", {"lesson.ipynb": "{}", "old.csv": ""})
    place = tmp_path / "project" / ".lite-build" / "repository"
    files = place_repository(got("theirs", reach, tmp_path), place, reach.cache)
    (files / "lesson.ipynb").write_text("changed by hand", encoding="utf-8")
    run_git(tmp_path / "theirs", "rm", "--quiet", "old.csv")
    committed(tmp_path / "theirs", {"new.csv": ""})
    newest = got("theirs", reach, tmp_path)
    assert files_of(place_repository(newest, place, reach.cache)) == {"lesson.ipynb": b"{}", "new.csv": b""}
    (files / "lesson.ipynb").write_text("changed by hand", encoding="utf-8")
    assert files_of(place_repository(newest, place, reach.cache)) == {"lesson.ipynb": b"{}", "new.csv": b""}


def test_a_repository_asks_for_packages_where_binder_and_python_read_them(tmp_path: Path) -> None:
    root, theirs = tmp_path / "project", tmp_path / "project" / "theirs"
    theirs.mkdir(parents=True)
    (theirs / "requirements.txt").write_text("first\n", encoding="utf-8")
    (theirs / "pyproject.toml").write_text('[project]\ndependencies = ["second>=2"]\n', encoding="utf-8")
    asked = read_requirements(PackageOptions(), root, [theirs], theirs)
    assert [str(one.requirement) for one in asked.requirements] == ["first", "second>=2"]
    (theirs / "pyproject.toml").write_text("[project\n", encoding="utf-8")
    with pytest.raises(UserMistake, match="this is not TOML"):
        read_requirements(PackageOptions(), root, [theirs], theirs)
    # A folder for Binder goes before all of the root.
    (theirs / "binder").mkdir()
    (theirs / "binder" / "requirements.txt").write_text("third\n", encoding="utf-8")
    asked = read_requirements(PackageOptions(), root, [theirs], theirs)
    assert [str(one.requirement) for one in asked.requirements] == ["third"]


@pytest.mark.parametrize(
    ("text", "form", "ref", "folder"),
    [
        ("https://github.com/owner/name/commit/0123abcd", "github", "0123abcd", ""),
        ("https://github.com/owner/name/releases/tag/v1.0", "github", "v1.0", ""),
        ("https://www.github.com/owner/name/tree/v1", "github", "v1", ""),
        ("https://github.com/owner/name/tree/main/@types/x", "github", "main", "@types/x"),
        ("https://github.com/owner/name@feature/x", "github", "feature/x", ""),
        ("https://gitlab.com/group/name/-/tags/v1", "gitlab", "v1", ""),
        ("https://gist.github.com/owner/0123/4567", "gist", "4567", ""),
    ],
)
def test_pages_of_a_state_are_of_that_state(
    text: str, form: str, ref: str, folder: str, tmp_path: Path
) -> None:
    named = parse_repository(text, None, tmp_path)
    assert (named.form, named.ref, named.folder) == (form, ref, folder)


@pytest.mark.parametrize("page", ["pull/5", "issues", "-/merge_requests/1"])
def test_a_page_that_shows_no_state_is_refused(page: str, tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match="shows no state of a repository"):
        parse_repository(f"https://github.com/owner/name/{page}", None, tmp_path)


def test_a_secret_in_an_address_is_not_locked(tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match="has a secret in it") as told:
        parse_repository("https://host.example/a.tar.gz?private_token=hidden", None, tmp_path)
    assert "hidden" not in str(told.value)


def test_git_runs_no_program_that_a_repository_names_and_gives_the_same_files_later(
    reach: Reach, tmp_path: Path
) -> None:
    files = {
        ".gitattributes": "lesson.ipynb filter=evil\nversion.py export-subst\n",
        "lesson.ipynb": "{}",
        "version.py": "refs = '$Format:%d$'\n",
    }
    commit = committed(tmp_path / "there", files)
    ran = tmp_path / "ran"
    run_git(tmp_path / "there", "config", "filter.evil.smudge", f"touch {ran}; cat")
    kept = get_repository(parse_repository("there", None, tmp_path), None, reach, print)
    assert not ran.exists()
    assert (kept.files / "version.py").read_text("utf-8") == files["version.py"]
    assert kept.state.commit == commit


def test_a_locked_commit_that_is_gone_is_told_with_how_to_take_the_newest(
    reach: Reach, tmp_path: Path
) -> None:
    committed(tmp_path / "there", {"lesson.ipynb": "{}"})
    named = parse_repository("there", None, tmp_path)
    pinned = replace(get_repository(named, None, reach, print).state, commit=COMMIT, sha256="0" * 64)
    with pytest.raises(BuildFailure, match="is not there any more") as told:
        get_repository(named, pinned, reach, print)
    assert "lock --upgrade" in str(told.value)


@pytest.mark.parametrize(
    "line",
    ["-r ../secret.txt", "-r /etc/hostname", "-e ..", "thing @ file:///elsewhere/thing-1.0-py3-none-any.whl"],
)
def test_requirements_of_a_repository_stay_inside(line: str, tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    repository.mkdir()
    (tmp_path / "secret.txt").write_text("secret token\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "outer"\nversion = "1"\n', encoding="utf-8")
    (repository / "requirements.txt").write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(UserMistake, match="leads out of the repository") as told:
        read_requirements(PackageOptions(), tmp_path / "project", [repository], repository)
    assert "secret token" not in str(told.value)
