import type { BlockingQuestion, WorkerMessage } from '@lite-build/messages';
import { awaitReply, expectReply, makeSharedReply } from '../shared-reply.ts';

/** Asks the page something and waits for the reply, so that Python can have it as a function's value. */
export type AskPage = (question: BlockingQuestion) => unknown;

/** Say something to the page. */
export function tellPage(message: WorkerMessage, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

/**
 * How to ask the page, in one that shares memory with its workers.
 *
 * @returns null where the page is not isolated from other origins, and so shares none.
 */
export function connectByMemory(): AskPage | null {
  if (!self.crossOriginIsolated) {
    return null;
  }
  const reply = makeSharedReply();
  return (question) => {
    expectReply(reply);
    tellPage({ type: 'question', question, reply });
    return awaitReply(reply);
  };
}
