import type { CommInput, CommOutput } from '@lite-build/messages';
import { type CodeRunner, runOwnCode } from '@lite-build/boot/own-code';
import { COMMS } from './python-code.ts';

/** Has Python handle a message of the page. */
export type ReceiveComm = (
  kind: CommInput['type'],
  message: string,
  buffers: CommInput['buffers'],
) => unknown;

/**
 * Join Python's comms to the worker.
 *
 * @param publish is called with what Python says on a comm; its buffers are nobody else's.
 * @returns has Python handle what the page says on one.
 */
export function joinComms(pyodide: CodeRunner, publish: (output: CommOutput) => void): ReceiveComm {
  const names = runOwnCode(pyodide, COMMS);
  const publishBy = names.get('publish_by') as (publish: unknown) => void;
  publishBy((type: CommOutput['type'], message: string, buffers: Uint8Array<ArrayBuffer>[]) => {
    publish({ type, message, buffers: buffers.map(({ buffer }) => buffer) });
  });
  return names.get('receive') as ReceiveComm;
}
