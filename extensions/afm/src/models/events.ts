import type { Listener } from '../contract.ts';

interface Registration {
  readonly name: string;
  readonly callback: Listener;
  readonly context: unknown;
}

/** Events by name, with Backbone's calling conventions. A listener that throws is logged and stops no other. */
export class Events {
  #registrations: readonly Registration[] = [];
  readonly #owner: () => string;

  /** @param owner names whose events these are, for the log. */
  constructor(owner: () => string) {
    this.#owner = owner;
  }

  /** How many listeners there are. */
  get size(): number {
    return this.#registrations.length;
  }

  on(names: string | Readonly<Record<string, Listener>>, callback?: unknown, context?: unknown): void {
    if (typeof names !== 'string') {
      for (const [name, listener] of Object.entries(names)) {
        this.on(name, listener, callback);
      }
    } else if (isListener(callback)) {
      const added = eventNames(names).map((name) => ({ name, callback, context }));
      this.#registrations = [...this.#registrations, ...added];
    }
  }

  off(names?: string | null, callback?: Listener | null, context?: unknown): void {
    const removed = names ? eventNames(names) : null;
    this.#registrations = this.#registrations.filter(
      (registration) =>
        !(
          (removed?.includes(registration.name) ?? true) &&
          (callback ?? registration.callback) === registration.callback &&
          (context ?? registration.context) === registration.context
        ),
    );
  }

  trigger(name: string, ...values: readonly unknown[]): void {
    // Lists are replaced, never changed: a listener that adds or removes one does not disturb this round.
    for (const { name: wanted, callback, context } of this.#registrations) {
      if (wanted === name) {
        this.#call(callback, context, values);
      } else if (wanted === 'all') {
        this.#call(callback, context, [name, ...values]);
      }
    }
  }

  #call(callback: Listener, context: unknown, values: readonly unknown[]): void {
    try {
      (callback as (...values: unknown[]) => unknown).apply(context, [...values]);
    } catch (error) {
      console.error(`${this.#owner()}: a listener failed.`, error);
    }
  }
}

export function eventNames(names: string): string[] {
  return names.split(/\s+/).filter((name) => name !== '');
}

export function isListener(value: unknown): value is Listener {
  return typeof value === 'function';
}
