"""Files that a widget's module imports: what the page gets of them, and what it does not."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import litewidget
import pytest
from litewidget import Widget, reload_file
from litewidget.protocol import READ_FILE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.unit.litewidget.conftest import Page

ESM = "import './lib/draw.js'; export default {};"


@pytest.fixture
def module(tmp_path: Path) -> Path:
    """A module in a folder of its own, and a file that it imports."""
    folder = tmp_path / "chart"
    (folder / "lib").mkdir(parents=True)
    (folder / "lib" / "draw.js").write_text("export const colour = 'größer';", encoding="utf-8")
    (tmp_path / "secret.js").write_text("secret", encoding="utf-8")
    path = folder / "widget.js"
    path.write_text(ESM, encoding="utf-8")
    return path


def made_by_class(module: Path) -> str:
    class Chart(Widget):
        _esm = module

    return Chart().model_id


#: Keeps the decorator's objects, which live no longer than somebody holds them.
kept: list[object] = []


def made_by_decorator(module: Path) -> str:
    @litewidget.widget(esm=module)
    @dataclass
    class Chart:
        value: int = 0

    chart: Any = Chart()
    kept.append(chart)
    model_id: str = chart._repr_mimebundle_.model_id
    return model_id


def made_by_drop_in(module: Path) -> str:
    pytest.importorskip("ipywidgets")

    class Chart(litewidget.AnyWidget):
        _esm = module

    model_id: str = Chart().model_id
    return model_id


ways = pytest.mark.parametrize("make", [made_by_class, made_by_decorator, made_by_drop_in])


def answer(page: Page, model_id: str, path: object) -> dict[str, Any]:
    page.take()
    page.invoke(model_id, READ_FILE, path)
    [response] = page.responses()
    content: dict[str, Any] = response.data["content"]
    return content


@ways
def test_the_page_is_told_the_modules_name_and_reads_what_it_imports(
    page: Page, module: Path, make: Callable[[Path], str]
) -> None:
    model_id = make(module)
    assert page.state(model_id)["_esm_files"] == {"name": "chart/widget.js", "edition": 0}
    assert answer(page, model_id, "lib/draw.js")["response"] == "export const colour = 'größer';"


@ways
def test_a_file_that_was_written_is_another_edition_once_the_page_has_read_it(
    page: Page, module: Path, make: Callable[[Path], str]
) -> None:
    model_id = make(module)
    drawn = module.parent / "lib" / "draw.js"
    assert not reload_file(drawn)
    answer(page, model_id, "lib/draw.js")
    answer(page, model_id, "lib/draw.js")
    drawn.write_text("export const colour = 1;", encoding="utf-8")
    assert reload_file(drawn)
    assert page.updates() == [{"_esm_files": {"name": "chart/widget.js", "edition": 1}}]
    assert answer(page, model_id, "lib/draw.js")["response"] == "export const colour = 1;"


@ways
@pytest.mark.parametrize(
    ("path", "said"),
    [
        (
            "../secret.js",
            "'../secret.js' lies outside of the folder of chart/widget.js, the widget's module.",
        ),
        ("lib/../../secret.js", "lies outside of the folder of chart/widget.js"),
        ("lib/gone.js", "there is no file lib/gone.js."),
        ("lib", "cannot be read"),
        ("", "cannot be read"),
        ("lib/bytes.js", "lib/bytes.js is no text in UTF-8."),
        ("nul\0.js", "is no name of a file."),
        (3, "there is no file chart/3."),
    ],
)
def test_what_the_page_cannot_have_is_refused_in_words(
    page: Page,
    module: Path,
    make: Callable[[Path], str],
    path: object,
    said: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    (module.parent / "lib" / "bytes.js").write_bytes(b"\xff\xfe")
    content = answer(page, make(module), path)
    assert content["response"] is None
    assert content["error"]["name"] == "FileRefused"
    assert said in content["error"]["message"]
    assert "Traceback" not in caplog.text


@ways
def test_an_absolute_path_is_refused(page: Page, module: Path, make: Callable[[Path], str]) -> None:
    for path in (module.parent.parent / "secret.js", module.parent.parent):
        assert "lies outside" in answer(page, make(module), str(path))["error"]["message"]
    assert answer(page, make(module), str(module))["response"] == ESM


@ways
@pytest.mark.skipif(sys.platform == "win32", reason="making links takes a privilege there")
def test_a_link_that_leads_out_of_the_folder_is_refused_and_one_within_is_not(
    page: Page, module: Path, make: Callable[[Path], str]
) -> None:
    (module.parent / "out.js").symlink_to(module.parent.parent / "secret.js")
    (module.parent / "up").symlink_to(module.parent.parent, target_is_directory=True)
    (module.parent / "within.js").symlink_to(module.parent / "lib" / "draw.js")
    model_id = make(module)
    for path in ("out.js", "up/secret.js"):
        assert "lies outside" in answer(page, model_id, path)["error"]["message"]
    assert "größer" in answer(page, model_id, "within.js")["response"]


def test_a_module_that_is_text_has_no_files_to_import(page: Page, module: Path) -> None:
    class Text(Widget):
        _esm = ESM

    class FromFile(Widget):
        _esm = module

    text, overridden = Text(), FromFile(_esm="export default {};")
    assert "_esm_files" not in page.state(text.model_id)
    for widget in (text, overridden):
        assert "the module is no file" in answer(page, widget.model_id, "lib/draw.js")["error"]["message"]


@pytest.mark.parametrize("make", [made_by_class, made_by_decorator])
def test_a_page_that_closes_a_widget_ends_what_that_follows(
    page: Page, module: Path, make: Callable[[Path], str]
) -> None:
    model_id = make(module)
    answer(page, model_id, "lib/draw.js")
    page.close(model_id)
    page.take()
    reload_file(module.parent / "lib" / "draw.js")
    assert page.take() == []


def test_virtual_files_import_each_other(page: Page) -> None:
    shells = pytest.importorskip("IPython.core.interactiveshell")
    shell = shells.InteractiveShell()
    try:
        shell.run_line_magic("load_ext", "litewidget")
        shell.run_cell_magic("vfile", "gauge/widget.js", "import './unit.js'; export default {};\n")
        shell.run_cell_magic("vfile", "gauge/unit.js", "export const unit = 'kg';\n")

        class Gauge(Widget):
            _esm = "vfile:gauge/widget.js"

        model_id = Gauge().model_id
        assert page.state(model_id)["_esm_files"] == {"name": "gauge/widget.js", "edition": 0}
        assert answer(page, model_id, "unit.js")["response"] == "export const unit = 'kg';\n"
        assert "no cell is %%vfile gauge/gone.js." in answer(page, model_id, "gone.js")["error"]["message"]
        shell.run_cell_magic("vfile", "gauge/unit.js", "export const unit = 'lb';\n")
        assert page.updates() == [{"_esm_files": {"name": "gauge/widget.js", "edition": 1}}]
    finally:
        shell.run_line_magic("clear_vfiles", "")
        shell.history_manager.end_session()
        shells.InteractiveShell.clear_instance()
