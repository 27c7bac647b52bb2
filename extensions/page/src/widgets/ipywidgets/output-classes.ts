import { DOMWidgetModel, DOMWidgetView } from '@jupyter-widgets/base';
import type { CellOutput } from '@lite-build/messages';
import { OutputArea, type SavedOutput } from '../../outputs/index.ts';
import type { ManagerHost } from '../other-models.ts';
import { recorded } from './recorded-outputs.ts';

type Initialize = Parameters<DOMWidgetModel['initialize']>;
/** Said of outputs that views are told of one by one. */
const TAKEN = { newMessage: true };
const TAKEN_EVENT = 'lite:output';
/** Said to a saved model that is Python's from now on. */
export const ADOPTED = 'lite:adopted';

/** The classes of `Output` widgets: outputs that a model takes, or is given by Python, in our areas of outputs. */
export function outputClasses({ captures, renderWidget }: ManagerHost): {
  OutputModel: typeof DOMWidgetModel;
  OutputView: typeof DOMWidgetView;
} {
  class OutputModel extends DOMWidgetModel {
    // Declared only: Backbone's constructor calls `initialize` before a field of this class could be initialized.
    declare clearsNext: boolean;

    override defaults(): Record<string, unknown> {
      return {
        ...super.defaults(),
        _model_name: 'OutputModel',
        _model_module: '@jupyter-widgets/output',
        _view_name: 'OutputView',
        _view_module: '@jupyter-widgets/output',
        msg_id: '',
        outputs: [],
      };
    }

    override initialize(attributes: Initialize[0], options: Initialize[1]): void {
      super.initialize(attributes, options);
      this.clearsNext = false;
      const attach = (): void => {
        captures.attach(this.model_id, (output) => {
          this.takeOutput(output);
        });
      };
      attach();
      this.on(ADOPTED, attach);
    }

    /** Keep an output, tell the views of it, and Python, where `outputs` has them all. */
    takeOutput(output: CellOutput): void {
      const before = this.get('outputs') as readonly SavedOutput[];
      const { outputs, clearsNext } = recorded(before, output, this.clearsNext);
      this.clearsNext = clearsNext;
      if (outputs !== before) {
        this.set('outputs', outputs, TAKEN);
        this.save_changes();
      }
      this.trigger(TAKEN_EVENT, output);
    }
  }

  class OutputView extends DOMWidgetView {
    #area: OutputArea | null = null;

    override render(): void {
      const place = document.createElement('div');
      this.el.classList.add('jupyter-widget-output');
      this.el.append(place);
      // Scripts among outputs look for their elements in the document.
      void this.displayed.then(() => {
        const area = new OutputArea(place, { renderWidget });
        this.#area = area;
        area.restore(this.model.get('outputs') as readonly SavedOutput[]);
        this.listenTo(this.model, TAKEN_EVENT, (output: CellOutput) => {
          area.add(output);
        });
        this.listenTo(
          this.model,
          'change:outputs',
          (_model: unknown, outputs: readonly SavedOutput[], options: { newMessage?: boolean }) => {
            if (options.newMessage !== true) {
              area.restore(outputs);
            }
          },
        );
      });
    }

    override remove(): unknown {
      this.#area?.dispose();
      return super.remove();
    }
  }
  return { OutputModel, OutputView };
}
