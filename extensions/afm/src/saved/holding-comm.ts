import { isRecord } from '../models/model.ts';
import { canWait, type HeldMessage, HeldMessages, withoutTraits } from './held-messages.ts';

/** A comm as ipywidgets' models have it (`IClassicComm`), as far as it is used here. */
export interface ClassicComm {
  readonly comm_id: string;
  readonly target_name: string;
  open(data: unknown, callbacks?: unknown, metadata?: unknown, buffers?: Buffers): string;
  send(data: unknown, callbacks?: unknown, metadata?: unknown, buffers?: Buffers): string;
  close(data?: unknown, callbacks?: unknown, metadata?: unknown, buffers?: Buffers): string;
  on_msg(callback: MessageCallback): void;
  on_close(callback: MessageCallback): void;
}

type Buffers = ArrayBuffer[] | ArrayBufferView[];
// The messages are as ipywidgets has them, which knows them by a type of its own.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type MessageCallback = (message: any) => void;

/** Of a message on a classic comm, what is looked at here. */
interface ClassicMessage {
  readonly content: { readonly data?: unknown };
  readonly buffers?: readonly unknown[];
}

/**
 * The comm of a model that has no Python object yet: it keeps what is sent, in order, until it is connected to the comm
 * of one and told to deliver, and is that comm from then on. Meanwhile what Python says of a trait whose value waits is
 * not heard: it will be another at once.
 */
export class HoldingComm implements ClassicComm {
  readonly comm_id: string;
  readonly target_name = 'jupyter.widget';
  readonly #onChange: () => void;
  readonly #held = new HeldMessages();
  #comm: ClassicComm | null = null;
  #isDelivered = false;
  #messageCallback: MessageCallback | undefined;
  #closeCallback: MessageCallback | undefined;

  /** @param onChange is called whenever one more message is kept, or there is a Python to send it to. */
  constructor(id: string, onChange: () => void) {
    this.comm_id = id;
    this.#onChange = onChange;
  }

  /** Whether something that the reader did waits for Python. */
  get isHolding(): boolean {
    return this.#held.hasChanges;
  }

  get isConnected(): boolean {
    return this.#comm !== null;
  }

  /** The traits whose values wait for Python. */
  get heldTraits(): ReadonlySet<string> {
    return this.#held.traits;
  }

  /** Whether a custom message can be sent or kept, where nothing brings Python. */
  canTake(content: unknown): boolean {
    return this.isConnected || canWait(content);
  }

  /** Take a comm to Python; what waits is sent with `deliver`. */
  connect(comm: ClassicComm): void {
    this.#comm = comm;
    if (this.#messageCallback !== undefined) {
      comm.on_msg(this.#unlessHeld(this.#messageCallback));
    }
    if (this.#closeCallback !== undefined) {
      comm.on_close(this.#closeCallback);
    }
    this.#onChange();
  }

  /** Send what was kept, and keep nothing more. */
  deliver(): void {
    if (this.#comm === null) {
      return;
    }
    this.#isDelivered = true;
    for (const { data, buffers } of this.#held.take()) {
      this.#comm.send(data, {}, {}, [...buffers] as Buffers);
    }
  }

  /** Keep what is sent from now on, until `deliver`. */
  hold(): void {
    this.#isDelivered = false;
  }

  /** Python is not there any more: what is sent from now on waits for the next comm. */
  disconnect(): void {
    this.#comm = null;
    this.#isDelivered = false;
  }

  open(...values: Parameters<ClassicComm['open']>): string {
    return this.#comm?.open(...values) ?? '';
  }

  send(...[data, callbacks, metadata, buffers]: Parameters<ClassicComm['send']>): string {
    if (this.#comm !== null && this.#isDelivered) {
      return this.#comm.send(data, callbacks, metadata, buffers);
    }
    if (isRecord(data)) {
      this.#held.hold({ data, buffers: buffers ?? [] });
      this.#onChange();
    }
    // A model sends its next change when it hears that Python has dealt with the last.
    queueMicrotask(() => {
      const told = callbacks as { iopub?: { status?: (message: unknown) => void } } | undefined;
      told?.iopub?.status?.({ content: { execution_state: 'idle' } });
    });
    return '';
  }

  close(...values: Parameters<ClassicComm['close']>): string {
    this.#held.take();
    return this.#comm?.close(...values) ?? '';
  }

  on_msg(callback: MessageCallback): void {
    this.#messageCallback = callback;
    this.#comm?.on_msg(this.#unlessHeld(callback));
  }

  on_close(callback: MessageCallback): void {
    this.#closeCallback = callback;
    this.#comm?.on_close(callback);
  }

  #unlessHeld(callback: MessageCallback): MessageCallback {
    return (message: ClassicMessage) => {
      const { content, buffers = [] } = message;
      const data = isRecord(content.data) ? content.data : {};
      const heard: HeldMessage | null = withoutTraits({ data, buffers }, this.heldTraits);
      if (heard !== null) {
        const { data: left, buffers: kept } = heard;
        callback(
          left === data ? message : { ...message, content: { ...content, data: left }, buffers: [...kept] },
        );
      }
    };
  }
}
