import { type IncomingMessage, isIncomingMessage } from '@lite-build/afm';
import type { WidgetModel } from '@jupyter-widgets/base';

/** A message from Python as ipywidgets' models take it. */
export type CommMessage = Parameters<WidgetModel['_handle_comm_msg']>[0];

/** What a message says to a model, or null for one that says nothing to models. */
export function toIncoming(message: CommMessage): IncomingMessage | null {
  const incoming = {
    data: message.content.data,
    buffers: (message.buffers ?? []).map(toDataView),
    ...('msg_id' in message.parent_header ? { parent: message.parent_header.msg_id } : {}),
  };
  return isIncomingMessage(incoming) ? incoming : null;
}

/** The message with only the part of it that the model shall take now. */
export function withPart(message: CommMessage, { data, buffers = [] }: IncomingMessage): CommMessage {
  return {
    ...message,
    // The protocol's data is JSON, and so is a part of it.
    content: { ...message.content, data: data as unknown as CommMessage['content']['data'] },
    buffers: [...buffers],
  };
}

function toDataView(buffer: ArrayBuffer | ArrayBufferView): DataView {
  return ArrayBuffer.isView(buffer)
    ? new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength)
    : new DataView(buffer);
}
