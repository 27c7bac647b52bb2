"""A notebook that shows all kinds of things."""

from __future__ import annotations

import base64
from typing import Any

import nbformat

KERNEL = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
RICH = "rich 🎉 100%.ipynb"
RED = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">'
    '<rect width="20" height="20" fill="red"/></svg>'
)
#: A file beside the notebook.
DOT = RED.replace("red", "blue")
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

TEXT = """# A rich one

With $e^{i\\pi}$, [a lesson](lesson%20%231.ipynb), [a part of it](lesson%20%231.ipynb#cell-id=cell-5),
[the end](#The-end), a dot ![a dot](dot.svg)
and ![one of elsewhere](http://elsewhere.invalid/picture.png) and ![one that is missing](missing.png).

```python
for each in range(3): print("in the text")
```

<video src="film.mp4" width="40"><track src="subtitles.vtt"></video>
<video width="40"><source src="lost.webm"><source src="film.mp4"></video>
<video width="40"><source src="lost.webm"><source src="lost.mp4"><track src="subtitles.vtt"></video>

<script>document.title = "ran"</script><b onclick="alert(1)">bold</b>
"""
STYLED = """<style>#T_1 td {letter-spacing: 3px} body {display: none} } body {visibility: hidden}</style>
<table id="T_1"><tr><td>styled</td></tr></table>
<img src="http://elsewhere.invalid/tracker.png" srcset="http://elsewhere.invalid/2.png 2x" alt="tracked"
 style="background: url(http://elsewhere.invalid/background.png)">"""
WIDE = "<table><tr>" + "".join(f"<td>column {number}</td>" for number in range(40)) + "</tr></table>"


def displays() -> list[dict[str, Any]]:
    """What the cells display, by MIME types."""
    return [
        {"text/html": STYLED},
        {"text/html": WIDE},
        {"text/html": "<script>document.title = 'ran'</script>", "text/plain": "a figure in words"},
        {"application/vnd.plotly.v1+json": {"data": []}, "text/plain": "Figure in words"},
        {"application/json": {"numbers": [{"deep": number} for number in range(150)]}},
        {"image/png": PIXEL, "text/plain": "<a red point>"},
        {"image/svg+xml": RED},
        {"text/latex": "$\\sum_k \\mathcal{L}_k$"},
        {"text/markdown": "some *Markdown*"},
        {"application/pdf": base64.b64encode(b"%PDF-1.4").decode()},
        {WIDGET_VIEW: {"model_id": "box", "version_major": 2}, "text/plain": "VBox()"},
        {WIDGET_VIEW: {"model_id": "doubled 30", "version_major": 2}},
        {WIDGET_VIEW: {"model_id": "figure", "version_major": 2}},
        {WIDGET_VIEW: {"model_id": "broken", "version_major": 2}, "text/plain": "Broken()"},
        {WIDGET_VIEW: {"model_id": "nowhere", "version_major": 2}},
    ]


def widget_state() -> dict[str, Any]:
    """The state that widgets were saved with: some of it makes no sense."""
    controls = {"model_module": "@jupyter-widgets/controls", "model_module_version": "2.0.0"}
    models: dict[str, Any] = {
        "box": {
            "model_name": "VBoxModel",
            "state": {
                "children": ["IPY_MODEL_slider", "IPY_MODEL_secret", "IPY_MODEL_box", None, "IPY_MODEL_html"]
            },
        },
        "slider": {"model_name": "IntSliderModel", "state": {"description": "Speed", "value": 42}},
        "secret": {"model_name": "PasswordModel", "state": {"description": "Key", "value": "hunter2"}},
        "html": {"model_name": "HTMLModel", "state": {"value": "<i>said</i><script>alert(1)</script>"}},
    }
    # Each box has the next one twice: without an end to it, a thousand million steps.
    models["doubled 0"] = {"model_name": "IntTextModel", "state": {}}
    for number in range(30):
        children = [f"IPY_MODEL_doubled {number}"] * 2
        models[f"doubled {number + 1}"] = {"model_name": "VBoxModel", "state": {"children": children}}
    models["first"] = {"model_name": "IntTextModel", "state": {"description": "First", "value": 1}}
    models["doubled 30"]["state"]["children"].insert(0, "IPY_MODEL_first")
    picture = {"encoding": "base64", "path": ["_data"], "data": PIXEL}
    return {
        **{name: {**controls, **model} for name, model in models.items()},
        "figure": {**controls, "model_name": "ImageModel", "state": {}, "buffers": [picture]},
        "broken": {"state": "none", "buffers": 3},
    }


def rich() -> nbformat.NotebookNode:
    """The notebook."""
    new = nbformat.v4
    outputs = [new.new_output("display_data", data=data) for data in displays()]
    red = new.new_output("stream", name="stdout", text="\x1b[31mred\x1b[0m <b>no tag</b>\n" + "line\n" * 600)
    error = new.new_output(
        "error", ename="ValueError", evalue="wrong", traceback=["the place", "ValueError: wrong"]
    )
    cells = [
        new.new_markdown_cell(TEXT, id="text"),
        new.new_code_cell(
            "def area(r):\n    return 'a <string>'  # said", id="streams", outputs=[red, error]
        ),
        new.new_code_cell("everything", id="everything", outputs=outputs),
        new.new_code_cell("not to be seen", id="hidden", metadata={"tags": ["remove-cell"]}),
        new.new_code_cell("# no outputs", id="none"),
        new.new_code_cell(
            "", id="left", outputs=[new.new_output("stream", name="stdout", text="left behind\n")]
        ),
        new.new_markdown_cell("## The end", id="end"),
    ]
    metadata = {
        "kernelspec": KERNEL,
        "widgets": {WIDGET_STATE: {"state": widget_state(), "version_major": 2, "version_minor": 0}},
    }
    return new.new_notebook(cells=cells, metadata=metadata)
