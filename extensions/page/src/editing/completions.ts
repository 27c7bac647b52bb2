import type { KernelCalls } from '@lite-build/messages';
import { indexAfter } from './text-offsets.ts';

/** What can take the place of a part of some code. */
export interface Completions {
  readonly start: number;
  readonly end: number;
  readonly options: readonly Completion[];
}

export interface Completion {
  readonly text: string;
  /** What it is, as `function`; empty where Python does not say. */
  readonly kind: string;
}

/** How Jupyter's kernels tell more of completions than their text (ipykernel's extension of the protocol). */
interface Typed {
  readonly text: string;
  readonly type?: string;
  readonly start: number;
  readonly end: number;
}

/** What Python says can stand at a place of some code; null where that is nothing. */
export function completionsOf(code: string, reply: KernelCalls['complete'][1]): Completions | null {
  if (reply.status !== 'ok' || reply.matches.length === 0) {
    return null;
  }
  const typed = reply.metadata['_jupyter_types_experimental'] as readonly Typed[] | undefined;
  const kinds = new Map(typed?.map(({ text, type }) => [text, type]));
  return {
    start: indexAfter(code, reply.cursor_start),
    end: indexAfter(code, reply.cursor_end),
    options: [...new Set(reply.matches)].map((text) => ({ text, kind: kindOf(kinds.get(text)) })),
  };
}

/** Those of completions that go on from what is typed by now; null where none does. */
export function narrowed(completions: Completions, code: string, caret: number): Completions | null {
  const typed = code.slice(completions.start, caret);
  const options = completions.options.filter(({ text }) => text.startsWith(typed) && text !== typed);
  return caret < completions.start || options.length === 0 ? null : { ...completions, end: caret, options };
}

function kindOf(type: string | undefined): string {
  return type === undefined || type === '<unknown>' ? '' : type;
}
