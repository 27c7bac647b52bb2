"""Which package indexes a person has configured, as pip reads it, with no pip needed."""

from __future__ import annotations

import configparser
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from unearth import PackageFinder

from lite_build.network.client import NetworkSettings
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Later sections override earlier ones: what is said for `pip install` wins.
SECTIONS = ("global", "download", "install")
CONFIG_NAME = "pip.ini" if os.name == "nt" else "pip.conf"
TRUE_WORDS = frozenset({"1", "on", "t", "true", "y", "yes"})
FALSE_WORDS = frozenset({"0", "f", "false", "n", "no", "off"})


@dataclass(frozen=True)
class IndexSettings:
    """Where packages are looked for.

    Args:
        index_urls: base URLs of simple indexes (PEP 503), the main one first; http(s): or file:.
        find_links: folders, wheels, or URLs of pages with links to wheels.
        network: how to reach them.
    """

    index_urls: tuple[str, ...]
    find_links: tuple[str, ...]
    network: NetworkSettings


def read_index_settings(environment: Mapping[str, str] = os.environ) -> IndexSettings:
    """Read pip's own settings: its files, then its environment variables, which win.

    With nothing configured it is the public index alone.

    Args:
        environment: holds the PIP_… variables; also tells where the files are, by PIP_CONFIG_FILE.

    Raises:
        UserMistake: a file or a value in it cannot be understood.

    Source: <https://pip.pypa.io/en/stable/topics/configuration/>.
    """
    settings: dict[str, str] = {}
    for path in _config_files(environment):
        settings.update(_read_config_file(path))
    for variable, value in environment.items():
        if variable.startswith("PIP_") and value:
            settings[variable.removeprefix("PIP_").lower().replace("_", "-")] = value

    find_links = tuple(settings.get("find-links", "").split())
    if _is_true(settings, "no-index"):
        index_urls: tuple[str, ...] = ()
    else:
        main = settings.get("index-url") or _public_index()
        index_urls = (main.strip(), *settings.get("extra-index-url", "").split())
    certificate, client_certificate = settings.get("cert"), settings.get("client-cert")
    return IndexSettings(
        index_urls=tuple(dict.fromkeys(index_urls)),
        find_links=find_links,
        network=NetworkSettings(
            certificate=Path(certificate).expanduser() if certificate else None,
            client_certificate=Path(client_certificate).expanduser() if client_certificate else None,
            proxy=settings.get("proxy") or None,
            trusted_hosts=tuple(settings.get("trusted-host", "").split()),
            timeout=_number(settings, ("timeout", "default-timeout"), NetworkSettings.timeout),
            retries=int(_number(settings, ("retries",), NetworkSettings.retries)),
        ),
    )


def _public_index() -> str:
    """Unearth's own default, so that it is written in one place."""
    return PackageFinder().sources[0]["url"]


def _config_files(environment: Mapping[str, str]) -> Iterator[Path]:
    """The files that pip reads, those that win last."""
    named = environment.get("PIP_CONFIG_FILE")
    if named == os.devnull:
        return
    for folder in reversed(
        platformdirs.site_config_dir("pip", appauthor=False, multipath=True).split(os.pathsep)
    ):
        yield Path(folder) / CONFIG_NAME
    if os.name != "nt":
        yield Path("/etc") / CONFIG_NAME
    if not (named and Path(named).exists()):
        home = Path.home()
        yield home / ("pip" if os.name == "nt" else ".pip") / CONFIG_NAME
        if sys.platform == "darwin":
            yield home / ".config" / "pip" / CONFIG_NAME
        yield Path(platformdirs.user_config_dir("pip", appauthor=False, roaming=True)) / CONFIG_NAME
    yield Path(sys.prefix) / CONFIG_NAME
    if named:
        yield Path(named)


def _read_config_file(path: Path) -> dict[str, str]:
    parser = configparser.RawConfigParser()
    try:
        parser.read(path, encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError) as error:
        raise UserMistake(
            f"pip's settings cannot be read: {error}",
            where=str(path),
            remedy="correct the file, or set PIP_CONFIG_FILE to another",
        ) from error
    return {
        key.lower().replace("_", "-"): value
        for section in SECTIONS
        if parser.has_section(section)
        for key, value in parser.items(section)
    }


def _is_true(settings: Mapping[str, str], key: str) -> bool:
    word = settings.get(key, "no").strip().lower()
    if word in TRUE_WORDS | FALSE_WORDS:
        return word in TRUE_WORDS
    raise UserMistake(
        f"{word!r} is neither yes nor no", where=f"pip's setting {key}", remedy="set it to yes or no"
    )


def _number(settings: Mapping[str, str], keys: tuple[str, ...], default: float) -> float:
    for key in keys:
        if key in settings:
            try:
                return float(settings[key])
            except ValueError:
                raise UserMistake(
                    f"{settings[key]!r} is no number",
                    where=f"pip's setting {key}",
                    remedy="set it to a number",
                ) from None
    return default
