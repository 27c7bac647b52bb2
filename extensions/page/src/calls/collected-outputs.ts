import type { CellOutput } from '@lite-build/messages';
import type { CellSink } from '../kernel/session.ts';
import type { Output } from './lite.d.ts';

/** What a cell puts out that is shown nowhere, as a notebook would hold it. */
export class CollectedOutputs implements CellSink {
  get outputs(): readonly Output[] {
    return this.#outputs;
  }

  output(output: CellOutput): void {
    if (this.#clearsNext && output.type !== 'clear_output') {
      this.#outputs = [];
      this.#clearsNext = false;
    }
    switch (output.type) {
      case 'stream':
        this.#addText(output.bundle.name, output.bundle.text);
        break;
      case 'clear_output':
        this.#clearsNext = output.bundle.wait;
        this.#outputs = output.bundle.wait ? this.#outputs : [];
        break;
      case 'execute_error':
        this.#outputs = [...this.#outputs, { output_type: 'error', ...output.bundle }];
        break;
      case 'update_display_data':
        this.#update(output.bundle);
        break;
      case 'display_data':
      case 'execute_result': {
        const { data, metadata } = output.bundle;
        const made: Output = {
          output_type: output.type,
          data,
          metadata,
          ...(output.type === 'execute_result' ? { execution_count: output.bundle.execution_count } : {}),
        };
        const id = output.bundle.transient?.display_id;
        if (id !== undefined) {
          this.#displays.set(made, id);
        }
        this.#outputs = [...this.#outputs, made];
      }
    }
  }

  /** Nobody is there to answer. */
  ask(): Promise<string> {
    return Promise.resolve('');
  }

  #addText(name: string, text: string): void {
    const last = this.#outputs.at(-1);
    this.#outputs =
      last?.output_type === 'stream' && last.name === name
        ? [...this.#outputs.slice(0, -1), { ...last, text: last.text + text }]
        : [...this.#outputs, { output_type: 'stream', name, text }];
  }

  #update({
    data,
    metadata,
    transient,
  }: Extract<CellOutput, { type: 'update_display_data' }>['bundle']): void {
    this.#outputs = this.#outputs.map((each) => {
      const id = this.#displays.get(each);
      if (id === undefined || id !== transient.display_id || !('data' in each)) {
        return each;
      }
      const updated = { ...each, data, metadata };
      this.#displays.set(updated, id);
      return updated;
    });
  }

  #outputs: readonly Output[] = [];
  readonly #displays = new WeakMap<Output, string>();
  #clearsNext = false;
}
