"""What a page says of its Python: packages, files, modules of JavaScript."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.pages.scripts.scripts import errors_of, script

if TYPE_CHECKING:
    from tests.browser.pages.conftest import OpenPage, WriteFile
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

SHOW = script("from pyscript import display\ndisplay('goes on')")


def test_files_packages_and_modules_are_there(open_page: OpenPage, write_file: WriteFile) -> None:
    write_file("data/birds.csv", "owl,2")
    write_file("data/own_words.py", "answer = 42")
    write_file("data/greet.js", "export const greet = () => 'hello';")
    write_file("data/greet.css", "body { color: rgb(1, 2, 3); }")
    with zipfile.ZipFile(write_file("data/more.zip", ""), "w") as archive:
        archive.writestr("nested/more.txt", "packed")
    config = """
<py-config>
packages = ["humanize", "msgspec>=0.1", "sqlite3"]
own_setting = "mine"

[files]
"{FROM}" = "./data"
"{TO}" = "birds"
"{FROM}/birds.csv" = "{TO}/{TO}.csv"
"{FROM}/own_words.py" = ""
"{FROM}/more.zip" = "./unpacked/*"

[js_modules.main]
"./data/greet.js" = "greeting"
"./data/greet.css" = "greeting"
</py-config>
"""
    code = """
import humanize, own_words
from pyscript import config, display
from pyscript.js_modules import greeting

text = open("birds/birds.csv").read() + open("unpacked/nested/more.txt").read()
display(text, own_words.answer, greeting.greet(), config["own_setting"], humanize.intcomma(1000))
"""
    page = open_page(config + script(code))
    expect(page.locator("script-py")).to_have_text("owl,2packed42hellomine1,000")
    expect(page.locator("body")).to_have_css("color", "rgb(1, 2, 3)")
    expect(errors_of(page)).to_have_count(0)


def test_a_configuration_is_in_a_file_and_its_addresses_are_relative_to_it(
    open_page: OpenPage, write_file: WriteFile
) -> None:
    write_file("setup/birds.txt", "owl")
    write_file("setup/page.json", json.dumps({"files": {"birds.txt": ""}}))
    code = "from pyscript import display\ndisplay(open('birds.txt').read())"
    attributes = 'config="setup/page.json"'
    page = open_page(script(code, attributes) + script(code, attributes))
    expect(page.locator("script-py")).to_have_text(["owl", "owl"])
    expect(errors_of(page)).to_have_count(0)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('<py-config>\npackages = ["humanize"\nname = 1\n</py-config>', "html, line 3, column 1: the conf"),
        ('<py-config>\n{"packages": ["humanize",]}\n</py-config>', "html, line 2, column 26: the conf"),
        ("<py-config></py-config><py-config>name = 'b'</py-config>", "This page has two configurations"),
        ('<py-config src="gone.toml"></py-config>', "gone.toml cannot be had: its host answered 404"),
    ],
)
def test_a_configuration_that_cannot_be_read_is_told_of_and_scripts_go_on(
    open_page: OpenPage, page_reader: Reader, body: str, words: str
) -> None:
    page = open_page(f"{body}{SHOW}")
    expect(page.locator("script-py")).to_have_text("goes on")
    expect(errors_of(page)).to_contain_text(words)
    assert page_reader.take_complaints() != []


def test_each_thing_that_cannot_be_had_is_told_of_and_scripts_go_on(
    open_page: OpenPage, page_reader: Reader
) -> None:
    config = """
<py-config>
package = ["humanize"]
packages = ["not-there", "humanize<1"]
plugins = "none"
[files]
"gone.csv" = ""
"{X}/a.csv" = ""
"b.csv" = "./*"
</py-config>
<py-env>
- absent
- paths:
  - gone/too.py
</py-env>
"""
    page = open_page(config + SHOW)
    expect(page.locator("script-py")).to_have_text("goes on")
    for words in (
        "There is no package. Write packages.",
        "Whoever builds it adds it with: lite-build add not-there",
        "the configuration asks for humanize<1",
        'plugins is no list of texts. Write plugins = ["…", "…"]',
        "gone.csv cannot be had: its host answered 404",
        'files uses {X}, which has no value. Write "{X}": "…" above it.',
        "files cannot unpack b.csv into ./*: it is no archive",
        "no package absent",
        "gone/too.py cannot be had",
    ):
        expect(errors_of(page).filter(has_text=words)).to_have_count(1)
    assert page_reader.take_complaints() != []


def test_errors_are_on_the_console_alone_where_the_page_says_so(
    open_page: OpenPage, page_reader: Reader
) -> None:
    page = open_page(f'<py-config>plugins = ["!error"]</py-config>{script("1 / 0")}{SHOW}')
    expect(page.locator("script-py")).to_have_text("goes on")
    expect(errors_of(page)).to_have_count(0)
    assert "ZeroDivisionError" in page_reader.take_complaints()[0]
