/** A worker with Python in it, as other code of the page uses it: Python of another thread, or JavaScript. */
export interface NamedWorker {
  /** Functions that the page and the worker give each other, by their names. */
  readonly sync: Record<string, unknown>;
  /**
   * Resolves once its script has ended, also by an error, which is told in the page, or waits for something; rejects
   * where Python could not be started.
   */
  readonly ready: Promise<void>;
  /**
   * Call one of the functions that its script exports.
   *
   * @param values lists and objects of JavaScript, which Python gets as its own.
   */
  call(name: string, values: readonly unknown[]): Promise<unknown>;
  /** Interrupt what its Python runs, as Ctrl+C does. */
  interrupt(): void;
  /** End it, in whatever it does. */
  terminate(): void;
}

/** The workers of a page by the names that their scripts have. */
export class NamedWorkers {
  /** @param take has the page run a script that was just put into it. */
  constructor(take: (script: HTMLElement) => void) {
    this.#take = take;
  }

  /** Start a worker that runs a file, with a configuration, which may be empty. */
  start(source: string, name: string, config: string): NamedWorker {
    const script = document.createElement('script');
    const attributes = { type: 'py', src: source, worker: '', name, ...(config === '' ? {} : { config }) };
    for (const [attribute, value] of Object.entries(attributes)) {
      script.setAttribute(attribute, value);
    }
    document.body.append(script);
    this.#take(script);
    const started = this.#workers.get(name);
    if (started === undefined) {
      throw new Error(`no worker ${name} can be started`);
    }
    return started;
  }

  /** A script says this name. */
  add(name: string, worker: NamedWorker): void {
    this.#workers.set(name, worker);
  }

  /** It has ended: its name is another's to have. */
  remove(name: string, worker: NamedWorker): void {
    if (this.#workers.get(name) === worker) {
      this.#workers.delete(name);
    }
  }

  /**
   * The worker of a name, once it is ready.
   *
   * @throws Error in words, if no script of the page has that name, or its Python could not be started.
   */
  async named(name: string): Promise<NamedWorker> {
    if (!this.#workers.has(name)) {
      // A script that was just put into the page is seen a moment later.
      await new Promise((resolve) => setTimeout(resolve));
    }
    const worker = this.#workers.get(name);
    if (worker === undefined) {
      throw new Error(
        `the page has no worker "${name}": write <script type="py" worker name="${name}">, with its functions' names ` +
          'in __export__',
      );
    }
    await worker.ready;
    return worker;
  }

  readonly #take: (script: HTMLElement) => void;
  readonly #workers = new Map<string, NamedWorker>();
}
