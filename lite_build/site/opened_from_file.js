// A page of a site, opened as a file: browsers load no modules then, and tell of it on the console alone.
if (location.protocol === 'file:') {
  const root = new URL(document.currentScript.dataset.root, document.baseURI);
  const folder = decodeURIComponent(root.pathname).replace(/^\/(?=[A-Za-z]:)/, '').replace(/(?<=.)\/$/, '');
  const page = location.pathname.slice(root.pathname.length);
  const note = document.createElement('div');
  note.className = 'page-note';
  note.setAttribute('role', 'note');
  for (const text of [
    'You have opened this page as a file. Its Python cannot run, since browsers load no programs of files.',
    'Serve its folder, and open it by the address below:',
  ]) {
    const paragraph = document.createElement('p');
    paragraph.textContent = text;
    note.append(paragraph);
  }
  const command = document.createElement('pre');
  command.textContent = `python -m http.server --directory "${folder}"\nhttp://localhost:8000/${page}`;
  note.append(command);
  document.body.prepend(note);
}
