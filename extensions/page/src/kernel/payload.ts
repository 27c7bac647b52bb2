import type { KernelMessage } from '@jupyterlab/services';
import type { KernelCalls } from '@lite-build/messages';
import type { CellSink } from './session.ts';

/** What a reply brings beside how the cell has ended: help that a pager would show, and code for the next. */
interface Payload {
  readonly source: string;
  /** Of `page`. */
  readonly data?: Readonly<Record<string, string>>;
  /** Of `set_next_input`. */
  readonly text?: string;
}

/** Show what a reply brings where the cell's outputs are. */
export function showPayload(
  reply: KernelCalls['execute'][1],
  parentHeader: KernelMessage.IHeader,
  sink: CellSink,
): void {
  const payload = (reply.status === 'ok' ? reply.payload : undefined) as unknown;
  for (const { source, data, text } of (payload ?? []) as readonly Payload[]) {
    if (source === 'page' && data !== undefined) {
      sink.output({ type: 'display_data', bundle: { data, metadata: {} }, parentHeader });
    } else if (source === 'set_next_input' && text !== undefined) {
      sink.propose?.(text);
    }
  }
}
