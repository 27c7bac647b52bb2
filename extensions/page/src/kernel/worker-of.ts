/**
 * How the kernels' workers are started.
 *
 * A browser starts a worker from a script of the page's own origin alone. Where the site is another's, a script of the
 * page's own imports it, which the site's host must allow (CORS).
 *
 * @param workerUrl the kernels' script, absolute.
 */
export function startWorkerOf(workerUrl: string): () => Worker {
  return () => {
    if (new URL(workerUrl).origin === location.origin) {
      return new Worker(workerUrl, { type: 'module' });
    }
    const script = new Blob([`import ${JSON.stringify(workerUrl)};`], { type: 'text/javascript' });
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
