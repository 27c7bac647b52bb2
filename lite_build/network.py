"""Every connection of a build: one kind of client, and downloads that are whole and verified or not there."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import ssl
import time
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import httpx2
from unearth.auth import MultiDomainBasicAuth
from unearth.fetchers.sync import PyPIClient

from lite_build import __version__
from lite_build.errors import BuildFailure, UserMistake
from lite_build.store.whole_file import replaced_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from httpx2._client import UseClientDefault
    from httpx2._types import AuthTypes

CHUNK_SIZE = 1 << 18

#: An archive's hash is of its bytes as they are stored, which no server may compress once more.
AS_STORED = {"Accept-Encoding": "identity"}

#: How often a download is begun again when the connection breaks in the middle of it.
DOWNLOAD_ATTEMPTS = 3

#: The first pause before a request is repeated, in seconds. Each further one is twice as long.
FIRST_PAUSE = 0.25

#: Answers of a server, or of something before it, that is unwell for a moment. Source: pip's own list.
PASSING_STATUSES = frozenset({500, 502, 503, 520, 527})

#: A user, with a password or not, in a URL (RFC 3986, section 3.2.1).
_LOGIN = re.compile(r"(?<=://)[^/?#\s]*@")


@dataclass(frozen=True)
class NetworkSettings:
    """How to reach other hosts.

    Args:
        certificate: file or folder of the certificate authorities to trust, in place of the system's.
        client_certificate: file with a certificate and its private key, to show to servers that ask.
        proxy: URL that every request goes through, in place of what the environment names.
        trusted_hosts: "host" or "host:port", whose certificates are not verified.
        timeout: for each connection and each read, in seconds.
        retries: how often a request that found no server, or one that is unwell, is repeated.
    """

    certificate: Path | None = None
    client_certificate: Path | None = None
    proxy: str | None = None
    trusted_hosts: tuple[str, ...] = ()
    timeout: float = 60.0
    retries: int = 3


@dataclass(frozen=True)
class Digest:
    """A hash that a file must have.

    Args:
        algorithm: a name that `hashlib` knows: "sha256", "sha512", …
        hexdigest: in lower-case hex.
    """

    algorithm: str
    hexdigest: str

    @classmethod
    def from_integrity(cls, integrity: str) -> Digest:
        """Read one Subresource Integrity value, such as "sha512-<base64>".

        Raises:
            ValueError: it is not of that form.

        Source: <https://www.w3.org/TR/SRI/>.
        """
        algorithm, dash, encoded = integrity.partition("-")
        if not dash or algorithm not in {"sha256", "sha384", "sha512"}:
            raise ValueError(f"not a Subresource Integrity value: {integrity!r}")
        try:
            raw = base64.b64decode(encoded, validate=True)
        except binascii.Error as error:
            raise ValueError(f"not a Subresource Integrity value: {integrity!r}") from error
        if len(raw) != hashlib.new(algorithm).digest_size:
            raise ValueError(f"not a whole {algorithm}: {integrity!r}")
        return cls(algorithm, raw.hex())

    @classmethod
    def of_file(cls, path: Path, algorithm: str = "sha256") -> Digest:
        """Hash a file."""
        with path.open("rb") as file:
            return cls(algorithm, hashlib.file_digest(file, algorithm).hexdigest())

    def to_integrity(self) -> str:
        """Write it as Subresource Integrity; the inverse of `from_integrity`."""
        encoded = base64.b64encode(bytes.fromhex(self.hexdigest)).decode("ascii")
        return f"{self.algorithm}-{encoded}"

    def __str__(self) -> str:
        return f"{self.algorithm}:{self.hexdigest}"


class OtherFileError(BuildFailure):
    """A file is there, and is another than the one that was expected."""


class _RetryingClient(PyPIClient):
    """unearth's client, which repeats requests that failed for a passing reason."""

    def __init__(self, settings: NetworkSettings, logins: Iterable[str]) -> None:
        super().__init__(
            trusted_hosts=settings.trusted_hosts,
            verify=_trusted_authorities(settings),
            proxy=settings.proxy,
            timeout=settings.timeout,
            follow_redirects=True,
            headers={"User-Agent": f"lite-build/{__version__}"},
            auth=MultiDomainBasicAuth(prompting=False, index_urls=logins),
        )
        self._retries = settings.retries

    def send(
        self,
        request: httpx2.Request,
        *,
        stream: bool = False,
        auth: AuthTypes | UseClientDefault | None = httpx2.USE_CLIENT_DEFAULT,
        follow_redirects: bool | UseClientDefault = httpx2.USE_CLIENT_DEFAULT,
    ) -> httpx2.Response:
        attempt = partial(super().send, request, stream=stream, auth=auth, follow_redirects=follow_redirects)
        pause = FIRST_PAUSE
        for _ in range(self._retries):
            try:
                response = attempt()
            except (httpx2.NetworkError, httpx2.TimeoutException, httpx2.RemoteProtocolError):
                pass
            else:
                if response.status_code not in PASSING_STATUSES:
                    return response
                response.close()
            time.sleep(pause)
            pause *= 2
        return attempt()


class _RefusingTransport(httpx2.BaseTransport):
    """Stands where a transport would open a socket."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        raise BuildFailure(
            "is needed, and this build is offline",
            where=without_login(str(request.url)),
            remedy="build once with a network, or name what `lite-build fetch` wrote with `--from`",
        )


@contextmanager
def open_client(settings: NetworkSettings, *, logins: Iterable[str] = ()) -> Iterator[PyPIClient]:
    """Open a client for http(s): and file: URLs, and close it at the end.

    It follows redirects and repeats requests as `settings` say. Proxies are the environment's where
    `settings` name none. A host that is asked with no login in the URL is given that of `logins`, or of the
    person's netrc file, as with pip.

    Args:
        settings: how to reach hosts.
        logins: URLs that may hold a user and a password. These are sent to that host and port alone.

    Raises:
        UserMistake: a certificate of `settings` is not there or cannot be read.
    """
    with _RetryingClient(settings, logins) as client:
        yield client


@contextmanager
def open_offline_client() -> Iterator[PyPIClient]:
    """Open a client that reads file: URLs alone, and close it at the end.

    Any other request raises `BuildFailure` before a socket is opened.
    """
    with PyPIClient(transport=_RefusingTransport(), trust_env=False, verify=False) as client:
        yield client


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


def without_logins(text: str) -> str:
    """Leave the user and the password out of every URL in a text, so that it may be printed."""
    return _LOGIN.sub("", text)


def without_login(url: str) -> str:
    """A URL with no user, no password and no fragment, as it may be printed and committed."""
    return without_logins(url.partition("#")[0])


def _trusted_authorities(settings: NetworkSettings) -> ssl.SSLContext:
    context = httpx2.create_ssl_context()
    try:
        if settings.certificate is not None:
            folder = settings.certificate.is_dir()
            context = ssl.create_default_context(
                cafile=None if folder else str(settings.certificate),
                capath=str(settings.certificate) if folder else None,
            )
        if settings.client_certificate is not None:
            context.load_cert_chain(settings.client_certificate)
    except OSError as error:
        raise UserMistake(
            f"the certificate cannot be read: {error.strerror or error}",
            where=str(error.filename or settings.client_certificate or settings.certificate),
            remedy="name a file in PEM format",
        ) from error
    return context
