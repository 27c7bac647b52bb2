import type { BlockingQuestion, KernelOptions, RoutedAnswer } from '@lite-build/messages';

/** Milliseconds that a kernel waits for a service worker that is still being installed, at most. */
const PATIENCE = 60_000;
/** Milliseconds that one try may take: a service worker that is just being replaced may lose a question. */
const LONGEST_TRY = 2000;
/** Milliseconds from a try to the next: the first time, and the most. Each time they are twice as many. */
const FIRST_PAUSE = 1;
const LONGEST_PAUSE = 250;
/** So often a question is asked that the host has answered. */
const MOST_TRIES = 20;
/** What the service worker hands on to the pages, and no host has. */
const ROUTE = 'api/stdin/lite-build';

/**
 * Wait until the service worker answers this thread. At a first visit it takes pages and workers over when it has been
 * installed, and a thread that is kept, by Python or by a question, never hears of that.
 *
 * @returns whether it does, in the end.
 */
export async function serviceWorkerAnswers(options: KernelOptions): Promise<boolean> {
  const end = performance.now() + PATIENCE;
  for (let milliseconds = FIRST_PAUSE; ; milliseconds = Math.min(milliseconds * 2, LONGEST_PAUSE)) {
    const left = end - performance.now();
    if (left <= 0) {
      return false;
    }
    if (await answersWithin(Math.min(left, LONGEST_TRY), options)) {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
  }
}

/**
 * Ask the kernel's page something, by a request that the service worker answers once the page has.
 *
 * The service worker knows a kernel by its own id, and each question by one too. By the page's id, as upstream asks
 * for input, all questions of the page's kernels would take the first answer for theirs.
 *
 * @returns the answer.
 * @throws Error if there is no service worker, or the page could not answer.
 */
export function askByServiceWorker(options: KernelOptions, question: BlockingQuestion): unknown {
  let request = send(options, question);
  for (let tries = 1; answerIn(request) === null && tries < MOST_TRIES; tries += 1) {
    // The host has answered: the service worker is just being replaced.
    request = send(options, question);
  }
  const answer = answerIn(request);
  if (answer === null) {
    throw new Error(`this page's service worker did not answer (${request.status}); load the page once more`);
  }
  if ('error' in answer) {
    throw new Error(answer.error);
  }
  return answer.content;
}

function send(options: KernelOptions, question: BlockingQuestion): XMLHttpRequest {
  const request = new XMLHttpRequest();
  request.open('POST', addressOf(options), false);
  request.send(bodyOf(options, question));
  return request;
}

/** What the service worker has answered; null where the host has, some of which have a page for every address. */
function answerIn(request: XMLHttpRequest): RoutedAnswer | null {
  if (request.status !== 200) {
    return null;
  }
  try {
    const answer: unknown = JSON.parse(request.responseText);
    const isAnswer =
      typeof answer === 'object' && answer !== null && ('content' in answer || 'error' in answer);
    return isAnswer ? (answer as RoutedAnswer) : null;
  } catch {
    return null;
  }
}

/** Whether the service worker answers, and not the host. */
function answersWithin(milliseconds: number, options: KernelOptions): Promise<boolean> {
  const request = new XMLHttpRequest();
  request.open('POST', addressOf(options));
  request.timeout = milliseconds;
  return new Promise((resolve) => {
    request.onloadend = () => {
      resolve(answerIn(request) !== null);
    };
    request.send(bodyOf(options, { type: 'interruptions' }));
  });
}

function addressOf({ baseUrl }: KernelOptions): URL {
  return new URL(ROUTE, baseUrl);
}

function bodyOf({ kernelId }: KernelOptions, question: BlockingQuestion): string {
  return JSON.stringify({ browsingContextId: kernelId, requestId: crypto.randomUUID(), data: question });
}
