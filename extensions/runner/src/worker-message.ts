import type { CommKind, JsonObject, JsonValue } from './protocol';

/** What upstream's kernel tells its page while a cell runs (`kernel.ts`, `_processWorkerMessage`). */
export type WorkerMessage = { readonly cell: number } & (
  | { readonly type: 'stream'; readonly name: string; readonly text: string }
  | { readonly type: 'clear_output'; readonly wait: boolean }
  | { readonly type: 'execute_error'; ename: string; evalue: string; traceback: string[] }
  | { readonly type: 'execute_result'; readonly executionCount: number; readonly bundle: MimeBundle }
  | {
      readonly type: 'display_data' | 'update_display_data';
      readonly displayId: string | null;
      readonly bundle: MimeBundle;
    }
  | {
      readonly type: CommKind;
      readonly content: JsonObject;
      readonly metadata: JsonObject;
      readonly buffers: readonly string[];
    }
);

export interface MimeBundle {
  readonly data: JsonObject;
  readonly metadata: JsonObject;
}

/**
 * Read one message of the kernel.
 *
 * @param data as the kernel passes it.
 * @param cellOf tells the cell whose run a header belongs to.
 * @returns null for messages that carry no output, such as a request for input.
 */
export function parseWorkerMessage(
  data: unknown,
  cellOf: (messageId: string) => number,
): WorkerMessage | null {
  const message = record(data);
  const bundle = record(message.bundle);
  const cell = cellOf(String(record(message.parentHeader).msg_id));
  switch (message.type) {
    case 'stream':
      return { type: message.type, cell, name: String(bundle.name), text: String(bundle.text) };
    case 'clear_output':
      return { type: message.type, cell, wait: bundle.wait === true };
    case 'execute_error':
      return {
        type: message.type,
        cell,
        ename: String(bundle.ename),
        evalue: String(bundle.evalue),
        traceback: Array.isArray(bundle.traceback) ? bundle.traceback.map(String) : [],
      };
    case 'execute_result':
      return {
        type: message.type,
        cell,
        executionCount: Number(bundle.execution_count),
        bundle: mimeBundle(bundle),
      };
    case 'display_data':
    case 'update_display_data': {
      const displayId = record(bundle.transient).display_id;
      return {
        type: message.type,
        cell,
        displayId: typeof displayId === 'string' ? displayId : null,
        bundle: mimeBundle(bundle),
      };
    }
    case 'comm_open':
    case 'comm_msg':
    case 'comm_close':
      return {
        type: message.type,
        cell,
        content: jsonObject(message.content),
        metadata: jsonObject(message.metadata),
        buffers: Array.isArray(message.buffers) ? message.buffers.map(base64) : [],
      };
    default:
      return null;
  }
}

function mimeBundle(bundle: Readonly<Record<string, unknown>>): MimeBundle {
  return { data: jsonObject(bundle.data), metadata: jsonObject(bundle.metadata) };
}

function record(data: unknown): Record<string, unknown> {
  return typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {};
}

function jsonObject(data: unknown): JsonObject {
  return Object.fromEntries(
    Object.entries(record(data)).map(([key, value]): [string, JsonValue] => [key, jsonValue(value)]),
  );
}

/** The kernel's own conversion leaves bytes, and now and then a Map, where JSON has neither. */
function jsonValue(value: unknown): JsonValue {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'bigint':
      return Number(value);
    case 'object':
      if (value === null) {
        return null;
      }
      if (Array.isArray(value)) {
        return value.map(jsonValue);
      }
      if (ArrayBuffer.isView(value)) {
        return base64(value);
      }
      return jsonObject(value instanceof Map ? Object.fromEntries(value) : value);
    default:
      return null;
  }
}

function base64(bytes: unknown): string {
  if (!ArrayBuffer.isView(bytes)) {
    return '';
  }
  const view = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.ceil(view.length / CHUNK) }, (_, index) =>
    btoa(String.fromCharCode(...view.subarray(index * CHUNK, (index + 1) * CHUNK))),
  ).join('');
}

// A multiple of three, so that no chunk but the last is padded; small enough to be passed as arguments.
const CHUNK = 3 * 8192;
