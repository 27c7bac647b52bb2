import type { CommOutput } from '@lite-build/messages';
import type { CommListener, Session } from '../kernel/session.ts';
import type * as ModelsModule from './models.ts';

type Models = typeof ModelsModule;

let loading: Promise<Models> | null = null;

/** What shows widgets; fetched when there may be some. */
export function loadModels(): Promise<Models> {
  loading ??= import('./models.ts');
  return loading;
}

/** The models of a session's widgets, which hear of all from the first, though what they are made of comes later. */
export class LateModels implements CommListener {
  constructor(session: Session, signal: AbortSignal) {
    this.#session = session;
    session.listenToComms(this, signal);
  }

  /** Have what shows widgets be fetched, while Python starts. */
  prepare(): void {
    this.#ready ??= this.#load();
    // Whoever shows a widget is told.
    this.#ready.catch(() => undefined);
  }

  /**
   * The models, once all that Python has said of them until now has been heard.
   *
   * @throws Error if what shows widgets could not be fetched.
   */
  async ready(): Promise<ModelsModule.SessionModels> {
    this.prepare();
    return await (this.#ready as Promise<ModelsModule.SessionModels>);
  }

  comm(output: CommOutput): void {
    if (this.#models === null) {
      this.#held.push(output);
      this.prepare();
    } else {
      this.#models.comm(output);
    }
  }

  reset(): void {
    this.#held.length = 0;
    this.#models?.reset();
  }

  async #load(): Promise<ModelsModule.SessionModels> {
    const { SessionModels } = await loadModels();
    this.#models = new SessionModels(this.#session);
    for (const output of this.#held.splice(0)) {
      this.#models.comm(output);
    }
    return this.#models;
  }

  readonly #session: Session;
  readonly #held: CommOutput[] = [];
  #ready: Promise<ModelsModule.SessionModels> | null = null;
  #models: ModelsModule.SessionModels | null = null;
}
