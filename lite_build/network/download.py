"""Downloads that are whole and verified, or not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx2

from lite_build.files.digest import Digest
from lite_build.network.addresses import without_login, without_logins
from lite_build.store.whole_file import replaced_by
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from pathlib import Path

    from unearth.fetchers.sync import PyPIClient


CHUNK_SIZE = 1 << 18


#: An archive's hash is of its bytes as they are stored, which no server may compress once more.
AS_STORED = {"Accept-Encoding": "identity"}


#: How often a download is begun again when the connection breaks in the middle of it.
DOWNLOAD_ATTEMPTS = 3


class OtherFileError(BuildFailure):
    """A file is there, and is another than the one that was expected."""


def download(client: PyPIClient, url: str, destination: Path, *, digest: Digest | None, what: str) -> Path:
    """Fetch a file, whole and verified, to `destination`, whose folder is made where needed.

    Nothing is ever at `destination` that is not the whole file: it is written beside it and then moved.

    Args:
        client: from `open_client` or `open_offline_client`.
        url: http(s): or file:.
        destination: a file that may already be there; then it is replaced.
        digest: what it must hash to, where that is known.
        what: names the file in messages: "the wheel of numpy 2.4.1".

    Raises:
        OtherFileError: the host sends another file than `digest` says.
        BuildFailure: the host cannot be reached, or does not have the file.
    """
    with replaced_by(destination) as temporary:
        _stream(client, url, temporary, what)
        if digest is not None:
            found = Digest.of_file(temporary, digest.algorithm)
            if found != digest:
                raise OtherFileError(
                    f"{what} is not the file that was expected\n  expected {digest}\n  found    {found}",
                    where=without_login(url),
                    remedy="it was deleted; if it was meant to change, lock again with `lite-build lock`",
                )
    return destination


def _stream(client: PyPIClient, url: str, path: Path, what: str) -> None:
    for remaining in reversed(range(DOWNLOAD_ATTEMPTS)):
        try:
            with (
                client.get_stream(url, headers=AS_STORED) as response,
                path.open("wb") as file,
            ):
                response.raise_for_status()
                for chunk in response.iter_raw(CHUNK_SIZE):
                    file.write(chunk)
                return
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


def _unreachable(url: str, what: str, error: Exception) -> BuildFailure:
    return BuildFailure(
        f"{what} could not be fetched: {without_logins(str(error)) or type(error).__name__}",
        where=without_login(url),
        remedy="check the network, the proxy and the certificates; or build with `--offline --from DIR`",
    )
