"""A widget that shows a tide."""

from __future__ import annotations

import litewidget
import traitlets


class Gauge(litewidget.Widget):
    """Shows how high the water is."""

    _esm = """
    export default {
      render({ model, el }) {
        const show = () => { el.textContent = `The tide is at ${model.get("metres")} m.`; };
        model.on("change:metres", show);
        show();
      },
    };
    """
    metres = traitlets.Float(0.0).tag(sync=True)
