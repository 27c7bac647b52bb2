import type { DeclaredFile } from '@lite-build/messages';
import { PythonStarter } from '@lite-build/kernel/host/python-starter';
import type { SiteSettings } from '@lite-build/kernel/host/site-settings';
import { Session, type SessionOptions } from './session.ts';
import { startWorkerOf, unloadable } from './worker-of.ts';

/** The name of the kernel that a page has where it names none. */
export const MAIN = 'main';

/** All Pythons of a page. They share what was fetched. */
export class Sessions {
  /**
   * @param settings of the site.
   * @param workerUrl the kernels' script, absolute.
   * @param files that all of them can open.
   */
  constructor(settings: SiteSettings, workerUrl: string, files: readonly DeclaredFile[]) {
    this.#files = files;
    this.#settings = settings;
    this.#starter = new PythonStarter({
      startWorker: startWorkerOf(workerUrl),
      unloadable: unloadable(workerUrl),
      preparation: settings.preparation,
    });
  }

  /** The one of a name, which may not have been started yet. */
  named(name = MAIN): Session {
    const present = this.#sessions.get(name);
    if (present !== undefined) {
      return present;
    }
    const session = new Session({
      name,
      site: this.#settings.options,
      starter: this.#starter,
      files: this.#files,
      log,
    });
    this.#sessions.set(name, session);
    return session;
  }

  /** All that a page has asked for. */
  get all(): readonly Session[] {
    return [...this.#sessions.values()];
  }

  readonly #settings: SiteSettings;
  readonly #files: readonly DeclaredFile[];
  readonly #starter: PythonStarter;
  readonly #sessions = new Map<string, Session>();
}

/** What belongs to no cell is told where a page's author looks. */
const log: SessionOptions['log'] = ({ level, data }) => {
  console[level === 'critical' ? 'error' : level === 'warning' ? 'warn' : 'info'](data);
};
