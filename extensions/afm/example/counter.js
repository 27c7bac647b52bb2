function render({ model, el }) {
  const button = document.createElement('button');
  const show = () => {
    button.textContent = `${model.get('value')} clicks`;
  };
  button.addEventListener('click', () => {
    model.set('value', model.get('value') + 1);
    model.save_changes();
  });
  model.on('change:value', show);
  show();
  el.append(button);
}

export default { render };
