"""Addresses of repositories, as people copy them from their browsers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from lite_build.network.addresses import file_path, without_login
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: How a repository is got: by the archives that its host makes of it; as one archive of one state; by git.
Form = Literal["github", "gitlab", "gist", "archive", "git"]

#: The last commit of the branch that a repository shows first.
FIRST_BRANCH = "HEAD"
ARCHIVE_SUFFIXES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
_GITHUB, _GIST = "github.com", "gist.github.com"
#: Behind it a path is a page's: of a folder, a file, a state. GitLab's have "-" before.
_PAGE = re.compile(r"/(?:-|tree|blob|raw|src|commits?|releases|tags)/")
#: Of the pages by which hosts show a state, whose last part names it.
_STATE_PAGES = ("commit/", "commits/", "releases/tag/", "tags/")
#: What an address has for its owner alone.
_SECRET = re.compile(r"^(?:.*token|.*secret|.*password|sig|signature|x-amz-.*|key)$", re.IGNORECASE)
#: Of the pages by which hosts show a folder or a file; Bitbucket's and Forgejo's are called "src".
_FOLDER_PAGE, _FILE_PAGES = "tree", ("blob", "raw")
_SCP = re.compile(r"^[\w.-]+@[\w.-]+:(?!//)")
_SHORT = re.compile(r"^(?:[\w-]+(?:\.[\w-]+)+/)?[\w.-]+(?:/[\w.-]+)+(?:@.+)?$")
#: What no reference of git has, and what a command or an address would take for something else.
_STRANGE = re.compile(r"^-|[\s\x00-\x1f\x7f~^:?*\[\\]|\.\.|@\{")


@dataclass(frozen=True)
class NamedRepository:
    """A repository by its address.

    Args:
        form: how it is got.
        location: of the repository or the archive, as it was written: a URL, which may hold a login; a path.
        ref: a branch, a tag or a commit; None for the first branch, and for an archive.
        folder: in it, whose files are meant; "" for all.
        path: of what is on this machine, absolute; None for what other hosts have.
    """

    form: Form
    location: str
    ref: str | None
    folder: str
    path: Path | None = None

    @property
    def name(self) -> str:
        """By what it is told of and locked: its location, without a login."""
        return self.location if self.path is not None else without_login(self.location)

    def at(self, commit: str) -> NamedRepository:
        """The same at a commit."""
        return self if self.form == "archive" else replace(self, ref=commit)

    def archive_url(self) -> str:
        """The address of an archive of it, at another host."""
        ref = quote(self.ref or FIRST_BRANCH, safe="/")
        match self.form:
            case "github":
                return f"{self.location}/archive/{ref}.tar.gz"
            case "gist":
                return f"https://codeload.github.com/gist/{self.location.rpartition('/')[2]}/tar.gz/{ref}"
            case "gitlab":
                address = urlsplit(self.location)
                project = quote(unquote(address.path.strip("/")), safe="")
                asked = "" if self.ref is None else f"?sha={quote(self.ref, safe='')}"
                place = f"{address.scheme}://{address.netloc}/api/v4/projects/{project}"
                return f"{place}/repository/archive.tar.gz{asked}"
            case _:
                return self.location


def parse_repository(text: str, ref: str | None, root: Path) -> NamedRepository:
    """Read the address of a repository.

    Args:
        text: an address of GitHub, GitLab or a gist, also of a folder's page there; `owner/name` of GitHub;
            the address of a zip or a tar archive; a path of either or of git's; any address that git takes.
            A ref may follow, behind "@".
        ref: a branch, a tag or a commit, which goes before that of the address; None for none.
        root: what paths are relative to.

    Raises:
        UserMistake: it is no such address, or the ref is none.
    """
    written = text.strip()
    named = _local(written, root) or _remote(written, ref)
    if named is None:
        raise UserMistake(
            "is no address of a repository, and there is no such folder or file",
            where=f"--from-repo {without_login(text)}",
            remedy="It is like https://github.com/owner/name, "
            "https://gitlab.com/group/name/-/tree/main/folder, the address of a .zip or .tar.gz file, "
            "or the path of a repository of git.",
        )
    named = replace(named, ref=ref or named.ref)
    if named.form == "archive" and named.ref is not None:
        raise UserMistake(
            f"an archive has one state, and no {named.ref}",
            where=f"--from-repo {named.name}",
            remedy="Leave the ref out, or name the repository in place of the archive.",
        )
    secrets = [name for name, _ in parse_qsl(urlsplit(named.location).query) if _SECRET.match(name)]
    if named.path is None and secrets:
        raise UserMistake(
            f"the address has a secret in it ({secrets[0]}), which the lock would show to everybody",
            where=f"--from-repo {named.name.partition('?')[0]}",
            remedy="Leave it out of the address. A login is taken from your netrc file.",
        )
    if named.ref is not None and (not named.ref.strip("/") or _STRANGE.search(named.ref)):
        raise UserMistake(
            f"{named.ref!r} can be no branch, tag or commit",
            where=f"--from-repo {named.name}",
            remedy="Correct it.",
        )
    if any(part in {"", ".", ".."} for part in named.folder.split("/")) and named.folder:
        raise UserMistake(
            f"{named.folder!r} can be no folder of a repository",
            where=f"--from-repo {named.name}",
            remedy="Correct the address.",
        )
    return named


def _local(text: str, root: Path) -> NamedRepository | None:
    is_file_url = text.startswith("file:")
    if "://" in text and not is_file_url:
        return None
    for location, _, ref in ((text, "", ""), text.rpartition("@")):
        path = (file_path(location) if is_file_url else root / location) if location else None
        if path is not None and path.is_file():
            return NamedRepository("archive", location, ref or None, "", path.absolute())
        if path is not None and path.is_dir():
            return NamedRepository("git", location, ref or None, "", path.absolute())
    return None


def _remote(text: str, ref: str | None) -> NamedRepository | None:
    if text.startswith(("git+", "ssh://", "git://")) or _SCP.match(text):
        address = text.removeprefix("git+")
        start = address.find("/", address.find("://") + 3) if "://" in address else address.find(":")
        place, _, behind = address[start:].partition("@")
        location = address[:start] + place
        return NamedRepository("git", location, behind or None, "", file_path(location)) if place else None
    first = text.split("/")[0]
    if "://" not in text and _SHORT.match(text) and first.strip("."):
        text = f"https://{text}" if "." in first and text.count("/") > 1 else f"https://{_GITHUB}/{text}"
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    if unquote(parts.path).lower().endswith(ARCHIVE_SUFFIXES):
        return NamedRepository("archive", text.partition("#")[0], None, "")
    path, behind = unquote(parts.path).strip("/"), ""
    page = _PAGE.search(f"{path}/")
    if "@" in path and (page is None or path.index("@") < page.start()):
        path, _, behind = path.partition("@")
    is_www = parts.hostname == f"www.{_GITHUB}"
    host = _GITHUB if is_www else parts.hostname
    origin = f"https://{_GITHUB}" if is_www else f"{parts.scheme}://{parts.netloc}"
    named = _of_host(host, origin, [part for part in path.split("/") if part], ref)
    return None if named is None else replace(named, ref=behind or named.ref)


def _of_host(host: str, origin: str, parts: Sequence[str], ref: str | None) -> NamedRepository | None:
    if host == _GIST:
        # A third part is a revision.
        revision = parts[2] if len(parts) == 3 else None
        whole = "/".join(parts[:2])
        return NamedRepository("gist", f"{origin}/{whole}", revision, "") if 0 < len(parts) < 4 else None
    if "-" in parts or host.startswith("gitlab."):
        end = parts.index("-") if "-" in parts else len(parts)
        if end < 2:
            return None
        shown, folder = _shown(parts[end + 1 :], ref)
        return NamedRepository("gitlab", _repository(origin, parts[:end]), shown, folder)
    if len(parts) < 2:
        return None
    if host == _GITHUB:
        shown, folder = _shown(parts[2:], ref)
        return NamedRepository("github", _repository(origin, parts[:2]), shown, folder)
    if "src" in parts[2:3]:
        page = [_FOLDER_PAGE, *(part for part in parts[3:4] if part not in {"branch", "tag", "commit"})]
        shown, folder = _shown([*page, *parts[4:]], ref)
        return NamedRepository("git", _repository(origin, parts[:2]), shown, folder)
    return NamedRepository("git", f"{origin}/{'/'.join(quote(part) for part in parts)}", None, "")


def _repository(origin: str, parts: Sequence[str]) -> str:
    return f"{origin}/{'/'.join(quote(part) for part in parts)}".removesuffix(".git")


def _shown(page: Sequence[str], ref: str | None) -> tuple[str | None, str]:
    """The ref and the folder of a page that shows a folder or a file.

    A branch may have "/" in its name. The address does not tell where it ends, but a ref that is given does.
    """
    if not page:
        return None, ""
    shown_page = "/".join(page)
    for kind in _STATE_PAGES:
        if shown_page.startswith(kind):
            return shown_page.removeprefix(kind), ""
    if len(page) < 2 or page[0] not in {_FOLDER_PAGE, *_FILE_PAGES}:
        raise UserMistake(
            f"the page {shown_page!r} shows no state of a repository",
            where="--from-repo",
            remedy="Name the repository itself, or the page of a folder, a branch, a tag or a commit of it.",
        )
    whole = "/".join(page[1:])
    if ref is not None and f"{whole}/".startswith(f"{ref}/"):
        shown, inside = ref, whole[len(ref) + 1 :]
    else:
        shown, _, inside = whole.partition("/")
    return shown, inside.rpartition("/")[0] if page[0] in _FILE_PAGES else inside
