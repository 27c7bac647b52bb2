import type { BootProgress } from '@lite-build/messages';
import { currentPage } from '../page.ts';
import { findConfig } from './config/find-config.ts';
import { PageHost } from './page-host.ts';
import { Preparation } from './preparation.ts';
import type { ScriptPython } from './script-python.ts';
import type { ScriptTag } from './script-tag.ts';
import { tellMistake } from './tell-mistake.ts';
import { NamedWorkers } from './worker/named-workers.ts';
import { WorkerHost } from './worker/worker-host.ts';

/** A Python that runs scripts of the page: on the page's own thread, or in a worker. */
export class PythonOfScripts {
  /**
   * @param host what the page does for it.
   * @param launch starts it, with nothing in it.
   * @param configured the script whose own configuration it has; null for that of the page.
   */
  constructor(host: PageHost, launch: () => Promise<ScriptPython>, configured: HTMLElement | null) {
    this.host = host;
    this.#launch = launch;
    this.#configured = configured;
  }

  /** Start it, unless it is there, with all that the configuration asks for. */
  async start(): Promise<ScriptPython> {
    this.#starting ??= this.#start();
    return await this.#starting;
  }

  async #start(): Promise<ScriptPython> {
    const starting = this.#launch();
    // Whoever waits for it is told.
    starting.catch(() => undefined);
    const prepared = await findConfig(
      (words, element, place) => {
        tellMistake(this.host, words, element, place);
      },
      new AbortController().signal,
      this.#configured,
    );
    this.host.errors.areShown = prepared.showsErrors;
    const coming = new Preparation(prepared, (mistake) => {
      tellMistake(this.host, `The configuration: ${mistake}`, prepared.element);
    });
    const python = await starting;
    await python.configure({ ...prepared.raw, type: 'py' });
    this.host.modules = await coming.finish(python);
    return python;
  }

  readonly host: PageHost;
  /** Whether it is not there any more: a script that comes later has another one, by the same name. */
  hasEnded = false;
  /** Settled when the scripts until now are through to where they wait for something. */
  last: Promise<void> = Promise.resolve();
  /** Settled when the handlers until now are attached. */
  attached: Promise<unknown> = Promise.resolve();
  readonly #launch: () => Promise<ScriptPython>;
  readonly #configured: HTMLElement | null;
  #starting: Promise<ScriptPython> | null = null;
}

/** The names that a handler has: which Python has them, and by which name of names. */
export interface NamesOfHandler {
  readonly python: PythonOfScripts;
  readonly environment: string;
}

/** All Pythons that run scripts of the page. */
export class Pythons {
  /** @param take has the page run a script that was just put into it. */
  constructor(take: (script: HTMLElement) => void) {
    this.#named = new NamedWorkers(take);
    const { baseUrl, settings } = currentPage();
    const host = new PageHost(baseUrl, this.#named);
    const launch = async (): Promise<ScriptPython> => {
      const { PageThread } = await import('./page-thread.ts');
      return await PageThread.start(settings, host, progress);
    };
    this.own = new PythonOfScripts(host, launch, null);
  }

  /** The one that runs a script. */
  of(tag: ScriptTag): PythonOfScripts {
    if (tag.worker === null) {
      this.#isOwnUsed = true;
      return this.own;
    }
    const place = this.#workers.findIndex(({ name }) => name === tag.worker);
    const present = this.#workers[place];
    if (present !== undefined && !present.python.hasEnded) {
      present.tags.push(tag);
      return present.python;
    }
    const worker = { name: tag.worker, python: this.#inWorker(tag, tag.worker), tags: [tag] };
    this.#workers.splice(place === -1 ? this.#workers.length : place, 1, worker);
    return worker.python;
  }

  /**
   * Where a handler has its names.
   *
   * @param environment as the page says it: what a script has for `env`, or the name of a worker; '' where it says none.
   */
  ofHandler(environment: string): NamesOfHandler {
    const first = this.#workers.find(({ python }) => !python.hasEnded) ?? this.#workers[0];
    if (environment === '') {
      const python = first === undefined || this.#isOwnUsed ? this.own : first.python;
      return { python, environment: python === this.own ? '' : (first?.tags[0]?.environment ?? '') };
    }
    for (const { name, python, tags } of this.#workers) {
      if (tags.some((tag) => tag.environment === environment)) {
        return { python, environment };
      }
      if (name === environment) {
        return { python, environment: tags[0]?.environment ?? '' };
      }
    }
    return { python: this.own, environment };
  }

  #inWorker({ element, environment }: ScriptTag, name: string): PythonOfScripts {
    const page = currentPage();
    const { session, models } = page.python(name);
    const life = new AbortController();
    const host = new WorkerHost(page.baseUrl, this.#named, models);
    const launch = async (): Promise<ScriptPython> => {
      const [{ WorkerPython }, { hasServiceWorker }] = await Promise.all([
        import('./worker/worker-python.ts'),
        import('./worker/service-worker.ts'),
      ]);
      life.signal.throwIfAborted();
      session.want();
      const isRouted = await hasServiceWorker(page.baseUrl, page.serviceWorkerUrl);
      life.signal.throwIfAborted();
      return await WorkerPython.start(session, { host, isRouted, progress });
    };
    let wasStarted = false;
    const python = new PythonOfScripts(host, launch, element.hasAttribute('config') ? element : null);
    const handle = {
      sync: host.sync,
      get ready(): Promise<void> {
        return python.last.then(() => python.start()).then(() => undefined);
      },
      call: async (name: string, values: readonly unknown[]): Promise<unknown> => {
        const names = await python.start();
        host.assertAnswers();
        return await names.call?.(environment, name, values);
      },
      interrupt: (): void => {
        if (!life.signal.aborted) {
          session.interrupt();
        }
      },
      terminate: (): void => {
        if (!life.signal.aborted) {
          session.end();
        }
      },
    };
    this.#named.add(name, handle);
    const hear = (): void => {
      const { state } = session;
      if (state.stage === 'ended' || state.stage === 'unwanted') {
        const how =
          state.stage === 'ended' && state.end.cause === 'error' ? state.end.reason : 'it was asked to';
        if (state.stage === 'ended' || wasStarted) {
          tellMistake(host, `Python in the worker has ended: ${how}. Load the page anew to go on.`, element);
        }
        python.hasEnded = true;
        this.#named.remove(name, handle);
        life.abort(new Error(`Python has ended: ${how}`));
      }
      wasStarted = state.stage === 'ready';
    };
    if (session.state.stage === 'ended') {
      // Of one that had the name before.
      session.end();
    }
    session.addEventListener('state', hear, { signal: life.signal });
    // By which PyScript's pages reach it.
    Reflect.set(element, 'xworker', handle);
    return python;
  }

  /** On the page's own thread. */
  readonly own: PythonOfScripts;
  readonly #named: NamedWorkers;
  #isOwnUsed = false;
  readonly #workers: {
    readonly name: string;
    readonly python: PythonOfScripts;
    readonly tags: ScriptTag[];
  }[] = [];
}

/** Say how far the start is, in words as PyScript has them. */
function progress(now: BootProgress): void {
  const detail =
    now.stage === 'fetching'
      ? `Loading Python: ${Math.round((100 * now.bytes) / (now.total ?? now.bytes))} %`
      : 'Starting Python';
  document.dispatchEvent(new CustomEvent('py:progress', { bubbles: true, detail }));
}
