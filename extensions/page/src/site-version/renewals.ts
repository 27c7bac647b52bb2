/** A page that was loaded anew for a version is not loaded anew for it again within this time, in milliseconds. */
const ONCE_IN = 60_000;

/** For which versions a tab has loaded its page anew: a host that serves old and new in turns must not make it spin. */
export class Renewals {
  constructor(baseUrl: string) {
    this.#key = `lite-build renewals ${baseUrl}`;
  }

  /** Whether a page of a version may be loaded anew; from then on not again for a while. */
  take(version: string): boolean {
    try {
      const last: unknown = JSON.parse(sessionStorage.getItem(this.#key) ?? '{}');
      const times = typeof last === 'object' && last !== null ? { ...last } : {};
      const time: unknown = Reflect.get(times, version);
      if (typeof time === 'number' && Date.now() - time < ONCE_IN) {
        return false;
      }
      sessionStorage.setItem(this.#key, JSON.stringify({ ...times, [version]: Date.now() }));
      return true;
    } catch {
      // Without a memory there is no end of it.
      return false;
    }
  }

  readonly #key: string;
}
