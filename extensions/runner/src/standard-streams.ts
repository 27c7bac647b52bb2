import { readSync, writeSync } from 'node:fs';

const STANDARD_INPUT = 0;
const STANDARD_OUTPUT = 1;
/** How long to wait for who reads, or writes, at the other end. */
const PAUSE_MILLISECONDS = 2;
const CHUNK = 64 * 1024;
const LINE_END = 0x0a;

/** Write a line to standard output. Synchronously, since code that never ends would keep what is only queued. */
export function writeLine(text: string): void {
  const line = new TextEncoder().encode(`${text}\n`);
  for (let written = 0; written < line.length;) {
    try {
      written += writeSync(STANDARD_OUTPUT, line, written);
    } catch (error) {
      if (!isNotReady(error)) {
        throw error;
      }
      pause();
    }
  }
}

/** Standard input, a line at a time, while all else waits. */
export class InputLines {
  /**
   * Wait for the next line.
   *
   * @throws Error where there is none any more.
   */
  next(): string {
    for (;;) {
      const end = this.#waiting.indexOf(LINE_END);
      if (end !== -1) {
        const line = this.#waiting.subarray(0, end);
        this.#waiting = this.#waiting.subarray(end + 1);
        return new TextDecoder().decode(line);
      }
      this.#waiting = Buffer.concat([this.#waiting, readSome()]);
    }
  }

  #waiting = Buffer.alloc(0);
}

function readSome(): Uint8Array {
  const chunk = Buffer.alloc(CHUNK);
  for (;;) {
    try {
      const length = readSync(STANDARD_INPUT, chunk);
      if (length === 0) {
        throw new Error('standard input has ended');
      }
      return chunk.subarray(0, length);
    } catch (error) {
      if (!isNotReady(error)) {
        throw error;
      }
      pause();
    }
  }
}

function isNotReady(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MILLISECONDS);
}
