import type { BlockingQuestion, KernelOptions, RoutedAnswer } from '@lite-build/messages';
import { tellPage } from './page.ts';

/** Milliseconds that a kernel waits for a service worker that is still being installed, at most. */
const PATIENCE = 60_000;
/** Milliseconds that one try may take: a service worker that is just being replaced may lose a question. */
const LONGEST_TRY = 2000;
/** Milliseconds from a try to the next: the first time, and the most. Each time they are twice as many. */
const FIRST_PAUSE = 1;
const LONGEST_PAUSE = 250;
/** So often a question is asked that the host has answered, or that could not be sent. */
const MOST_TRIES = 20;
/**
 * Milliseconds after that a question is asked anew: the service worker may have been ended or replaced with it. The page
 * knows it by its id, and goes on with what it does.
 */
const LONGEST_WAIT = 4000;
/** What the service worker hands on to the pages, and no host has. */
const ROUTE = 'api/stdin/lite-build';

/**
 * Wait until the service worker answers this thread. At a first visit it takes pages and workers over when it has been
 * installed, and a thread that is kept, by Python or by a question, never hears of that. One that it has missed is
 * taken over as the page asks for it.
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
    tellPage({ type: 'unclaimed' });
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
  const body = bodyOf(options, question);
  let request = send(options, body);
  for (let tries = 1; answerIn(request) === null && tries < MOST_TRIES;) {
    // The host has answered: the service worker is just being replaced. A wait for a reader is no try.
    tries += request.isLate ? 0 : 1;
    request = send(options, body);
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

/** What came of a request. */
interface Sent {
  /** 0 where nothing has answered. */
  readonly status: number;
  readonly responseText: string;
  /** Nothing has answered in time. */
  readonly isLate: boolean;
}

function send(options: KernelOptions, body: string): Sent {
  const request = new XMLHttpRequest();
  request.open('POST', addressOf(options), false);
  request.timeout = LONGEST_WAIT;
  try {
    request.send(body);
    return { status: request.status, responseText: request.responseText, isLate: false };
  } catch (error) {
    return {
      status: 0,
      responseText: '',
      isLate: error instanceof DOMException && error.name === 'TimeoutError',
    };
  }
}

/** What the service worker has answered; null where the host has, some of which have a page for every address. */
function answerIn(request: Pick<XMLHttpRequest, 'responseText' | 'status'>): RoutedAnswer | null {
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
