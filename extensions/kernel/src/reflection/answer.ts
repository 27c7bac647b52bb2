import { decode, encode } from 'reflected-ffi/direct';

import type { Shape } from './shapes.ts';

/** What has come of something that Python has done with the page's objects. */
export type Outcome = Given | { readonly error: { name: string; message: string } };

/** A value, and what Pyodide wants to know of the page's objects in it. */
export interface Given {
  readonly value: unknown;
  readonly shapes: ReadonlyMap<number, Shape>;
}

/** How many bytes become characters at once: engines take so many arguments. */
const CHUNK = 0x8000;

/** Write an outcome as a text, which memory and the service worker bring alike; numbers and bytes stay as they are. */
export function written(outcome: Outcome): string {
  const bytes = Uint8Array.from(
    encode('error' in outcome ? [outcome.error] : [null, outcome.value, outcome.shapes]),
  );
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(text);
}

/**
 * Read an outcome.
 *
 * @returns its value, in the form of `reflected-ffi`, with what is told of it.
 * @throws Error that the page's own code has thrown.
 */
export function read(answer: string): Given {
  const bytes = Uint8Array.from(atob(answer), (each) => each.charCodeAt(0));
  const [error, value, shapes] = decode(bytes) as [
    { name: string; message: string } | null,
    unknown,
    ReadonlyMap<number, Shape>,
  ];
  if (error !== null) {
    throw Object.assign(new Error(error.message), { name: error.name });
  }
  return { value, shapes };
}

/** What an error says. */
export function outcomeOf(error: unknown): Outcome {
  const { name = 'Error', message = String(error) } = error instanceof Error ? error : {};
  return { error: { name, message } };
}
