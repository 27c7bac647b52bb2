import { requestedFile } from '../models/imported-files.ts';
import { INVOKE_PATIENCE, isCommand } from '../models/invoke.ts';
import { isRecord } from '../models/model.ts';

/** A message of a model to its Python object. */
export interface HeldMessage {
  readonly data: Readonly<Record<string, unknown>>;
  readonly buffers: readonly unknown[];
}

interface Kept extends HeldMessage {
  /** When it was said, in milliseconds. */
  readonly time: number;
}

/**
 * What a model has said while it has no Python object, in order. Of several values for one trait, and of several
 * requests for one file, the last is kept.
 */
export class HeldMessages {
  /** Whether something was done that Python does not know of: more than asking for a file. */
  get hasChanges(): boolean {
    return this.#kept.some(({ data }) => fileIn(data) === null);
  }

  /** The traits whose values wait. */
  get traits(): ReadonlySet<string> {
    return new Set(this.#kept.flatMap(({ data }) => traitsIn(data)));
  }

  /** Keep one more message. */
  hold(message: HeldMessage): void {
    const renewed = new Set(traitsIn(message.data));
    const file = fileIn(message.data);
    const earlier = this.#kept
      .filter(({ data }) => file === null || fileIn(data) !== file)
      .map((each) => {
        const left = withoutTraits(each, renewed);
        return left && { ...left, time: each.time };
      })
      .filter((each) => each !== null);
    this.#kept = [...earlier, { ...message, time: Date.now() }];
  }

  /** Take all that is kept, but for commands that nobody waits for any more. */
  take(): readonly HeldMessage[] {
    const now = Date.now();
    const taken = this.#kept.filter(({ data, time }) => !isCommandIn(data) || now - time < INVOKE_PATIENCE);
    this.#kept = [];
    return taken;
  }

  #kept: readonly Kept[] = [];
}

/**
 * Whether a custom message can be kept where nothing brings Python. A command cannot: its caller would be told of a
 * time-out, and Python would follow it all the same.
 */
export function canWait(content: unknown): boolean {
  return !isCommand(content) || requestedFile(content) !== null;
}

/** The message without some traits; null where nothing is left of it, itself where it has none of them. */
export function withoutTraits<Message extends HeldMessage>(
  message: Message,
  traits: ReadonlySet<string>,
): Message | null {
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
    ...message,
    data: {
      ...data,
      state: Object.fromEntries(Object.entries(stateIn(data)).filter(([trait]) => !traits.has(trait))),
      buffer_paths: paths.filter((_, index) => isKept[index]),
    },
    buffers: buffers.filter((_, index) => isKept[index]),
  };
}

/** The file that a message asks for: whoever asked for it before has given up. */
function fileIn(data: HeldMessage['data']): string | null {
  return data.method === 'custom' ? requestedFile(data.content) : null;
}

function isCommandIn(data: HeldMessage['data']): boolean {
  return data.method === 'custom' && isCommand(data.content) && fileIn(data) === null;
}

function stateIn(data: HeldMessage['data']): Record<string, unknown> {
  const isUpdate = data.method === 'update' || data.method === 'echo_update';
  return isUpdate && isRecord(data.state) ? data.state : {};
}

/** Where in the state the buffers belong; a trait that is nothing but bytes is only named here. */
function pathsIn(data: HeldMessage['data']): unknown[][] {
  return Array.isArray(data.buffer_paths) ? data.buffer_paths.filter((path) => Array.isArray(path)) : [];
}

function traitsIn(data: HeldMessage['data']): string[] {
  return [...Object.keys(stateIn(data)), ...pathsIn(data).map(([trait]) => String(trait))];
}
