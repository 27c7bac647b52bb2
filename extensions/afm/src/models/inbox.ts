import { type IncomingMessage, isRecord } from './model.ts';
import { isCommandResponse } from './invoke.ts';

type Apply = (message: IncomingMessage) => void;

/** The traits that hold a widget's code: they are what repairs a widget, so they wait for nothing. */
const CODE_TRAITS: readonly string[] = ['_esm', '_esm_files', '_css'];

/**
 * Messages from Python that came before there was anyone to hear them. They wait, in order, until the widget's
 * `initialize` has settled. While a widget is broken its state goes on, so that a repair starts from the present,
 * and its other messages wait for the repair.
 */
export class Inbox {
  #phase: 'holding' | 'broken' | 'open' = 'holding';
  #held: (readonly [IncomingMessage, Apply])[] = [];

  /** How many messages wait. */
  get size(): number {
    return this.#held.length;
  }

  /** Let a message pass, now or later. @param apply hands it to the model. */
  take(message: IncomingMessage, apply: Apply): void {
    for (const part of partsOf(message)) {
      // Behind one that waits, none may overtake it, though the inbox is open: it is being emptied.
      if (this.#passes(part) && (this.#held.length === 0 || this.#phase === 'broken' || isUrgent(part))) {
        apply(part);
      } else {
        this.#held.push([part, apply]);
      }
    }
  }

  hold(): void {
    this.#phase = 'holding';
  }

  /** The widget cannot hear messages until it is repaired. */
  pause(): void {
    this.#phase = 'broken';
    const held = this.#held;
    this.#held = held.filter(([message]) => !this.#passes(message));
    for (const [message, apply] of held) {
      if (this.#passes(message)) {
        apply(message);
      }
    }
  }

  open(): void {
    this.#phase = 'open';
    // A message may make the widget hold again.
    while (this.#isOpen()) {
      const first = this.#held.shift();
      if (first === undefined) {
        return;
      }
      const [message, apply] = first;
      apply(message);
    }
  }

  /** The model is gone: what waits is for no one. */
  close(): void {
    this.#held = [];
  }

  #isOpen(): boolean {
    return this.#phase === 'open';
  }

  #passes(message: IncomingMessage): boolean {
    switch (this.#phase) {
      case 'open':
        return true;
      case 'broken':
        return message.data.method !== 'custom' || isUrgent(message);
      case 'holding':
        return isUrgent(message);
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
