import type { CellOutput } from '@lite-build/messages';
import type { SavedOutput } from '../../outputs/index.ts';
import { joinedText } from '../../outputs/output-values.ts';

export interface RecordedOutputs {
  readonly outputs: readonly SavedOutput[];
  /** Whether the next output takes the place of all. */
  readonly clearsNext: boolean;
}

/** The outputs that there are once one more has come, as a notebook holds them. */
export function recorded(
  before: readonly SavedOutput[],
  output: CellOutput,
  clearsNext: boolean,
): RecordedOutputs {
  if (output.type === 'clear_output') {
    return output.bundle.wait ? { outputs: before, clearsNext: true } : { outputs: [], clearsNext: false };
  }
  const next = savedOf(output);
  if (next === null) {
    return { outputs: before, clearsNext };
  }
  const kept = clearsNext ? [] : before;
  const last = kept.at(-1);
  if (next.output_type === 'stream' && last?.output_type === 'stream' && last.name === next.name) {
    const text = joinedText(last.text) + joinedText(next.text);
    return { outputs: [...kept.slice(0, -1), { ...next, text }], clearsNext: false };
  }
  return { outputs: [...kept, next], clearsNext: false };
}

/** An output that begins by itself; null for one that changes another. */
function savedOf(output: Exclude<CellOutput, { type: 'clear_output' }>): SavedOutput | null {
  switch (output.type) {
    case 'stream':
      return { output_type: 'stream', name: output.bundle.name, text: output.bundle.text };
    case 'display_data': {
      const { data, metadata } = output.bundle;
      return { output_type: 'display_data', data, metadata };
    }
    case 'execute_result': {
      const { data, metadata, execution_count } = output.bundle;
      return { output_type: 'execute_result', data, metadata, execution_count };
    }
    case 'execute_error': {
      const { ename, evalue, traceback } = output.bundle;
      return { output_type: 'error', ename, evalue, traceback };
    }
    case 'update_display_data':
      return null;
  }
}
