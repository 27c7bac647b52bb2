import type { BlockingQuestion, RoutedAnswer, WorkerMessage } from '@lite-build/messages';
import { awaitReply, expectReply, makeSharedReply } from '../host/shared-reply.ts';

/** Asks the page something and waits for the reply, so that Python can have it as a function's value. */
export type AskPage = (question: BlockingQuestion) => unknown;

/** Say something to the page. */
export function tellPage(message: WorkerMessage, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

/**
 * How to ask the page, in one that shares memory with its workers.
 *
 * @returns null where there is none: the page is not isolated from other origins, or the engine has no memory that grows.
 */
export function connectByMemory(): AskPage | null {
  const reply = self.crossOriginIsolated ? makeSharedReply() : null;
  if (reply === null) {
    return null;
  }
  return (question) => {
    expectReply(reply);
    tellPage({ type: 'question', question, reply });
    return awaitReply(reply);
  };
}

/**
 * Ask the page something, and leave the thread free until it answers.
 *
 * @throws Error if the page could not answer.
 */
export async function askPatiently(question: BlockingQuestion): Promise<unknown> {
  const { port1: own, port2: reply } = new MessageChannel();
  tellPage({ type: 'patient-question', question, reply }, [reply]);
  const answer = await new Promise<RoutedAnswer>((resolve) => {
    own.onmessage = ({ data }: MessageEvent<RoutedAnswer>) => {
      resolve(data);
    };
  });
  if ('error' in answer) {
    throw new Error(answer.error);
  }
  return answer.content;
}
