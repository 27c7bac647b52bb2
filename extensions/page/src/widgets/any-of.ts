/**
 * A signal that is aborted when one of several is. WebKit may lose `AbortSignal.any` where nobody else holds it, and what
 * waits for it is never told; this one is held by those that it follows.
 */
export function anyOf(...signals: readonly AbortSignal[]): AbortSignal {
  const ended = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) {
      ended.abort(signal.reason);
    }
    signal.addEventListener(
      'abort',
      () => {
        ended.abort(signal.reason);
      },
      { signal: ended.signal },
    );
  }
  return ended.signal;
}
