"""The files that an HTML page names: what is wrong with them is told with the file and the line."""

from __future__ import annotations

import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from lite_build.html.named_files import mistakes_in
from lite_build.html.page import read_html_pages

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = "https://host.example/shipped.csv"
APP = "apps/app.html"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with files beside and around a page in a folder."""
    for name in (
        "lite.js",
        "static/p5.js",
        "files/above.py",
        "files/apps/main.py",
        "files/apps/data/birds.csv",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")
    apps = tmp_path / "files/apps"
    (apps / "damaged.zip").write_text("no archive", encoding="utf-8")
    with zipfile.ZipFile(apps / "good.zip", "w") as packed:
        packed.writestr("inside.txt", "1")
    with zipfile.ZipFile(apps / "evil.zip", "w") as packed:
        packed.writestr("../../outside.txt", "1")
    with tarfile.open(apps / "good.tar.gz", "w:gz") as tar:
        tar.add(apps / "main.py", "main.py")
    return tmp_path


def mistakes(site: Path, body: str, name: str = APP) -> list[tuple[str, str, str]]:
    path = site / "files" / name
    path.write_text(body, encoding="utf-8")
    [page] = read_html_pages([(name, path)])
    published = {each.relative_to(site).as_posix() for each in site.rglob("*") if each.is_file()}
    return [(found.kind, found.where, found.what) for found in mistakes_in(page, site, published, {SHIPPED})]


def config(*lines: str) -> str:
    return "\n".join(("<py-config>", *lines, "</py-config>"))


@pytest.mark.parametrize(
    ("source", "runs"),
    [
        ("main.py", ["%run main.py"]),
        ("/files/above.py", ["%run ../above.py"]),
        ("../../files/apps/main.py", ["%run main.py"]),
        # These are no files of the contents.
        ("../../static/p5.js", []),
        ("/apps/main.py", []),
        ("%2E%2E/above.py", []),
    ],
)
def test_what_is_read_of_the_files_that_a_page_names_is_what_is_looked_for_in_the_site(
    site: Path, source: str, runs: list[str]
) -> None:
    body = f'<script type="py" src="{source}"></script>'
    path = site / "files" / APP
    path.write_text(body, encoding="utf-8")
    [page] = read_html_pages([(APP, path)])
    assert [cell.source for cell in page.as_notebook().cells] == runs
    assert (mistakes(site, body) == []) is (runs != [] or source == "../../static/p5.js")


@pytest.mark.parametrize(
    "body",
    [
        '<script type="py" src="main.py"></script>',
        '<script type="py" src="./data/../main.py?v=1#x"></script>',
        '<lite-cell src="../above.py"></lite-cell>',
        '<base href="../"><script type="py" src="above.py"></script>',
        config("[files]", '"data/birds.csv" = ""', '"./good.zip" = "./*"', '"good.tar.gz" = "more/*"'),
        config("[files]", '"{D}" = "data"', '"{D}/birds.csv" = "{D}.csv"'),
        config("[files]", f'"{SHIPPED}" = ""'),
        config("[js_modules.main]", '"../../static/p5.js" = "p5"'),
        config('packages = ["humanize", "numpy>=2"]'),
        '<py-config src="same.toml"></py-config><script type="py" config="same.toml">1</script>',
        '<py-config></py-config><script type="py" worker config="same.toml">1</script>',
        "<py-config></py-config><py-env>\n- humanize\n- paths:\n  - main.py\n</py-env>",
    ],
)
def test_files_that_are_there_are_no_mistakes(site: Path, body: str) -> None:
    (site / "files/apps/same.toml").write_text('[files]\n"main.py" = ""\n', encoding="utf-8")
    assert mistakes(site, body) == []


@pytest.mark.parametrize(
    ("body", "kind", "line", "words"),
    [
        ('\n<script type="py" src="man.py"></script>', "missing file", 2, "(did you mean main.py?)"),
        ('<py-script src="birds.csv"></py-script>', "missing file", 1, "(did you mean apps/data/birds.csv,"),
        ('<py-config src="gone.toml"></py-config>', "missing file", 1, "src names gone.toml"),
        ('<script type="py" config="gone.json">1</script>', "missing file", 1, "config names gone.json"),
        ('<script type="py" src="../../../x.py"></script>', "missing file", 1, "outside of the site"),
        (
            '<script type="py" src="app.html"></script>',
            "page error",
            1,
            "which is a page of HTML. Name a file",
        ),
        ('<script type="py" src="http://[x/a.py"></script>', "page error", 1, "which is no address"),
        (config("[files]", '"http://[x" = ""'), "page error", 3, "which is no address"),
        ('<script type="py" src="https://a.example/x.py"></script>', "other host", 1, "need a.example"),
        ('<lite-notebook src="gone.ipynb"></lite-notebook>', "missing file", 1, "src names gone.ipynb"),
        (
            '<py-config\n type="json">\n{"files":\n{"gone.csv": ""}}</py-config>',
            "missing file",
            4,
            "gone.csv",
        ),
        (config("[files]", '"data/bird.csv" = ""'), "missing file", 3, "(did you mean birds.csv?)"),
        (config('{"files": {', '"gone.csv": ""}}'), "missing file", 3, "files names gone.csv"),
        (config("[files]", '"https://b.example/x.csv" = ""'), "other host", 3, "need b.example"),
        (config("[files]", '"damaged.zip" = "./*"'), "page error", 3, "it is damaged, or of another kind"),
        (
            config("[files]", '"evil.zip" = "./*"'),
            "page error",
            3,
            "../../outside.txt in it would lie outside",
        ),
        (config("[files]", '"main.py" = "./*"'), "page error", 3, "it is no archive (.zip, "),
        (config("[files]", '"main.py" = "../x.py"'), "page error", 3, "outside of Python's folder"),
        (
            config("[files]", '"main.py" = "x.py"', '"../above.py" = "./x.py"'),
            "page error",
            4,
            "two files at x.py: main.py and ../above.py",
        ),
        (config("[files]", '"{D}/x.csv" = ""'), "page error", 3, "uses {D} in files, which has no value"),
        (config('files = ["main.py"]'), "page error", 2, "has no table in files"),
        (config("[js_modules.main]", '"gone.js" = "g"'), "missing file", 3, "js_modules names gone.js"),
        (config("[js_modules.worker]", '"https://c.example/d3" = "d"'), "other host", 3, "need c.example"),
        (config('packages = ["./gone-1-py3-none-any.whl"]'), "missing file", 2, "packages names ./gone-1"),
        (config("", 'packages = ["humanize"'), "page error", 3, "cannot be read, it is no TOML"),
        (config('{"packages":', " [}"), "page error", 3, "cannot be read, it is no JSON"),
        ("<py-config></py-config>\n" + config('name = "b"'), "page error", 2, "this page has two config"),
        ("<py-env>\n- paths: main.py\n</py-env>", "page error", 1, "paths is no list"),
        ("<py-env>\n- paths: 5\n</py-env>", "page error", 1, "paths is no list"),
        ("<py-env>\n- \x01\n</py-env>", "page error", 1, "it is no list"),
        ("<py-env>\n- humanize\n- paths:\n  - gone.py\n</py-env>", "missing file", 4, "paths names gone.py"),
        ("<py-env>\nhumanize: [\n</py-env>", "page error", 3, "cannot be read, it is no list"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(site: Path, body: str, kind: str, line: int, words: str) -> None:
    [(found, where, what)] = mistakes(site, body)
    assert (found, where) == (kind, f"{APP}:{line}")
    assert words in what


def test_a_mistake_in_a_configuration_s_file_names_that_file(site: Path) -> None:
    settings = site / "files/apps/conf/settings.toml"
    settings.parent.mkdir()
    settings.write_text('[files]\n"../main.py" = ""\n"main.py" = "other.py"\n', encoding="utf-8")
    [(kind, where, what)] = mistakes(site, '<py-config src="conf/settings.toml"></py-config>')
    assert (kind, where) == ("missing file", "apps/conf/settings.toml:3")
    assert "(did you mean apps/main.py, from the root of the contents?)" in what
    assert what.endswith("It is relative to apps/conf/settings.toml")
