"""pip's settings, read without pip."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lite_build.packages.index.settings import read_index_settings
from lite_build.words.errors import UserMistake

NO_FILES = {"PIP_CONFIG_FILE": os.devnull}


def test_with_nothing_configured_there_is_one_public_index() -> None:
    settings = read_index_settings(NO_FILES)
    assert len(settings.index_urls) == 1
    assert settings.index_urls[0].startswith("https://")
    assert settings.find_links == ()


def test_environment_variables_are_honoured() -> None:
    settings = read_index_settings(
        {
            **NO_FILES,
            "PIP_INDEX_URL": "https://index.example/simple",
            "PIP_EXTRA_INDEX_URL": "https://one.example/simple\n https://two.example/simple",
            "PIP_FIND_LINKS": "wheels more-wheels",
            "PIP_TRUSTED_HOST": "one.example two.example:8443",
            "PIP_CERT": "authorities.pem",
            "PIP_CLIENT_CERT": "me.pem",
            "PIP_PROXY": "http://proxy.example:3128",
            "PIP_DEFAULT_TIMEOUT": "7.5",
            "PIP_RETRIES": "2",
        }
    )
    assert settings.index_urls == (
        "https://index.example/simple",
        "https://one.example/simple",
        "https://two.example/simple",
    )
    assert settings.find_links == ("wheels", "more-wheels")
    network = settings.network
    assert network.trusted_hosts == ("one.example", "two.example:8443")
    assert (network.certificate, network.client_certificate) == (Path("authorities.pem"), Path("me.pem"))
    assert (network.proxy, network.timeout, network.retries) == ("http://proxy.example:3128", 7.5, 2)


@pytest.mark.parametrize(("word", "urls"), [("yes", 0), ("1", 0), ("false", 2)])
def test_no_index_leaves_find_links_alone(word: str, urls: int) -> None:
    settings = read_index_settings(
        {
            **NO_FILES,
            "PIP_NO_INDEX": word,
            "PIP_INDEX_URL": "https://index.example/simple",
            "PIP_EXTRA_INDEX_URL": "https://extra.example/simple",
            "PIP_FIND_LINKS": "wheels",
        }
    )
    assert (len(settings.index_urls), settings.find_links) == (urls, ("wheels",))


def test_a_file_is_read_and_the_install_section_wins(tmp_path: Path) -> None:
    config = tmp_path / "pip.conf"
    config.write_text(
        "[install]\nindex-url = https://install.example/simple\n"
        "[global]\nindex_url = https://global.example/simple\ntimeout = 9\n"
        "extra-index-url =\n    https://one.example/%7Esimple\n    https://two.example/simple\n",
        encoding="utf-8",
    )
    environment = {"PIP_CONFIG_FILE": str(config)}
    settings = read_index_settings(environment)
    assert settings.index_urls == (
        "https://install.example/simple",
        "https://one.example/%7Esimple",
        "https://two.example/simple",
    )
    assert settings.network.timeout == 9
    changed = read_index_settings({**environment, "PIP_INDEX_URL": "https://variable.example/simple"})
    assert changed.index_urls[0] == "https://variable.example/simple"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    config = tmp_path / "pip.conf"
    config.write_text("index-url = outside of any section\n", encoding="utf-8")
    with pytest.raises(UserMistake) as error:
        read_index_settings({"PIP_CONFIG_FILE": str(config)})
    assert error.value.where == str(config)


@pytest.mark.parametrize(
    ("variable", "value", "where"),
    [("PIP_NO_INDEX", "perhaps", "no-index"), ("PIP_DEFAULT_TIMEOUT", "soon", "default-timeout")],
)
def test_a_value_that_makes_no_sense_is_named(variable: str, value: str, where: str) -> None:
    with pytest.raises(UserMistake) as error:
        read_index_settings({**NO_FILES, variable: value})
    assert error.value.where == f"pip's setting {where}"
    assert value in error.value.what
