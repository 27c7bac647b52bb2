/**
 * How the kernels' workers are started.
 *
 * A browser starts a worker from a script of the page's own origin alone. Where the site is another's, a script of the
 * page's own imports it, which the site's host must allow (CORS). A page in a sandboxed frame has an origin like no
 * other's, wherever it is from.
 *
 * @param workerUrl the kernels' script, absolute.
 */
export function startWorkerOf(workerUrl: string): () => Worker {
  return () => {
    if (new URL(workerUrl).origin === globalThis.origin) {
      return new Worker(workerUrl, { type: 'module' });
    }
    const source = `import ${JSON.stringify(workerUrl)};`;
    if (globalThis.origin === 'null') {
      // Chromium lets a page that has no origin start no worker of a blob.
      return new Worker(`data:text/javascript,${encodeURIComponent(source)}`, { type: 'module' });
    }
    const script = new Blob([source], { type: 'text/javascript' });
    const url = URL.createObjectURL(script);
    const worker = new Worker(url, { type: 'module' });
    // It has been read when the worker first says something, or cannot be read at all.
    for (const event of ['message', 'error']) {
      worker.addEventListener(
        event,
        () => {
          URL.revokeObjectURL(url);
        },
        { once: true },
      );
    }
    return worker;
  };
}

/** Why it may be that the kernels' script cannot be loaded, for the page's author. */
export function unloadable(workerUrl: string): string {
  const { origin } = new URL(workerUrl);
  const shared =
    origin === globalThis.origin
      ? "Look whether the whole site is at its host, and whether the page's Content-Security-Policy allows it (worker-src)."
      : `Its host has to allow ${thisPage()} to read it, by the header Access-Control-Allow-Origin with each of the ` +
        "site's files. A Content-Security-Policy of the page has to allow it too, and blob: (both script-src and worker-src).";
  return `${workerUrl} could not be loaded. ${shared}`;
}

function thisPage(): string {
  const { origin } = globalThis;
  return origin === 'null'
    ? 'a page that has no origin (a file, or a page in a frame that is sandboxed without allow-same-origin)'
    : origin;
}
