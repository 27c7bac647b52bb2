"""What pages of these tests are made of."""

from __future__ import annotations

#: A widget that nobody published, which boxes take as well.
COUNTER = """
import anywidget, traitlets
import ipywidgets as w
from IPython.display import display

class Counter(anywidget.AnyWidget):
    _esm = '''export default {render({ model, el }) {
        const button = document.createElement("button");
        const show = () => { button.textContent = `counted ${model.get("value")}`; };
        model.on("change:value", show);
        button.onclick = () => { model.set("value", model.get("value") + 1); model.save_changes(); };
        el.append(button);
        show();
    }}'''
    value = traitlets.Int(0).tag(sync=True)

"""


def cell(code: str, attributes: str = "autorun") -> str:
    """A cell of a page, which runs by itself."""
    return f'<lite-cell {attributes}><script type="text/x-python">\n{code}\n</script></lite-cell>'
