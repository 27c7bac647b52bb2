import type { CommOutput, CommOutputMessage } from '@lite-build/messages';

/** State of a model, as Python sends it. */
export type RawState = Record<string, unknown>;

/** What Python says of a model. */
export interface PythonMessage {
  readonly type: CommOutput['type'];
  readonly id: string;
  readonly target: string | undefined;
  readonly data: {
    readonly method?: string;
    readonly state?: RawState;
    readonly buffer_paths?: readonly (readonly (string | number)[])[];
    readonly content?: unknown;
  };
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly buffers: readonly DataView<ArrayBuffer>[];
  /** Of the message that it answers. */
  readonly parentId: string;
  readonly parentType: string;
}

export function readMessage({ type, message, buffers }: CommOutput): PythonMessage {
  const { content, metadata, parent_header: parent } = JSON.parse(message) as CommOutputMessage;
  const { target_name: target } = content as { target_name?: string };
  return {
    type,
    id: content.comm_id,
    target,
    data: content.data,
    metadata: metadata,
    buffers: buffers.map((buffer) => new DataView(buffer)),
    parentId: parent.msg_id,
    parentType: parent.msg_type,
  };
}
