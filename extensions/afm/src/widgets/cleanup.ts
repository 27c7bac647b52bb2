/** Milliseconds that a cleanup may take before its DOM goes. */
export const CLEANUP_PATIENCE = 1000;

/**
 * Run what a hook returned as its cleanup. Its first part runs within this call, whatever the caller removes next.
 *
 * @returns when it has settled, or took too long. Never rejects: what it throws is logged.
 */
export async function cleanUp(result: unknown, widget: string): Promise<void> {
  if (typeof result !== 'function') {
    return;
  }
  try {
    const finished: unknown = (result as () => unknown)();
    if (finished instanceof Promise) {
      await settledWithin(finished, CLEANUP_PATIENCE);
    }
  } catch (error) {
    console.warn(`${widget}: a cleanup failed.`, error);
  }
}

async function settledWithin(promise: Promise<unknown>, patience: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patienceEnds = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patience);
  });
  try {
    await Promise.race([promise, patienceEnds]);
  } finally {
    clearTimeout(timer);
  }
}
