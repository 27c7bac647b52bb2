import type { BootProgress } from '@lite-build/messages';
import { PageObjects } from '@lite-build/kernel/reflection/page-objects';
import type { Session, SessionState } from '../../kernel/session.ts';
import type { CodePlace } from '../code-place.ts';
import { LITEPAGE } from '../litepage-code.ts';
import type { ScriptPython } from '../script-python.ts';
import type { ScriptTag } from '../script-tag.ts';
import type { RunningInWorker, WorkerHost } from './worker-host.ts';

export interface WorkerOptions {
  readonly host: WorkerHost;
  /** Whether the site's service worker brings what Python asks. */
  readonly isRouted: boolean;
  /** Hears how far the start is. */
  readonly progress: (progress: BootProgress) => void;
}

/** Python in a worker, for the page's scripts: the page stays alive whatever it does. */
export class WorkerPython implements ScriptPython {
  private constructor(running: RunningInWorker, objects: PageObjects) {
    this.#running = running;
    this.#objects = objects;
  }

  /**
   * Start Python, or join it where something else on the page has started it.
   *
   * @throws Error in words, if it cannot be started, or ends as it does.
   */
  static async start(session: Session, { host, isRouted, progress }: WorkerOptions): Promise<WorkerPython> {
    session.want();
    await ready(session, progress);
    const base = document.baseURI;
    const report = (error: unknown): void => {
      host.report(String(error), null);
    };
    const objects = session.openPage(
      { modules: LITEPAGE, base, isRouted },
      (tell) => new PageObjects({ host, base, tell, report }),
      (reason) => {
        host.fail(reason);
      },
    );
    const begun = new AbortController();
    const running = await Promise.race([host.begun, endOf(session, begun.signal)]).finally(() => {
      begun.abort();
    });
    return new WorkerPython(running, objects);
  }

  async configure(config: object): Promise<void> {
    await this.#running.configure(JSON.stringify(config));
  }

  async run(
    code: string,
    { element, environment, showsPrints }: ScriptTag,
    { filename, line }: CodePlace,
    makeTarget: () => Element,
    begun: () => void,
  ): Promise<boolean> {
    const { run } = this.#running;
    return await run(code, filename, line, environment, element, makeTarget, begun, showsPrints);
  }

  async hasEnvironment(environment: string): Promise<boolean> {
    return await this.#running.has_environment(environment);
  }

  async attach(element: Element, event: string, expression: string, environment: string): Promise<void> {
    await this.#running.attach(element, event, expression, environment);
  }

  async write(path: string, content: Uint8Array, archive: string | null): Promise<string | undefined> {
    return await this.#running.write(path, content, archive);
  }

  async findOwnFiles(): Promise<void> {
    await this.#running.find_own_files();
  }

  async missingPackages(requirements: readonly string[]): Promise<readonly string[]> {
    return requirements.length === 0
      ? []
      : (JSON.parse(await this.#running.missing_packages(JSON.stringify(requirements))) as string[]);
  }

  /** Call a function that a script exports. */
  async call(environment: string, name: string, values: readonly unknown[]): Promise<unknown> {
    return await this.#running.call(environment, name, this.#objects.copied(values));
  }

  async importModule(url: string, name: string): Promise<void> {
    await this.#running.import_module(url, name);
  }

  async loadWheel(url: string): Promise<void> {
    await this.#running.load_wheel(url);
  }

  readonly #running: RunningInWorker;
  readonly #objects: PageObjects;
}

/** Resolves once Python is there. */
async function ready(session: Session, progress: (progress: BootProgress) => void): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const hear = (): void => {
    const { state } = session;
    if (state.stage === 'ready') {
      resolve(undefined);
    } else if (state.stage === 'failed') {
      reject(new Error(`Python did not start: ${state.reason}`));
    } else if (state.stage === 'starting') {
      if (state.progress !== null) {
        progress(state.progress);
      }
    } else {
      reject(endedError(state));
    }
  };
  const listening = new AbortController();
  session.addEventListener('state', hear, { signal: listening.signal });
  hear();
  await promise.finally(() => {
    listening.abort();
  });
}

/** Rejects once Python is not there any more, until the signal is aborted. */
async function endOf(session: Session, signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  const hear = (): void => {
    const { state } = session;
    if (state.stage === 'ended' || state.stage === 'unwanted') {
      reject(endedError(state));
    }
  };
  session.addEventListener('state', hear, { signal });
  return await promise;
}

function endedError(state: Extract<SessionState, { stage: 'ended' | 'unwanted' }>): Error {
  const how = state.stage === 'ended' && state.end.cause === 'error' ? state.end.reason : 'it was asked to';
  return new Error(`Python has ended: ${how}`);
}
