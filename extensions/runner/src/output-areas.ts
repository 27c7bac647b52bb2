import type { CellOutput } from './protocol';
import type { MimeBundle, WorkerMessage } from './worker-message';

interface OutputArea {
  outputs: CellOutput[];
  clearBeforeNext: boolean;
}

/**
 * The outputs of a notebook's cells, as a front end would show them.
 *
 * Source: <https://jupyter-client.readthedocs.io/en/stable/messaging.html#messages-on-the-iopub-pub-sub-channel>.
 */
export class OutputAreas {
  /** All outputs of one cell as they are now. */
  outputs(cell: number): CellOutput[] {
    return this.#areas.get(cell)?.outputs ?? [];
  }

  /**
   * Take in what the kernel said.
   *
   * @returns the cells whose outputs are others now.
   */
  apply(message: WorkerMessage): ReadonlySet<number> {
    switch (message.type) {
      case 'stream':
        this.#appendText(message.cell, message.name, message.text);
        return new Set([message.cell]);
      case 'clear_output':
        this.#area(message.cell).clearBeforeNext = true;
        if (!message.wait) {
          this.#areaForNext(message.cell);
        }
        return new Set([message.cell]);
      case 'execute_error': {
        const { ename, evalue, traceback } = message;
        this.#areaForNext(message.cell).outputs.push({ output_type: 'error', ename, evalue, traceback });
        return new Set([message.cell]);
      }
      case 'execute_result':
        this.#areaForNext(message.cell).outputs.push({
          output_type: 'execute_result',
          ...message.bundle,
          execution_count: message.executionCount,
        });
        return new Set([message.cell]);
      case 'display_data': {
        const output: CellOutput = { output_type: 'display_data', ...message.bundle };
        this.#areaForNext(message.cell).outputs.push(output);
        if (message.displayId !== null) {
          const shown = this.#displays.get(message.displayId) ?? [];
          this.#displays.set(message.displayId, [...shown, { cell: message.cell, output }]);
        }
        return new Set([message.cell]);
      }
      case 'update_display_data':
        return this.#update(message.displayId, message.bundle);
      case 'comm_open':
      case 'comm_msg':
      case 'comm_close':
        return new Set();
    }
  }

  #appendText(cell: number, name: string, text: string): void {
    const { outputs } = this.#areaForNext(cell);
    const last = outputs.at(-1);
    if (last?.output_type === 'stream' && last.name === name) {
      last.text += text;
    } else {
      outputs.push({ output_type: 'stream', name, text });
    }
  }

  #update(displayId: string | null, bundle: MimeBundle): ReadonlySet<number> {
    const shown = displayId === null ? [] : (this.#displays.get(displayId) ?? []);
    for (const { output } of shown) {
      Object.assign(output, bundle);
    }
    return new Set(shown.map(({ cell }) => cell));
  }

  #areaForNext(cell: number): OutputArea {
    const area = this.#area(cell);
    if (area.clearBeforeNext) {
      area.outputs = [];
      area.clearBeforeNext = false;
    }
    return area;
  }

  #area(cell: number): OutputArea {
    const area = this.#areas.get(cell) ?? { outputs: [], clearBeforeNext: false };
    this.#areas.set(cell, area);
    return area;
  }

  readonly #areas = new Map<number, OutputArea>();
  readonly #displays = new Map<string, { cell: number; output: CellOutput }[]>();
}
