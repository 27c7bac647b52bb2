import type { AnyModel } from '../contract.ts';

/**
 * A widget's state as the page's host keeps it: Backbone's conventions, as ipywidgets' models have them. `CommModel`
 * is one for pages that have no model of their own.
 */
export interface Model extends AnyModel {
  /** What references to this widget name. */
  readonly model_id: string;
}

/** What Python sends to a model (Jupyter widget messaging protocol 2.1), buffers beside the data. */
export interface IncomingMessage {
  readonly data: IncomingData;
  readonly buffers?: readonly (ArrayBuffer | DataView)[];
  /** The id of the message that this one answers. */
  readonly parent?: string;
}

export type IncomingData =
  | {
      readonly method: 'update' | 'echo_update';
      readonly state: Readonly<Record<string, unknown>>;
      readonly buffer_paths?: readonly BufferPath[];
    }
  | { readonly method: 'custom'; readonly content: unknown };

/** What a model sends to Python. */
export type OutgoingData =
  | {
      readonly method: 'update';
      readonly state: Readonly<Record<string, unknown>>;
      readonly buffer_paths: readonly BufferPath[];
    }
  | { readonly method: 'custom'; readonly content: unknown };

/** Where in the state a buffer belongs. */
export type BufferPath = readonly (string | number)[];

/** The name that people know a widget by: its class, without the number that tells classes of one name apart. */
export function widgetName(model: Model): string {
  const id = model.get('_anywidget_id');
  return (typeof id === 'string' ? id.split('.').at(-1)?.replace(/#\d+$/, '') : undefined) ?? 'Widget';
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
