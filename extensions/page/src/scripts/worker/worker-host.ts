import { PageHost } from '../page-host.ts';

/** What Python's module `litepage.worker` has for the page. A function that takes what it gives from Python awaits it. */
export interface RunningInWorker {
  readonly configure: (config: string) => Promise<void>;
  readonly run: (
    code: string,
    filename: string,
    line: number,
    environment: string,
    script: HTMLElement,
    makeTarget: () => Element,
    begun: () => void,
    showsPrints: boolean,
  ) => Promise<boolean>;
  readonly has_environment: (environment: string) => Promise<boolean>;
  readonly attach: (
    element: Element,
    event: string,
    expression: string,
    environment: string,
  ) => Promise<void>;
  readonly write: (path: string, content: Uint8Array, archive: string | null) => Promise<string | undefined>;
  readonly find_own_files: () => Promise<void>;
  readonly missing_packages: (requirements: string) => Promise<string>;
  readonly call: (environment: string, name: string, values: readonly unknown[]) => Promise<unknown>;
  readonly import_module: (url: string, name: string) => Promise<void>;
  readonly load_wheel: (url: string) => Promise<void>;
}

/** What Python in a worker has done by the page. `python/litepage/page.py` names it. */
export class WorkerHost extends PageHost {
  /** Python is about to run scripts. */
  begin(running: RunningInWorker): void {
    this.#begun.resolve(running);
  }

  /** It cannot. */
  fail(reason: string): void {
    this.#begun.reject(new Error(`Python in the worker cannot run scripts of the page: ${reason}`));
  }

  /** Resolves once it is about to; rejects, in words, where it cannot. */
  get begun(): Promise<RunningInWorker> {
    return this.#begun.promise;
  }

  /**
   * Call a function that the page, or the worker itself, has given the other.
   *
   * @param isWaiting whether Python's thread waits for what it gives.
   */
  async callSync(name: string, values: readonly unknown[], isWaiting: boolean): Promise<unknown> {
    const given = this.sync[name];
    if (typeof given !== 'function') {
      throw new Error(`sync has no function ${name}: give it one, as by worker.sync.${name} = …`);
    }
    const call = { name };
    this.#waitsFor = isWaiting ? call : this.#waitsFor;
    try {
      return await (given as (...values: unknown[]) => unknown)(...values);
    } finally {
      this.#waitsFor = this.#waitsFor === call ? null : this.#waitsFor;
    }
  }

  setSync(name: string, given: unknown): void {
    this.sync[name] =
      typeof given === 'function'
        ? async (...values: unknown[]): Promise<unknown> => {
            this.assertAnswers();
            return await (given as (...values: unknown[]) => unknown)(...values);
          }
        : given;
  }

  /** @throws Error if Python waits for the page: each would wait for the other. */
  assertAnswers(): void {
    if (this.#waitsFor !== null) {
      const { name } = this.#waitsFor;
      throw new Error(
        `Python in the worker waits for sync.${name}(), and answers nothing until that has returned: let it return ` +
          'before the worker is called, or give it what it needs.',
      );
    }
  }

  /** Functions that the page and the worker give each other, by their names. */
  readonly sync: Record<string, unknown> = {};
  /** The call that Python's thread waits for. */
  #waitsFor: { readonly name: string } | null = null;
  readonly #begun = Promise.withResolvers<RunningInWorker>();
}
