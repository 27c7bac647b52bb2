"""Addresses of other hosts are found in whatever way a widget says them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lite_build.notebooks.reading import read_notebooks
from lite_build.vendored.named import named_addresses
from lite_build.vendored.widget_texts import (
    WidgetText,
    texts_of_contents,
    texts_of_python,
    texts_of_wheel,
)
from tests.build.test_check import write_notebook

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import WheelFactory


def addresses_in(*texts: WidgetText) -> list[str | None]:
    return [one.url for one in named_addresses(texts)]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("class W(AnyWidget):\n    _esm = 'https://a.example/a.js'", ["https://a.example/a.js"]),
        ("class W(AnyWidget):\n    _css: str = '//a.example/a.css'", ["//a.example/a.css"]),
        ("HOST = 'https://a.example'\nclass W(A):\n    _esm = f'{HOST}/a.js'", ["https://a.example/a.js"]),
        ("class W(A):\n    _esm = f'https://a.example/{version()}.js'", [None]),
        ('ESM = """\nimport a from "https://a.example/a.js"\n"""\nW(ESM)', ["https://a.example/a.js"]),
        ("@litewidget.widget(esm='import \"https://a.example/a\"')\nclass W: ...", ["https://a.example/a"]),
        ('%%vfile a.js\nimport a from "https://a.example/a.js"', ["https://a.example/a.js"]),
        ("class W(A):\n    _css = '@import \"https://a.example/a.css\";'", ["https://a.example/a.css"]),
        (
            "class W(A):\n    _css = 'a { src: url(https://a.example/a.woff2) }'",
            ["https://a.example/a.woff2"],
        ),
        ("class W(A):\n    _esm = 'const a = await import(ADDRESS)'", [None]),
        ('class W(A):\n    """_esm\nimport \'https://a.example/a.js\'\n"""\n    _esm = "let a"', []),
        ("class W(A):\n    _esm = '// import \"https://a.example/a.js\"'", []),
        ("_esm = (", []),
    ],
)
def test_python_says_them(source: str, found: list[str | None]) -> None:
    assert addresses_in(*texts_of_python(source, "here")) == found


@pytest.mark.parametrize(
    ("source", "needed"),
    [
        ("class W(A):\n    _esm = 'https://a.example/a.js'", True),
        ("class W(A):\n    _esm = 'import \"https://a.example/a.js\"'", True),
        ("class W(A):\n    _esm = 'await import(\"https://a.example/a.js\")'", True),
        ("class W(A):\n    _css = '@import \"https://a.example/a.css\";'", True),
        ("class W(A):\n    _css = 'a { src: url(https://a.example/a.woff2) }'", False),
        ('ESM = """\nimport "https://a.example/a.js"\n"""\nclass W(A):\n    _esm = ESM', True),
        ('print("""Try\nimport "https://a.example/a.js"\n""", W._esm)', False),
    ],
)
def test_a_font_and_what_only_looks_like_an_import_may_be_missing(source: str, *, needed: bool) -> None:
    [found] = named_addresses(texts_of_python(source, "here"))
    assert found.is_needed == needed


def test_a_name_that_is_assigned_twice_has_each_of_its_texts() -> None:
    source = (
        "URL = 'https://a.example/a.js'\nclass A(W):\n    _esm = URL\n"
        "URL = 'https://b.example/b.js'\nclass B(W):\n    _esm = URL\n"
    )
    found = {one.url: one.is_needed for one in named_addresses(texts_of_python(source, "here"))}
    assert found == {"https://a.example/a.js": True, "https://b.example/b.js": True}


def test_a_name_has_the_texts_of_all_branches_and_only_the_last_is_certain() -> None:
    source = (
        "if is_new():\n    HOST = 'https://a.example'\nelse:\n    HOST = 'https://b.example'\n"
        "class A(W):\n    _esm = f'{HOST}/a.js'\n"
    )
    found = {one.url: one.is_needed for one in named_addresses(texts_of_python(source, "here"))}
    assert found == {"https://b.example/a.js": True, "https://a.example/a.js": False}


def test_a_function_may_name_what_is_assigned_below_it() -> None:
    source = "def show():\n    return W(esm=URL)\nURL = 'https://a.example/a.js'\n"
    [found] = named_addresses(texts_of_python(source, "here"))
    assert (found.url, found.is_needed) == ("https://a.example/a.js", True)


def test_wheels_say_them_but_not_in_extensions_of_jupyterlab(wheel_factory: WheelFactory) -> None:
    wheel = wheel_factory(
        "shiny",
        "1.0",
        files={
            "shiny/a.js": "export * from 'https://a.example/a.js'",
            "shiny/a.css": "a { background: url('https://a.example/a.png') }",
            "shiny-1.0.data/data/share/jupyter/labextensions/shiny/b.js": "import 'https://b.example/b.js'",
        },
    )
    assert addresses_in(*texts_of_wheel(wheel)) == ["https://a.example/a.js", "https://a.example/a.png"]


def test_contents_say_them_in_cells_and_in_files_that_cells_name(tmp_path: Path) -> None:
    write_notebook(tmp_path / "tour.ipynb", ["class W(A):\n    _esm = Path('a.js')"])
    for name in ("a.js", "page.js"):
        (tmp_path / name).write_text(f"import 'https://{name}.example/'", encoding="utf-8")
    notebooks = read_notebooks([("tour.ipynb", tmp_path / "tour.ipynb")])
    files = [(name, tmp_path / name) for name in ("a.js", "page.js")]
    [found] = named_addresses(texts_of_contents(notebooks, files))
    assert (found.url, found.where) == ("https://a.js.example/", "a.js")
