import type { Buffer } from '../contract.ts';
import type { Channel, SentMessage } from '../models/comm-model.ts';
import type { IncomingMessage, OutgoingData } from '../models/model.ts';
import { HeldMessages, withoutTraits } from './held-messages.ts';

/**
 * The channel of a `CommModel` that has no Python object yet: what `HoldingComm` is for ipywidgets' models.
 */
export class HoldingChannel implements Channel {
  /**
   * @param onChange is called whenever one more message is kept, or there is a Python to send it to.
   * @param check is called with each message before it is kept; throws what its sender is told.
   */
  constructor(onChange: () => void, check: (data: OutgoingData) => void) {
    this.#onChange = onChange;
    this.#check = check;
  }

  /** Whether something that the reader did waits for Python. */
  get isHolding(): boolean {
    return this.#held.hasChanges;
  }

  get isConnected(): boolean {
    return this.#channel !== null;
  }

  /** The traits whose values wait for Python. */
  get heldTraits(): ReadonlySet<string> {
    return this.#held.traits;
  }

  /** Take a channel to Python; what waits is sent with `deliver`. */
  connect(channel: Channel): void {
    this.#channel = channel;
    this.#onChange();
  }

  /** Send what was kept, and keep nothing more. */
  deliver(): void {
    if (this.#channel === null) {
      return;
    }
    this.#isDelivered = true;
    for (const { data, buffers } of this.#held.take()) {
      this.#channel.send(data as unknown as OutgoingData, buffers as readonly Buffer[]);
    }
  }

  /** Keep what is sent from now on, until `deliver`. */
  hold(): void {
    this.#isDelivered = false;
  }

  /** Python is not there any more: what is sent from now on waits for the next channel. */
  disconnect(): void {
    this.#channel = null;
    this.#isDelivered = false;
  }

  send(data: OutgoingData, buffers: readonly Buffer[]): SentMessage {
    if (this.#channel !== null && this.#isDelivered) {
      return this.#channel.send(data, buffers);
    }
    if (!this.isConnected) {
      this.#check(data);
    }
    this.#held.hold({ data, buffers });
    this.#onChange();
    return { id: '', handled: Promise.resolve() };
  }

  /**
   * A message of Python's without what it says of traits whose values wait, which it has not heard of; null where
   * nothing is left of it.
   *
   * @param unsaved traits that the page has set and not saved yet.
   */
  heard(message: IncomingMessage, unsaved: ReadonlySet<string>): IncomingMessage | null {
    if (this.#isDelivered) {
      return message;
    }
    const { buffers = [], ...rest } = message;
    const data = message.data as unknown as Record<string, unknown>;
    const left = withoutTraits({ data, buffers }, new Set([...this.heldTraits, ...unsaved]));
    return left && ({ ...rest, ...left } as unknown as IncomingMessage);
  }

  readonly #onChange: () => void;
  readonly #check: (data: OutgoingData) => void;
  readonly #held = new HeldMessages();
  #channel: Channel | null = null;
  #isDelivered = false;
}
