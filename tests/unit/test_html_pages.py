"""HTML files that run Python: what is read in them, and how a site leads to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lite_build.code.notebook_imports import read_cell
from lite_build.html.page import HtmlPage, read_html_pages
from lite_build.site.html_pages import write_html_pages

if TYPE_CHECKING:
    from pathlib import Path

HEAD = '<!doctype html><html><head><script type="module" src="lite.js"></script></head>'


def read(folder: Path, body: str, name: str = "app.html") -> HtmlPage:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(body, encoding="utf-8")
    [page] = read_html_pages([(name, path)])
    return page


def imported(page: HtmlPage) -> set[str]:
    cells = [read_cell(cell.source) for cell in page.as_notebook().cells]
    return {found.module for cell in cells for found in cell.imports}


@pytest.mark.parametrize(
    "tag",
    [
        '<script type="py">import humanize</script>',
        "<script type='mpy'>import humanize</script>",
        "<py-script>\n    import humanize\n    if 1 < 2: pass\n</py-script>",
        "<lite-cell autorun><script type=text/x-python>import humanize</script></lite-cell>",
        '<lite-widget src="humanize:Widget"></lite-widget>',
        "<PY-SCRIPT>import humanize</PY-SCRIPT>",
    ],
)
def test_the_python_of_each_tag_is_read(tmp_path: Path, tag: str) -> None:
    assert imported(read(tmp_path, f"{HEAD}<body>{tag}</body>")) == {"humanize"}


@pytest.mark.parametrize(
    "body",
    [
        "<p>Python in words: &lt;script type=py&gt;</p>",
        '<script type="text/javascript">import("humanize")</script>',
        "<!-- <py-script>import humanize</py-script> -->",
        "",
    ],
)
def test_a_file_with_no_python_is_no_such_page(tmp_path: Path, body: str) -> None:
    path = tmp_path / "plain.html"
    path.write_text(body, encoding="utf-8")
    assert read_html_pages([("plain.html", path)]) == ()


def test_files_that_tags_name_are_followed_as_what_a_notebook_runs(tmp_path: Path) -> None:
    page = read(tmp_path, '<script type="py" src="./main.py"></script><lite-cell src="other.py"></lite-cell>')
    assert [cell.source for cell in page.as_notebook().cells] == ["%run ./main.py", "%run other.py"]


@pytest.mark.parametrize(
    "config",
    [
        '<py-config>packages = ["humanize", "msgspec>=0.19"]</py-config>',
        '<py-config type="json">{"packages": ["humanize", "msgspec>=0.19"]}</py-config>',
        '<py-config src="pyscript.toml"></py-config>',
        """<script type="py" config='{"packages": ["humanize", "msgspec>=0.19"]}'>1</script>""",
        '<script type="py" config="pyscript.toml">1</script>',
    ],
)
def test_the_packages_of_a_configuration_are_asked_for(tmp_path: Path, config: str) -> None:
    (tmp_path / "pyscript.toml").write_text('packages = ["humanize", "msgspec>=0.19"]', encoding="utf-8")
    cells = [read_cell(cell.source) for cell in read(tmp_path, config).as_notebook().cells]
    assert [install.text for cell in cells for install in cell.installs] == ["humanize", "msgspec>=0.19"]


def test_a_message_names_the_line_of_a_script(tmp_path: Path) -> None:
    notebook = read(tmp_path, f"{HEAD}\n<body>\n<script type='py'>\nimport humanize\n</script>").as_notebook()
    assert notebook.place(notebook.cells[0]) == "app.html, line 3"


def test_a_page_that_loads_no_script_of_ours_is_told_of(tmp_path: Path) -> None:
    pyscript = '<script type="module" src="https://host.example/core.js"></script>'
    page = read(tmp_path, f"{pyscript}<button py-click='go'>Go</button>")
    assert "app.html has Python in it, and nothing there runs it." in page.warnings[0]
    assert read(tmp_path, f"{HEAD}<button py-click='go'>Go</button>").warnings == ()


@pytest.mark.parametrize(
    ("name", "script", "shim", "source"),
    [
        ("app.html", "lite.js", "files/lite.js", "../lite.js"),
        ("app.html", "./lite.js?v=1", "files/lite.js", "../lite.js"),
        ("a b/app.html", "../lite.js", "files/lite.js", "../lite.js"),
        ("a b/app.html", "lite.js", "files/a b/lite.js", "../../lite.js"),
        ("app.html", "vendor/lite.js", "files/vendor/lite.js", "../../lite.js"),
        ("app.html", "../lite.js", None, ""),
        ("app.html", "/lite.js", None, ""),
        ("app.html", "https://host.example/lite.js", None, ""),
        ("app.html", "../../lite.js", None, ""),
    ],
)
def test_the_script_is_where_a_page_looks_for_it(
    tmp_path: Path, name: str, script: str, shim: str | None, source: str
) -> None:
    page = read(
        tmp_path / "content", f'<script type="module" src="{script}"></script><py-script>1</py-script>', name
    )
    site = tmp_path / "site"
    (site / "files").mkdir(parents=True)
    (site / "lite.js").write_text("the page script", encoding="utf-8")
    write_html_pages([page], site)
    written = {path.relative_to(site).as_posix() for path in site.rglob("lite.js")}
    assert written == {"lite.js", *([shim] if shim else [])}
    if shim:
        exported = f'export * from "{source}";\nexport {{ default }} from "{source}";\n'
        assert (site / shim).read_text(encoding="utf-8") == exported
    assert (site / "lite.js").read_text(encoding="utf-8") == "the page script"


def test_a_path_of_the_root_leads_to_the_page(tmp_path: Path) -> None:
    page = read(tmp_path / "content", f"{HEAD}<py-script>1</py-script>", "é & 1/app.html")
    site = tmp_path / "site"
    write_html_pages([page], site)
    text = (site / "é & 1/app.html").read_text(encoding="utf-8")
    assert "url=../files/%C3%A9%20%26%201/app.html" in text


def test_the_site_s_own_pages_stay_but_for_its_first(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "lab").mkdir(parents=True)
    for path in ("index.html", "lab/index.html", "mine.html"):
        (site / path).write_text("as it was", encoding="utf-8")
    pages = [
        read(tmp_path / "content", f"{HEAD}<py-script>1</py-script>", name)
        for name in ("index.html", "lab/index.html", "mine.html")
    ]
    write_html_pages(pages, site, {"mine.html"})
    assert "files/index.html" in (site / "index.html").read_text(encoding="utf-8")
    assert (site / "lab/index.html").read_text(encoding="utf-8") == "as it was"
    assert (site / "mine.html").read_text(encoding="utf-8") == "as it was"


def test_a_first_page_that_the_project_lays_over_the_site_stays(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("mine", encoding="utf-8")
    write_html_pages([read(tmp_path, f"{HEAD}<py-script>1</py-script>", "index.html")], site, {"index.html"})
    assert (site / "index.html").read_text(encoding="utf-8") == "mine"


def test_the_packages_that_a_page_of_2022_lists_are_asked_for(tmp_path: Path) -> None:
    page = read(tmp_path, "<py-env>\n  - humanize\n  - paths:\n    - ./own.py\n</py-env>")
    cells = [read_cell(cell.source) for cell in page.as_notebook().cells]
    assert [install.text for cell in cells for install in cell.installs] == ["humanize"]


def test_a_configuration_outside_of_the_project_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.toml"
    secret.write_text('packages = ["humanize"]', encoding="utf-8")
    folder = tmp_path / "content"
    for body in (
        f'<py-config src="{secret}"></py-config>',
        f'<base href="{tmp_path}/"><py-config src="secret.toml"></py-config>',
        '<py-config src="../secret.toml"></py-config>',
        f'<script type="py" config="{"x" * 3000}"></script>',
        '<py-config src="http://[x"></py-config>',
    ):
        assert read(folder, body).as_notebook().cells == ()
