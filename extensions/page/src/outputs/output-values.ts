import type { CellOutput } from '@lite-build/messages';

/** What a cell's run puts out, as the kernel's worker says it; whose it is has been decided. */
export type RunOutput = CellOutput extends infer Output
  ? Output extends CellOutput
    ? Omit<Output, 'parentHeader'>
    : never
  : never;

/** Values by MIME type: text, whole or in lines as notebooks have it, or JSON. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** An output as a notebook holds it (nbformat 4). Text may be in lines, as on disk. */
export type SavedOutput =
  | { readonly output_type: 'stream'; readonly name: string; readonly text: string | readonly string[] }
  | { readonly output_type: 'display_data'; readonly data: MimeBundle; readonly metadata: MimeBundle }
  | {
      readonly output_type: 'execute_result';
      readonly execution_count: number | null;
      readonly data: MimeBundle;
      readonly metadata: MimeBundle;
    }
  | {
      readonly output_type: 'error';
      readonly ename: string;
      readonly evalue: string;
      readonly traceback: readonly string[];
    };

/** What is shown of one display: its values, and what is said of them. */
export interface DisplayContent {
  readonly data: MimeBundle;
  readonly metadata: MimeBundle;
}

/** A text that a notebook may hold in lines. */
export function joinedText(value: unknown): string {
  if (Array.isArray(value)) return value.join('');
  if (typeof value === 'string') return value;
  return value === undefined ? '' : JSON.stringify(value);
}
