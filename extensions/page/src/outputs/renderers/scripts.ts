/**
 * Run the scripts of an element's HTML, which a browser does not do for HTML that is set.
 *
 * Each runs in its place, and in their order: what follows waits for one that is fetched, unless that says `async`.
 *
 * @returns when all have run, or could not be fetched.
 */
export async function runScripts(element: HTMLElement, signal: AbortSignal): Promise<void> {
  for (const inert of element.querySelectorAll('script')) {
    if (signal.aborted) return;
    const fetched = replaced(inert);
    if (fetched) await fetched;
  }
}

/** Put a script in the place of one that does not run; resolves when it was fetched, where others wait for that. */
function replaced(inert: HTMLScriptElement): Promise<void> | undefined {
  const script = document.createElement('script');
  for (const { name, value } of inert.attributes) script.setAttribute(name, value);
  script.textContent = inert.textContent;
  const others = !inert.hasAttribute('src') || inert.hasAttribute('async') || inert.hasAttribute('defer');
  const isClassic = /^$|javascript/.test(inert.type);
  if (others || !isClassic) {
    writingBehind(script, () => {
      inert.replaceWith(script);
    });
    return undefined;
  }
  const fetched = new Promise<void>((resolve) => {
    script.addEventListener('load', () => {
      resolve();
    });
    script.addEventListener('error', () => {
      console.error(`A script of an output could not be fetched: ${script.src}`);
      resolve();
    });
  });
  inert.replaceWith(script);
  return fetched;
}

/** Have `document.write` of a script write behind it: in a page that is there it would replace the page. */
function writingBehind(script: HTMLScriptElement, run: () => void): void {
  const written: string[] = [];
  const write = (...texts: string[]): void => {
    written.push(...texts);
  };
  Object.defineProperties(document, {
    write: { value: write, configurable: true },
    writeln: { value: write, configurable: true },
  });
  try {
    run();
  } finally {
    Reflect.deleteProperty(document, 'write');
    Reflect.deleteProperty(document, 'writeln');
  }
  if (written.length > 0 && script.parentNode) script.insertAdjacentHTML('afterend', written.join(''));
}
