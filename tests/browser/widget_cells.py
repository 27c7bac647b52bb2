"""Cells with widgets that several tests run, each in a host of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.notebook_page import NotebookPage

#: A widget among ipywidgets' own, linked with one of them, and heard by Python.
COUNTER = '''\
import anywidget
from ipywidgets import IntSlider, Output, ValueWidget, VBox, jslink
from traitlets import Int


class Counter(anywidget.AnyWidget, ValueWidget):
    _esm = """
    export default {
      render({ model, el }) {
        const button = document.createElement("button");
        const show = () => { button.textContent = `counted ${model.get("value")}`; };
        button.addEventListener("click", () => {
          model.set("value", model.get("value") + 1);
          model.save_changes();
        });
        model.on("change:value", show);
        show();
        el.append(button);
      },
    };
    """
    value = Int(0).tag(sync=True)


counter, slider, log = Counter(), IntSlider(max=10), Output()
jslink((counter, "value"), (slider, "value"))


@log.capture()
def on_value(change):
    print("Python heard", change["new"])


counter.observe(on_value, names="value")
VBox([counter, slider, log])
'''
#: The same widget deep in ipywidgets' boxes, and as a control of a function.
CONTROLS = """\
from ipywidgets import Accordion, FloatSlider, HBox, Tab, interact

dial, mix = Counter(), FloatSlider(description="mix", max=1, step=0.25)
interact(lambda dial, mix: print(f"dial {dial}, mix {mix}"), dial=dial, mix=mix)
tabs = Tab([Accordion([HBox([dial, mix])], selected_index=0)])
tabs
"""

#: A widget in two files.
LABEL = """\
from anywidget import AnyWidget
from pathlib import Path
from traitlets import Unicode


class Label(AnyWidget):
    _esm = Path("label.js")
    _css = Path("label.css")
    text = Unicode("plain").tag(sync=True)


label = Label()
label
"""
LABEL_MODULE = """\
export default {
  render({ model, el }) {
    const paragraph = document.createElement("p");
    paragraph.textContent = `${model.get("text")} before`;
    el.append(paragraph);
  },
};
"""
LABEL_STYLE = "p { letter-spacing: 1px; }"

#: A widget whose module imports a file that lies beside it.
GAUGE = """\
import litewidget
from pathlib import Path
from traitlets import Int


class Gauge(litewidget.Widget):
    _esm = Path("gauge.js")
    value = Int(3).tag(sync=True)


gauge = Gauge()
gauge
"""
GAUGE_MODULE = """\
import { unit } from "./unit.js";

export default {
  render({ model, el }) {
    el.textContent = `${model.get("value")} ${unit}`;
  },
};
"""
GAUGE_UNIT = "export const unit = 'kg';\n"


def write_modules(folder: Path) -> None:
    """Write the files of the widgets that are made of files."""
    for name, text in {
        "label.js": LABEL_MODULE,
        "label.css": LABEL_STYLE,
        "gauge.js": GAUGE_MODULE,
        "unit.js": GAUGE_UNIT,
    }.items():
        (folder / name).write_text(text, encoding="utf-8")


def rewrite_in_editor(notebook: NotebookPage, name: str, text: str) -> None:
    """Open a file beside the notebook, replace its text, save it, and come back."""
    page = notebook.page
    page.locator(".jp-DirListing-item").get_by_text(name, exact=True).dblclick()
    editor = page.locator(".jp-FileEditor:visible .cm-content")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+s")
    page.get_by_role("main").get_by_role("tab", name="widgets.ipynb").click()
