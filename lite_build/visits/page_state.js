// Runs in a page before anything of the page's own, and says from then on how far its Python is.
{
  const SCRIPTS = 'script[type="py" i], script[type="mpy" i], py-script, mpy-script';
  const begun = new WeakSet();
  const through = new WeakSet();
  let starts = false;
  for (const kind of ['py', 'mpy']) {
    addEventListener(`${kind}:ready`, ({ target }) => begun.add(target), true);
    addEventListener(`${kind}:done`, ({ target }) => through.add(target), true);
  }
  addEventListener('py:progress', () => (starts = true), true);

  const all = (selector) => [...document.querySelectorAll(selector)];
  const isHandler = ({ name }) => /^m?py-/.test(name);
  const isBusy = (element) =>
    element.shadowRoot?.querySelector('[data-busy]') != null ||
    (element.getAttribute('aria-busy') === 'true' && [...element.attributes].some(isHandler));

  globalThis[Symbol.for('lite-build.visit')] = () => {
    const scripts = all(SCRIPTS);
    const isStarted = scripts.some((script) => begun.has(script) || through.has(script));
    const busy = all('*').filter(isBusy).length;
    const awaiting = scripts.findIndex((script) => begun.has(script) && !through.has(script));
    const unbegun = scripts.some((script) => !begun.has(script) && !through.has(script));
    return {
      // Before the first of them Python starts; without any, the controls that wait for it say so.
      isWorking: document.readyState !== 'complete' || busy > 0 || (starts && unbegun && !isStarted),
      isUnbegun: unbegun,
      awaiting,
      errors: all('.lite-error-line').map(({ innerText }) => innerText),
    };
  };
}
