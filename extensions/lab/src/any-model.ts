import { type Binding, copyState, isCommand, UnsendableError } from '@lite-build/afm';
import { DOMWidgetModel, type Dict } from '@jupyter-widgets/base';
import { type CommMessage, toIncoming, withPart } from './comm-messages.ts';
import { copyBytes } from './copy-bytes.ts';
import { pythonErrorOf } from './python-errors.ts';
import { asRuntimesModel, bind } from './widget-runtime.ts';

type Attributes = Parameters<DOMWidgetModel['initialize']>[0];
type Options = Parameters<DOMWidgetModel['initialize']>[1];
type Content = Parameters<DOMWidgetModel['send']>[0];
type Callbacks = Parameters<DOMWidgetModel['send']>[1];
type Buffers = Parameters<DOMWidgetModel['send']>[2];
type ModelCallbacks = ReturnType<DOMWidgetModel['callbacks']>;
type State = ReturnType<DOMWidgetModel['serialize']>;

/** The state of an AFM widget: ipywidgets keeps it equal to Python's, the runtime joins it to its module. */
export class AnyModel extends DOMWidgetModel {
  // Declared only: Backbone's constructor calls `initialize` before a field of this class could be initialized.
  declare private binding: Binding;
  declare private unsendable: UnsendableError | undefined;

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
      const taken = super._handle_comm_msg(withPart(message, part));
      applied.push(taken);
      return taken;
    });
    await Promise.all(applied);
  }

  override send(content: Content, callbacks?: Callbacks, buffers: Buffers = []): void {
    // A command's exception is the module's to catch: it comes with the command's answer.
    super.send(
      content,
      callbacks ?? (isCommand(content) ? undefined : this.callbacks()),
      buffers.map(copyBytes),
    );
  }

  /** What Python raises as it takes over what the page set is said in the widget's views. */
  override callbacks(view?: Parameters<DOMWidgetModel['callbacks']>[0]): ModelCallbacks {
    const callbacks = super.callbacks(view);
    const output: NonNullable<ModelCallbacks['iopub']>['output'] = (message) => {
      callbacks.iopub?.output?.(message);
      const error = pythonErrorOf(message);
      if (error !== null) {
        this.binding.complain(error);
      }
    };
    return { ...callbacks, iopub: { ...callbacks.iopub, output } };
  }

  /** @throws UnsendableError for what cannot be sent, when the rest was. */
  override save_changes(callbacks?: Callbacks): void {
    super.save_changes(callbacks);
    const fault = this.unsendable;
    this.unsendable = undefined;
    if (fault !== undefined) {
      throw fault;
    }
  }

  /**
   * Copies bytes too, which ipywidgets' own would turn into empty objects, and leaves out what cannot be sent. Changes
   * the given state, as that does.
   */
  override serialize(state: Dict<unknown>): State {
    const { serializers } = this.constructor as typeof DOMWidgetModel;
    const plain = Object.keys(state).filter((key) => serializers[key]?.serialize === undefined);
    const rest = Object.fromEntries(Object.entries(state).filter(([key]) => !plain.includes(key)));
    for (const key of plain) {
      try {
        Object.assign(state, copyState(asRuntimesModel(this), { [key]: state[key] }, copyBytes));
      } catch (error) {
        if (!(error instanceof UnsendableError)) {
          throw error;
        }
        this.unsendable ??= error;
        Reflect.deleteProperty(state, key);
      }
    }
    return Object.assign(state, super.serialize(rest));
  }
}
