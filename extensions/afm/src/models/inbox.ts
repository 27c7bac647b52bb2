import { type IncomingMessage, isRecord } from './model.ts';
import { isCommandResponse } from './invoke.ts';

/** Hands a message to the model. A promise settles when the model has taken it; its failure is the caller's to tell. */
export type Apply = (message: IncomingMessage) => void | Promise<void>;

/** One of those that wait in line. */
type Waiting =
  | { readonly kind: 'message'; readonly message: IncomingMessage; readonly apply: Apply }
  | { readonly kind: 'turn'; readonly take: () => void };

/** The traits that hold a widget's code: they are what repairs a widget, so they wait for nothing. */
const CODE_TRAITS: readonly string[] = ['_esm', '_esm_files', '_css'];

/**
 * Messages from Python that came before there was anyone to hear them. They wait, in order, until the widget's
 * `initialize` has settled. Who joins meanwhile waits in the same line. While a widget is broken its state goes on, so
 * that a repair starts from the present, and its other messages wait for the repair.
 */
export class Inbox {
  #phase: 'holding' | 'broken' | 'open' = 'holding';
  #held: Waiting[] = [];
  #isApplying = false;

  /** How many messages wait. */
  get size(): number {
    return this.#held.filter(({ kind }) => kind === 'message').length;
  }

  /** Let a message pass, now or later. One after the other, but for what is urgent. */
  take(message: IncomingMessage, apply: Apply): void {
    for (const part of partsOf(message)) {
      if (isUrgent(part)) {
        void apply(part);
      } else {
        this.#held.push({ kind: 'message', message: part, apply });
        this.#drain();
      }
    }
  }

  /** Call back when the messages that came earlier have been heard, and none that comes later. */
  join(take: () => void): void {
    this.#held.push({ kind: 'turn', take });
    this.#drain();
  }

  hold(): void {
    this.#phase = 'holding';
  }

  /** The widget cannot hear messages until it is repaired. */
  pause(): void {
    this.#phase = 'broken';
    this.#drain();
  }

  open(): void {
    this.#phase = 'open';
    this.#drain();
  }

  /** The model is gone: what waits is for no one. */
  close(): void {
    this.#held = [];
  }

  #drain(): void {
    while (!this.#isApplying) {
      // Looked for anew each time: a message may make the widget hold again.
      const next = this.#held.findIndex((waiting) => this.#passes(waiting));
      const [first] = next < 0 ? [] : this.#held.splice(next, 1);
      if (first === undefined) {
        return;
      }
      this.#admit(first);
    }
  }

  #admit(waiting: Waiting): void {
    let applied: unknown;
    this.#isApplying = true;
    try {
      if (waiting.kind === 'turn') {
        waiting.take();
      } else {
        applied = waiting.apply(waiting.message);
      }
    } finally {
      this.#isApplying = false;
    }
    if (applied instanceof Promise) {
      this.#isApplying = true;
      const goOn = (): void => {
        this.#isApplying = false;
        this.#drain();
      };
      void applied.then(goOn, goOn);
    }
  }

  #passes(waiting: Waiting): boolean {
    switch (this.#phase) {
      case 'open':
        return true;
      case 'broken':
        return waiting.kind === 'message' && waiting.message.data.method !== 'custom';
      case 'holding':
        return false;
    }
  }
}

/** What a widget may wait for before it has settled: a repair of its code, the answer to a command. */
function isUrgent({ data }: IncomingMessage): boolean {
  return data.method === 'custom'
    ? isCommandResponse(data.content)
    : Object.keys(data.state).every((key) => CODE_TRAITS.includes(key));
}

/** Code apart from the state that came with it. */
function partsOf(message: IncomingMessage): IncomingMessage[] {
  const { data } = message;
  if (data.method === 'custom' || !isRecord(data.state)) {
    return [message];
  }
  const code = Object.entries(data.state).filter(([key]) => CODE_TRAITS.includes(key));
  const rest = Object.entries(data.state).filter(([key]) => !CODE_TRAITS.includes(key));
  if (code.length === 0 || rest.length === 0) {
    return [message];
  }
  // Text travels without buffers, so all of those belong to the rest.
  return [
    { ...message, data: { method: data.method, state: Object.fromEntries(code) }, buffers: [] },
    { ...message, data: { ...data, state: Object.fromEntries(rest) } },
  ];
}
