import type { InvokeOptions } from '../contract.ts';
import { WidgetFault } from './fault.ts';
import { isRecord, type Model, widgetName } from './model.ts';

/** Milliseconds that a command without a signal of its own may take. A cell that runs delays its answer. */
export const INVOKE_PATIENCE = 30_000;

const COMMAND = 'anywidget-command';
const RESPONSE = 'anywidget-command-response';

/** What a command of the widget's Python class answered instead of a result. */
export class CommandError extends WidgetFault {
  override readonly name = 'CommandError';
  /** Python's own message. */
  readonly reason: string;

  constructor(model: Model, command: string, error: Record<string, unknown>) {
    const reason = typeof error.message === 'string' ? error.message : 'the command failed.';
    const kind = typeof error.name === 'string' ? `${error.name}: ` : '';
    super(model, `${widgetName(model)}.${command}: ${kind}${reason}`);
    this.reason = reason;
  }
}

let commands = 0;

/**
 * Call a command of a widget's Python class.
 *
 * @param lifetime ends with the model: a closed widget answers nothing.
 * @returns the answer, and its buffers.
 * @throws CommandError where Python answered with an error; the signal's reason where that was aborted.
 */
export function invoke(
  model: Model,
  lifetime: AbortSignal,
  name: string,
  message: unknown,
  options: InvokeOptions = {},
): Promise<[unknown, DataView[]]> {
  const patience = options.signal ?? AbortSignal.timeout(INVOKE_PATIENCE);
  const ended = [lifetime, patience].find((signal) => signal.aborted);
  if (ended !== undefined) {
    return Promise.reject(asError(ended.reason));
  }
  commands += 1;
  // Models outlive pages: a number alone would meet the answer to a command of the page before this one.
  const id = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}-${commands}`;
  const finished = new AbortController();
  return new Promise<[unknown, DataView[]]>((resolve, reject) => {
    const listen = (content: unknown, buffers: DataView[]): void => {
      if (!isCommandResponse(content) || content.id !== id) {
        return;
      }
      if (isRecord(content.error)) {
        reject(new CommandError(model, name, content.error));
      } else {
        resolve([content.response, buffers]);
      }
      finished.abort();
    };
    const giveUp = (event: Event): void => {
      reject(asError((event.target as AbortSignal).reason));
      finished.abort();
    };
    model.on('msg:custom', listen);
    finished.signal.addEventListener('abort', () => {
      model.off('msg:custom', listen);
    });
    for (const signal of [lifetime, patience]) {
      signal.addEventListener('abort', giveUp, { signal: finished.signal });
    }
    try {
      model.send({ id, kind: COMMAND, name, msg: message }, undefined, options.buffers ?? []);
    } catch (error) {
      reject(asError(error));
      finished.abort();
    }
  });
}

/** Tell whether a custom message calls a command. */
export function isCommand(content: unknown): boolean {
  return isRecord(content) && content.kind === COMMAND;
}

/** Tell whether a custom message answers a command. */
export function isCommandResponse(content: unknown): content is Record<string, unknown> {
  return isRecord(content) && content.kind === RESPONSE;
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason), { cause: reason });
}
