import anywidget
import traitlets


class Counter(anywidget.AnyWidget):
    _esm = """
    export default {
      render({ model, el }) {
        const button = document.createElement("button");
        button.className = "count";
        const show = () => { button.textContent = "count " + model.get("value"); };
        button.onclick = () => model.send("more");
        model.on("change:value", show);
        show();
        el.append(button);
      },
    };
    """
    value = traitlets.Int(0).tag(sync=True)

    def __init__(self):
        super().__init__()
        self.on_msg(self.count)

    def count(self, *_):
        self.value += 1


Counter()
