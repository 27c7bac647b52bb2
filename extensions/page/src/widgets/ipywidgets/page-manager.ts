import * as base from '@jupyter-widgets/base';
import { ManagerBase } from '@jupyter-widgets/base-manager';
import * as controls from '@jupyter-widgets/controls';
import { Widget } from '@lumino/widgets';
import type { ManagerHost } from '../other-models.ts';
import type { PythonMessage } from '../python-message.ts';
import { AbsentModel, AbsentView } from './absent-classes.ts';
import { AfmModel, afmViewFor } from './afm-classes.ts';
import { MATHEMATICS } from '../../outputs/renderers/html.ts';
import { watchIcons } from './icons.ts';
import { outputClasses } from './output-classes.ts';
import { PageComm } from './page-comm.ts';
import { adoptControlStyles, CONTROLS_CLASS } from './styles.ts';

type Class = typeof base.WidgetModel | typeof base.WidgetView;
type Message = Parameters<ManagerBase['handle_comm_open']>[1];
type ViewOptions = Parameters<ManagerBase['create_view']>[1];

/** ipywidgets' models and views of one Python, in a page. */
export class PageManager extends ManagerBase {
  constructor(host: ManagerHost) {
    super();
    this.#host = host;
    this.#modules = new Map<string, object>([
      ['@jupyter-widgets/base', base],
      ['@jupyter-widgets/controls', controls],
      ['@jupyter-widgets/output', outputClasses(host)],
      ['anywidget', { AnyModel: AfmModel, AnyView: afmViewFor(host) }],
    ]);
  }

  /** Make the model that Python has opened a comm for. */
  open({ id, target, data, metadata, buffers }: PythonMessage): void {
    const comm = new PageComm(this.#host.session, id, target ?? this.comm_target_name);
    this.#comms.set(id, comm);
    const message = { content: { comm_id: id, data }, metadata, buffers: [...buffers] };
    // What went wrong is on the console, and whoever shows the widget says it.
    this.handle_comm_open(comm, message as unknown as Message).catch(() => undefined);
  }

  /** Hand on what Python says on a comm that is open. */
  take(message: PythonMessage): void {
    this.#comms.get(message.id)?.take(message);
    if (message.type === 'comm_close') {
      this.#comms.delete(message.id);
    }
  }

  /** Python is not there any more. */
  leavePython(): void {
    for (const comm of this.#comms.values()) {
      comm.leavePython();
    }
  }

  /**
   * Show a view of a model in an element until the signal.
   *
   * @throws Error where the model has no view.
   */
  async show(id: string, element: HTMLElement, signal: AbortSignal): Promise<void> {
    const model = await this.get_model(id);
    if (!model.get('_view_name')) {
      throw new Error(`${model.name} has nothing to show.`);
    }
    const view = await this.viewOf(model);
    if (signal.aborted) {
      view.remove();
      return;
    }
    const root = element.ownerDocument.createElement('div');
    root.className = CONTROLS_CLASS;
    element.append(root);
    adoptControlStyles(root);
    watchIcons(root, signal);
    Widget.attach(view.luminoWidget, root);
    signal.addEventListener('abort', () => {
      const { luminoWidget } = view;
      if (!luminoWidget.node.isConnected) {
        // Lumino takes only out of a page what is in it.
        luminoWidget.clearFlag(Widget.Flag.IsAttached);
      }
      luminoWidget.dispose();
      root.remove();
    });
  }

  async viewOf(model: unknown, options?: unknown): Promise<base.DOMWidgetView> {
    return await this.create_view(model as base.DOMWidgetModel, options as ViewOptions);
  }

  override has_model(id: string): boolean {
    return super.has_model(id) || this.#host.findModel(id) !== undefined;
  }

  /** Also of an AFM widget, by a model that follows its own. */
  override async get_model(id: string): Promise<base.WidgetModel> {
    const live = this.#host.findModel(id);
    if (!super.has_model(id) && live !== undefined) {
      this.register_model(id, AfmModel.of(live, this));
    }
    return await super.get_model(id);
  }

  protected override loadClass(name: string, module: string): Promise<Class> {
    const classes = this.#modules.get(module) as Readonly<Record<string, unknown>> | undefined;
    const found = classes?.[name];
    if (typeof found === 'function') {
      return Promise.resolve(found as Class);
    }
    return Promise.resolve(name.endsWith('View') ? AbsentView : AbsentModel);
  }

  protected override _create_comm(
    ...[target, id = base.uuid(), data, metadata, buffers]: CreateComm
  ): Promise<base.IClassicComm> {
    const comm = new PageComm(this.#host.session, id, target);
    this.#comms.set(id, comm);
    if (data !== undefined) {
      comm.open(data, {}, metadata, buffers);
    }
    return Promise.resolve(comm);
  }

  protected override _get_comm_info(): Promise<object> {
    return Promise.resolve({});
  }

  /** By this name the controls look for what shows mathematics in their texts. */
  readonly _rendermime = {
    latexTypesetter: {
      typeset: (element: HTMLElement) => {
        if (MATHEMATICS.test(element.textContent)) {
          void import('../../outputs/renderers/mathematics.ts').then(({ typeset }) => {
            typeset(element);
          });
        }
      },
    },
  };
  readonly #host: ManagerHost;
  readonly #modules: ReadonlyMap<string, object>;
  readonly #comms = new Map<string, PageComm>();
}

type CreateComm = Parameters<ManagerBase['_create_comm']>;
