/**
 * So often at most a page of a version is loaded anew within some time, in milliseconds. Once is not enough where
 * upstream's service worker keeps files: what it fetches anew by itself may come late, and be the old one.
 */
const MOST = 2;
const WITHIN = 60_000;

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
      const noted: unknown = Reflect.get(times, version);
      const recent = (Array.isArray(noted) ? noted : [])
        .map(Number)
        .filter((time) => Date.now() - time < WITHIN);
      if (recent.length >= MOST) {
        return false;
      }
      sessionStorage.setItem(this.#key, JSON.stringify({ ...times, [version]: [...recent, Date.now()] }));
      return true;
    } catch {
      // Without a memory there is no end of it.
      return false;
    }
  }

  readonly #key: string;
}
