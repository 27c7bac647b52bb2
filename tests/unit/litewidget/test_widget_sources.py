"""Where a widget's module and style come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from litewidget import Widget, reload_file
from traitlets import Unicode

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.litewidget.conftest import Page

ESM = "export default { render() {} };"


@pytest.fixture
def module_file(tmp_path: Path) -> Path:
    path = tmp_path / "größe 100%.js"
    path.write_text(ESM, encoding="utf-8")
    return path


def esm_of(page: Page, widget: Widget) -> object:
    return page.state(widget.model_id)["_esm"]


@pytest.mark.parametrize(
    "text", [ESM, "export default {}\n// a.js", "https://example.org/module.js", "http://example.org/a.js"]
)
def test_text_and_addresses_are_sent_as_they_are(page: Page, text: str) -> None:
    class Shown(Widget):
        _esm = text
        _css = "p { color: red }"

    state = page.state(Shown().model_id)
    assert (state["_esm"], state["_css"]) == (text, "p { color: red }")
    assert Shown._esm == text


def test_a_path_and_a_files_name_are_read(page: Page, module_file: Path) -> None:
    class ByPath(Widget):
        _esm = module_file

    class ByName(Widget):
        _esm = str(module_file)

    assert esm_of(page, ByPath()) == esm_of(page, ByName()) == ESM
    assert str(ByPath._esm) == ESM


def test_a_file_that_is_not_there_is_named_by_the_class_statement(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"missing\.js"):

        class ByPath(Widget):
            _esm = tmp_path / "missing.js"

    with pytest.raises(FileNotFoundError, match=r"typo\.css"):

        class ByName(Widget):
            _esm = ESM
            _css = "typo.css"


def test_a_class_without_a_module_says_so_in_its_cell(page: Page) -> None:
    class Bare(Widget):
        pass

    state = page.state(Bare().model_id)
    assert "has no _esm" in state["_esm"]
    assert "_css" not in state


def test_an_empty_module_is_refused(page: Page) -> None:
    class Empty(Widget):
        _esm = "  \n"

    with pytest.raises(ValueError, match=r"Empty\._esm is empty"):
        Empty()


def test_assigning_the_module_or_the_style_sends_it(page: Page) -> None:
    class Live(Widget):
        _esm = ESM
        _css = "p {}"

    live = Live()
    page.take()
    live._esm = "export default { render: () => {} };"
    live._css = "p { color: blue }"
    assert page.updates() == [{"_esm": "export default { render: () => {} };"}, {"_css": "p { color: blue }"}]
    assert esm_of(page, Live()) == ESM


def test_assigning_the_class_changes_the_widgets_made_after_it(page: Page) -> None:
    class Live(Widget):
        _esm = ESM

    first = page.state(Live().model_id)
    Live._esm = "export default {};"
    second = page.state(Live().model_id)
    assert (first["_esm"], second["_esm"]) == (ESM, "export default {};")
    assert first["_anywidget_id"] == second["_anywidget_id"]


def test_subclasses_inherit_and_replace(page: Page) -> None:
    class Base(Widget):
        _esm = ESM
        _css = "p {}"

    class Derived(Base):
        _css = Base._css + " b {}"

    class Mixin:
        _esm = "export default {};"

    class Mixed(Mixin, Widget):
        pass

    assert page.state(Derived().model_id)["_css"] == "p {} b {}"
    assert esm_of(page, Derived()) == ESM
    assert esm_of(page, Mixed()) == "export default {};"


def test_a_module_that_is_a_trait_or_an_argument_is_taken(page: Page) -> None:
    class Declared(Widget):
        _esm = Unicode(ESM).tag(sync=True)

    assert esm_of(page, Declared()) == ESM
    assert esm_of(page, Declared(_esm="export default {};")) == "export default {};"


def test_a_file_that_was_written_is_shown_by_every_live_widget(page: Page, module_file: Path) -> None:
    class FromFile(Widget):
        _esm = module_file

    one, other, closed = FromFile(), FromFile(), FromFile()
    own = FromFile(_esm=ESM)
    closed.close()
    page.take()
    module_file.write_text("export default {};", encoding="utf-8")
    assert reload_file(module_file)
    sent = page.take()
    assert {each.model_id for each in sent} == {one.model_id, other.model_id}
    assert [each.data["state"] for each in sent] == [{"_esm": "export default {};"}] * 2
    assert own._esm == ESM
    assert esm_of(page, FromFile()) == "export default {};"
    assert not reload_file(module_file.with_name("other.js"))


def test_a_virtual_file_changes_the_widgets_made_from_it(page: Page) -> None:
    shells = pytest.importorskip("IPython.core.interactiveshell")
    shell = shells.InteractiveShell()
    try:
        shell.run_line_magic("load_ext", "litewidget")
        shell.run_cell_magic("vfile", "counter.js", "export default {}; // 1\n")

        class FromCell(Widget):
            _esm = "vfile:counter.js"

        widget = FromCell()
        assert esm_of(page, widget) == "export default {}; // 1\n"
        page.take()
        shell.run_cell_magic("vfile", "counter.js", "export default {}; // 2\n")
        assert page.updates() == [{"_esm": "export default {}; // 2\n"}]
        shell.run_line_magic("clear_vfiles", "")
        with pytest.raises(FileNotFoundError, match=r"begins with %%vfile counter\.js"):

            class Forgotten(Widget):
                _esm = "vfile:counter.js"
    finally:
        shell.history_manager.end_session()
        shells.InteractiveShell.clear_instance()
