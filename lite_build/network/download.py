"""Downloads that are whole and verified, or not there."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

import httpx2
from msgspec import Struct

from lite_build.files.digest import Digest
from lite_build.network.addresses import without_login, without_logins
from lite_build.store.whole_file import replaced_by
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from unearth.fetchers.sync import PyPIClient


CHUNK_SIZE = 1 << 18


#: An archive's hash is of its bytes as they are stored, which no server may compress once more.
AS_STORED = {"Accept-Encoding": "identity"}


#: How often a download is begun again when the connection breaks in the middle of it.
DOWNLOAD_ATTEMPTS = 3

#: The status of an answer that sends nothing, since nothing is newer than what is known.
NOT_MODIFIED = 304


class OtherFileError(BuildFailure):
    """A file is there, and is another than the one that was expected."""


class Answered(Struct, frozen=True):
    """What a host said of a file besides its content.

    Args:
        content_type: of the file, as the host has it.
        etag: by which the host knows this state of the file again.
        modified: the same as a date, in the host's own words.
        location: the address that it came from, where the host redirects there; None where it does not.
    """

    content_type: str | None = None
    etag: str | None = None
    modified: str | None = None
    location: str | None = None


def download(
    client: PyPIClient,
    url: str,
    destination: Path,
    *,
    digest: Digest | None,
    what: str,
    largest: float = inf,
) -> Path:
    """Fetch a file, whole and verified, to `destination`, whose folder is made where needed.

    Nothing is ever at `destination` that is not the whole file: it is written beside it and then moved.

    Args:
        client: from `open_client` or `open_offline_client`.
        url: http(s): or file:.
        destination: a file that may already be there; then it is replaced.
        digest: what it must hash to, where that is known.
        what: names the file in messages: "the wheel of numpy 2.4.1".
        largest: what it may have, in bytes.

    Raises:
        OtherFileError: the host sends another file than `digest` says.
        BuildFailure: the host cannot be reached, does not have the file, or sends too much.
    """
    with replaced_by(destination) as temporary:
        _stream(client, url, temporary, what, largest=largest)
        if digest is not None:
            found = Digest.of_file(temporary, digest.algorithm)
            if found != digest:
                raise OtherFileError(
                    f"{what} is not the file that was expected\n  expected {digest}\n  found    {found}",
                    where=without_login(url),
                    remedy="it was deleted; if it was meant to change, lock again with `lite-build lock`",
                )
    return destination


def download_newer(
    client: PyPIClient, url: str, destination: Path, *, known: Answered | None, what: str
) -> Answered | None:
    """Fetch a file as every client of HTTP reads it, if it is not the one that is known.

    What the host has compressed for the way is decompressed, as browsers do.

    Args:
        client: from `open_client` or `open_offline_client`.
        url: http(s):.
        destination: a file that is not there.
        known: what the host said of the file that is here; None where none is.
        what: names the file in messages.

    Returns:
        What the host says of the file; None where it has no other than the one that is known.

    Raises:
        BuildFailure: the host cannot be reached, or does not have the file.
    """
    conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.modified} if known else {}
    asked = {name: value for name, value in conditions.items() if value is not None}
    answer = _stream(client, url, destination, what, headers=asked, is_stored=False)
    if answer is None:
        return None
    headers, location = answer.headers, str(answer.url)
    return Answered(
        headers.get("content-type"),
        headers.get("etag"),
        headers.get("last-modified"),
        location if answer.history else None,
    )


def _stream(
    client: PyPIClient,
    url: str,
    path: Path,
    what: str,
    *,
    headers: Mapping[str, str] = {},
    is_stored: bool = True,
    largest: float = inf,
) -> httpx2.Response | None:
    """Write what a host sends, as it is stored or as it is once decompressed.

    Returns:
        The answer, which was read; None where the host says that nothing is newer.
    """
    for remaining in reversed(range(DOWNLOAD_ATTEMPTS)):
        try:
            with (
                client.get_stream(url, headers={**AS_STORED, **headers}) as response,
                path.open("wb") as file,
            ):
                if response.status_code == NOT_MODIFIED:
                    return None
                response.raise_for_status()
                parts = response.iter_raw(CHUNK_SIZE) if is_stored else response.iter_bytes(CHUNK_SIZE)
                for part in parts:
                    file.write(part)
                    if file.tell() > largest:
                        raise BuildFailure(
                            f"{what} has more than {largest / 2**20:.0f} MiB",
                            where=without_login(url),
                            remedy="name a smaller one",
                        )
                return response
        except (httpx2.ReadError, httpx2.RemoteProtocolError) as error:
            if remaining == 0:
                raise _unreachable(url, what, error) from error
        except httpx2.HTTPStatusError as error:
            status = f"{error.response.status_code} {error.response.reason_phrase}".strip()
            raise BuildFailure(
                f"{what} could not be fetched: the server answered {status}",
                where=without_login(url),
                remedy="check the address, and whether its server asks for a login",
            ) from error
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise _unreachable(url, what, error) from error
    raise AssertionError("each attempt returns or raises")


def _unreachable(url: str, what: str, error: Exception) -> BuildFailure:
    return BuildFailure(
        f"{what} could not be fetched: {without_logins(str(error)) or type(error).__name__}",
        where=without_login(url),
        remedy="check the network, the proxy and the certificates; or build with `--offline --from DIR`",
    )
