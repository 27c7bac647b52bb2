import * as base from '@jupyter-widgets/base';
import { type IManagerState, ManagerBase } from '@jupyter-widgets/base-manager';
import { isRecord } from './content.ts';
import type { NotebookContext } from './open-notebook.ts';
import { IPYWIDGETS_MODULES, type SavedNotebook } from './saved-notebook.ts';

type Class = typeof base.WidgetModel | typeof base.WidgetView;

/** A widget of a package whose code comes with the kernel's widget manager. */
class AbsentView extends base.DOMWidgetView {
  override render(): void {
    const name: unknown = this.model.get('_view_name');
    this.el.textContent = `${String(name).replace(/View$/, '')}: shown when its cell is run.`;
    this.el.style.color = 'var(--jp-ui-font-color2, inherit)';
  }
}

/** Makes models and views of saved widgets with no kernel. */
class SavedWidgetManager extends ManagerBase {
  /** Tells which notebook the widgets are of, as JupyterLab's own manager does. */
  readonly context: NotebookContext;

  constructor(context: NotebookContext) {
    super();
    this.context = context;
  }

  protected override async loadClass(name: string, module: string): Promise<Class> {
    const classes = IPYWIDGETS_MODULES.includes(module)
      ? { ...base, ...(await import('@jupyter-widgets/controls')) }
      : await import('../widget-classes.ts');
    const found: unknown = (classes as Record<string, unknown>)[name];
    if (typeof found === 'function') {
      return found as Class;
    }
    return name.endsWith('Model') ? base.DOMWidgetModel : AbsentView;
  }

  protected override _create_comm(): Promise<base.IClassicComm> {
    return Promise.reject(new Error('Saved widgets have no kernel.'));
  }

  protected override _get_comm_info(): Promise<object> {
    return Promise.resolve({});
  }
}

const managers = new WeakMap<SavedNotebook, Promise<SavedWidgetManager>>();

/**
 * Make a view of a saved widget.
 *
 * @throws for saved state that cannot be read.
 */
export async function viewOf(
  id: string,
  saved: SavedNotebook,
  context: NotebookContext,
): Promise<base.DOMWidgetView> {
  const known = managers.get(saved) ?? restore(saved, context);
  managers.set(saved, known);
  const manager = await known;
  const model = await manager.get_model(id);
  if (!(model instanceof base.DOMWidgetModel)) {
    throw new Error('its state makes no widget that has a view');
  }
  return manager.create_view(model);
}

async function restore(saved: SavedNotebook, context: NotebookContext): Promise<SavedWidgetManager> {
  const manager = new SavedWidgetManager(context);
  const { managerState } = saved.content;
  if (!isRecord(managerState) || managerState.version_major !== 2) {
    throw new Error('its state is of a format that is not known here');
  }
  // The manager puts the buffers into the state that it is given, which is the notebook's.
  const models = await manager.set_state(structuredClone(managerState) as unknown as IManagerState);
  saved.signal.addEventListener('abort', () => {
    for (const model of models) {
      void model.close(true);
    }
  });
  return manager;
}
