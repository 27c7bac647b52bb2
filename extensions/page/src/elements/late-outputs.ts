import type * as Outputs from '../outputs/index.ts';

let loading: Promise<typeof Outputs> | null = null;

/** Outputs; fetched when there may be some. */
export function loadOutputs(): Promise<typeof Outputs> {
  loading ??= import('../outputs/index.ts').catch((error: unknown) => {
    // Whoever asks next tries once more.
    loading = null;
    throw error;
  });
  return loading;
}
