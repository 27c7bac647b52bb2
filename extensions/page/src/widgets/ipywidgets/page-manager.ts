import * as base from '@jupyter-widgets/base';
import type { CommModel } from '@lite-build/afm';
import { ManagerBase } from '@jupyter-widgets/base-manager';
import * as controls from '@jupyter-widgets/controls';
import { Widget } from '@lumino/widgets';
import type { HoldingComm } from '@lite-build/afm/saved';
import type { ManagerHost } from '../other-models.ts';
import type { PythonMessage } from '../python-message.ts';
import { AbsentModel, AbsentView } from './absent-classes.ts';
import { AfmModel, afmViewFor } from './afm-classes.ts';
import { MATHEMATICS } from '../../outputs/renderers/html.ts';
import { watchIcons } from './icons.ts';
import { ADOPTED, outputClasses } from './output-classes.ts';
import { PageComm } from './page-comm.ts';
import { adoptControlStyles, CONTROLS_CLASS } from './styles.ts';

type Class = typeof base.WidgetModel | typeof base.WidgetView;
type Message = Parameters<ManagerBase['handle_comm_open']>[1];

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

  /**
   * Make the model that Python has opened a comm for.
   *
   * @param saved what it was saved as, if it was.
   */
  open(opening: PythonMessage, saved?: { readonly id: string; readonly comm: HoldingComm }): void {
    const comm = this.#pythonComm(opening);
    if (saved === undefined) {
      this.#make(opening, comm);
      return;
    }
    this.#make({ ...opening, id: saved.id }, saved.comm);
    const made = super.get_model(saved.id);
    this.register_model(opening.id, made);
    void made.then((model) => {
      this.#join(model, opening.id, saved.comm, comm);
    });
  }

  /** Make a model that was saved, whose comm keeps what it says. */
  restore(opening: PythonMessage, comm: HoldingComm): void {
    this.#make(opening, comm);
  }

  /** Have a saved model be that of a comm which Python has opened: it takes that one's state, and its views stay. */
  adopt(savedId: string, opening: PythonMessage, holding: HoldingComm): void {
    const { id, data, buffers } = opening;
    const comm = this.#pythonComm(opening);
    const adopted = super.get_model(savedId);
    this.register_model(id, adopted);
    const take = async (): Promise<void> => {
      const model = await adopted;
      const { state = {}, buffer_paths = [] } = data;
      base.put_buffers(
        state as Dict,
        buffer_paths.map((path) => [...path]),
        [...buffers],
      );
      const given = await classOf(model)._deserialize_state(state as State, this);
      const held = holding.heldTraits;
      model.set_state(Object.fromEntries(Object.entries(given).filter(([trait]) => !held.has(trait))));
      this.#join(model, id, holding, comm);
    };
    take().catch((error: unknown) => {
      console.error('A widget could not be made anew.', error);
    });
  }

  /** End a saved model that Python has not made anew. */
  forget(savedId: string): void {
    if (super.has_model(savedId)) {
      void super.get_model(savedId).then((model) => model.close(true));
    }
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
    this.#comms.clear();
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
    return await this.create_view(model as base.DOMWidgetModel, options);
  }

  /** Also names what can be moved by keys: the words beside a slider are no label of its handles. */
  override async create_view<V extends base.WidgetView = base.WidgetView>(
    model: base.WidgetModel,
    options?: unknown,
  ): Promise<V> {
    const view = await super.create_view<V>(model, options);
    const name = (): void => {
      const words = String(model.get('description') || model.name);
      for (const handle of view.el.querySelectorAll('.noUi-handle')) {
        handle.setAttribute('aria-label', words);
      }
    };
    name();
    view.listenTo(model, 'change:description', name);
    return view;
  }

  override has_model(id: string): boolean {
    return super.has_model(id) || this.#host.findModel(id) !== undefined;
  }

  /** Also of an AFM widget, by a model that follows its own. */
  override async get_model(id: string): Promise<base.WidgetModel> {
    const live = this.#host.findModel(id);
    if (live === undefined) {
      return await super.get_model(this.#host.nameOf(id));
    }
    if (!super.has_model(id)) {
      // Python may have another name for it than it was saved under.
      const known = this.#afm.get(live) ?? AfmModel.of(live, this);
      this.#afm.set(live, known);
      this.register_model(id, known);
    }
    const model = await super.get_model(id);
    model.model_id = live.model_id;
    return model;
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

  #pythonComm({ id, target }: PythonMessage): PageComm {
    const comm = new PageComm(this.#host.session, id, target ?? this.comm_target_name);
    this.#comms.set(id, comm);
    return comm;
  }

  /** Python has a saved model from now on, under an id of its own. */
  #join(model: base.WidgetModel, id: string, holding: HoldingComm, comm: PageComm): void {
    model.model_id = id;
    model.trigger(ADOPTED);
    holding.connect(comm);
  }

  #make({ id, data, metadata, buffers }: PythonMessage, comm: base.IClassicComm): void {
    const message = { content: { comm_id: id, data }, metadata, buffers: [...buffers] };
    // What went wrong is on the console, and whoever shows the widget says it.
    this.handle_comm_open(comm, message as unknown as Message).catch(() => undefined);
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
  /** AFM widgets' models, as the others see them. */
  readonly #afm = new WeakMap<CommModel, Promise<AfmModel>>();
}

type Dict = Parameters<typeof base.put_buffers>[0];
type State = Parameters<typeof base.WidgetModel._deserialize_state>[0];

function classOf(model: base.WidgetModel): typeof base.WidgetModel {
  return model.constructor as typeof base.WidgetModel;
}

type CreateComm = Parameters<ManagerBase['_create_comm']>;
