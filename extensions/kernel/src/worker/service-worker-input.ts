import type { BlockingQuestion, KernelOptions } from '@lite-build/messages';

type InputQuestion = Extract<BlockingQuestion, { type: 'input' }>;

/** Version of the protocol that the message below is of. */
const PROTOCOL_VERSION = '5.3';

/**
 * Ask the reader for a line, by a request that the service worker answers once the page has.
 *
 * Source: the messages of `input()` in upstream's `comlink.worker.ts` and jupyterlite's `service-worker.ts`.
 *
 * @returns what was typed.
 * @throws Error if there is no service worker, or no page that it knows.
 */
export function askByServiceWorker(options: KernelOptions, question: InputQuestion): string {
  if (options.browsingContextId === undefined) {
    throw new Error('input() needs a service worker, and the browser allows this page none');
  }
  const request = new XMLHttpRequest();
  request.open('POST', new URL('api/stdin/kernel', options.baseUrl), false);
  request.send(
    JSON.stringify({ browsingContextId: options.browsingContextId, data: inputRequest(question) }),
  );
  const reply = JSON.parse(request.responseText) as { error?: string; content?: { value?: string } };
  if (reply.error !== undefined) {
    throw new Error(reply.error);
  }
  return reply.content?.value ?? '';
}

function inputRequest({ content, parentHeader }: InputQuestion): object {
  return {
    channel: 'stdin',
    header: {
      msg_id: crypto.randomUUID(),
      msg_type: 'input_request',
      session: parentHeader.session,
      username: parentHeader.username,
      version: PROTOCOL_VERSION,
      date: new Date().toISOString(),
    },
    parent_header: parentHeader,
    metadata: {},
    content,
    buffers: [],
  };
}
