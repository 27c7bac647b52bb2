/** Shows the widget in one cell's output. What listens to the model is removed when `signal` is aborted. */
function render({ model, el, signal }) {
  const button = document.createElement("button");
  button.className = "$name-button";
  const show = () => {
    button.textContent = `clicked ${model.get("value")} times`;
  };
  const count = () => {
    model.set("value", model.get("value") + 1);
    model.save_changes();
  };
  button.addEventListener("click", count, { signal });
  model.on("change:value", show);
  signal?.addEventListener("abort", () => model.off("change:value", show));
  show();
  el.append(button);
}

export default { render };
