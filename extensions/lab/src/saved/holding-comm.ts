import type { IClassicComm } from '@jupyter-widgets/base';
import { isCommand, requestedFile } from '@lite-build/afm';
import { isRecord } from './content.ts';

type Send = Parameters<IClassicComm['send']>;
type Callback = Parameters<IClassicComm['on_msg']>[0];

interface HeldMessage {
  readonly data: Record<string, unknown>;
  readonly buffers: readonly unknown[];
}

/**
 * The comm of a model that has no Python object yet: it keeps what is sent, in order, until it is connected to the comm
 * of one, and is that comm from then on. Of several values for one trait, and of several requests for one file, the last
 * is kept.
 */
export class HoldingComm implements IClassicComm {
  readonly comm_id: string;
  readonly target_name = 'jupyter.widget';
  readonly #onHeld: () => void;
  #held: HeldMessage[] = [];
  #comm: IClassicComm | null = null;
  #messageCallback: Callback | undefined;
  #closeCallback: Callback | undefined;

  /** @param onHeld is called whenever one more message is kept. */
  constructor(id: string, onHeld: () => void) {
    this.comm_id = id;
    this.#onHeld = onHeld;
  }

  /** Whether something that the reader did waits for Python. */
  get isHolding(): boolean {
    return this.#held.some(({ data }) => fileIn(data) === null);
  }

  get isConnected(): boolean {
    return this.#comm !== null;
  }

  /** The traits whose values wait for Python. */
  get heldTraits(): ReadonlySet<string> {
    return new Set(this.#held.flatMap(({ data }) => traitsIn(data)));
  }

  /**
   * Whether a custom message can be sent or kept. A command cannot be kept: its caller would be told of a time-out, and
   * Python would follow it all the same.
   */
  canTake(content: unknown): boolean {
    return this.isConnected || !isCommand(content) || requestedFile(content) !== null;
  }

  /** Take a comm to Python; what waits is sent with `deliver`. */
  connect(comm: IClassicComm): void {
    this.#comm = comm;
    if (this.#messageCallback !== undefined) {
      comm.on_msg(this.#messageCallback);
    }
    if (this.#closeCallback !== undefined) {
      comm.on_close(this.#closeCallback);
    }
  }

  /** Send what was kept. */
  deliver(): void {
    const held = this.#held;
    this.#held = [];
    for (const { data, buffers } of held) {
      this.#comm?.send(data as Send[0], {}, {}, [...buffers] as NonNullable<Send[3]>);
    }
  }

  open(...values: Parameters<IClassicComm['open']>): string {
    return this.#comm?.open(...values) ?? '';
  }

  send(...[data, callbacks, metadata, buffers]: Send): string {
    if (this.#comm !== null) {
      return this.#comm.send(data, callbacks, metadata, buffers);
    }
    if (isRecord(data)) {
      this.#hold({ data, buffers: buffers ?? [] });
    }
    // A model sends its next change when it hears that Python has dealt with the last.
    queueMicrotask(() => {
      const told = callbacks as { iopub?: { status?: (message: unknown) => void } } | undefined;
      told?.iopub?.status?.({ content: { execution_state: 'idle' } });
    });
    return '';
  }

  close(...values: Parameters<IClassicComm['close']>): string {
    this.#held = [];
    return this.#comm?.close(...values) ?? '';
  }

  on_msg(callback: Callback): void {
    this.#messageCallback = callback;
    this.#comm?.on_msg(callback);
  }

  on_close(callback: Callback): void {
    this.#closeCallback = callback;
    this.#comm?.on_close(callback);
  }

  #hold(message: HeldMessage): void {
    const renewed = new Set(traitsIn(message.data));
    const file = fileIn(message.data);
    const earlier = this.#held
      .filter(({ data }) => file === null || fileIn(data) !== file)
      .map((each) => without(each, renewed))
      .filter((each) => each !== null);
    this.#held = [...earlier, message];
    this.#onHeld();
  }
}

/** The file that a message asks for: whoever asked for it before has given up. */
function fileIn(data: HeldMessage['data']): string | null {
  return data.method === 'custom' ? requestedFile(data.content) : null;
}

function stateIn(data: HeldMessage['data']): Record<string, unknown> {
  return data.method === 'update' && isRecord(data.state) ? data.state : {};
}

/** Where in the state the buffers belong; a trait that is nothing but bytes is only named here. */
function pathsIn(data: HeldMessage['data']): unknown[][] {
  return Array.isArray(data.buffer_paths) ? data.buffer_paths.filter((path) => Array.isArray(path)) : [];
}

function traitsIn(data: HeldMessage['data']): string[] {
  return [...Object.keys(stateIn(data)), ...pathsIn(data).map(([trait]) => String(trait))];
}

/** The message without some traits, null where nothing is left of it. */
function without(message: HeldMessage, traits: ReadonlySet<string>): HeldMessage | null {
  const { data, buffers } = message;
  const all = traitsIn(data);
  if (!all.some((trait) => traits.has(trait))) {
    return message;
  }
  if (all.every((trait) => traits.has(trait))) {
    return null;
  }
  const paths = pathsIn(data);
  const isKept = paths.map(([trait]) => !traits.has(String(trait)));
  return {
    data: {
      ...data,
      state: Object.fromEntries(Object.entries(stateIn(data)).filter(([trait]) => !traits.has(trait))),
      buffer_paths: paths.filter((_, index) => isKept[index]),
    },
    buffers: buffers.filter((_, index) => isKept[index]),
  };
}
