/**
 * The reply to a question that a worker waits for without letting go of its thread, in memory that both share:
 * [state, length of the reply in bytes], then the reply as JSON.
 */
const STATE = 0;
const LENGTH = 1;
const HEADER_BYTES = 2 * Int32Array.BYTES_PER_ELEMENT;
/** Address space that a reply may grow into. Nothing of it is used before. */
const MOST_BYTES = 2 ** 30;
/** What there is at first: enough to say what went wrong. */
const LEAST_BYTES = 4096;

const WAITING = 0;
const ANSWERED = 1;
const FAILED = 2;

/**
 * Make the memory for a worker's replies; one is enough, since a worker that waits asks nothing else.
 *
 * @returns null where the engine has none that grows, or does not give as much address space.
 */
export function makeSharedReply(): SharedArrayBuffer | null {
  try {
    const memory = new SharedArrayBuffer(LEAST_BYTES, { maxByteLength: MOST_BYTES });
    return memory.growable ? memory : null;
  } catch {
    return null;
  }
}

/** Ready the memory for another question; before that is asked. */
export function expectReply(reply: SharedArrayBuffer): void {
  Atomics.store(header(reply), STATE, WAITING);
}

/**
 * Wait until the page has replied. In a worker only.
 *
 * @throws Error if the page could not answer.
 */
export function awaitReply(reply: SharedArrayBuffer): unknown {
  const head = header(reply);
  Atomics.wait(head, STATE, WAITING);
  const length = Atomics.load(head, LENGTH);
  // What is shared cannot be decoded, a copy of it can.
  const bytes = new Uint8Array(reply, HEADER_BYTES, length).slice();
  const content: unknown = JSON.parse(new TextDecoder().decode(bytes));
  if (Atomics.load(head, STATE) === FAILED) {
    throw new Error(String(content));
  }
  return content;
}

/** Answer the worker that waits, with a value that JSON can hold, or with the error that prevents it. */
export async function sendReply(reply: SharedArrayBuffer, answer: Promise<unknown>): Promise<void> {
  const [state, content] = await answer.then(
    (value) => [ANSWERED, value ?? null] as const,
    (error: unknown) => [FAILED, String(error)] as const,
  );
  try {
    write(reply, state, content);
  } catch (error) {
    // The worker waits for whatever it is.
    write(reply, FAILED, `the answer cannot be sent: ${String(error)}`);
  }
}

/**
 * Write a reply, and wake the worker.
 *
 * @throws RangeError if it is longer than the memory can grow.
 */
function write(reply: SharedArrayBuffer, state: number, content: unknown): void {
  const bytes = new TextEncoder().encode(JSON.stringify(content));
  const needed = HEADER_BYTES + bytes.length;
  if (needed > reply.byteLength) {
    reply.grow(needed);
  }
  new Uint8Array(reply, HEADER_BYTES, bytes.length).set(bytes);
  const head = header(reply);
  Atomics.store(head, LENGTH, bytes.length);
  Atomics.store(head, STATE, state);
  Atomics.notify(head, STATE);
}

function header(reply: SharedArrayBuffer): Int32Array {
  return new Int32Array(reply, 0, HEADER_BYTES / Int32Array.BYTES_PER_ELEMENT);
}
