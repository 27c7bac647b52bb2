import type { CommOutput } from '@lite-build/messages';
import type { ReceiveComm } from '@lite-build/kernel/own-code/python-comms';
import { header } from '../kernel/requests.ts';
import type { CommListener } from '../kernel/output-router.ts';
import type { CommContent, CommOptions, CommSession, SessionState } from '../kernel/session.ts';

/** The comms of Python on the page's own thread: what is said is heard at once. */
export class ThreadComms extends EventTarget implements CommSession {
  readonly state: SessionState = { stage: 'ready' };
  /** Has Python handle a message, once it is there. */
  receive: ReceiveComm | null = null;

  sendComm(
    type: CommOutput['type'],
    content: CommContent,
    { buffers = [], metadata = {} }: CommOptions = {},
  ): { readonly id: string; readonly handled: Promise<void> } {
    const own = header(type);
    const message = JSON.stringify({ header: own, parent_header: {}, metadata, content });
    this.receive?.(
      type,
      message,
      buffers.map((bytes) =>
        ArrayBuffer.isView(bytes)
          ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
          : new Uint8Array(bytes),
      ),
    );
    return { id: own.msg_id, handled: Promise.resolve() };
  }

  /** Tell of what Python says. */
  say(output: CommOutput): void {
    for (const listener of this.#listeners) {
      listener.comm(output);
    }
  }

  readonly router: CommSession['router'] = {
    listenToComms: (listener, signal) => {
      this.#listeners.add(listener);
      signal.addEventListener('abort', () => this.#listeners.delete(listener));
    },
    // What is printed while a message is handled goes where the script shows things that has opened the comm.
    divert: () => undefined,
  };
  readonly #listeners = new Set<CommListener>();
}
