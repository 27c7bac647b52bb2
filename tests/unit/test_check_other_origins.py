from __future__ import annotations

from typing import TYPE_CHECKING

from lite_build.check.other_origins import find_other_origins
from lite_build.check.protocol import CommMessage
from lite_build.check.report import CheckedNotebook

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import WheelFactory


REMEDY = ": PackagesAddon.vendor_imports has the site ship it"


def found_in(site: Path, *wheels: Path, notebooks: tuple[CheckedNotebook, ...] = ()) -> dict[str, str]:
    return {problem.where: problem.what for problem in find_other_origins(site, wheels, notebooks)}


def test_imports_by_url_are_found_in_each_form_that_there_is(tmp_path: Path) -> None:
    forms = {
        "static.js": "import a from 'https://a.example/a.js'",
        "minified.js": 'import*as a from"https://b.example/b.js";a()',
        "dynamic.mjs": "const a = await import(/* webpackIgnore: true */ `https://c.example/c.js`)",
        "bare.js": 'import "//d.example/d.js"',
        "reexport.js": "export {a} from 'https://e.example/e.js'",
    }
    for name, source in forms.items():
        (tmp_path / name).write_text(source, encoding="utf-8")
    assert found_in(tmp_path) == {
        "static.js": "imports https://a.example/a.js",
        "minified.js": "imports https://b.example/b.js",
        "dynamic.mjs": "imports https://c.example/c.js",
        "bare.js": "imports //d.example/d.js",
        "reexport.js": "imports https://e.example/e.js",
    }


def test_what_only_looks_like_an_import_by_url_is_no_problem(tmp_path: Path) -> None:
    (tmp_path / "near.js").write_text(
        "// import a from 'https://a.example/a.js'\n"
        "const text = \"import a from 'https://a.example/a.js'\"\n"
        "import b from './b.js'; fetch('https://a.example/data.json')\n"
        "location.href = 'https://a.example/'\n",
        encoding="utf-8",
    )
    assert found_in(tmp_path) == {}


def test_a_script_that_is_no_module_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "broken.js").write_text("}} import 'https://a.example/a.js' ((", encoding="utf-8")
    assert found_in(tmp_path) == {}


def test_the_modules_of_widgets_in_wheels_are_read(tmp_path: Path, wheel_factory: WheelFactory) -> None:
    wheel = wheel_factory(
        "shiny",
        "1.0",
        files={
            "shiny/__init__.py": "class Shiny:\n    _esm = \"import 'https://a.example/a.js'\"\n"
            '    _css: str = "https://b.example/b.css"\n',
            "shiny/static/widget.js": "import('https://c.example/c.js')",
            "shiny/broken.py": "_esm = (",
        },
    )
    assert found_in(tmp_path / "site", wheel) == {
        f"{wheel.name}, shiny/__init__.py, line 2": f"imports https://a.example/a.js{REMEDY}",
        f"{wheel.name}, shiny/__init__.py, line 3": f"imports https://b.example/b.css{REMEDY}",
        f"{wheel.name}, shiny/static/widget.js": f"imports https://c.example/c.js{REMEDY}",
    }


def test_the_modules_of_widgets_that_cells_made_are_read(tmp_path: Path) -> None:
    state = {"_esm": "import 'https://a.example/a.js'", "_css": "a { color: red }", "value": 1}
    opened = CommMessage("comm_open", {"data": {"state": state}}, {}, ())
    notebook = CheckedNotebook("tour.ipynb", comms=(opened, opened))
    assert found_in(tmp_path, notebooks=(notebook,)) == {
        "tour.ipynb, widget module 1": f"imports https://a.example/a.js{REMEDY}"
    }
