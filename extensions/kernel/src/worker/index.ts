import type { KernelCall, KernelCalls, KernelMethod, PageMessage } from '@lite-build/messages';
import { holdLife } from './life.ts';
import { isInterruption } from './interruption.ts';
import { connectByMemory, tellPage } from './page.ts';
import { explainOtherHosts, explainSite } from './other-hosts.ts';
import { RemoteKernel } from './remote-kernel.ts';
import type { ReflectedPage } from '../reflection/reflected-page.ts';
import { serveShippedFiles } from '../runtime/shipped-files.ts';

type Reply = KernelCalls[KernelMethod][1];

explainOtherHosts();
const kernel = new RemoteKernel(connectByMemory());
let page: Promise<ReflectedPage> | null = null;

self.addEventListener('message', (event: MessageEvent<PageMessage>) => {
  const message = event.data;
  kernel.thread.note();
  switch (message.type) {
    case 'prepare':
      explainSite(message.preparation.baseUrl);
      kernel.prepare(message.preparation);
      break;
    case 'snapshot':
      kernel.takeSnapshot(message);
      break;
    case 'start':
      explainSite(message.options.baseUrl);
      serveShippedFiles(message.options.shipped, message.options.baseUrl);
      Promise.all([kernel.boot(message.options), holdLife()]).then(
        ([pythonVersion, life]) => {
          tellPage({ type: 'started', pythonVersion, life });
        },
        (error: unknown) => {
          tellPage({ type: 'boot-failed', reason: wordsOf(error) });
        },
      );
      break;
    case 'call':
      void answer(message);
      break;
    case 'interrupt':
      kernel.interruption.hear(message);
      break;
    case 'contents-changed':
      kernel.noteChanges(message.drive, message.paths);
      break;
    case 'drives':
      kernel.mountDrives(message.names);
      break;
    case 'folder':
      kernel.keepFolder(message.entries);
      break;
    case 'declare-files':
      kernel.declareFiles(message.files);
      break;
    case 'drive-stored':
      kernel.noteStored(message.drive, message.step, message.failures);
      break;
    case 'open-page':
      page = kernel.openPage(message.access);
      page.catch((error: unknown) => {
        tellPage({ type: 'page-failed', reason: wordsOf(error) });
      });
      break;
    case 'reflect':
      void reflect(message);
      break;
    case 'reflected':
      void page?.then((opened) => {
        opened.settle(message.id, message.answer);
      });
      break;
  }
});

for (const [event, reason] of [
  ['error', (told: Event) => (told as ErrorEvent).error as unknown],
  ['unhandledrejection', (told: Event) => (told as PromiseRejectionEvent).reason as unknown],
] as const) {
  self.addEventListener(event, (told) => {
    if (kernel.reportUncaught(reason(told))) {
      told.preventDefault();
    }
  });
}

/** The page calls a function of Python's. */
async function reflect(message: Extract<PageMessage, { type: 'reflect' }>): Promise<void> {
  kernel.thread.begin();
  try {
    await (await page)?.hear(message);
  } finally {
    kernel.thread.end();
  }
}

async function answer(call: KernelCall): Promise<void> {
  const { id, method, content, parent } = call;
  kernel.thread.begin();
  try {
    if (method === 'comm') {
      const memory = kernel.comm(content);
      tellPage({ type: 'answer', id, content: memory }, [...memory]);
      return;
    }
    const handle = kernel[method].bind(kernel) as (content: unknown, parent: unknown) => Promise<Reply>;
    tellPage({ type: 'answer', id, content: await handle(content, parent) });
  } catch (error) {
    // A message that a reader has interrupted is handled. Any other call owes its sender a reply.
    tellPage(
      method === 'comm' && isInterruption(error)
        ? { type: 'answer', id, content: [] }
        : { type: 'fault', id, reason: wordsOf(error) },
    );
  } finally {
    kernel.thread.end();
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
