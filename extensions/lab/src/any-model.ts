import type { Binding } from '@lite-build/afm';
import { DOMWidgetModel, type Dict } from '@jupyter-widgets/base';
import { type CommMessage, toIncoming, withPart } from './comm-messages.ts';
import { copyBytes, copyState } from './copy-state.ts';
import { bind } from './widget-runtime.ts';

type Attributes = Parameters<DOMWidgetModel['initialize']>[0];
type Options = Parameters<DOMWidgetModel['initialize']>[1];
type Content = Parameters<DOMWidgetModel['send']>[0];
type Callbacks = Parameters<DOMWidgetModel['send']>[1];
type Buffers = Parameters<DOMWidgetModel['send']>[2];
type State = ReturnType<DOMWidgetModel['serialize']>;

/** The state of an AFM widget: ipywidgets keeps it equal to Python's, the runtime joins it to its module. */
export class AnyModel extends DOMWidgetModel {
  // Declared only: Backbone's constructor calls `initialize` before a field of this class could be initialized.
  declare private binding: Binding;

  override initialize(attributes: Attributes, options: Options): void {
    super.initialize(attributes, options);
    this.binding = bind(this);
  }

  override async _handle_comm_msg(message: CommMessage): Promise<void> {
    const incoming = toIncoming(message);
    if (incoming === null) {
      return super._handle_comm_msg(message);
    }
    const applied: Promise<void>[] = [];
    this.binding.receive(incoming, (part) => {
      applied.push(super._handle_comm_msg(withPart(message, part)));
    });
    await Promise.all(applied);
  }

  override send(content: Content, callbacks?: Callbacks, buffers: Buffers = []): void {
    super.send(content, callbacks, buffers.map(copyBytes));
  }

  /** Copies bytes too, which ipywidgets' own would turn into empty objects. Changes the given state, as that does. */
  override serialize(state: Dict<unknown>): State {
    const { serializers } = this.constructor as typeof DOMWidgetModel;
    const plain = Object.keys(state).filter((key) => serializers[key]?.serialize === undefined);
    const rest = Object.fromEntries(Object.entries(state).filter(([key]) => !plain.includes(key)));
    for (const key of plain) {
      state[key] = copyState(state[key]);
    }
    return Object.assign(state, super.serialize(rest));
  }
}
