import { ModuleError } from '../modules/graph.ts';
import { placeInTrace } from '../modules/trace.ts';

/** Why a widget cannot be shown, for the people in front of it. */
export interface Failure {
  /** The widget's name. */
  readonly widget: string;
  readonly during: 'load' | 'initialize' | 'render';
  readonly message: string;
  /** `file:line:column` in the widget's own files. */
  readonly place: string | null;
  readonly error: unknown;
}

/** @param traceNames the names of the widget's files in traces. */
export function failureOf(
  error: unknown,
  widget: string,
  during: Failure['during'],
  traceNames: readonly string[],
): Failure {
  return {
    widget,
    during,
    message: messageOf(error),
    place: error instanceof ModuleError ? error.place : placeInTrace(error, traceNames),
    error,
  };
}

function messageOf(error: unknown): string {
  if (error instanceof ModuleError || error instanceof WidgetError) {
    return error.message;
  }
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** A widget that another one asked for is not there to be used. */
export class WidgetError extends Error {
  override readonly name = 'WidgetError';
}
