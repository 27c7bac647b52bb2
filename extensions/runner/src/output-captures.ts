import type { CellOutput, JsonObject, JsonValue } from './protocol';
import { OutputAreas } from './output-areas';
import type { WorkerMessage } from './worker-message';

/** What one `Output` widget takes. */
interface Capture {
  /** The number of its own area of outputs. */
  readonly area: number;
  /** The cell whose outputs it takes at this time, if it takes any. */
  cell: number | null;
}

/**
 * What `Output` widgets take of what cells put out, as the page of a widget does: the widget's state has it then. Errors
 * are left to the cell, which the check judges by them.
 */
export class OutputCaptures {
  /** @param cellOf tells the cell whose run a message belongs to. */
  constructor(cellOf: (messageId: string) => number) {
    this.#cellOf = cellOf;
  }

  /**
   * Hear what the kernel said, and take it where a widget wants it.
   *
   * @returns whether it was taken: then it is no cell's.
   */
  take(message: WorkerMessage): boolean {
    switch (message.type) {
      case 'comm_open':
      case 'comm_msg':
      case 'comm_close':
        this.#hear(message.type, message.content);
        return false;
      case 'execute_error':
      case 'update_display_data':
        return false;
      default: {
        // The widget that began last takes it.
        const [id, capture] = [...this.#captures].findLast(([, { cell }]) => cell === message.cell) ?? [];
        if (id === undefined || capture === undefined) {
          return false;
        }
        this.#areas.apply({ ...message, cell: capture.area });
        this.#changed.add(id);
        return true;
      }
    }
  }

  /** The outputs of the widgets that have taken some since this was last asked, by their models' ids. */
  changed(): ReadonlyMap<string, readonly CellOutput[]> {
    const changed = [...this.#changed].map((id): [string, CellOutput[]] => [
      id,
      this.#areas.outputs(this.#captures.get(id)?.area ?? -1),
    ]);
    this.#changed.clear();
    return new Map(changed);
  }

  #hear(type: WorkerMessage['type'], content: JsonObject): void {
    const { comm_id: told } = content;
    const id = typeof told === 'string' ? told : '';
    const state = record(record(content.data).state);
    if (type === 'comm_close') {
      this.#captures.delete(id);
      this.#changed.delete(id);
    } else if (type === 'comm_open' && state._model_name === 'OutputModel') {
      this.#opened += 1;
      this.#captures.set(id, { area: this.#opened, cell: null });
    }
    const capture = this.#captures.get(id);
    const { msg_id: messageId } = state;
    if (capture !== undefined && typeof messageId === 'string') {
      capture.cell = messageId === '' ? null : this.#cellOf(messageId);
      this.#captures.delete(id);
      this.#captures.set(id, capture);
    }
  }

  readonly #cellOf: (messageId: string) => number;
  readonly #areas = new OutputAreas();
  readonly #captures = new Map<string, Capture>();
  readonly #changed = new Set<string>();
  #opened = 0;
}

function record(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
