import type { CommOutput } from '@lite-build/messages';
import type { CommListener } from '../kernel/output-router.ts';
import type { CommSession } from '../kernel/session.ts';
import { OutputCaptures } from './captures.ts';
import type * as ModelsModule from './models.ts';

type SessionModels = ModelsModule.SessionModels;

/** The models of a session's widgets, which hear of all from the first, though what they are made of comes later. */
export class LateModels implements CommListener {
  constructor(session: CommSession, signal: AbortSignal) {
    this.#session = session;
    session.router.listenToComms(this, signal);
    session.router.divert((messageId) => this.#captures.of(messageId));
    session.addEventListener(
      'state',
      () => {
        // Its widgets answer no more, whether or not another is started.
        if (session.state.stage === 'ended') {
          this.reset();
        }
      },
      { signal },
    );
  }

  /** Have what shows widgets be fetched, while Python starts. */
  prepare(): void {
    this.#ready ??= this.#load();
    // Whoever shows a widget is told, and whoever asks next tries once more.
    this.#ready.catch(() => {
      this.#ready = null;
    });
  }

  /**
   * The models, once all that Python has said of them until now has been heard.
   *
   * @throws Error if what shows widgets could not be fetched.
   */
  async ready(): Promise<SessionModels> {
    this.prepare();
    return await (this.#ready as Promise<SessionModels>);
  }

  comm(output: CommOutput): void {
    this.#captures.hear(output);
    if (this.#models === null) {
      this.#held.push(output);
      this.prepare();
    } else {
      this.#models.comm(output);
    }
  }

  reset(): void {
    this.#captures.reset();
    this.#held.length = 0;
    this.#models?.reset();
  }

  async #load(): Promise<SessionModels> {
    const { SessionModels } = await import('./models.ts');
    this.#models = new SessionModels(this.#session, this.#captures);
    for (const output of this.#held.splice(0)) {
      this.#models.comm(output);
    }
    return this.#models;
  }

  readonly #session: CommSession;
  readonly #captures = new OutputCaptures();
  readonly #held: CommOutput[] = [];
  #ready: Promise<SessionModels> | null = null;
  #models: SessionModels | null = null;
}
