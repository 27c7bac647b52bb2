/**
 * Hold a lock for as long as this worker lives: whoever asks for it is given it when the browser has ended the worker,
 * of which nobody is told in any other way.
 *
 * @returns its name, once it is held; null where the browser has no locks, as in a page that came by http.
 */
export async function holdLife(): Promise<string | null> {
  const { locks } = navigator as Partial<Navigator>;
  if (locks === undefined) {
    return null;
  }
  const name = `lite-build-kernel-${crypto.randomUUID()}`;
  const held = Promise.withResolvers<string | null>();
  locks
    .request(name, async () => {
      held.resolve(name);
      await new Promise(() => undefined);
    })
    .catch(() => {
      held.resolve(null);
    });
  return await held.promise;
}
