import type { PythonMessage } from '../python-message.ts';

/** For how long a model that arrives may change before that is seen, in milliseconds. */
const PATIENCE = 300;

interface Arrival {
  readonly savedId: string;
  opening: PythonMessage;
}

/**
 * Models that Python is making anew, of which what is saved is on screen. While a cell makes them their state goes
 * through steps that are not seen: a box is empty before it has children. They arrive together, as they are then.
 */
export class Arrivals {
  /** @param arrive takes one, with all that Python has said of its state. */
  constructor(arrive: (savedId: string, opening: PythonMessage) => void) {
    this.#arrive = arrive;
  }

  add(savedId: string, opening: PythonMessage): void {
    this.#arriving.set(opening.id, { savedId, opening });
    this.#timer ??= setTimeout(() => {
      this.settle();
    }, PATIENCE);
  }

  /** Take what Python says of one; false where it is not for one that arrives, which all have then. */
  take(message: PythonMessage): boolean {
    const arrival = this.#arriving.get(message.id);
    if (arrival !== undefined && message.type === 'comm_msg' && message.data.method === 'update') {
      arrival.opening = merged(arrival.opening, message);
      return true;
    }
    if (arrival !== undefined) {
      this.settle();
    }
    return false;
  }

  /** Have all arrive, in the order in which Python has made them. */
  settle(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const [id, { savedId, opening }] of [...this.#arriving]) {
      this.#arriving.delete(id);
      this.#arrive(savedId, opening);
    }
  }

  /** Python is not there any more. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#arriving.clear();
  }

  readonly #arrive: (savedId: string, opening: PythonMessage) => void;
  readonly #arriving = new Map<string, Arrival>();
  #timer: ReturnType<typeof setTimeout> | undefined;
}

/** What is said anew takes the place of what was said, with the bytes in it. */
function merged(opening: PythonMessage, { data, buffers }: PythonMessage): PythonMessage {
  const { state = {}, buffer_paths: paths = [] } = data;
  const { state: before = {}, buffer_paths: pathsBefore = [] } = opening.data;
  const renewed = new Set([...Object.keys(state), ...paths.map(([trait]) => String(trait))]);
  const kept = pathsBefore.map(([trait]) => !renewed.has(String(trait)));
  const left = Object.fromEntries(Object.entries(before).filter(([trait]) => !renewed.has(trait)));
  return {
    ...opening,
    data: {
      ...opening.data,
      state: { ...left, ...state },
      buffer_paths: [...pathsBefore.filter((_, index) => kept[index]), ...paths],
    },
    buffers: [...opening.buffers.filter((_, index) => kept[index]), ...buffers],
  };
}
