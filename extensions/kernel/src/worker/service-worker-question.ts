import type { BlockingQuestion, KernelOptions, RoutedAnswer } from '@lite-build/messages';

/** So often a question is asked that the host has answered. */
const MOST_TRIES = 20;
/** What the service worker hands on to the pages, and no host has. */
const ROUTE = 'api/stdin/lite-build';

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
  for (let tries = 1; request.status !== 200 && tries < MOST_TRIES; tries += 1) {
    // The host has answered: the service worker has not taken over this worker yet, or is just being replaced.
    request = send(options, question);
  }
  if (request.status !== 200) {
    throw new Error(`this page's service worker did not answer (${request.status}); load the page once more`);
  }
  const answer = JSON.parse(request.responseText) as RoutedAnswer;
  if ('error' in answer) {
    throw new Error(answer.error);
  }
  return answer.content;
}

function send(options: KernelOptions, question: BlockingQuestion): XMLHttpRequest {
  const request = new XMLHttpRequest();
  request.open('POST', new URL(ROUTE, options.baseUrl), false);
  request.send(
    JSON.stringify({ browsingContextId: options.kernelId, requestId: crypto.randomUUID(), data: question }),
  );
  return request;
}
