import {
  type Buffer,
  type BufferPath,
  type IncomingMessage,
  isIncomingMessage,
  type OutgoingData,
} from '@lite-build/afm';

/**
 * What the page of a widget's test and its Python say to each other, as JSON texts; bytes are in base64. Python's side
 * is `litewidget/testing/widget_page.py`.
 */
export type FromPython = { readonly model: string } & (
  | {
      readonly kind: 'open';
      readonly state: Readonly<Record<string, unknown>>;
      readonly buffer_paths: readonly BufferPath[];
      readonly buffers: readonly string[];
    }
  | {
      readonly kind: 'message';
      readonly data: unknown;
      readonly buffers: readonly string[];
      /** The id of the `ToPython` that this answers. */
      readonly parent: string | null;
    }
  | { readonly kind: 'close' }
);

export interface ToPython {
  readonly id: string;
  readonly model: string;
  readonly data: OutgoingData;
  readonly buffers: readonly string[];
}

/** What Python calls in the page. */
export interface WidgetPage {
  /** @param text is a list of `FromPython`. */
  receive(text: string): void;
  /** Show a model's widget below those that are there, and wait until it is shown. */
  mount(model: string, milliseconds: number): Promise<Mounted>;
}

export interface Mounted {
  /** The id of the element that the widget is shown in. */
  readonly element: string;
  /** Why it is not shown, in words. */
  readonly failure: string | null;
}

/** What the page calls in Python. */
export interface Python {
  /** Send a `ToPython`; settles when it is handled, with a list of `FromPython`. */
  widgetPageSend(text: string): Promise<string>;
  /** Wait for what Python says of itself: a list of `FromPython`; null when the test is over. */
  widgetPageNext(): Promise<string | null>;
}

/** @throws TypeError where a message is none that a widget can take. */
export function incoming(message: FromPython & { readonly kind: 'message' }): IncomingMessage {
  const { data, parent } = message;
  const received = { data, buffers: bytesOf(message.buffers), ...(parent === null ? {} : { parent }) };
  if (!isIncomingMessage(received)) {
    throw new TypeError(`this is no message for a widget: ${JSON.stringify(data)}`);
  }
  return received;
}

export function bytesOf(texts: readonly string[]): ArrayBuffer[] {
  return texts.map((text) => Uint8Array.from(atob(text), (each) => each.charCodeAt(0)).buffer);
}

export function textsOf(buffers: readonly Buffer[]): string[] {
  return buffers.map((buffer) => {
    const bytes = ArrayBuffer.isView(buffer)
      ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
      : new Uint8Array(buffer);
    return btoa(Array.from(bytes, (each) => String.fromCharCode(each)).join(''));
  });
}
