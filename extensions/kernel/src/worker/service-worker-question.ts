import type { BlockingQuestion, KernelOptions, RoutedAnswer } from '@lite-build/messages';

/** Milliseconds that a question waits for a service worker, which may still be installed, or just be replaced. */
const PATIENCE = 15_000;
/** Milliseconds from a try to the next: the first time, and the most. Each time they are twice as many. */
const FIRST_PAUSE = 1;
const LONGEST_PAUSE = 250;
/** What the service worker hands on to the pages, and no host has. */
const ROUTE = 'api/stdin/lite-build';

/**
 * Asks the kernel's page something, by a request that the service worker answers once the page has.
 *
 * The service worker knows a kernel by its own id, and each question by one too. By the page's id, as upstream asks
 * for input, all questions of the page's kernels would take the first answer for theirs.
 */
export class ServiceWorkerQuestions {
  /**
   * @returns the answer.
   * @throws Error if there is no service worker, or the page could not answer.
   */
  ask(options: KernelOptions, question: BlockingQuestion): unknown {
    // Whoever computes goes on meanwhile, and this question comes again.
    const patience = question.type === 'interruptions' ? 0 : this.#patience;
    const answer = this.#askUntil(performance.now() + patience, options, question);
    if (answer === null) {
      // A cell that opens a hundred files does not wait a hundred times.
      this.#patience = patience === 0 ? this.#patience : 0;
      throw new Error("this page's service worker did not answer; load the page once more");
    }
    this.#patience = PATIENCE;
    if ('error' in answer) {
      throw new Error(answer.error);
    }
    return answer.content;
  }

  #askUntil(end: number, options: KernelOptions, question: BlockingQuestion): RoutedAnswer | null {
    for (let milliseconds = FIRST_PAUSE; ; milliseconds = Math.min(milliseconds * 2, LONGEST_PAUSE)) {
      const answer = send(options, question);
      if (answer !== null || performance.now() >= end) {
        return answer;
      }
      // The host has answered: the service worker has not taken over this worker yet.
      pause(milliseconds);
    }
  }

  /** None once it was in vain, until there is an answer. */
  #patience = PATIENCE;
}

/** Ask once; null where it was not the service worker that answered. */
function send(options: KernelOptions, question: BlockingQuestion): RoutedAnswer | null {
  const request = new XMLHttpRequest();
  request.open('POST', new URL(ROUTE, options.baseUrl), false);
  try {
    request.send(
      JSON.stringify({ browsingContextId: options.kernelId, requestId: crypto.randomUUID(), data: question }),
    );
  } catch (error) {
    // The service worker was ended with the question. A reader who is asked for input would be asked twice.
    if (question.type === 'input') {
      throw error;
    }
    return null;
  }
  return request.status === 200 ? (JSON.parse(request.responseText) as RoutedAnswer) : null;
}

/** Wait, and keep the thread. */
function pause(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  try {
    // A page that is not isolated has no constructor for it, and yet a thread may wait at memory of its own.
    const { buffer } = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    Atomics.wait(new Int32Array(buffer), 0, 0, milliseconds);
  } catch {
    // Some engines know of no such memory.
  }
  while (performance.now() < end);
}
