import type { CommOutput } from '@lite-build/messages';
import type { ReceiveComm } from '@lite-build/kernel/own-code/python-comms';
import { header } from '../kernel/requests.ts';
import type { CommListener } from '../kernel/output-router.ts';
import type {
  CommContent,
  CommOptions,
  CommSession,
  RunEnd,
  SessionState,
  WidgetSession,
} from '../kernel/session.ts';

/** The comms of Python on the page's own thread: what is said is heard at once. */
export class ThreadComms extends EventTarget implements WidgetSession {
  readonly state: SessionState = { stage: 'ready' };
  /** Has Python handle a message, once it is there. */
  receive: ReceiveComm | null = null;
  /** Has Python run some code of ours. */
  execute: ((code: string) => unknown) | null = null;
  /** It ends with the page. */
  readonly generation = 0;

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

  run(code: string): Promise<RunEnd> {
    this.execute?.(code);
    return Promise.resolve({ status: 'ok', count: null });
  }

  want(): void {
    // It is there.
  }

  forget(): void {
    // What is printed stands where the script says.
  }

  tryAgain(): void {
    // It is there.
  }

  restart(): void {
    location.reload();
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
