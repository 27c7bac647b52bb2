// Tells in a page that a build has made why its Python cannot run, where browsers tell of it on the console alone. In
// pages with elements it is behind the page's module: that has been run by now, or could not be.
{
  const { dataset } = document.currentScript;
  const root = new URL(dataset.root, document.baseURI);

  const show = (texts, code) => {
    const note = document.createElement('div');
    note.className = 'page-note';
    note.setAttribute('role', 'note');
    for (const text of texts) {
      const paragraph = document.createElement('p');
      paragraph.textContent = text;
      note.append(paragraph);
    }
    const lines = document.createElement('pre');
    lines.textContent = code;
    note.append(lines);
    document.body.prepend(note);
  };

  if (location.protocol === 'file:') {
    const folder = decodeURIComponent(root.pathname).replace(/^\/(?=[A-Za-z]:)/, '').replace(/(?<=.)\/$/, '');
    const page = location.pathname.slice(root.pathname.length);
    show(
      [
        'You have opened this page as a file. It can be read. Its Python cannot run, since browsers load no programs of files.',
        'Serve its folder, and open it by the address below:',
      ],
      `python -m http.server --directory "${folder}"\nhttp://localhost:8000/${page}`,
    );
  } else if ('hasElements' in dataset && customElements.get('lite-cell') === undefined) {
    show(
      [
        'The program of this page could not be loaded. It can be read. Its cells cannot run.',
        'Load it again. If that does not help, its host has not the whole site, or a Content-Security-Policy forbids it. ' +
          'The site begins at the address below; the browser’s console names the file.',
      ],
      root.href,
    );
  }
}
