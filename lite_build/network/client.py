"""The one kind of client that opens every connection of a build."""

from __future__ import annotations

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
from lite_build.network.addresses import without_login
from lite_build.words.errors import BuildFailure, UserMistake

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from httpx2._client import UseClientDefault
    from httpx2._types import AuthTypes


#: The first pause before a request is repeated, in seconds. Each further one is twice as long.
FIRST_PAUSE = 0.25

#: Answers of a server, or of something before it, that is unwell for a moment. Source: pip's own list.
PASSING_STATUSES = frozenset({500, 502, 503, 520, 527})


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
