import type { BlockingQuestion, RoutedAnswer } from '@lite-build/messages';

/** On which jupyterlite's service worker speaks with pages: upstream's `CHANNEL`. */
const CHANNEL = '/sw-api.v1';

/** A question as jupyterlite's service worker hands it on, by its version 1. */
interface RoutedQuestion {
  browsingContextId: string;
  requestId: string;
  data: BlockingQuestion;
}

/**
 * Answers what a kernel's worker asks through the service worker.
 *
 * @param kernelId by which the service worker knows it.
 */
export class ServiceWorkerAnswers {
  constructor(kernelId: string, answer: (question: BlockingQuestion) => Promise<unknown>) {
    this.#kernelId = kernelId;
    this.#answer = answer;
    this.#channel.addEventListener('message', (event: MessageEvent<RoutedQuestion>) => {
      if (event.data.browsingContextId === kernelId && 'data' in event.data) {
        void this.#reply(event.data);
      }
    });
  }

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#channel.close();
  }

  async #reply({ requestId, data }: RoutedQuestion): Promise<void> {
    // A kernel asks one thing at a time, and asks it anew where the service worker has lost the answer.
    if (this.#asked?.requestId !== requestId) {
      const answered = this.#answer(data).then(
        (content) => ({ content }),
        (error: unknown) => ({ error: String(error) }),
      );
      this.#asked = { requestId, answered };
    }
    const response = await this.#asked.answered;
    if (!this.#isDisposed) {
      this.#channel.postMessage({ browsingContextId: this.#kernelId, requestId, response });
    }
  }

  readonly #kernelId: string;
  readonly #answer: (question: BlockingQuestion) => Promise<unknown>;
  readonly #channel = new BroadcastChannel(CHANNEL);
  #asked: { requestId: string; answered: Promise<RoutedAnswer> } | null = null;
  #isDisposed = false;
}
