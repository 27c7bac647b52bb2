import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { ServiceWorkerAnswers } from '../src/host/service-worker-answers.ts';

const QUESTION = { browsingContextId: 'kernel', requestId: 'one', data: { type: 'interruptions' } };

test('a question that is asked anew, as its answer was lost, is answered once more, and handled once', async () => {
  let handled = 0;
  const answers = new ServiceWorkerAnswers('kernel', () => Promise.resolve((handled += 1)));
  const serviceWorker = new BroadcastChannel('/sw-api.v1');
  const ask = async (requestId: string): Promise<unknown> => {
    const heard = once(serviceWorker, 'message') as Promise<[MessageEvent<{ response: unknown }>]>;
    serviceWorker.postMessage({ ...QUESTION, requestId });
    return (await heard)[0].data.response;
  };
  try {
    assert.deepEqual(await ask('one'), { content: 1 });
    assert.deepEqual(await ask('one'), { content: 1 });
    assert.deepEqual(await ask('two'), { content: 2 });
  } finally {
    answers.dispose();
    serviceWorker.close();
  }
});
