import type { IClassicComm } from '@jupyter-widgets/base';
import type { CommSession } from '../../kernel/session.ts';
import type { PythonMessage } from '../python-message.ts';

type Send = Parameters<IClassicComm['send']>;
type Callback = Parameters<IClassicComm['on_msg']>[0];
/** What a model wants to hear of a message that it has sent. */
interface Callbacks {
  readonly iopub?: { readonly status?: (message: unknown) => void };
}

/** A model's comm, as ipywidgets' models have it, on a session of a page. */
export class PageComm implements IClassicComm {
  readonly comm_id: string;
  readonly target_name: string;

  constructor(session: CommSession, id: string, target: string) {
    this.#session = session;
    this.comm_id = id;
    this.target_name = target;
  }

  /** Hand on what Python says; what comes before the model is there waits for it. */
  take(message: PythonMessage): void {
    const { type, data, metadata, buffers, parentId } = message;
    const classic = {
      header: { msg_type: type },
      parent_header: { msg_id: parentId },
      metadata,
      content: { comm_id: this.comm_id, data },
      buffers: [...buffers],
    };
    if (this.#callback === undefined) {
      this.#early.push(message);
    } else if (type === 'comm_close') {
      this.#isLive = false;
      this.#closeCallback?.(classic);
    } else {
      this.#callback(classic);
    }
  }

  /** Python is not there any more: nothing is said to the next one. */
  leavePython(): void {
    this.#isLive = false;
  }

  open(...[data, , metadata, buffers]: Parameters<IClassicComm['open']>): string {
    const content = { comm_id: this.comm_id, target_name: this.target_name, data: data as object };
    return this.#say('comm_open', content, metadata, buffers);
  }

  send(...[data, callbacks, metadata, buffers]: Send): string {
    const content = { comm_id: this.comm_id, data: data as object };
    return this.#say('comm_msg', content, metadata, buffers, callbacks);
  }

  close(...[data, , metadata, buffers]: Parameters<IClassicComm['close']>): string {
    const content = { comm_id: this.comm_id, data: (data ?? {}) as object };
    const id = this.#say('comm_close', content, metadata, buffers);
    this.#isLive = false;
    return id;
  }

  on_msg(callback: Callback): void {
    this.#callback = callback;
    // A model listens while it is made, when it cannot take a closing yet.
    queueMicrotask(() => {
      for (const message of this.#early.splice(0)) {
        this.take(message);
      }
    });
  }

  on_close(callback: Callback): void {
    this.#closeCallback = callback;
  }

  #say(
    type: PythonMessage['type'],
    content: { comm_id: string; data: object },
    metadata: unknown,
    buffers: Send[3] = [],
    callbacks: Callbacks = {},
  ): string {
    const idle = (): void => {
      callbacks.iopub?.status?.({ content: { execution_state: 'idle' } });
    };
    if (!this.#isLive) {
      queueMicrotask(idle);
      return '';
    }
    const { id, handled } = this.#session.sendComm(type, content, {
      metadata: metadata ?? {},
      buffers,
    });
    void handled.then(idle);
    return id;
  }

  readonly #session: CommSession;
  readonly #early: PythonMessage[] = [];
  #isLive = true;
  #callback: Callback | undefined;
  #closeCallback: Callback | undefined;
}
